import Glibc
import Primitives
import Syntax

/// From source text to code objects: parse, analyze, the cache of parsed trees on disk.
public enum Compiler {
    public enum Mode { case exec, eval, single }
    public struct Options {
        public var mode = Mode.exec
        /// `__future__` bits inherited or given.
        public var flags: UInt32 = 0
        public var optimize = 0
        /// The source came from a str: no cookie is honoured.
        public var isText = false
        public var extra: ParseFlags = []
        /// The source is a program read line by line, as from a script or a pipe: where its bytes are bad, that counts from there only.
        public var isFile = false
        /// Only whether the text parses is asked: nothing is analyzed or warned of.
        public var parseOnly = false
        /// The file name for all that comes after parsing (the prompt numbers its statements), whose errors then show their line.
        public var promptName: Value? = nil
        public init() {}
    }
    /// The code object of a source text.
    public static func compile(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, _ o: Options) throws(Raise) -> Value {
        let tree = try parse(bytes, fileName: fileName, o)
        return code(tree, fileName: o.promptName ?? fileName, o)
    }
    /// The code object of a module's source file; nil if it cannot be read (`errno` tells why).
    public static func compile(file path: [UInt8], fileName: Value, _ o: Options) throws(Raise) -> Value? {
        let entry = TreeCache.name(ofFile: path)
        if let entry, let t = TreeCache.load(entry) { return code(t, fileName: fileName, o) }
        guard let bytes = SourceFile.read(path) else { return nil }
        return try bytes.withUnsafe { b throws(Raise) in
            let c = try compile(b, fileName: fileName, o)
            if let entry, b.count > 256 { TreeCache.link(entry, b) }
            return c
        }
    }
    /// A parsed and analyzed tree.
    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, _ o: Options) throws(Raise) -> SyntaxTree {
        let cacheable = o.mode == .exec && o.extra.isEmpty && bytes.count > 256 && Syntax.maxIntegerDigits == 4300
        if cacheable, let t = TreeCache.load(bytes, isText: o.isText) { return t }
        if !o.isText, let text = try SourceEncoding.recoded(bytes, fileName: fileName, isFile: o.isFile) {
            var plain = o
            plain.isText = true
            let b = BytesRef(text)
            return try parseText(UnsafeBufferPointer(start: b.data, count: b.count), fileName: fileName, plain, cached: nil)
        }
        return try parseText(bytes, fileName: fileName, o, cached: cacheable ? bytes : nil)
    }
    private static func parseText(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, _ o: Options, cached: UnsafeBufferPointer<UInt8>?) throws(Raise) -> SyntaxTree {
        var flags = o.extra
        if o.isText { flags.insert(.ignoreCookie) }
        if o.flags & FutureFeatures.barryAsBDFL.rawValue != 0 { flags.insert(.barryAsFLUFL) }
        // What is found after parsing shows its line as it stands in the file: a text that is in none shows none.
        let noText = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        func isHidden() -> Bool { !o.isFile && o.promptName == nil && !isFile(fileName) }
        let tree: SyntaxTree, warnings: [SyntaxWarningRecord], later: [SyntaxWarningRecord]
        do throws(SyntaxFailure) {
            let r = try Syntax.parse(bytes, mode: o.mode == .exec ? .exec : o.mode == .eval ? .eval : .single, flags: flags,
                                     file: o.isFile && !o.isText ? StrRef(fileName).string : nil)
            tree = r.tree; warnings = r.warnings
        } catch {
            if !error.warnings.isEmpty { try report(error.warnings, fileName: fileName, bytes, addsLineEnd: o.mode != .eval) }
            throw raise(error, fileName: fileName, error.isBare && error.text == nil && isHidden() ? noText : bytes, isText: !o.isFile || o.isText, isFile: o.isFile)
        }
        if o.parseOnly { return tree }
        if !warnings.isEmpty { try report(warnings, fileName: fileName, bytes, addsLineEnd: o.mode != .eval) }
        do throws(SyntaxFailure) { later = try analyze(tree, flags: flags) } catch {
            if !error.warnings.isEmpty { try report(error.warnings, fileName: o.promptName ?? fileName, isHidden() ? noText : bytes) }
            throw raise(error, fileName: o.promptName ?? fileName, error.text == nil && isHidden() ? noText : bytes, isText: !o.isFile || o.isText)
        }
        if !later.isEmpty { try report(later, fileName: o.promptName ?? fileName, isHidden() ? noText : bytes) }
        if let cached, warnings.isEmpty && later.isEmpty { TreeCache.store(tree, cached, isText: o.isText) }
        return tree
    }
    /// Whether there is a file of that name to show lines of.
    static func isFile(_ name: Value) -> Bool { access(StrRef(name).string, R_OK) == 0 }
    static func code(_ tree: SyntaxTree, fileName: Value, _ o: Options) -> Value {
        let source = CodeSource(tree: tree, fileName: fileName, flags: o.flags | tree.future, optimize: o.optimize)
        let name = StrRef.intern("<module>")
        let c = CodeFactory.code(source, tree.root, scope: tree.root.scope ?? 0, name: name, qualname: name)
        return c.object
    }
    /// Raises the SyntaxError that a failure stands for.
    static func raise(_ e: SyntaxFailure, fileName: Value, _ bytes: UnsafeBufferPointer<UInt8>, isText: Bool = true, isFile: Bool = false) -> Raise {
        switch e.kind {
        case .valueError: return Errors.valueError(e.message)
        case .memory: return e.message.isEmpty ? Errors.memoryError() : Errors.make(Exceptions.memoryError, e.message)
        case .recursion: return Errors.make(Exceptions.recursionError, e.message)
        default: break
        }
        let t: TypeRef
        switch e.kind {
        case .indentationError: t = Exceptions.indentationError
        case .tabError: t = Exceptions.tabError
        case .incompleteInput: t = Exceptions.incompleteInputError
        default: t = Exceptions.syntaxError
        }
        // What is wrong with the text as a whole has no place in it.
        if e.line == 0 && e.column == 0 && e.endLine == 0 && e.text == nil { return Errors.make(t, e.message) }
        var shown = e.text
        // (The parser ends each line, as CPython's does texts; of a file it shows what was read, of a pipe without the line's end.)
        if isFile, let s = e.text, s.utf8.last == 10, bytes.last != 10 && e.line == 1 + bytes.reduce(0, { $0 + ($1 == 10 ? 1 : 0) }) || StrRef(fileName).string == "<stdin>" { shown = String(s.dropLast()) }
        let text = shown.map { StrRef.make($0) } ?? (e.hasPosition ? line(e.line, bytes) : .none)
        let fields = TupleRef.allocate(6), details = fields.value
        fields[0] = fileName; fields[1] = Value(int: e.line)
        let isAtEnd = isFile && (e.isAtEnd || e.isUnexpectedEnd && bytes.last == 92)
        fields[2] = Value(int: isAtEnd ? 0 : e.column)
        fields[3] = text; fields[4] = Value(int: e.endLine); fields[5] = Value(int: e.endColumn)
        do throws(Raise) {
            let error = try Call.call(t.value, StrRef.make(e.message), details)
            if let s = e.lastStatement {
                let source = isText ? StrRef.make(String(decoding: bytes, as: UTF8.self)) : .none
                error.ref.set(ExceptionRef.firstExtra + 8, TupleRef.from(Value(int: s.line), Value(int: s.column), source))
            }
            if e.isBare { try Operations.setAttribute(error, StrRef.intern("args"), TupleRef.make(StrRef.make(e.message))) }
            return Errors.raise(error)
        } catch { return error }
    }
    private static func line(_ n: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Value {
        var i = 0, k = 1
        while k < n && i < bytes.count { if bytes[i] == 10 { k += 1 }; i += 1 }
        if k != n || i >= bytes.count { return .none }
        if n == 1 && bytes.count > 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf { i = 3 }
        var j = i
        while j < bytes.count && bytes[j] != 10 { j += 1 }
        if j < bytes.count { j += 1 }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[i..<j]), as: UTF8.self)
        // Of the encodings that the tokenizer reads itself only one has other bytes than UTF-8.
        if text.utf8.count != j - i, let (name, _) = declaredEncoding(bytes), isKnownEncoding(name) { return StrRef.make(String(String.UnicodeScalarView(bytes[i..<j].map { Unicode.Scalar($0) }))) }
        return StrRef.make(text)
    }
    /// The error for an invalid escape sequence: it points to the sequence, not to the literal that the warning is about.
    private static func escapeFailure(_ w: SyntaxWarningRecord, _ bytes: UnsafeBufferPointer<UInt8>, addsLineEnd: Bool) -> SyntaxFailure? {
        let notice = " Such sequences will not work in the future."
        let m = Array(w.message.utf8), n = Array(notice.utf8)
        guard m.count > 4, m[0] == 34, m[1] == 92, let at = (0..<max(0, m.count - n.count)).first(where: { m[$0...].starts(with: n) }) else { return nil }
        let quoted = m[1...].prefix { $0 != 34 }
        let sequence = quoted.isEmpty || quoted.count == 1 ? m[1...2] : quoted
        let message = String(decoding: m[..<at] + m[(at + n.count)...], as: UTF8.self)
        var i = 0, line = 1
        while i < bytes.count && line < w.line { if bytes[i] == 10 { line += 1 }; i += 1 }
        var start = i
        i += max(0, w.column - 1)
        // CPython counts from the quote, but begins where the prefix does.
        let first = line, prefix = i < bytes.count && (bytes[i] | 32 == 98 || bytes[i] | 32 == 117) ? 2 : 0
        while i < bytes.count && !bytes[i...].starts(with: sequence) { if bytes[i] == 10 { line += 1; start = i + 1 }; i += 1 }
        guard i < bytes.count else { return nil }
        let column = max(1, String(decoding: bytes[start..<i], as: UTF8.self).unicodeScalars.count + 1 - (line == first ? prefix : 0))
        var end = start
        while end < bytes.count && bytes[end] != 10 { end += 1 }
        return SyntaxFailure(kind: .syntaxError, message: message, line: line, column: column, endLine: line, endColumn: column + 2,
                             text: String(decoding: bytes[start..<end], as: UTF8.self) + (end < bytes.count || addsLineEnd ? "\n" : ""))
    }
    /// The tokenizer's own warnings, which are about one character, show their line without its end.
    private static func tokenText(_ w: SyntaxWarningRecord, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard w.column == w.endColumn else { return nil }
        let l = line(w.errorLine, bytes)
        return l.isStr ? String(StrRef(l).string.prefix { $0 != "\n" && $0 != "\r\n" }) : nil
    }
    /// Issues the compiler's warnings; one that a filter turns into an error becomes a SyntaxError. ADDSLINEEND: the last line of statements ends with one.
    static func report(_ list: [SyntaxWarningRecord], fileName: Value, _ bytes: UnsafeBufferPointer<UInt8>, addsLineEnd: Bool = true) throws(Raise) {
        for w in list {
            let category = w.isDeprecation ? Exceptions.deprecationWarning : Exceptions.syntaxWarning
            do throws(Raise) { try Warnings.explicit(category.value, w.message, fileName, w.line) } catch {
                try Errors.swallow(error, category)
                throw raise(escapeFailure(w, bytes, addsLineEnd: addsLineEnd) ?? SyntaxFailure(kind: .syntaxError, message: w.message, line: w.errorLine, column: w.column, endLine: w.endLine, endColumn: w.endColumn, text: tokenText(w, bytes)), fileName: fileName, bytes)
            }
        }
    }
}
/// Sources in encodings that the tokenizer does not know (PEP 263).
enum SourceEncoding {
    /// The source as UTF-8 (bytes), if it declares such an encoding. What is wrong with the encoding or the bytes becomes a SyntaxError
    /// without a line. A file is decoded from the end of the line with the declaration on, as CPython's tokenizer does.
    static func recoded(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, isFile: Bool) throws(Raise) -> Value? {
        if bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf { return nil }
        guard let (name, line) = declaredEncoding(bytes), !isKnownEncoding(name) else { return nil }
        func fail(_ m: String) -> Raise { Compiler.raise(SyntaxFailure(kind: .syntaxError, message: m, column: -1), fileName: fileName, bytes) }
        if !isFile && bytes.contains(0) { return nil }
        var start = 0
        if isFile {
            for _ in 0..<line { while start < bytes.count && bytes[start] != 10 && bytes[start] != 13 { start += 1 }; if start < bytes.count { start += 1 } }
            if start > 0 { start -= 1 }
        }
        let head = UnsafeBufferPointer(rebasing: bytes[..<start]), tail = UnsafeBufferPointer(rebasing: bytes[start...])
        let encoding = StrRef.make(name)
        do throws(Raise) {
            let info = try Call.call(try Operations.getAttribute(try ImportSystem.importModule("_codecs"), StrRef.intern("lookup")), encoding)
            let isText = try Operations.findAttribute(info, StrRef.intern("_is_text_encoding"))
            if isText == .false { throw fail("'\(name)' is not a text encoding") }
        } catch {
            if Errors.matches(Exceptions.lookupError) { Errors.take(); throw fail("unknown encoding: \(name)") }
            throw error
        }
        do throws(Raise) {
            let text = try Call.call(try Operations.getAttribute(BytesRef.make(tail.baseAddress!, tail.count), StrRef.intern("decode")), encoding)
            // (What the declaration's own lines hold besides it is no code.)
            var out = Array(String(decoding: head, as: UTF8.self).utf8)
            let utf8 = BytesRef(try Codecs.encode(StrRef(text), .utf8, errors: .none))
            out.append(contentsOf: UnsafeBufferPointer(start: utf8.data, count: utf8.count))
            return out.withUnsafeBufferPointer { BytesRef.make($0.baseAddress!, $0.count) }
        } catch {
            guard error.isException, Errors.matches(Types.exception) else { throw error }
            let e = Errors.take()
            throw fail(StrRef(try Operations.str(e)).string)
        }
    }
}
