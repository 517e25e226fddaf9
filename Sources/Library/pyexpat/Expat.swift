import Glibc
import Runtime

/// libexpat's functions.
struct Expat {
    typealias Parser = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias Data = UnsafeMutableRawPointer
    /// Any handler, as an address.
    typealias Handler = UnsafeRawPointer
    typealias Set = @convention(c) (Parser, Handler?) -> Void
    nonisolated(unsafe) static var shared: Expat! = nil

    let createNamespace: @convention(c) (Text?, CChar) -> Parser?
    let free: @convention(c) (Parser) -> Void
    let parse: @convention(c) (Parser, Text?, Int32, Int32) -> Int32
    let stop: @convention(c) (Parser, UInt8) -> Int32
    let setUserData: @convention(c) (Parser, Data?) -> Void
    let setEncoding: @convention(c) (Parser, Text?) -> Int32
    let errorCode: @convention(c) (Parser) -> Int32
    let errorString: @convention(c) (Int32) -> Text?
    let line: @convention(c) (Parser) -> UInt
    let column: @convention(c) (Parser) -> UInt
    let byteIndex: @convention(c) (Parser) -> Int
    let setBase: @convention(c) (Parser, Text?) -> Int32
    let getBase: @convention(c) (Parser) -> Text?
    let inputContext: @convention(c) (Parser, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Text?
    let externalParser: @convention(c) (Parser, Text?, Text?) -> Parser?
    let setParamEntityParsing: @convention(c) (Parser, Int32) -> Int32
    let useForeignDTD: @convention(c) (Parser, UInt8) -> Int32
    let specifiedCount: @convention(c) (Parser) -> Int32
    let setNamespaceTriplet: @convention(c) (Parser, Int32) -> Void
    let freeContent: @convention(c) (Parser, UnsafeMutableRawPointer) -> Void
    let setUnknownEncoding: @convention(c) (Parser, Handler?, Data?) -> Void
    let setHashSalt: @convention(c) (Parser, UInt) -> Int32
    let version: @convention(c) () -> Text
    let setReparseDeferral: (@convention(c) (Parser, UInt8) -> UInt8)?
    let setAmplification: (@convention(c) (Parser, Float) -> UInt8)?
    let setActivation: (@convention(c) (Parser, UInt64) -> UInt8)?
    let library: DynamicLibrary

    init() throws(Raise) {
        let l = try DynamicLibrary("libexpat.so.1")
        library = l
        createNamespace = try l.function("XML_ParserCreateNS"); free = try l.function("XML_ParserFree")
        parse = try l.function("XML_Parse"); stop = try l.function("XML_StopParser"); setUserData = try l.function("XML_SetUserData"); setEncoding = try l.function("XML_SetEncoding")
        errorCode = try l.function("XML_GetErrorCode"); errorString = try l.function("XML_ErrorString"); line = try l.function("XML_GetCurrentLineNumber")
        column = try l.function("XML_GetCurrentColumnNumber"); byteIndex = try l.function("XML_GetCurrentByteIndex"); setBase = try l.function("XML_SetBase"); getBase = try l.function("XML_GetBase")
        inputContext = try l.function("XML_GetInputContext"); externalParser = try l.function("XML_ExternalEntityParserCreate"); setParamEntityParsing = try l.function("XML_SetParamEntityParsing")
        useForeignDTD = try l.function("XML_UseForeignDTD"); specifiedCount = try l.function("XML_GetSpecifiedAttributeCount"); setNamespaceTriplet = try l.function("XML_SetReturnNSTriplet")
        freeContent = try l.function("XML_FreeContentModel"); setUnknownEncoding = try l.function("XML_SetUnknownEncodingHandler"); setHashSalt = try l.function("XML_SetHashSalt")
        version = try l.function("XML_ExpatVersion")
        setReparseDeferral = l.optional("XML_SetReparseDeferralEnabled")
        setAmplification = l.optional("XML_SetBillionLaughsAttackProtectionMaximumAmplification"); setActivation = l.optional("XML_SetBillionLaughsAttackProtectionActivationThreshold")
    }
    static let messages: [(name: String, text: String)] = [
        ("NO_MEMORY", "out of memory"), ("SYNTAX", "syntax error"), ("NO_ELEMENTS", "no element found"), ("INVALID_TOKEN", "not well-formed (invalid token)"), ("UNCLOSED_TOKEN", "unclosed token"),
        ("PARTIAL_CHAR", "partial character"), ("TAG_MISMATCH", "mismatched tag"), ("DUPLICATE_ATTRIBUTE", "duplicate attribute"), ("JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
        ("PARAM_ENTITY_REF", "illegal parameter entity reference"), ("UNDEFINED_ENTITY", "undefined entity"), ("RECURSIVE_ENTITY_REF", "recursive entity reference"), ("ASYNC_ENTITY", "asynchronous entity"),
        ("BAD_CHAR_REF", "reference to invalid character number"), ("BINARY_ENTITY_REF", "reference to binary entity"), ("ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
        ("MISPLACED_XML_PI", "XML or text declaration not at start of entity"), ("UNKNOWN_ENCODING", "unknown encoding"), ("INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
        ("UNCLOSED_CDATA_SECTION", "unclosed CDATA section"), ("EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"), ("NOT_STANDALONE", "document is not standalone"),
        ("UNEXPECTED_STATE", "unexpected parser state - please send a bug report"), ("ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
        ("FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"), ("CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"), ("UNBOUND_PREFIX", "unbound prefix"),
        ("UNDECLARING_PREFIX", "must not undeclare prefix"), ("INCOMPLETE_PE", "incomplete markup in parameter entity"), ("XML_DECL", "XML declaration not well-formed"),
        ("TEXT_DECL", "text declaration not well-formed"), ("PUBLICID", "illegal character(s) in public id"), ("SUSPENDED", "parser suspended"), ("NOT_SUSPENDED", "parser not suspended"),
        ("ABORTED", "parsing aborted"), ("FINISHED", "parsing finished"), ("SUSPEND_PE", "cannot suspend in external parameter entity"),
        ("RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"), ("RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"),
        ("RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"), ("INVALID_ARGUMENT", "invalid argument"),
        ("NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"), ("AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"),
        ("NOT_STARTED", "parser not started"),
    ]
}
