import Glibc

/// What recording and compiling may cost: a share of the time the program runs, of which some may be saved up.
///
/// A program with many branches never stops finding hot exits: each bridge repeats what follows it, and the next branch has the next exit. Where the share is used
/// up, what is hot goes on interpreted and asks again later; so the worst program is slowed by the share, and one that runs long has all its bridges in the
/// end. A tree with many bridges asks for more of an exit before it gets the next. The share falls with what has been spent: what was hottest came first,
/// and who has made a thousand bridges gains little by the next.
/// What a program did not use while it loaded its modules is forgotten but for `free`, or its first short piece of work would be delayed by all of it; a
/// program that has run for long may spend more at once. (0.2 ms instead of 2: the first iterations of programs that take less than 5 ms are a tenth shorter, deepcopy's a third,
/// those of kernels of 5 to 100 ms a tenth longer.)
/// Before the program begins nothing is compiled: the loops that prepare the library are short and never met again.
/// The clock is read where something is compiled and where something asks, never elsewhere. With a threshold set by an option (tests) everything is deterministic.
enum Budget {
    nonisolated(unsafe) static var isOn = true, hasBegun = false
    /// Nanoseconds that may be spent at once at the beginning (`-X jit-budget=MICROSECONDS`); one of so many that pass may be spent, one of so many that have passed at once.
    nonisolated(unsafe) static var free = 2_000_000
    private static let saving = 256
    nonisolated(unsafe) private static var spent = 0
    private static var share: Int { spent < 200_000_000 ? 6 : 10 }
    /// `left`: how often who asks is refused without a look at the clock. `saved`: nanoseconds that may be spent, as of `since`; below zero after a long trace.
    nonisolated(unsafe) private static var began = 0, saved = 0, since = 0, compilingSince = 0, left = 0
    static func now() -> Int { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec &* 1_000_000_000 &+ t.tv_nsec }
    static func start() { if began == 0 { began = now(); since = began; saved = free } }
    /// Whether the compiler may be made for what is hot.
    @inline(__always) static var allowsStart: Bool { hasBegun || !isOn }
    /// Whether a recording may begin.
    static func allows() -> Bool {
        if !isOn { return true }
        // (Who was refused is not asked again at once.)
        if left > 0 { left &-= 1; return false }
        let t = now()
        saved = min(saved &+ (t &- since) / share, free &+ (t &- began) / saving)
        since = t
        if saved < 0 { left = 64; return false }
        return true
    }
    /// The recording is over, its trace will be optimized and compiled. (The program's own work is done while it is recorded: that time tells nothing.)
    static func compiles() { if isOn { compilingSince = now() } }
    /// A recording of COUNT instructions is done with, compiled or not. To record takes about as long as to optimize and compile.
    static func end(_ count: Int) {
        if !isOn { return }
        let cost = compilingSince == 0 ? count &* 1000 : 2 &* (now() &- compilingSince)
        saved &-= cost; spent &+= cost
        compilingSince = 0
    }
    /// How often an exit of a tree with BRIDGES bridges is taken before it gets one.
    @inline(__always) static func exitThreshold(_ bridges: Int) -> Int { isOn ? JIT.exitThreshold &* (1 &+ bridges / 4) : JIT.exitThreshold }
}
