import Glibc
import Runtime

/// libsqlite3, opened when `_sqlite3` is imported; the errors of DB-API.
enum SQLite {
    typealias Database = OpaquePointer
    typealias Statement = OpaquePointer
    typealias Context = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias Raw = UnsafeMutableRawPointer
    typealias Destructor = @convention(c) (Raw?) -> Void
    typealias Function = @convention(c) (Context?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void
    typealias Final = @convention(c) (Context?) -> Void
    nonisolated(unsafe) private static var library: DynamicLibrary! = nil
    nonisolated(unsafe) static var open: (@convention(c) (Text?, UnsafeMutablePointer<Database?>, Int32, Text?) -> Int32)! = nil
    nonisolated(unsafe) static var close: (@convention(c) (Database?) -> Int32)! = nil
    nonisolated(unsafe) static var prepare: (@convention(c) (Database?, Text?, Int32, UnsafeMutablePointer<Statement?>, UnsafeMutablePointer<Text?>?) -> Int32)! = nil
    nonisolated(unsafe) static var step: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var reset: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var finalize: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var clearBindings: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var isReadonly: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var message: (@convention(c) (Database?) -> Text?)! = nil
    nonisolated(unsafe) static var extendedCode: (@convention(c) (Database?) -> Int32)! = nil
    nonisolated(unsafe) static var codeText: (@convention(c) (Int32) -> Text?)! = nil
    nonisolated(unsafe) static var bindCount: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var bindName: (@convention(c) (Statement?, Int32) -> Text?)! = nil
    nonisolated(unsafe) static var bindInt: (@convention(c) (Statement?, Int32, Int64) -> Int32)! = nil
    nonisolated(unsafe) static var bindDouble: (@convention(c) (Statement?, Int32, Double) -> Int32)! = nil
    nonisolated(unsafe) static var bindNull: (@convention(c) (Statement?, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var bindText: (@convention(c) (Statement?, Int32, Text?, Int32, Int) -> Int32)! = nil
    nonisolated(unsafe) static var bindBlob: (@convention(c) (Statement?, Int32, UnsafeRawPointer?, Int32, Int) -> Int32)! = nil
    nonisolated(unsafe) static var columnCount: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var dataCount: (@convention(c) (Statement?) -> Int32)! = nil
    nonisolated(unsafe) static var columnName: (@convention(c) (Statement?, Int32) -> Text?)! = nil
    nonisolated(unsafe) static var columnDeclared: (@convention(c) (Statement?, Int32) -> Text?)! = nil
    nonisolated(unsafe) static var columnType: (@convention(c) (Statement?, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var columnInt: (@convention(c) (Statement?, Int32) -> Int64)! = nil
    nonisolated(unsafe) static var columnDouble: (@convention(c) (Statement?, Int32) -> Double)! = nil
    nonisolated(unsafe) static var columnText: (@convention(c) (Statement?, Int32) -> UnsafePointer<UInt8>?)! = nil
    nonisolated(unsafe) static var columnBlob: (@convention(c) (Statement?, Int32) -> UnsafeRawPointer?)! = nil
    nonisolated(unsafe) static var columnBytes: (@convention(c) (Statement?, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var changes: (@convention(c) (Database?) -> Int32)! = nil
    nonisolated(unsafe) static var totalChanges: (@convention(c) (Database?) -> Int32)! = nil
    nonisolated(unsafe) static var lastInserted: (@convention(c) (Database?) -> Int64)! = nil
    nonisolated(unsafe) static var setLastInserted: (@convention(c) (Database?, Int64) -> Void)! = nil
    nonisolated(unsafe) static var isAutocommit: (@convention(c) (Database?) -> Int32)! = nil
    nonisolated(unsafe) static var busyTimeout: (@convention(c) (Database?, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var interrupt: (@convention(c) (Database?) -> Void)! = nil
    nonisolated(unsafe) static var limit: (@convention(c) (Database?, Int32, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var isComplete: (@convention(c) (Text?) -> Int32)! = nil
    nonisolated(unsafe) static var createFunction: (@convention(c) (Database?, Text?, Int32, Int32, Raw?, Function?, Function?, Final?, Destructor?) -> Int32)! = nil
    nonisolated(unsafe) static var createWindow: (@convention(c) (Database?, Text?, Int32, Int32, Raw?, Function?, Final?, Final?, Function?, Destructor?) -> Int32)! = nil
    nonisolated(unsafe) static var createCollation: (@convention(c) (Database?, Text?, Int32, Raw?, (@convention(c) (Raw?, Int32, UnsafeRawPointer?, Int32, UnsafeRawPointer?) -> Int32)?, Destructor?) -> Int32)! = nil
    nonisolated(unsafe) static var userData: (@convention(c) (Context?) -> Raw?)! = nil
    nonisolated(unsafe) static var aggregate: (@convention(c) (Context?, Int32) -> Raw?)! = nil
    nonisolated(unsafe) static var resultNull: (@convention(c) (Context?) -> Void)! = nil
    nonisolated(unsafe) static var resultInt: (@convention(c) (Context?, Int64) -> Void)! = nil
    nonisolated(unsafe) static var resultDouble: (@convention(c) (Context?, Double) -> Void)! = nil
    nonisolated(unsafe) static var resultText: (@convention(c) (Context?, Text?, Int32, Int) -> Void)! = nil
    nonisolated(unsafe) static var resultBlob: (@convention(c) (Context?, UnsafeRawPointer?, Int32, Int) -> Void)! = nil
    nonisolated(unsafe) static var resultError: (@convention(c) (Context?, Text?, Int32) -> Void)! = nil
    nonisolated(unsafe) static var resultNoMemory: (@convention(c) (Context?) -> Void)! = nil
    nonisolated(unsafe) static var resultTooBig: (@convention(c) (Context?) -> Void)! = nil
    nonisolated(unsafe) static var valueType: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var valueInt: (@convention(c) (OpaquePointer?) -> Int64)! = nil
    nonisolated(unsafe) static var valueDouble: (@convention(c) (OpaquePointer?) -> Double)! = nil
    nonisolated(unsafe) static var valueText: (@convention(c) (OpaquePointer?) -> UnsafePointer<UInt8>?)! = nil
    nonisolated(unsafe) static var valueBlob: (@convention(c) (OpaquePointer?) -> UnsafeRawPointer?)! = nil
    nonisolated(unsafe) static var valueBytes: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var setAuthorizer: (@convention(c) (Database?, (@convention(c) (Raw?, Int32, Text?, Text?, Text?, Text?) -> Int32)?, Raw?) -> Int32)! = nil
    nonisolated(unsafe) static var setProgress: (@convention(c) (Database?, Int32, (@convention(c) (Raw?) -> Int32)?, Raw?) -> Void)! = nil
    nonisolated(unsafe) static var setTrace: (@convention(c) (Database?, UInt32, (@convention(c) (UInt32, Raw?, Raw?, Raw?) -> Int32)?, Raw?) -> Int32)! = nil
    nonisolated(unsafe) static var expandedText: (@convention(c) (Statement?) -> UnsafeMutablePointer<CChar>?)! = nil
    nonisolated(unsafe) static var release: (@convention(c) (Raw?) -> Void)! = nil
    nonisolated(unsafe) static var allocate: (@convention(c) (UInt64) -> Raw?)! = nil
    nonisolated(unsafe) static var backupInit: (@convention(c) (Database?, Text?, Database?, Text?) -> OpaquePointer?)! = nil
    nonisolated(unsafe) static var backupStep: (@convention(c) (OpaquePointer?, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var backupFinish: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var backupRemaining: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var backupTotal: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var serialize: (@convention(c) (Database?, Text?, UnsafeMutablePointer<Int64>?, UInt32) -> UnsafeMutablePointer<UInt8>?)! = nil
    nonisolated(unsafe) static var deserialize: (@convention(c) (Database?, Text?, UnsafeMutablePointer<UInt8>?, Int64, Int64, UInt32) -> Int32)! = nil
    nonisolated(unsafe) static var blobOpen: (@convention(c) (Database?, Text?, Text?, Text?, Int64, Int32, UnsafeMutablePointer<OpaquePointer?>) -> Int32)! = nil
    nonisolated(unsafe) static var blobClose: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var blobBytes: (@convention(c) (OpaquePointer?) -> Int32)! = nil
    nonisolated(unsafe) static var blobRead: (@convention(c) (OpaquePointer?, Raw?, Int32, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var blobWrite: (@convention(c) (OpaquePointer?, UnsafeRawPointer?, Int32, Int32) -> Int32)! = nil
    nonisolated(unsafe) static var enableExtensions: (@convention(c) (Database?, Int32) -> Int32)? = nil
    nonisolated(unsafe) static var loadExtension: (@convention(c) (Database?, Text?, Text?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32)? = nil
    nonisolated(unsafe) static var version = ""
    /// SQLITE_TRANSIENT: the library copies what it is given.
    static let transient = -1

    static func load() throws(Raise) {
        if library != nil { return }
        let l = try DynamicLibrary("libsqlite3.so.0")
        func f<T>(_ p: inout T?, _ name: String) throws(Raise) { p = try l.function("sqlite3_" + name) as T }
        try f(&open, "open_v2"); try f(&close, "close_v2"); try f(&prepare, "prepare_v2"); try f(&step, "step"); try f(&reset, "reset"); try f(&finalize, "finalize"); try f(&clearBindings, "clear_bindings")
        try f(&isReadonly, "stmt_readonly"); try f(&message, "errmsg"); try f(&extendedCode, "extended_errcode"); try f(&codeText, "errstr")
        try f(&bindCount, "bind_parameter_count"); try f(&bindName, "bind_parameter_name"); try f(&bindInt, "bind_int64"); try f(&bindDouble, "bind_double"); try f(&bindNull, "bind_null"); try f(&bindText, "bind_text"); try f(&bindBlob, "bind_blob")
        try f(&columnCount, "column_count"); try f(&dataCount, "data_count"); try f(&columnName, "column_name"); try f(&columnDeclared, "column_decltype"); try f(&columnType, "column_type"); try f(&columnInt, "column_int64")
        try f(&columnDouble, "column_double"); try f(&columnText, "column_text"); try f(&columnBlob, "column_blob"); try f(&columnBytes, "column_bytes")
        try f(&changes, "changes"); try f(&totalChanges, "total_changes"); try f(&lastInserted, "last_insert_rowid"); try f(&setLastInserted, "set_last_insert_rowid"); try f(&isAutocommit, "get_autocommit")
        try f(&busyTimeout, "busy_timeout"); try f(&interrupt, "interrupt"); try f(&limit, "limit"); try f(&isComplete, "complete")
        try f(&createFunction, "create_function_v2"); try f(&createWindow, "create_window_function"); try f(&createCollation, "create_collation_v2"); try f(&userData, "user_data"); try f(&aggregate, "aggregate_context")
        try f(&resultNull, "result_null"); try f(&resultInt, "result_int64"); try f(&resultDouble, "result_double"); try f(&resultText, "result_text"); try f(&resultBlob, "result_blob"); try f(&resultError, "result_error"); try f(&resultTooBig, "result_error_toobig"); try f(&resultNoMemory, "result_error_nomem")
        try f(&valueType, "value_type"); try f(&valueInt, "value_int64"); try f(&valueDouble, "value_double"); try f(&valueText, "value_text"); try f(&valueBlob, "value_blob"); try f(&valueBytes, "value_bytes")
        try f(&setAuthorizer, "set_authorizer"); try f(&setProgress, "progress_handler"); try f(&setTrace, "trace_v2"); try f(&expandedText, "expanded_sql"); try f(&release, "free"); try f(&allocate, "malloc64")
        try f(&backupInit, "backup_init"); try f(&backupStep, "backup_step"); try f(&backupFinish, "backup_finish"); try f(&backupRemaining, "backup_remaining"); try f(&backupTotal, "backup_pagecount")
        try f(&serialize, "serialize"); try f(&deserialize, "deserialize"); try f(&blobOpen, "blob_open"); try f(&blobClose, "blob_close"); try f(&blobBytes, "blob_bytes"); try f(&blobRead, "blob_read"); try f(&blobWrite, "blob_write")
        enableExtensions = l.optional("sqlite3_enable_load_extension"); loadExtension = l.optional("sqlite3_load_extension")
        let v: @convention(c) () -> Text = try l.function("sqlite3_libversion")
        version = String(cString: v())
        library = l
    }

    // MARK: errors

    nonisolated(unsafe) static var error = TypeRef(), warning = TypeRef(), interfaceError = TypeRef(), databaseError = TypeRef(), dataError = TypeRef(), operationalError = TypeRef()
    nonisolated(unsafe) static var integrityError = TypeRef(), internalError = TypeRef(), programmingError = TypeRef(), notSupportedError = TypeRef()

    static func defineErrors(_ m: ModuleBuilder) {
        func make(_ n: String, _ base: TypeRef) -> TypeRef {
            let t = TypeFactory.make(n, module: "sqlite3", base: base, subclassable: true)
            m.type(t)
            return t
        }
        error = make("Error", Types.exception); warning = make("Warning", Types.exception)
        interfaceError = make("InterfaceError", error); databaseError = make("DatabaseError", error)
        dataError = make("DataError", databaseError); operationalError = make("OperationalError", databaseError); integrityError = make("IntegrityError", databaseError)
        internalError = make("InternalError", databaseError); programmingError = make("ProgrammingError", databaseError); notSupportedError = make("NotSupportedError", databaseError)
    }
    static func programming(_ m: String) -> Raise { Errors.make(programmingError, m) }
    /// The exception for what went wrong last. (set_error_from_db)
    static func failure(_ db: Database?) -> Raise {
        let code = extendedCode(db)
        return failure(code, text: message(db).map { String(cString: $0) } ?? "")
    }
    static func failure(_ code: Int32, text: String) -> Raise {
        let t: TypeRef
        switch code & 0xFF {
        case 2, 12: t = internalError
        case 7: return Errors.memoryError()
        case 1, 3, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17: t = operationalError
        case 11: t = databaseError
        case 18: t = dataError
        case 19, 20: t = integrityError
        case 21, 25: t = interfaceError
        default: t = databaseError
        }
        let e: Value
        do throws(Raise) {
            e = try Call.call(t.value, StrRef.make(text))
            try Operations.setAttribute(e, StrRef.intern("sqlite_errorcode"), Value(int: Int(code)))
            try Operations.setAttribute(e, StrRef.intern("sqlite_errorname"), StrRef.make(SQLiteConstants.names[Int(code)] ?? "unknown"))
        } catch { return error }
        return Errors.raise(e)
    }
    static func check(_ code: Int32, _ db: Database?) throws(Raise) { if code != 0 { throw failure(db) } }

    // MARK: values

    /// A str or bytes of the library as Python's; TEXT that is no UTF-8 gives nil.
    static func text(_ p: UnsafePointer<UInt8>?, _ n: Int) -> Value? {
        guard let p, n > 0 else { return StrRef.empty }
        do throws(Raise) { return try Call.call(Types.str.value, BytesRef.make(p, n), StrRef.make("utf-8")) } catch { Errors.take(); return nil }
    }
    /// UTF-8 of a str for as long as BODY runs; lone surrogates raise as encoding does.
    static func withUTF8<R>(_ s: Value, _ body: (UnsafePointer<CChar>, Int) throws(Raise) -> R) throws(Raise) -> R {
        if StrRef(s).isASCII && StrRef(s).count > 0 {
            return try UnsafeRawPointer(StrRef(s).latin).withMemoryRebound(to: CChar.self, capacity: StrRef(s).count) { p throws(Raise) in try body(p, StrRef(s).count) }
        }
        let b = BytesRef(try Call.call(try Operations.getAttribute(s, StrRef.intern("encode")), StrRef.make("utf-8")))
        return try UnsafeRawPointer(b.data).withMemoryRebound(to: CChar.self, capacity: b.count + 1) { p throws(Raise) in try body(p, b.count) }
    }
}
