import Glibc
import Runtime

/// `sqlite3.Connection`: values 2 isolation level (None or a str), 3 row factory, 4 text factory, 5 callbacks that the library knows the addresses of (list), 6 statements by text (dict),
/// 7 trace callback, 8 progress handler, 9 authorizer, 10 instances of running aggregates (dict by address); raw 11 database, 12 what to detect, 13 whether the thread is checked,
/// 14 its identity, 15 autocommit + 1 (0: as before Python 3.12), 16 initialized, 17 how many statements to keep.
struct SQLiteConnection {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef()
    /// Errors in callbacks are reported through `sys.unraisablehook`.
    nonisolated(unsafe) static var reportsCallbacks = false

    var database: SQLite.Database? { SQLite.Database(bitPattern: UInt(ref.word(11))) }
    var detects: Int { Int(ref.word(12)) }
    var legacy: Bool { ref.word(15) == 0 }
    var statements: DictRef { DictRef(ref.value(6)) }

    func checkThread() throws(Raise) {
        if ref.word(13) != 0 && ref.word(14) != UInt64(UInt(pthread_self())) {
            throw SQLite.programming("SQLite objects created in a thread can only be used in that same thread. The object was created in thread id \(ref.word(14)) and this is thread id \(UInt(pthread_self())).")
        }
    }
    func checkOpen() throws(Raise) {
        if ref.word(16) == 0 { throw SQLite.programming("Base Connection.__init__ not called.") }
        if database == nil { throw SQLite.programming("Cannot operate on a closed database.") }
    }
    func check() throws(Raise) { try checkThread(); try checkOpen() }

    /// Runs one statement that gives no rows.
    func execute(_ sql: String) throws(Raise) {
        let db = database
        var s: SQLite.Statement? = nil
        let code: Int32 = InterpreterLock.blocking {
            var c = SQLite.prepare(db, sql, -1, &s, nil)
            if c == 0 { _ = SQLite.step(s); c = SQLite.finalize(s) }
            return c
        }
        try SQLite.check(code, db)
    }
    /// The statement that opens an implicit transaction, or the one of a connection that is always in one.
    func begin() throws(Raise) { try execute(!legacy ? "BEGIN" : ref.value(2).isStr && StrRef(ref.value(2)).count > 0 ? "BEGIN \(StrRef(ref.value(2)).string)" : "BEGIN ") }
    private func resetAll() {
        let d = statements
        var i = -1
        while d.next(&i) { SQLiteStatement(d.valueAt(i)).reset() }
    }
    /// The statement object of SQL, from those kept if possible.
    func statement(_ sql: Value) throws(Raise) -> Value {
        if let s = statements.find(sql) {
            if !SQLiteStatement(s).isInUse { return s }
            return try SQLiteStatement.make(self, sql)
        }
        let s = try SQLiteStatement.make(self, sql)
        let most = Int(ref.word(17))
        if most > 0 {
            while statements.count >= most {
                var i = -1
                guard statements.next(&i) else { break }
                _ = try statements.remove(statements.key(i))
            }
            statements.set(name: sql, s)
        }
        return s
    }
    func close() throws(Raise) {
        if let db = database {
            let d = statements
            var i = -1
            while d.next(&i) { SQLiteStatement(d.valueAt(i)).finalize() }
            ref.setWord(11, 0)
            _ = SQLite.setTrace(db, 0, nil, nil); SQLite.setProgress(db, 0, nil, nil)
            _ = InterpreterLock.blocking { SQLite.close(db) }
        }
        ref.set(6, DictRef.allocate().value)
    }
    static func isolation(_ v: Value) throws(Raise) -> Value {
        if v.isNone { return v }
        guard v.isStr else { throw Errors.typeError("isolation_level must be str or None") }
        let upper = StrRef(v).string.uppercased()
        guard ["", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"].contains(upper) else { throw Errors.valueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'") }
        return StrRef.make(upper)
    }
    static func autocommit(_ v: Value) throws(Raise) -> UInt64 {
        if v.isBool { return v == .true ? 2 : 1 }
        if v.isIntLike, Integers.asInt64(v) == -1 { return 0 }
        throw Errors.valueError("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")
    }

    static let signature: StaticString = "($self, /, database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=<unrepresentable>, cached_statements=128, uri=False, *, autocommit=-1)"
    static func define() {
        let t = TypeFactory.make("Connection", module: "sqlite3", size: 18 * 8, layout: Layout.fields(2, 11).finalizing { r in
            if let db = SQLite.Database(bitPattern: UInt(r.word(11))) { _ = SQLite.setTrace(db, 0, nil, nil); SQLite.setProgress(db, 0, nil, nil); _ = SQLite.close(db) }
        }, subclassable: true)
        type = t
        t.allowWeakReferences()
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, StrRef.empty); r.initialize(3, .none); r.initialize(4, Types.str.value)
            for i in 7...9 { r.initialize(i, .none) }
            let v = Value(r)
            r.set(5, ListRef.allocate().value); r.set(6, DictRef.allocate().value); r.set(10, DictRef.allocate().value)
            return v
        }
        t.special("__init__", signature) { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            if !a[1].isStr && !a[1].isBytes && a[1].type.slot(.fspath).isUnbound { throw Errors.typeError("expected str, bytes or os.PathLike object, not \(a[1].type)") }
            let path = try PathArgument(a[1], function: "connect", argument: "database")
            let timeout = try Operations.double(a[2])
            if c.ref.word(16) != 0 { try c.checkThread(); try c.close(); c.ref.setWord(16, 0) }
            c.ref.setWord(12, UInt64(bitPattern: Int64(try TextArguments.cInt(a[3]))))
            c.ref.set(2, try isolation(a[4]))
            c.ref.setWord(13, try Operations.isTrue(a[5]) ? 1 : 0); c.ref.setWord(14, UInt64(UInt(pthread_self())))
            let kept = try TextArguments.cInt(a[7]), uri = try Operations.isTrue(a[8]), auto = try autocommit(a[9])
            var db: SQLite.Database? = nil
            let flags: Int32 = 6 | (uri ? 0x40 : 0)
            let name = strdup(path.cString)
            defer { free(name) }
            let code = InterpreterLock.blocking {
                let r = SQLite.open(name, &db, flags, nil)
                if r == 0 { _ = SQLite.busyTimeout(db, Int32(max(-2e9, min(2e9, timeout * 1000)))) }
                return r
            }
            if code != 0 {
                let e = db == nil ? Errors.memoryError() : SQLite.failure(db)
                _ = SQLite.close(db)
                throw e
            }
            c.ref.setWord(11, UInt64(UInt(bitPattern: db))); c.ref.setWord(15, auto); c.ref.setWord(16, 1); c.ref.setWord(17, UInt64(max(0, kept)))
            c.ref.set(3, .none); c.ref.set(4, Types.str.value)
            Heap.registerNative(c.ref)
            if auto == 1 { try c.begin() }
            return .none
        }
        for (n, e) in [("Warning", SQLite.warning), ("Error", SQLite.error), ("InterfaceError", SQLite.interfaceError), ("DatabaseError", SQLite.databaseError), ("DataError", SQLite.dataError), ("OperationalError", SQLite.operationalError),
                       ("IntegrityError", SQLite.integrityError), ("InternalError", SQLite.internalError), ("ProgrammingError", SQLite.programmingError), ("NotSupportedError", SQLite.notSupportedError)] { t.constant(n, e.value) }
        for (n, w) in [("row_factory", 3), ("text_factory", 4)] as [(StaticString, Int)] { factory(t, n, w) }
        t.getter("isolation_level", set: { v, x throws(Raise) in
            let c = SQLiteConnection(v)
            let level = try isolation(x)
            if x.isNone {
                c.ref.set(2, .none)
                // Leaving implicit transactions ends the one that is open.
                if c.database != nil && SQLite.isAutocommit(c.database) == 0 { try c.execute("COMMIT") }
            } else { c.ref.set(2, level) }
        }, delete: { v throws(Raise) in throw Errors.make(Exceptions.attributeError, "cannot delete attribute") }) { v throws(Raise) in try SQLiteConnection(v).checkOpen(); return v.ref.value(2) }
        t.getter("total_changes") { v throws(Raise) in try SQLiteConnection(v).checkOpen(); return Value(int: Int(SQLite.totalChanges(SQLiteConnection(v).database))) }
        t.getter("in_transaction") { v throws(Raise) in try SQLiteConnection(v).checkOpen(); return Value(bool: SQLite.isAutocommit(SQLiteConnection(v).database) == 0) }
        t.getter("autocommit", set: { v, x throws(Raise) in
            let c = SQLiteConnection(v)
            try c.check()
            let n = try autocommit(x)
            if n == 2, SQLite.isAutocommit(c.database) == 0 { try c.execute("COMMIT") }
            if n == 1, SQLite.isAutocommit(c.database) != 0 { try c.execute("BEGIN") }
            c.ref.setWord(15, n)
        }, delete: { v throws(Raise) in throw Errors.make(Exceptions.attributeError, "cannot delete autocommit attribute") }) { v throws(Raise) in
            try SQLiteConnection(v).check()
            switch v.ref.word(15) { case 0: return Value(int: -1); case 1: return .false; default: return .true }
        }
        methods(t); SQLiteCallbacks.define(t); SQLiteExtras.define(t)
    }
    /// A factory that can be set, not deleted.
    static func factory(_ t: TypeRef, _ name: StaticString, _ word: Int) {
        t.getter(name, set: { v, x throws(Raise) in v.ref.set(word, x) }, delete: { v throws(Raise) in throw Errors.make(Exceptions.attributeError, "cannot delete \(name) attribute") }) { v throws(Raise) in v.ref.value(word) }
    }
    private static func methods(_ t: TypeRef) {
        func cursor(_ c: Value, _ factory: Value) throws(Raise) -> Value {
            try SQLiteConnection(c).check()
            let k = try Call.call(factory, c)
            guard k.isInstance(of: SQLiteCursor.type) else { throw Errors.typeError("factory must return a cursor, not \(k.type)") }
            if !c.ref.value(3).isNone { k.ref.set(7, c.ref.value(3)) }
            return k
        }
        t.method("cursor", "($self, /, factory=<unrepresentable>)") { a throws(Raise) in try cursor(a[0], a.has(1) ? a[1] : SQLiteCursor.type.value) }
        func through(_ name: StaticString, _ a: Args, _ n: Int) throws(Raise) -> Value {
            let k = try cursor(a[0], SQLiteCursor.type.value)
            let m = try Operations.getAttribute(k, StrRef.intern(name.description))
            return try Call.vector(m, a.base + 1, n)
        }
        t.method("execute", "($self, sql, parameters=<unrepresentable>, /)") { a throws(Raise) in try through("execute", a, a.has(2) ? 2 : 1) }
        t.method("executemany", "($self, sql, parameters, /)") { a throws(Raise) in try through("executemany", a, 2) }
        t.method("executescript", "($self, sql_script, /)") { a throws(Raise) in try through("executescript", a, 1) }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try SQLiteConnection(a[0]).check()
            guard TupleRef(a[1]).count == 1, TupleRef(a[1])[0].isStr else { throw Errors.typeError("argument 1 must be str, not \(TupleRef(a[1]).count > 0 ? TupleRef(a[1])[0].typeName : "nothing")") }
            return try SQLiteStatement.make(SQLiteConnection(a[0]), TupleRef(a[1])[0])
        }
        t.method("close", "($self, /)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.checkThread()
            if c.ref.word(16) == 0 { throw SQLite.programming("Base Connection.__init__ not called.") }
            // Without the old implicit transactions, an open one is rolled back.
            if c.database != nil && c.ref.word(15) == 1 && SQLite.isAutocommit(c.database) == 0 { try c.execute("ROLLBACK") }
            try c.close()
            return .none
        }
        func commit(_ c: SQLiteConnection) throws(Raise) {
            try c.check()
            if c.legacy { if SQLite.isAutocommit(c.database) == 0 { try c.execute("COMMIT") } } else if c.ref.word(15) == 1 { try c.execute("COMMIT"); try c.execute("BEGIN") }
        }
        func rollback(_ c: SQLiteConnection) throws(Raise) {
            try c.check()
            if c.legacy { if SQLite.isAutocommit(c.database) == 0 { try c.execute("ROLLBACK") } } else if c.ref.word(15) == 1 { try c.execute("ROLLBACK"); try c.execute("BEGIN") }
        }
        t.method("commit", "($self, /)") { a throws(Raise) in try commit(SQLiteConnection(a[0])); return .none }
        t.method("rollback", "($self, /)") { a throws(Raise) in try rollback(SQLiteConnection(a[0])); return .none }
        t.method("__enter__", "($self, /)") { a throws(Raise) in try SQLiteConnection(a[0]).check(); return a[0] }
        t.method("__exit__", "($self, type, value, traceback, /)") { a throws(Raise) in
            if a[1].isNone && a[2].isNone && a[3].isNone {
                do throws(Raise) { _ = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("commit"))) } catch {
                    guard error.isExceptionKind else { throw error }
                    let e = Errors.take()
                    _ = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("rollback")))
                    throw Errors.raise(e)
                }
            } else { _ = try Call.call(try Operations.getAttribute(a[0], StrRef.intern("rollback"))) }
            return .false
        }
        t.method("interrupt", "($self, /)") { a throws(Raise) in
            try SQLiteConnection(a[0]).checkOpen()
            SQLite.interrupt(SQLiteConnection(a[0]).database)
            return .none
        }
    }
}

/// A prepared statement: value 2 its text; raw 3 statement, 4 whether it changes data, 5 whether it runs.
struct SQLiteStatement {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef()
    var statement: SQLite.Statement? { SQLite.Statement(bitPattern: UInt(ref.word(3))) }
    var changesData: Bool { ref.word(4) != 0 }
    var isInUse: Bool { get { ref.word(5) != 0 } nonmutating set { ref.setWord(5, newValue ? 1 : 0) } }

    static func define() {
        type = TypeFactory.make("Statement", module: "sqlite3", size: 48, layout: Layout.fields(2, 3).finalizing { r in
            if let s = SQLite.Statement(bitPattern: UInt(r.word(3))) { _ = SQLite.finalize(s) }
        })
        type.disallowInstantiation()
    }
    func reset() {
        if isInUse, let s = statement { _ = SQLite.reset(s) }
        isInUse = false
    }
    func finalize() {
        if let s = statement { _ = SQLite.finalize(s); ref.setWord(3, 0) }
    }
    static func make(_ c: SQLiteConnection, _ sql: Value) throws(Raise) -> Value {
        let db = c.database
        var s: SQLite.Statement? = nil, more = false, code: Int32 = 0
        let length = StrRef(sql).count
        if length > Int(SQLite.limit(db, 1, -1)) { throw Errors.make(SQLite.dataError, "query string is too large") }
        for i in 0..<length where StrRef(sql)[i] == 0 { throw SQLite.programming("the query contains a null character") }
        try SQLite.withUTF8(sql) { p, n throws(Raise) in
            var tail: SQLite.Text? = nil
            code = SQLite.prepare(db, p, Int32(n), &s, &tail)
            if let tail { more = hasStatement(UnsafeRawPointer(tail).assumingMemoryBound(to: UInt8.self), n - (tail - p)) }
        }
        try SQLite.check(code, db)
        if more {
            _ = SQLite.finalize(s)
            throw SQLite.programming("You can only execute one statement at a time.")
        }
        let r = Heap.allocate(48, type)
        r.initialize(2, sql); r.setWord(3, UInt64(UInt(bitPattern: s)))
        r.setWord(4, changes(sql) ? 1 : 0)
        Heap.registerNative(r)
        return Value(r)
    }
    /// Whether anything but white space and comments follows.
    private static func hasStatement(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool { skip(n) { UInt32(p[$0]) } < n }
    private static func skip(_ n: Int, _ at: (Int) -> UInt32) -> Int {
        var i = 0
        while i < n {
            let c = at(i)
            if c == 32 || c >= 9 && c <= 13 && c != 11 || c == 59 && false { i += 1 }
            else if c == 45 && i + 1 < n && at(i + 1) == 45 { while i < n && at(i) != 10 { i += 1 } }
            else if c == 47 && i + 1 < n && at(i + 1) == 42 {
                i += 2
                while i + 1 < n && !(at(i) == 42 && at(i + 1) == 47) { i += 1 }
                i = i + 1 < n ? i + 2 : n
            } else { break }
        }
        return i
    }
    private static func changes(_ sql: Value) -> Bool {
        let s = StrRef(sql), i = skip(s.count) { s[$0] }
        for w in ["INSERT", "UPDATE", "DELETE", "REPLACE"] {
            let u = Array(w.utf8)
            if i + u.count <= s.count && u.indices.allSatisfy({ s[i + $0] & ~32 == UInt32(u[$0]) }) { return true }
        }
        return false
    }
}
