import Glibc
import Runtime

/// What the library calls: functions, aggregates, windows, collations, the authorizer, progress and trace handlers. The library gets the address of a
/// box (values 2 callable, 3 connection), which the connection keeps and which does not move.
enum SQLiteCallbacks {
    nonisolated(unsafe) private static var boxType = TypeRef()
    /// An exception that a callback let out while the library was at work; it is raised instead of the library's error.
    private static func box(_ f: Value, _ c: Value) -> Ref {
        let r = Heap.allocate(32, boxType)
        r.initialize(2, f); r.initialize(3, c)
        ListRef(c.ref.value(5)).append(Value(r))
        return r
    }
    /// The error of the database.
    static func failure(_ db: SQLite.Database?) -> Raise { SQLite.failure(db) }

    /// An exception in a callback: reported if wished; the statement fails with MESSAGE. (set_sqlite_error)
    private static func fail(_ context: SQLite.Context?, _ message: String) {
        if Errors.matches(Exceptions.memoryError) { SQLite.resultNoMemory(context) }
        else if Errors.matches(Exceptions.overflowError) { SQLite.resultTooBig(context) } else { SQLite.resultError(context, message, -1) }
        report(user(context))
    }
    private static func report(_ box: Ref?) {
        if SQLiteConnection.reportsCallbacks {
            let e = Errors.take(), what = Operations.reprText(box?.value(2) ?? .none)
            thread.pointee.raised = e
            Errors.unraisable("Exception ignored on sqlite3 callback \(what)", .none)
        } else { Errors.take() }
    }
    private static func arguments(_ n: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?) throws(Raise) -> Value {
        let t = TupleRef.allocate(Int(n)), v = t.value
        for i in 0..<Int(n) { t[i] = .none }
        for i in 0..<Int(n) {
            let p = values?[i]
            switch SQLite.valueType(p) {
            case 1: t[i] = Value.int(Int(SQLite.valueInt(p)))
            case 2: t[i] = Value(float: SQLite.valueDouble(p))
            case 3:
                let text = SQLite.valueText(p)
                guard let s = SQLite.text(text, Int(SQLite.valueBytes(p))) else { throw SQLite.programming("could not decode") }
                t[i] = s
            case 4:
                let b = SQLite.valueBlob(p), count = Int(SQLite.valueBytes(p))
                t[i] = count == 0 ? BytesRef.empty : BytesRef.make(b!.assumingMemoryBound(to: UInt8.self), count)
            default: break
            }
        }
        return v
    }
    private static func give(_ context: SQLite.Context?, _ v: Value) throws(Raise) {
        if v.isNone { SQLite.resultNull(context) }
        else if v.isIntLike {
            guard let n = Integers.asInt64(v) else { throw Errors.overflowError("Python int too large to convert to SQLite INTEGER") }
            SQLite.resultInt(context, Int64(n))
        } else if v.isFloatLike { SQLite.resultDouble(context, v.asDouble) }
        else if v.isStr {
            if StrRef(v).count == 0 { SQLite.resultText(context, "", 0, SQLite.transient) }
            else { try SQLite.withUTF8(v) { p, n throws(Raise) in SQLite.resultText(context, p, Int32(n), SQLite.transient) } }
        } else if Buffers.supports(v) {
            let b = try Buffers.get(v)
            defer { b.release() }
            SQLite.resultBlob(context, b.base, Int32(b.count), SQLite.transient)
        } else { throw SQLite.programming("User-defined functions cannot return '\(v.typeName)' values to SQLite") }
    }
    private static func enter(_ body: () -> Void) { InterpreterLock.reentering(body) }
    private static func user(_ context: SQLite.Context?) -> Ref { SQLite.userData(context).unsafelyUnwrapped }

    private static let function: SQLite.Function = { context, n, values in
        enter {
            do throws(Raise) {
                let r = try Call.call(user(context).value(2), tuple: try arguments(n, values))
                try give(context, r)
            } catch { fail(context, "user-defined function raised exception") }
        }
    }
    /// The running aggregate's instance, made when MAKE says so.
    private static func instance(_ context: SQLite.Context?, make: Bool) throws(Raise) -> Value? {
        let b = user(context), live = DictRef(SQLiteConnection(b.value(3)).ref.value(10))
        guard let cell = SQLite.aggregate(context, make ? 8 : 0) else { return nil }
        let key = Value.int(Int(bitPattern: cell) >> 3)
        if let v = try live.get(key) { return v }
        if !make { return nil }
        let v = try Call.call(b.value(2))
        try live.set(key, v)
        return v
    }
    private static let step: SQLite.Function = { context, n, values in
        enter {
            let i: Value
            do throws(Raise) {
                guard let x = try instance(context, make: true) else { return }
                i = x
            } catch { return fail(context, "user-defined aggregate's '__init__' method raised error") }
            let m: Value
            do throws(Raise) { m = try Operations.getAttribute(i, StrRef.intern("step")) } catch { return fail(context, "user-defined aggregate's 'step' method not defined") }
            do throws(Raise) { _ = try Call.call(m, tuple: try arguments(n, values)) } catch { fail(context, "user-defined aggregate's 'step' method raised error") }
        }
    }
    private static func result(_ context: SQLite.Context?, _ name: String, last: Bool) {
        enter {
            do throws(Raise) {
                guard let i = try instance(context, make: false) else { return }
                if last, let cell = SQLite.aggregate(context, 0) { _ = try DictRef(SQLiteConnection(user(context).value(3)).ref.value(10)).remove(Value.int(Int(bitPattern: cell) >> 3)) }
                let m: Value
                do throws(Raise) { m = try Operations.getAttribute(i, StrRef.intern(name)) } catch { return fail(context, "user-defined aggregate's '\(name)' method not defined") }
                try give(context, try Call.call(m))
            } catch { fail(context, "user-defined aggregate's '\(name)' method raised error") }
        }
    }
    private static let final: SQLite.Final = { result($0, "finalize", last: true) }
    private static let current: SQLite.Final = { result($0, "value", last: false) }
    private static let inverse: SQLite.Function = { context, n, values in
        enter {
            do throws(Raise) {
                guard let i = try instance(context, make: true) else { return }
                let m: Value
                do throws(Raise) { m = try Operations.getAttribute(i, StrRef.intern("inverse")) } catch { return fail(context, "user-defined aggregate's 'inverse' method not defined") }
                _ = try Call.call(m, tuple: try arguments(n, values))
            } catch { fail(context, "user-defined aggregate's 'inverse' method raised error") }
        }
    }
    private static func name(_ v: Value, _ what: String) throws(Raise) -> String {
        guard v.isStr else { throw Errors.typeError("\(what) must be str, not \(v.type)") }
        return try SQLite.withUTF8(v) { p, n throws(Raise) in String(decoding: UnsafeRawBufferPointer(start: p, count: n), as: UTF8.self) }
    }
    /// A number of parameters.
    private static func parameters(_ v: Value, _ what: String, _ c: SQLiteConnection) throws(Raise) -> Int32 {
        let n = try TextArguments.cInt(v), most = Int(SQLite.limit(c.database, 6, -1))
        if n < -1 || n > most { throw SQLite.programming("'\(what)' must be between -1 and \(most), not \(n)") }
        return Int32(n)
    }

    static func define(_ t: TypeRef) {
        boxType = TypeFactory.make("sqlite_callback", size: 32, layout: .fields(2, 4))
        t.method("create_function", "($self, /, name, narg, func, *, deterministic=False)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            let n = try parameters(a[2], "narg", c), flags: Int32 = 1 | (try Operations.isTrue(a[4]) ? 0x800 : 0)
            let name = try name(a[1], "create_function() argument 'name'")
            let code = a[3].isNone ? SQLite.createFunction(c.database, name, n, flags, nil, nil, nil, nil, nil)
                : SQLite.createFunction(c.database, name, n, flags, box(a[3], a[0]), function, nil, nil, nil)
            if code != 0 { throw Errors.make(SQLite.operationalError, "Error creating function") }
            return .none
        }
        t.method("create_aggregate", "($self, /, name, n_arg, aggregate_class)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            let n = try parameters(a[2], "n_arg", c), name = try name(a[1], "create_aggregate() argument 'name'")
            let code = a[3].isNone ? SQLite.createFunction(c.database, name, n, 1, nil, nil, nil, nil, nil)
                : SQLite.createFunction(c.database, name, n, 1, box(a[3], a[0]), nil, step, final, nil)
            if code != 0 { throw Errors.make(SQLite.operationalError, "Error creating aggregate") }
            return .none
        }
        t.method("create_window_function", "($self, name, num_params, aggregate_class, /)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            let n = try parameters(a[2], "num_params", c), name = try name(a[1], "create_window_function() argument 1")
            let code = a[3].isNone ? SQLite.createWindow(c.database, name, n, 1, nil, nil, nil, nil, nil, nil)
                : SQLite.createWindow(c.database, name, n, 1, box(a[3], a[0]), step, final, current, inverse, nil)
            if code != 0 { throw SQLite.programming(SQLite.message(c.database).map { String(cString: $0) } ?? "") }
            return .none
        }
        t.method("create_collation", "($self, name, callback, /)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            let name = try name(a[1], "create_collation() argument 1")
            if !a[2].isNone && !Call.isCallable(a[2]) { throw Errors.typeError("parameter must be callable") }
            let code = a[2].isNone ? SQLite.createCollation(c.database, name, 1, nil, nil, nil) : SQLite.createCollation(c.database, name, 1, box(a[2], a[0]), { data, n, p, k, q in
                var out: Int32 = 0
                SQLiteCallbacks.enter {
                    do throws(Raise) {
                        guard let x = SQLite.text(p?.assumingMemoryBound(to: UInt8.self), Int(n)), let y = SQLite.text(q?.assumingMemoryBound(to: UInt8.self), Int(k)) else { return }
                        let r = Integers.exact(try Operations.indexObject(try Call.call(data.unsafelyUnwrapped.value(2), x, y)))
                        out = Integers.isZero(r) ? 0 : Integers.isNegative(r) ? -1 : 1
                    } catch { Errors.take() }
                }
                return out
            }, nil)
            if code != 0 { throw SQLite.failure(c.database) }
            return .none
        }
        t.method("set_authorizer", "($self, /, authorizer_callback)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            if a[1].isNone { _ = SQLite.setAuthorizer(c.database, nil, nil); c.ref.set(9, .none); return .none }
            c.ref.set(9, Value(box(a[1], a[0])))
            _ = SQLite.setAuthorizer(c.database, { data, action, p, q, r, s in
                var out: Int32 = 1
                SQLiteCallbacks.enter {
                    func text(_ p: SQLite.Text?) -> Value { p.map { StrRef.make(String(cString: $0)) } ?? .none }
                    do throws(Raise) {
                        let list = ListRef.allocate()
                        list.append(Value(int: Int(action)))
                        for x in [p, q, r, s] { list.append(text(x)) }
                        let v = try Call.call(data.unsafelyUnwrapped.value(2), tuple: list.asTuple())
                        if v.isIntLike { out = Int32(try TextArguments.cInt(v)) }
                    } catch { SQLiteCallbacks.report(data) }
                }
                return out
            }, UnsafeMutableRawPointer(c.ref.value(9).ref))
            return .none
        }
        t.method("set_progress_handler", "($self, /, progress_handler, n)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            if a[1].isNone { SQLite.setProgress(c.database, 0, nil, nil); c.ref.set(8, .none); return .none }
            c.ref.set(8, Value(box(a[1], a[0])))
            SQLite.setProgress(c.database, Int32(try TextArguments.cInt(a[2])), { data in
                var stop: Int32 = 1
                SQLiteCallbacks.enter { do throws(Raise) { stop = try Operations.isTrue(try Call.call(data.unsafelyUnwrapped.value(2))) ? 1 : 0 } catch { SQLiteCallbacks.report(data) } }
                return stop
            }, UnsafeMutableRawPointer(c.ref.value(8).ref))
            return .none
        }
        t.method("set_trace_callback", "($self, /, trace_callback)") { a throws(Raise) in
            let c = SQLiteConnection(a[0])
            try c.check()
            if a[1].isNone { _ = SQLite.setTrace(c.database, 0, nil, nil); c.ref.set(7, .none); return .none }
            c.ref.set(7, Value(box(a[1], a[0])))
            _ = SQLite.setTrace(c.database, 1, { kind, data, p, x in
                SQLiteCallbacks.enter {
                    do throws(Raise) {
                        let statement = SQLite.Statement(p)
                        var text = ""
                        if let x, x.assumingMemoryBound(to: UInt8.self)[0] == 45, x.assumingMemoryBound(to: UInt8.self)[1] == 45 { text = String(cString: x.assumingMemoryBound(to: CChar.self)) }
                        else if let e = SQLite.expandedText(statement) { text = String(cString: e); SQLite.release(e) }
                        else {
                            // Too long with its parameters: as it was written.
                            _ = Errors.make(SQLite.dataError, "Expanded SQL string exceeds the maximum string length")
                            SQLiteCallbacks.report(data)
                            if let x { text = String(cString: x.assumingMemoryBound(to: CChar.self)) }
                        }
                        _ = try Call.call(data.unsafelyUnwrapped.value(2), StrRef.make(text))
                    } catch { SQLiteCallbacks.report(data) }
                }
                return 0
            }, UnsafeMutableRawPointer(c.ref.value(7).ref))
            return .none
        }
    }
}
