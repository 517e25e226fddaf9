import CSupport
import Glibc
import Runtime

/// Backups, limits, configuration, serialization, extensions, blobs.
enum SQLiteExtras {
    static func define(_ t: TypeRef) {
        t.method("backup", "($self, /, target, *, pages=-1, progress=None, name='main', sleep=0.25)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            guard a[1].isInstance(of: SQLiteConnection.type) else { throw Errors.typeError("backup() argument 1 must be sqlite3.Connection, not \(a[1].type)") }
            let target = SQLiteConnection(a[1])
            var pages = try TextArguments.cInt(a[2])
            guard a[4].isStr else { throw Errors.typeError("backup() argument 'name' must be str, not \(a[4].type)") }
            let pause = try Operations.double(a[5])
            try c.check(); try target.check()
            if a[0] == a[1] { throw Errors.valueError("target cannot be the same connection instance") }
            if pages == 0 { pages = -1 }
            if !a[3].isNone && !Call.isCallable(a[3]) { throw Errors.typeError("progress argument must be a callable") }
            guard let b = SQLite.backupInit(target.database, "main", c.database, StrRef(a[4]).string) else { throw SQLite.failure(target.database) }
            var code: Int32 = 0
            repeat {
                code = InterpreterLock.blocking { SQLite.backupStep(b, Int32(pages)) }
                if a[3].isPointer {
                    do throws(Raise) { _ = try Call.call(a[3], Value(int: Int(code)), Value(int: Int(SQLite.backupRemaining(b))), Value(int: Int(SQLite.backupTotal(b)))) } catch { _ = SQLite.backupFinish(b); throw error }
                }
                if code == 5 || code == 6 { InterpreterLock.blocking { _ = usleep(UInt32(max(0, pause * 1e6))) } }
            } while code == 0 || code == 5 || code == 6
            code = SQLite.backupFinish(b)
            if code != 0 { throw SQLite.failure(target.database) }
            return .none
        }
        t.method("iterdump", "($self, /, *, filter=None)") { a throws(Raise) in
            try SQLiteConnection(a[0]).checkOpen()
            let f = try Operations.getAttribute(try ImportSystem.importModule("sqlite3.dump"), StrRef.intern("_iterdump"))
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("filter"), a[1])
            return try Call.call(f, tuple: TupleRef.make(a[0]), dict: d.value)
        }
        t.method("setlimit", "($self, category, limit, /)") { a throws(Raise) in
            try SQLiteConnection(a[0]).check()
            let old = SQLite.limit(SQLiteConnection(a[0]).database, Int32(try TextArguments.cInt(a[1])), Int32(try TextArguments.cInt(a[2])))
            if old < 0 { throw SQLite.programming("'category' is out of bounds") }
            return Value(int: Int(old))
        }
        t.method("getlimit", "($self, category, /)") { a throws(Raise) in
            try SQLiteConnection(a[0]).check()
            let old = SQLite.limit(SQLiteConnection(a[0]).database, Int32(try TextArguments.cInt(a[1])), -1)
            if old < 0 { throw SQLite.programming("'category' is out of bounds") }
            return Value(int: Int(old))
        }
        func configure(_ c: SQLiteConnection, _ op: Value, _ on: Int32) throws(Raise) -> Int32 {
            try c.check()
            let o = try TextArguments.cInt(op)
            if o < 1002 || o > 1017 { throw Errors.valueError("unknown config 'op': \(o)") }
            let l = try DynamicLibrary("libsqlite3.so.0")
            let f: UnsafeMutableRawPointer = try l.function("sqlite3_db_config")
            var actual: Int32 = 0
            if dx_sqlite_configure(f, UnsafeMutableRawPointer(c.database), Int32(o), on, &actual) != 0 { throw SQLite.failure(c.database) }
            return actual
        }
        t.method("setconfig", "($self, op, enable=True, /)") { a throws(Raise) in
            let on: Int32 = try Operations.isTrue(a[2]) ? 1 : 0
            if try configure(SQLiteConnection(a[0]), a[1], on) != on { throw Errors.make(SQLite.operationalError, "Unable to set config") }
            return .none
        }
        t.method("getconfig", "($self, op, /)") { a throws(Raise) in Value(bool: try configure(SQLiteConnection(a[0]), a[1], -1) != 0) }
        t.method("serialize", "($self, /, *, name='main')") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            var n: Int64 = 0
            guard let p = SQLite.serialize(c.database, StrRef(a[1]).string, &n, 0) else { throw Errors.make(SQLite.operationalError, "unable to serialize '\(StrRef(a[1]))'") }
            defer { SQLite.release(p) }
            return BytesRef.make(p, Int(n))
        }
        t.method("deserialize", "($self, data, /, *, name='main')") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            let b = try Buffers.get(a[1])
            defer { b.release() }
            guard let p = SQLite.allocate(UInt64(max(1, b.count))) else { throw Errors.memoryError() }
            memcpy(p, b.base, b.count)
            let code = SQLite.deserialize(c.database, StrRef(a[2]).string, p.assumingMemoryBound(to: UInt8.self), Int64(b.count), Int64(b.count), 3)
            if code != 0 { throw SQLite.failure(c.database) }
            return .none
        }
        t.method("enable_load_extension", "($self, enable, /)") { a throws(Raise) in
            try SQLiteConnection(a[0]).check()
            guard let f = SQLite.enableExtensions, f(SQLiteConnection(a[0]).database, try Operations.isTrue(a[1]) ? 1 : 0) == 0 else { throw Errors.make(SQLite.operationalError, "Error enabling load extension") }
            return .none
        }
        t.method("load_extension", "($self, name, /, *, entrypoint=None)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            guard a[1].isStr, let f = SQLite.loadExtension else { throw Errors.typeError("load_extension() argument 1 must be str, not \(a[1].type)") }
            var message: UnsafeMutablePointer<CChar>? = nil
            let entry = a[2].isStr ? strdup(StrRef(a[2]).string) : nil
            defer { free(entry) }
            if f(c.database, StrRef(a[1]).string, entry, &message) != 0 {
                let text = message.map { String(cString: $0) } ?? ""
                if let message { SQLite.release(message) }
                throw Errors.make(SQLite.operationalError, text)
            }
            return .none
        }
        t.method("blobopen", "($self, table, column, rowid, /, *, readonly=False, name='main')") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            guard a[1].isStr, a[2].isStr, a[5].isStr else { throw Errors.typeError("blobopen() argument 1 must be str, not \(a[1].type)") }
            var b: OpaquePointer? = nil
            let row = Int64(try TextArguments.size(a[3])), writable: Int32 = try Operations.isTrue(a[4]) ? 0 : 1
            let code = SQLite.blobOpen(c.database, StrRef(a[5]).string, StrRef(a[1]).string, StrRef(a[2]).string, row, writable, &b)
            if code != 0 { throw SQLite.failure(c.database) }
            return SQLiteBlob.make(a[0], b)
        }
    }
}
/// `sqlite3.Blob`: value 2 connection; raw 3 handle, 4 offset.
enum SQLiteBlob {
    nonisolated(unsafe) static var type = TypeRef()
    static func make(_ c: Value, _ b: OpaquePointer?) -> Value {
        let r = Heap.allocate(40, type)
        r.initialize(2, c); r.setWord(3, UInt64(UInt(bitPattern: b)))
        Heap.registerNative(r)
        return Value(r)
    }
    private static func handle(_ v: Value) throws(Raise) -> OpaquePointer {
        try SQLiteConnection(v.ref.value(2)).check()
        guard let b = OpaquePointer(bitPattern: UInt(v.ref.word(3))) else { throw SQLite.programming("Cannot operate on a closed blob.") }
        return b
    }
    private static func read(_ v: Value, _ n: Int, _ at: Int) throws(Raise) -> Value {
        let b = try handle(v)
        if n == 0 { return BytesRef.empty }
        let out = BytesRef.allocate(n)
        if SQLite.blobRead(b, out.data, Int32(n), Int32(at)) != 0 { throw SQLite.failure(SQLiteConnection(v.ref.value(2)).database) }
        return out.value
    }
    private static func write(_ v: Value, _ p: UnsafeRawPointer, _ n: Int, _ at: Int) throws(Raise) {
        let b = try handle(v)
        if n > Int(SQLite.blobBytes(b)) - at { throw Errors.valueError("data longer than blob") }
        if SQLite.blobWrite(b, p, Int32(n), Int32(at)) != 0 { throw SQLite.failure(SQLiteConnection(v.ref.value(2)).database) }
    }
    static func close(_ v: Value) {
        if let b = OpaquePointer(bitPattern: UInt(v.ref.word(3))) { _ = SQLite.blobClose(b); v.ref.setWord(3, 0) }
    }
    static func define() {
        let t = TypeFactory.make("Blob", module: "sqlite3", size: 40, layout: Layout.fields(2, 3).finalizing { r in
            if let b = OpaquePointer(bitPattern: UInt(r.word(3))) { _ = SQLite.blobClose(b) }
        })
        type = t
        t.declareNotIterable()
        t.disallowInstantiation()
        t.method("close", "($self, /)") { a throws(Raise) in try SQLiteConnection(a[0].ref.value(2)).check(); close(a[0]); return .none }
        t.method("__enter__", "($self, /)") { a throws(Raise) in _ = try handle(a[0]); return a[0] }
        t.method("__exit__", "($self, type, val, tb, /)") { a throws(Raise) in _ = try handle(a[0]); close(a[0]); return .false }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: Int(SQLite.blobBytes(try handle(a[0])))) }
        t.method("tell", "($self, /)") { a throws(Raise) in _ = try handle(a[0]); return Value(int: Int(a[0].ref.word(4))) }
        t.method("seek", "($self, offset, origin=0, /)") { a throws(Raise) in
            let b = try handle(a[0]), n = Int(SQLite.blobBytes(b)), offset = try TextArguments.cInt(a[1])
            let to: Int
            switch try TextArguments.cInt(a[2]) {
            case 0: to = offset
            case 1: to = offset + Int(a[0].ref.word(4))
            case 2: to = offset + n
            default: throw Errors.valueError("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
            }
            if to < 0 || to > n { throw Errors.valueError("offset out of blob range") }
            a[0].ref.setWord(4, UInt64(to))
            return .none
        }
        t.method("read", "($self, length=-1, /)") { a throws(Raise) in
            let b = try handle(a[0]), at = Int(a[0].ref.word(4)), left = Int(SQLite.blobBytes(b)) - at
            var n = try TextArguments.cInt(a[1])
            if n < 0 || n > left { n = left }
            let v = try read(a[0], n, at)
            a[0].ref.setWord(4, UInt64(at + n))
            return v
        }
        t.method("write", "($self, data, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1]), at = Int(a[0].ref.word(4))
            defer { b.release() }
            try write(a[0], b.base, b.count, at)
            a[0].ref.setWord(4, UInt64(at + b.count))
            return .none
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let n = Int(SQLite.blobBytes(try handle(a[0])))
            if a[1].isExactly(Types.slice) {
                let s = try SliceRange(a[1], n)
                if s.count == 0 { return BytesRef.empty }
                if s.step == 1 { return try read(a[0], s.count, s.start) }
                return try Operations.getItem(try read(a[0], n, 0), a[1])
            }
            guard a[1].isIntLike || !a[1].type.slot(.index).isUnbound else { throw Errors.typeError("Blob indices must be integers") }
            var i = try TextArguments.size(a[1])
            if i < 0 { i += n }
            if i < 0 || i >= n { throw Errors.indexError("Blob index out of range") }
            return Value(int: Int(BytesRef(try read(a[0], 1, i)).data[0]))
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let n = Int(SQLite.blobBytes(try handle(a[0])))
            if a[1].isExactly(Types.slice) {
                let s = try SliceRange(a[1], n), b = try Buffers.get(a[2])
                defer { b.release() }
                if b.count != s.count { throw Errors.indexError("Blob slice assignment is wrong size") }
                for k in 0..<s.count { try write(a[0], b.base + k, 1, s.start + k * s.step) }
                return .none
            }
            guard a[1].isIntLike else { throw Errors.typeError("Blob indices must be integers") }
            var i = try TextArguments.size(a[1])
            if i < 0 { i += n }
            if i < 0 || i >= n { throw Errors.indexError("Blob index out of range") }
            guard a[2].isIntLike else { throw Errors.typeError("'\(a[2].type)' object cannot be interpreted as an integer") }
            guard let x = Integers.asInt64(a[2]), x >= 0, x < 256 else { throw Errors.valueError("byte must be in range(0, 256)") }
            var byte = UInt8(x)
            try write(a[0], &byte, 1, i)
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in throw Errors.typeError(a[1].isExactly(Types.slice) ? "Blob doesn't support slice deletion" : "Blob doesn't support item deletion") }
    }
}
