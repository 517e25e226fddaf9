import CSupport
import Glibc
import Runtime

/// `_posixsubprocess.fork_exec`: the child's half is C (CSupport/system.c), since only async-signal-safe calls may happen there.
extension NativeModule {
    public static let posixsubprocess = NativeModule("_posixsubprocess") { m throws(Raise) in
        m.function("fork_exec", "(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)") { a throws(Raise) in
            try SubprocessFork.run(a)
        }
    }
}
enum SubprocessFork {
    /// What `preexec_fn` is, while the child of a fork runs it.
    nonisolated(unsafe) private static var preexec = Value.unbound
    static func run(_ a: Args) throws(Raise) -> Value {
        let i = { (k: Int) throws(Raise) -> Int32 in Int32(try TextArguments.cInt(a[k])) }
        let closing = try Operations.isTrue(a[2]), errpipe = try i(13)
        if closing && errpipe < 3 { throw Errors.valueError("errpipe_write must be >= 3") }
        guard a[3].isTuple else { throw Errors.typeError("fork_exec() argument 4 must be tuple, not \(a[3].type)") }
        var keep: [Int32] = []
        let fds = TupleRef(a[3])
        var last = -1
        for k in 0..<fds.count {
            guard fds[k].isIntLike, let n = Integers.asInt64(fds[k]), n >= 0, n > last, n <= Int(Int32.max) else { throw Errors.valueError("bad value(s) in fds_to_keep") }
            last = n
            keep.append(Int32(n))
        }
        let executables = try CStringArray(a[1], "fork_exec")
        let argv = a[0].isNone ? nil : try CStringArray(a[0], "fork_exec")
        let env: CStringArray?
        if a[5].isNone { env = nil } else { env = try CStringArray(a[5], "fork_exec") }
        let cwd: PathArgument? = a[4].isNone ? nil : try PathArgument(a[4], function: "fork_exec", argument: "")
        var groups: [gid_t] = []
        if !a[18].isNone {
            let l = try Operations.list(a[18])
            for k in 0..<l.count { groups.append(try Posix.id(l[k], "gid")) }
        }
        let hasGroups = !a[18].isNone
        let gid = a[17].isNone ? -1 : Int(try Posix.id(a[17], "gid")), uid = a[19].isNone ? -1 : Int(try Posix.id(a[19], "uid"))
        var w = dx_fork_exec()
        w.p2cread = try i(6); w.p2cwrite = try i(7); w.c2pread = try i(8); w.c2pwrite = try i(9); w.errread = try i(10); w.errwrite = try i(11); w.errpipe_read = try i(12); w.errpipe_write = errpipe
        w.close_fds = closing ? 1 : 0; w.restore_signals = try Operations.isTrue(a[14]) ? 1 : 0; w.call_setsid = try Operations.isTrue(a[15]) ? 1 : 0
        w.pgid_to_set = try i(16); w.gid = gid; w.uid = uid; w.groups_size = hasGroups ? Int32(groups.count) : -1; w.child_umask = try i(20)
        w.exec_array = UnsafePointer(executables.start)
        w.argv = argv.map { UnsafePointer($0.start) }; w.envp = env.map { UnsafePointer($0.start) }
        w.cwd = cwd?.cString
        let hasPreexec = !a[21].isNone
        if hasPreexec {
            try Interrupts.refuseAtEnd("preexec_fn not supported")
            preexec = a[21]
            ForkHooks.before()
            w.preexec = { _ in
                ForkHooks.afterInChild()
                do throws(Raise) { _ = try Call.call(SubprocessFork.preexec) } catch { if error.isException { Errors.take() }; return 1 }
                return 0
            }
        }
        let pid: Int32 = keep.withUnsafeBufferPointer { k in
            groups.withUnsafeBufferPointer { g in
                w.keep = k.baseAddress; w.keep_count = k.count; w.groups = g.baseAddress
                return dx_fork_exec_run(&w)
            }
        }
        let e = errno
        if hasPreexec { ForkHooks.afterInParent(); preexec = .unbound }
        withExtendedLifetime((executables, argv, env)) {}
        if pid < 0 { throw Errors.osError(e) }
        return Value(int: Int(pid))
    }
}
