import Runtime

extension NativeModule {
    /// `_tracemalloc`. (Modules/_tracemalloc.c)
    public static let tracemalloc = NativeModule("_tracemalloc", doc: "Debug module to trace memory blocks allocated by Python.") { m throws(Raise) in
        m.function("is_tracing", "()") { a throws(Raise) in Value(bool: AllocationTrace.isOn) }
        m.function("start", "(nframe=1, /)") { a throws(Raise) in
            let n = try TextArguments.cInt(a[0])
            if n < 1 || n > 65535 { throw Errors.valueError("the number of frames must be in range [1; 65535]") }
            AllocationTrace.start(frames: n)
            return .none
        }
        m.function("stop", "()") { a throws(Raise) in AllocationTrace.stop(); return .none }
        m.function("clear_traces", "()") { a throws(Raise) in AllocationTrace.clear(); return .none }
        m.function("reset_peak", "()") { a throws(Raise) in AllocationTrace.settle(); AllocationTrace.resetPeak(); return .none }
        m.function("get_traceback_limit", "()") { a throws(Raise) in Value(int: AllocationTrace.frames) }
        m.function("get_traced_memory", "()") { a throws(Raise) in
            AllocationTrace.settle()
            return TupleRef.make(Value(int: AllocationTrace.traced), Value(int: AllocationTrace.peak))
        }
        m.function("get_tracemalloc_memory", "()") { a throws(Raise) in Value(int: AllocationTrace.overhead) }
        m.function("_get_traces", "()") { a throws(Raise) in AllocationTrace.isOn ? AllocationTrace.list() : ListRef.allocate().value }
        m.function("_get_object_traceback", "(obj, /)") { a throws(Raise) in AllocationTrace.stack(of: a[0]) }
    }
}
