import Runtime

/// `_interpreters` and `_interpqueues`: there is one interpreter. What asks about it is answered; making others, or queues between them, raises an
/// error that says so. `concurrent.futures` and `concurrent.interpreters` can be imported.
enum Interpreters {
    static let main = 0, runtime = 1
    static func missing(_ what: String) -> Raise { Errors.notImplemented("\(what): there is one interpreter only") }
    static func known(_ v: Value) throws(Raise) {
        let n = try Operations.indexObject(v)
        if Integers.asInt64(n) != main { throw Errors.make(notFound, "unrecognized interpreter ID \(Operations.reprText(n))") }
    }
    nonisolated(unsafe) static var notFound = TypeRef()
    /// Values that another interpreter could be given; of a tuple's items nobody asks before it is.
    static func isShareable(_ v: Value) -> Bool {
        v.isNone || v.isBool || v.isInt || v.type == Types.float || [Types.int, Types.float, Types.str, Types.bytes, Types.memoryview, Types.tuple].contains { v.isExactly($0) }
    }
}
extension NativeModule {
    static let interpreters = NativeModule("_interpreters") { m throws(Raise) in
        let error = TypeFactory.make("InterpreterError", module: "concurrent.interpreters", base: Types.exception, subclassable: true)
        Interpreters.notFound = TypeFactory.make("InterpreterNotFoundError", module: "concurrent.interpreters", base: error, subclassable: true)
        m.type(error); m.type(Interpreters.notFound)
        m.type(TypeFactory.make("NotShareableError", module: "concurrent.interpreters", base: Exceptions.typeError, subclassable: true))
        for (i, n) in ["WHENCE_UNKNOWN", "WHENCE_RUNTIME", "WHENCE_LEGACY_CAPI", "WHENCE_CAPI", "WHENCE_XI", "WHENCE_STDLIB"].enumerated() { m.constant(n, Value(int: i)) }
        func one() -> Value { TupleRef.make(Value(int: Interpreters.main), Value(int: Interpreters.runtime)) }
        m.function("get_current", "()") { a throws(Raise) in one() }
        m.function("get_main", "()") { a throws(Raise) in one() }
        m.function("list_all", "(*, require_ready=False)") { a throws(Raise) in
            let l = ListRef.allocate()
            l.append(one())
            return l.value
        }
        m.function("is_shareable", "(obj)") { a throws(Raise) in Value(bool: Interpreters.isShareable(a[0])) }
        m.function("is_running", "(id, *, restrict=False)") { a throws(Raise) in try Interpreters.known(a[0]); return .true }
        m.function("whence", "(id)") { a throws(Raise) in try Interpreters.known(a[0]); return Value(int: Interpreters.runtime) }
        for n in ["incref", "decref"] as [StaticString] { m.function(n, "(id, *, implieslink=False, restrict=False)") { a throws(Raise) in try Interpreters.known(a[0]); return .none } }
        for n in ["create", "destroy", "exec", "call", "run_string", "run_func", "set___main___attrs", "new_config", "get_config", "capture_exception"] as [StaticString] {
            m.function(n, "(*args, **kwargs)") { a throws(Raise) in throw Interpreters.missing("_interpreters.\(n)") }
        }
    }
    static let interpreterQueues = NativeModule("_interpqueues") { m throws(Raise) in
        let error = TypeFactory.make("QueueError", module: "concurrent.interpreters", base: Exceptions.runtimeError, subclassable: true)
        m.type(error)
        m.type(TypeFactory.make("QueueNotFoundError", module: "concurrent.interpreters", base: error, subclassable: true))
        m.function("_register_heap_types", "(queuetype, emptyerror, fullerror)") { a throws(Raise) in .none }
        m.function("list_all", "()") { a throws(Raise) in ListRef.allocate().value }
        for n in ["create", "destroy", "put", "get", "bind", "release", "get_maxsize", "get_queue_defaults", "is_full", "get_count"] as [StaticString] {
            m.function(n, "(*args, **kwargs)") { a throws(Raise) in throw Interpreters.missing("_interpqueues.\(n)") }
        }
    }
}
