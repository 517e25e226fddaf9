import Glibc
import Runtime

/// `faulthandler`, as far as it goes without walking frames in a signal handler: the switch, and the calling thread's stack on demand.
extension NativeModule {
    public static let faulthandler = NativeModule("faulthandler") { m throws(Raise) in
        var enabled = false
        m.function("enable", "(file=<unrepresentable>, all_threads=True)") { a throws(Raise) in enabled = true; return .none }
        m.function("disable", "()") { a throws(Raise) in let was = enabled; enabled = false; return Value(bool: was) }
        m.function("is_enabled", "()") { a throws(Raise) in Value(bool: enabled) }
        m.function("dump_traceback", "(file=<unrepresentable>, all_threads=True)") { a throws(Raise) in
            var fd: Int32 = 2
            if a.has(0) && !a[0].isNone { fd = try IO.descriptor(a[0]) }
            let head = try Operations.isTrue(a[1]) ? "Current thread 0x\(hex(currentThread.identityNumber)) (most recent call first):\n" : "Stack (most recent call first):\n"
            var text = head
            var f = Interrupts.currentFrame()
            while f.isPointer {
                let code = try Operations.getAttribute(f, StrRef.intern("f_code"))
                let file = StrRef(try Operations.getAttribute(code, StrRef.intern("co_filename"))).string, name = StrRef(try Operations.getAttribute(code, StrRef.intern("co_name"))).string
                let line = StrRef(try Operations.str(try Operations.getAttribute(f, StrRef.intern("f_lineno")))).string
                text += "  File \"\(file)\", line \(line) in \(name)\n"
                f = try Operations.getAttribute(f, StrRef.intern("f_back"))
            }
            let bytes = Array(text.utf8)
            _ = Glibc.write(fd, bytes, bytes.count)
            return .none
        }
        m.function("cancel_dump_traceback_later", "()") { a throws(Raise) in .none }
        for name in ["dump_traceback_later", "register", "unregister", "dump_c_stack"] as [StaticString] {
            let text = name.description
            m.function(name, "(*args, **kwargs)") { a throws(Raise) in throw Errors.notImplemented("faulthandler.\(text) is not available") }
        }
    }
    private static func hex(_ n: UInt) -> String { let s = String(n, radix: 16); return String(repeating: "0", count: max(0, 16 - s.count)) + s }
}
