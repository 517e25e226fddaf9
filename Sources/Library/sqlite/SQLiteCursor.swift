import Glibc
import Runtime

/// `sqlite3.Cursor`: values 2 connection, 3 description, 4 statement (None: nothing to fetch), 5 lastrowid, 6 converters by column (list or None), 7 row factory;
/// raw 8 arraysize, 9 rowcount, 10 closed, 11 initialized, 12 locked.
struct SQLiteCursor {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef()
    var connection: SQLiteConnection { SQLiteConnection(ref.value(2)) }
    var rowCount: Int { get { Int(Int64(bitPattern: ref.word(9))) } nonmutating set { ref.setWord(9, UInt64(bitPattern: Int64(newValue))) } }

    func check() throws(Raise) {
        if ref.word(11) == 0 { throw SQLite.programming("Base Cursor.__init__ not called.") }
        if ref.word(10) != 0 { throw SQLite.programming("Cannot operate on a closed cursor.") }
        if ref.word(12) != 0 { throw SQLite.programming("Recursive use of cursors not allowed.") }
        try connection.check()
    }
    private func dropStatement() {
        if ref.value(4).isPointer { SQLiteStatement(ref.value(4)).reset(); ref.set(4, .none) }
    }
    /// A number of rows.
    private static func count(_ v: Value, _ message: String) throws(Raise) -> Int {
        let o = try Operations.indexObject(v)
        if Integers.isNegative(o) { throw Errors.valueError("Cannot convert negative int") }
        guard let n = Integers.asInt64(o), n <= Int(UInt32.max) else { throw Errors.overflowError(Integers.asInt64(o) == nil ? "Python int too large to convert to C uint32_t" : message) }
        return n
    }
    private static func step(_ s: SQLite.Statement?) -> Int32 { InterpreterLock.blocking { SQLite.step(s) } }

    static func define() {
        let t = TypeFactory.make("Cursor", module: "sqlite3", size: 13 * 8, layout: .fields(2, 8), subclassable: true)
        type = t
        t.allowWeakReferences()
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            for i in 2...7 { r.initialize(i, .none) }
            return Value(r)
        }
        t.special("__init__", "($self, connection, /)") { a throws(Raise) in
            guard a[1].isInstance(of: SQLiteConnection.type) else { throw Errors.typeError("Cursor() argument 1 must be sqlite3.Connection, not \(a[1].type)") }
            let c = SQLiteCursor(a[0])
            if c.ref.word(12) != 0 { throw SQLite.programming("Recursive use of cursors not allowed.") }
            c.ref.set(2, a[1])
            for i in 3...7 { c.ref.set(i, .none) }
            c.ref.setWord(8, 1); c.rowCount = -1; c.ref.setWord(10, 0)
            try SQLiteConnection(a[1]).checkThread()
            c.ref.setWord(11, 1)
            return .none
        }
        t.field("connection", word: 2); t.field("description", word: 3); t.field("lastrowid", word: 5); SQLiteConnection.factory(t, "row_factory", 7)
        t.getter("rowcount") { v in Value(int: SQLiteCursor(v).rowCount) }
        t.getter("arraysize", set: { v, x throws(Raise) in
            v.ref.setWord(8, UInt64(try count(x, "Python int too large to convert to C uint32_t")))
        }, delete: { v throws(Raise) in throw Errors.make(Exceptions.attributeError, "attribute 'arraysize' of 'sqlite3.Cursor' objects cannot be deleted") }) { v in Value(int: Int(v.ref.word(8))) }
        t.method("execute", "($self, sql, parameters=(), /)") { a throws(Raise) in try SQLiteCursor(a[0]).run(a[1], a[2], many: false) }
        t.method("executemany", "($self, sql, seq_of_parameters, /)") { a throws(Raise) in try SQLiteCursor(a[0]).run(a[1], a[2], many: true) }
        t.method("executescript", "($self, sql_script, /)") { a throws(Raise) in try SQLiteCursor(a[0]).script(a[1]) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            guard let r = try SQLiteCursor(a[0]).next() else { throw Errors.stopIteration() }
            return r
        }
        t.method("fetchone", "($self, /)") { a throws(Raise) in try SQLiteCursor(a[0]).next() ?? .none }
        t.method("fetchmany", "($self, /, size=<unrepresentable>)") { a throws(Raise) in
            let n = a.has(1) ? try count(a[1], "Python int too large for C uint32_t") : Int(a[0].ref.word(8))
            let out = ListRef.allocate()
            while out.count < n, let r = try SQLiteCursor(a[0]).next() { out.append(r) }
            return out.value
        }
        t.method("fetchall", "($self, /)") { a throws(Raise) in
            let out = ListRef.allocate()
            while let r = try SQLiteCursor(a[0]).next() { out.append(r) }
            return out.value
        }
        t.method("setinputsizes", "($self, sizes, /)") { a throws(Raise) in .none }
        t.method("setoutputsize", "($self, size, column=None, /)") { a throws(Raise) in .none }
        t.method("close", "($self, /)") { a throws(Raise) in
            let c = SQLiteCursor(a[0])
            if c.ref.word(12) != 0 { throw SQLite.programming("Recursive use of cursors not allowed.") }
            if c.ref.word(11) == 0 { throw SQLite.programming("Base Cursor.__init__ not called.") }
            try c.connection.check()
            c.dropStatement()
            c.ref.setWord(10, 1)
            return .none
        }
    }

    // MARK: executing

    private func run(_ sql: Value, _ parameters: Value, many: Bool) throws(Raise) -> Value {
        guard sql.isStr else { throw Errors.typeError("\(many ? "executemany" : "execute")() argument 1 must be str, not \(TextArguments.describe(sql))") }
        try check()
        ref.setWord(12, 1)
        defer { ref.setWord(12, 0) }
        do throws(Raise) { try perform(sql, parameters, many) } catch {
            dropStatement()
            rowCount = -1
            throw error
        }
        return Value(ref)
    }
    private func perform(_ sql: Value, _ parameters: Value, _ many: Bool) throws(Raise) {
        let c = connection
        let iterator = many ? (parameters.type.hasSlot(.next) ? parameters : try Operations.iterate(parameters)) : .unbound
        dropStatement()
        ref.set(3, .none); ref.set(6, .none)
        let object = try c.statement(sql)
        let st = SQLiteStatement(object), s = st.statement
        if many && SQLite.isReadonly(s) != 0 { throw SQLite.programming("executemany() can only execute DML statements.") }
        ref.set(4, object)
        st.reset()
        st.isInUse = true
        rowCount = st.changesData ? 0 : -1
        if c.legacy && c.ref.value(2).isStr && st.changesData && SQLite.isAutocommit(c.database) != 0 { try c.begin() }
        var first = true
        while true {
            var p = parameters
            if many {
                guard let x = try Operations.next(iterator) else { break }
                p = x
            }
            if !first { _ = SQLite.reset(s) }
            if s != nil { _ = SQLite.clearBindings(s) }
            try SQLiteBinding.bind(s, p, c)
            // (Text without a statement in it is done at once.)
            let code = s == nil ? 101 : SQLiteCursor.step(s)
            if code != 100 && code != 101 { throw SQLiteCallbacks.failure(c.database) }
            if first && !many { try describe(s, c) }
            if st.changesData && many { rowCount += Int(SQLite.changes(c.database)) }
            if code == 101 && !many && st.changesData { rowCount = Int(SQLite.changes(c.database)) }
            first = false
            if !many {
                ref.set(5, Value.int(Int(SQLite.lastInserted(c.database))))
                if code == 101 { dropStatement() }
                return
            }
        }
        dropStatement()
    }
    /// The columns' names, and how to convert them.
    private func describe(_ s: SQLite.Statement?, _ c: SQLiteConnection) throws(Raise) {
        let n = Int(SQLite.columnCount(s))
        if n == 0 { return }
        let t = TupleRef.allocate(n), v = t.value
        for i in 0..<n { t[i] = .none }
        for i in 0..<n {
            guard let p = SQLite.columnName(s, Int32(i)) else { throw Errors.memoryError() }
            var count = strlen(p)
            if c.detects & 2 != 0, let b = strchr(p, 91), b > UnsafeMutablePointer(mutating: p), (b - 1).pointee == 32 { count = b - 1 - UnsafeMutablePointer(mutating: p) }
            let d = TupleRef.allocate(7)
            for k in 0..<7 { d[k] = .none }
            t[i] = d.value
            d[0] = SQLite.text(UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), count) ?? StrRef.empty
        }
        ref.set(3, v)
        if c.detects == 0 { return }
        let converters = ListRef.allocate()
        for i in 0..<n {
            var key: String? = nil
            if c.detects & 2 != 0, let p = SQLite.columnName(s, Int32(i)) {
                let name = String(cString: p)
                if let open = name.lastIndex(of: "["), let close = name[open...].firstIndex(of: "]") { key = String(name[name.index(after: open)..<close]) }
            }
            var f = Value.none
            if let key, let x = SQLiteModuleState.converters.find(StrRef.make(key.uppercased())) { f = x }
            if f.isNone, c.detects & 1 != 0, let p = SQLite.columnDeclared(s, Int32(i)) {
                let name = String(cString: p)
                let word = name.prefix { $0 != " " && $0 != "(" }
                if let x = SQLiteModuleState.converters.find(StrRef.make(word.uppercased())) { f = x }
            }
            converters.append(f)
        }
        ref.set(6, converters.value)
    }
    private func script(_ sql: Value) throws(Raise) -> Value {
        guard sql.isStr else { throw Errors.typeError("executescript() argument must be str, not \(TextArguments.describe(sql))") }
        try check()
        for i in 0..<StrRef(sql).count where StrRef(sql)[i] == 0 { throw Errors.valueError("embedded null character") }
        let c = connection
        if StrRef(sql).count > Int(SQLite.limit(c.database, 1, -1)) { throw Errors.make(SQLite.dataError, "query string is too large") }
        if c.legacy && SQLite.isAutocommit(c.database) == 0 { try c.execute("COMMIT") }
        let text = try SQLite.withUTF8(sql) { p, n throws(Raise) in strndup(p, n) }
        defer { free(text) }
        var p: SQLite.Text? = text.map { UnsafePointer($0) }
        while let q = p, q.pointee != 0 {
            var s: SQLite.Statement? = nil, tail: SQLite.Text? = nil
            let db = c.database
            let code: Int32 = InterpreterLock.blocking {
                var r = SQLite.prepare(db, q, -1, &s, &tail)
                if r == 0 {
                    repeat { r = SQLite.step(s) } while r == 100
                    r = SQLite.finalize(s)
                }
                return r
            }
            if code != 0 { throw SQLiteCallbacks.failure(db) }
            p = tail
        }
        return Value(ref)
    }

    // MARK: fetching

    private func next() throws(Raise) -> Value? {
        try check()
        guard ref.value(4).isPointer else { return nil }
        let st = SQLiteStatement(ref.value(4)), s = st.statement, c = connection
        if s == nil { throw SQLite.programming("Cannot operate on a closed database.") }
        if SQLite.dataCount(s) == 0 { dropStatement(); return nil }
        ref.setWord(12, 1)
        defer { ref.setWord(12, 0) }
        let row: Value
        do throws(Raise) { row = try fetch(s, c) } catch {
            throw error
        }
        let code = SQLiteCursor.step(s)
        if code == 101 {
            if st.changesData { rowCount = Int(SQLite.changes(c.database)) }
            dropStatement()
        } else if code != 100 {
            let e = SQLiteCallbacks.failure(c.database)
            dropStatement()
            throw e
        }
        let f = ref.value(7)
        if f.isNone { return row }
        if f == SQLiteRow.type.value { return SQLiteRow.make(SQLiteRow.type, row, ref.value(3)) }
        return try Call.call(f, Value(ref), row)
    }
    private func fetch(_ s: SQLite.Statement?, _ c: SQLiteConnection) throws(Raise) -> Value {
        let n = Int(SQLite.dataCount(s))
        let t = TupleRef.allocate(n), v = t.value
        for i in 0..<n { t[i] = .none }
        let factory = c.ref.value(4), converters = ref.value(6)
        for k in 0..<n {
            let i = Int32(k)
            if converters.isPointer, k < ListRef(converters).count, !ListRef(converters)[k].isNone {
                guard let p = SQLite.columnBlob(s, i) else {
                    // Empty blobs, too.
                    continue
                }
                t[k] = try Call.call(ListRef(converters)[k], BytesRef.make(p.assumingMemoryBound(to: UInt8.self), Int(SQLite.columnBytes(s, i))))
                continue
            }
            switch SQLite.columnType(s, i) {
            case 1: t[k] = Value.int(Int(SQLite.columnInt(s, i)))
            case 2: t[k] = Value(float: SQLite.columnDouble(s, i))
            case 3:
                let p = SQLite.columnText(s, i), count = Int(SQLite.columnBytes(s, i))
                if factory == Types.str.value {
                    guard let x = SQLite.text(p, count) else {
                        let name = SQLite.columnName(s, i).map { String(cString: $0) } ?? ""
                        let text = p.map { String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self) } ?? ""
                        throw Errors.make(SQLite.operationalError, "Could not decode to UTF-8 column '\(name)' with text '\(text)'")
                    }
                    t[k] = x
                } else {
                    let b = count == 0 ? BytesRef.empty : BytesRef.make(p!, count)
                    t[k] = factory == Types.bytes.value ? b : try Call.call(factory, b)
                }
            case 4:
                let count = Int(SQLite.columnBytes(s, i))
                t[k] = count == 0 ? BytesRef.empty : BytesRef.make(SQLite.columnBlob(s, i)!.assumingMemoryBound(to: UInt8.self), count)
            default: break
            }
        }
        return v
    }
}
