import CSupport
import Glibc
import Primitives
import Syntax

/// The program as the system sees it: threads and signals set up, the command line carried out, the exit status.
public enum CommandLine_ {
    /// Parses the arguments, starts the runtime on a thread with a large lazily committed stack, runs, exits.
    public static func main() -> Never {
        // The program runs on a thread of its own, whose arena would grow a page and a system call at a time.
        dx_one_arena()
        AddressSpace.plan()
        let stack = AddressSpace.stack
        let memory = mmap(nil, stack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        stackSize = stack
        if memory == MAP_FAILED || pthread_attr_setstack(&attributes, memory!, stack) != 0 { stackSize = 1 << 30; pthread_attr_setstacksize(&attributes, stackSize) }
        var t = pthread_t()
        // Signals are for the thread that runs the program, not for this one, which only waits.
        dx_block_signals(&signalMask)
        if pthread_create(&t, &attributes, { _ in CommandLine_.run(); exit(CommandLine_.status) }, nil) != 0 {
            ErrorDisplay.write("dxpy: cannot start the main thread\n"); exit(1)
        }
        // The program's thread ends the process, also in the child of a fork, where it is the only one.
        while true { pause() }
    }
    nonisolated(unsafe) static var stackSize = 0
    nonisolated(unsafe) private static var signalMask = sigset_t()
    nonisolated(unsafe) static var status: Int32 = 0

    private static func run() {
        dx_restore_signals(&signalMask)
        var c: Configuration
        let what: OptionParser.Action
        switch OptionParser.parse(OptionParser.processArguments) {
        case .exit(let code): status = code; return
        case .run(let configuration, let action): c = configuration; what = action
        }
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        c.executable = StandardLibrary.executable
        guard let library = StandardLibrary.find(c.executable) else {
            ErrorDisplay.write("dxpy: the Python standard library was not found; run tools/bootstrap, or set DXPY_LIB to the folder that holds os.py\n")
            status = 1
            return
        }
        c.library = library
        Watch.start(library: library)
        c.prefix = StandardLibrary.prefix(library); c.basePrefix = c.prefix
        let real = c.executable
        c.executable = StandardLibrary.invoked; c.baseExecutable = c.executable
        if let v = StandardLibrary.virtualEnvironment(c.executable) { c.prefix = v.prefix; c.baseExecutable = real }
        if let seed = c.hashSeed { HashSecret.seed(seed) } else { _ = HashSecret.seedRandomly() }
        TreeCache.choose(prefix: c.bytecodePrefix?.text)
        Runtime.start(stack: stackSize)
        if let v = c.xOption("gc"), !Stress.configure(v) {
            ErrorDisplay.write("dxpy: -X gc=stress[:EVERY[:MAJOR[:STARTUP[:THINNING]]]], not -X gc=\(v)\n"); status = 1; return
        }
        if let n = c.xOption("tracemalloc").map({ $0.isEmpty ? 1 : Int($0) ?? 0 }) ?? c.environment("PYTHONTRACEMALLOC").flatMap({ Int($0) }), n > 0 { AllocationTrace.start(frames: n) }
        Integers.maxStrDigits = c.intMaxStrDigits
        JIT.configure(c)
        var code: Int32 = 0
        do throws(Raise) {
            // An interrupt that comes this early is the program's.
            try Interrupts.deferring { () throws(Raise) in try Startup.begin(c) }
            Stress.beginProgram(); Budget.hasBegun = true
            code = try Program.run(what, c)
        } catch { code = Program.uncaught(error) }
        let closing = Program.finish()
        JIT.report()
        // A failing flush at the end counts more than what the program says, as in CPython.
        status = closing != 0 ? closing : code
    }
}
