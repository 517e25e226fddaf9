import Glibc
import Runtime

/// `_remote_debugging`: looking into other processes. They would have to be CPython's, whose memory is laid out otherwise than ours: whoever asks
/// is told that there is none, as CPython tells of a process that runs something else. `asyncio.tools` (and with it `python -m asyncio`) imports it.
extension NativeModule {
    static let remoteDebugging = NativeModule("_remote_debugging") { m throws(Raise) in
        func row(_ name: String, _ fields: [String]) { m.type(StructSequence.define(name, module: "_remote_debugging", fields: fields).type) }
        row("TaskInfo", ["task_id", "task_name", "coroutine_stack", "awaited_by"])
        row("FrameInfo", ["filename", "lineno", "funcname"])
        row("CoroInfo", ["call_stack", "task_name"])
        row("ThreadInfo", ["thread_id", "frame_info"])
        row("AwaitedInfo", ["thread_id", "awaited_by"])
        m.constant("PROCESS_VM_READV_SUPPORTED", Value(int: 1))
        let t = TypeFactory.make("RemoteUnwinder", module: "_remote_debugging", base: Types.object, subclassable: true)
        t.new("($type, pid, *, all_threads=False, only_active_thread=False, debug=False)") { a throws(Raise) in
            let pid = try Operations.index(a[1]), path = "/proc/\(pid)/maps"
            let f = Glibc.open(path, O_RDONLY | O_CLOEXEC)
            let e = Glibc.errno
            if f < 0 && e == EACCES { throw Errors.osError(e, file: StrRef.make(path)) }
            if f < 0 { throw Errors.make(Exceptions.runtimeError, "[Errno \(e)] \(String(cString: strerror(e))): '\(path)'") }
            close(f)
            throw Errors.make(Exceptions.runtimeError, "Failed to find the PyRuntime section in process \(pid) on Linux platform")
        }
        m.type(t)
    }
}
