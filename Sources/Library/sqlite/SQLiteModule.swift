import Glibc
import Runtime

enum SQLiteModuleState {
    /// Adapters by (type, protocol); converters by upper-case name.
    nonisolated(unsafe) static var adapters = Value.unbound, converterTable = Value.unbound
    /// Whether there are adapters for what needs none.
    nonisolated(unsafe) static var adaptsBasics = false
    nonisolated(unsafe) static var prepareProtocol = TypeRef()
    static var converters: DictRef { DictRef(converterTable) }
}
/// `_sqlite3`, over libsqlite3. (Modules/_sqlite)
extension NativeModule {
    public static let sqlite3 = NativeModule("_sqlite3") { m throws(Raise) in
        try SQLite.load()
        Posix.words(SQLiteConstants.all) { n, v in m.int(n, v) }
        m.int("threadsafety", 3)
        m.constant("sqlite_version", StrRef.make(SQLite.version))
        SQLite.defineErrors(m)
        SQLiteModuleState.adapters = DictRef.allocate().value; Heap.addRoot(&SQLiteModuleState.adapters)
        SQLiteModuleState.converterTable = DictRef.allocate().value; Heap.addRoot(&SQLiteModuleState.converterTable)
        m.constant("adapters", SQLiteModuleState.adapters); m.constant("converters", SQLiteModuleState.converterTable)
        let p = TypeFactory.make("PrepareProtocol", module: "sqlite3", size: 16, layout: .opaque, subclassable: true)
        p.new("($type, /, *args, **kwargs)") { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        SQLiteModuleState.prepareProtocol = p
        SQLiteStatement.define(); SQLiteConnection.define(); SQLiteCursor.define(); SQLiteRow.define(); SQLiteBlob.define()
        for t in [SQLiteConnection.type, SQLiteCursor.type, SQLiteRow.type, SQLiteBlob.type, p] { m.type(t) }
        m.function("connect", "(database, timeout=<unrepresentable>, detect_types=<unrepresentable>, isolation_level=<unrepresentable>, check_same_thread=<unrepresentable>, factory=<unrepresentable>, cached_statements=<unrepresentable>, uri=<unrepresentable>, *, autocommit=<unrepresentable>)") { a throws(Raise) in
            let names = ["database", "timeout", "detect_types", "isolation_level", "check_same_thread", "factory", "cached_statements", "uri", "autocommit"]
            let d = DictRef.allocate()
            for i in 1..<9 where a.has(i) { d.set(name: StrRef.intern(names[i]), a[i]) }
            let factory = a.has(5) ? a[5] : SQLiteConnection.type.value
            return try Call.call(factory, tuple: TupleRef.make(a[0]), dict: d.value)
        }
        m.function("complete_statement", "(statement)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("complete_statement() argument 'statement' must be str, not \(a[0].type)") }
            return Value(bool: SQLite.isComplete(StrRef(a[0]).string) != 0)
        }
        m.function("enable_callback_tracebacks", "(enable, /)") { a throws(Raise) in SQLiteConnection.reportsCallbacks = try Operations.isTrue(a[0]); return .none }
        m.function("register_adapter", "(type, adapter, /)") { a throws(Raise) in
            for t in [Types.int, Types.float, Types.str, Types.bytearray] where a[0] == t.value { SQLiteModuleState.adaptsBasics = true }
            try DictRef(SQLiteModuleState.adapters).set(TupleRef.make(a[0], SQLiteModuleState.prepareProtocol.value), a[1])
            return .none
        }
        m.function("register_converter", "(typename, converter, /)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("register_converter() argument 1 must be str, not \(a[0].type)") }
            SQLiteModuleState.converters.set(name: StrRef.make(StrRef(a[0]).string.uppercased()), a[1])
            return .none
        }
        m.function("adapt", "(obj, proto=<unrepresentable>, alt=<unrepresentable>, /)") { a throws(Raise) in
            try SQLiteBinding.adapt(a[0], a.has(1) ? a[1] : SQLiteModuleState.prepareProtocol.value, a.has(2) ? a[2] : .unbound)
        }
    }
}
