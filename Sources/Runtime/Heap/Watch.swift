import CSupport
import Glibc

/// Finalizers at the moment that programs expect.
///
/// CPython finalizes an object when its last reference goes. Nothing here counts references; but a program can only tell for objects that have a
/// finalizer (`__del__`, a `finally` in a suspended generator, a buffered file) or that are weakly referenced: they are *watched*. While there are
/// any, statements that may have dropped one (a name deleted or bound anew, a value thrown away, a function left, a container emptied) are followed
/// by a collection: a minor one if watched objects have been made since the last, a major one if older ones are there and the statement looks like
/// dropping one. The finalizers run before the next statement, as in CPython.
///
/// This is a courtesy within a budget, counted in bytes looked at, so that programs which live on watched objects keep their speed: it grows with
/// what the program allocates, and major collections that find nothing become rarer. Beyond it finalizers run after ordinary collections.
/// What the library watches for itself (caches, registries) does not count.
enum Watch {
    /// Whether statements must ask. Read on hot paths.
    nonisolated(unsafe) static var isActive = false
    /// Watched objects made since the last collection; older ones that are alive (and whose death a program is likely to show).
    nonisolated(unsafe) static var young = 0, old = 0
    /// Where the young ones were made: bases of the deepest and the shallowest of those frames. What a constructor's own statements do says nothing
    /// about the object that is being made; the end of the statement that made it does.
    nonisolated(unsafe) private static var deepest: UInt = 0, shallowest = UInt.max
    /// A collection came in the midst of the statement that made a watched object: its end in the frame with this base asks for another (0: none).
    nonisolated(unsafe) private(set) static var pending: UInt = 0
    /// Something that may lead to a watched object was dropped since the last look.
    nonisolated(unsafe) static var dropped = false
    nonisolated(unsafe) private static var budget = 64 << 20, fruitless = 0, skips = 0
    private static let minorCost = 64 << 10

    /// After an automatic collection.
    static func replenish(_ allocated: Int) { budget = min(budget &+ allocated >> 3, 64 << 20) }
    /// After any collection. Beyond the budget statements do not ask at all.
    static func resume() { isActive = (old > 0 || pending != 0) && budget > 0 }

    /// A collection has looked at all young ones.
    static func aged() {
        if young == 0 { return }
        let b = UInt(bitPattern: thread.pointee.frame.base)
        if b > shallowest && isOnStack(shallowest) { pending = pending == 0 ? shallowest : min(pending, shallowest) }
        young = 0; deepest = 0; shallowest = .max
    }
    /// Frames of generators lie in the heap: their addresses say nothing about depth.
    private static func isOnStack(_ b: UInt) -> Bool {
        let t = thread
        return b < UInt(bitPattern: t.pointee.valueStackEnd) && b >= UInt(bitPattern: t.pointee.valueStack)
    }

    /// R, which has just been made, is to be watched. LASTING: also when it has grown old.
    static func add(_ r: Ref, lasting: Bool) {
        if isOwn() { return }
        young &+= 1
        let b = UInt(bitPattern: thread.pointee.frame.base)
        deepest = max(deepest, b)
        shallowest = min(shallowest, b)
        isActive = budget > 0
        if lasting { r.header |= HeaderFlag.watched }
    }
    /// The program refers weakly to a class. These are in cycles: only collections that the program asks for find them.
    static func addDefinition() { if !watchesDefinitions { watchesDefinitions = !isOwn() } }
    nonisolated(unsafe) private static var watchesDefinitions = false
    /// Library code makes it for itself: not the program, nor the module `weakref` for the program.
    private static func isOwn() -> Bool {
        var f = thread.pointee.frame, steps = 0
        while let b = f.base, b[Frame.code].bits != 0, steps < 6 {
            let name = StrRef(f.borrowedCode.read { $0.fileName })
            if !isLibrary(name) { return isFrozen(name) }
            if !name.isASCII || name.count < 10 || memcmp(name.data + name.count - 10, "weakref.py", 10) != 0 && memcmp(name.data + name.count - 10, "krefset.py", 10) != 0 { return true }
            f = f.previousFrame
            steps += 1
        }
        return true
    }
    private static func isFrozen(_ name: StrRef) -> Bool { name.count > 8 && name.isASCII && memcmp(name.data, "<frozen ", 8) == 0 }
    private static func isLibrary(_ name: StrRef) -> Bool {
        let n = libraryCount
        guard n > 0 && name.isASCII && name.count > n && memcmp(name.data, library, n) == 0 else { return false }
        // The library's tests are programs.
        return name.count < n + 6 || memcmp(name.data + n, "/test/", 6) != 0 && memcmp(name.data + n, "test/", 5) != 0
    }
    nonisolated(unsafe) private static var library: UnsafeMutablePointer<CChar>! = nil
    nonisolated(unsafe) private static var libraryCount = 0
    static func start(library path: String) { library = strdup(path); libraryCount = strlen(library) }

    /// A file or a generator was dropped: always worth a look.
    nonisolated(unsafe) private(set) static var forced = false
    /// The program asked for a collection. The frames that led to it may have lain over addresses left by earlier calls: the statement's end asks again.
    /// That is not charged to the budget. A function without arguments may be no more than the program's way of asking: its caller's statement asks, too.
    static func requested() {
        if old == 0 && young == 0 && pending == 0 && !watchesDefinitions { return }
        budget = max(budget, 3 &* (minorCost &+ Collector.lastScanned &+ Collector.liveBytes))
        isActive = true; forced = true; isAsked = true
        let f = thread.pointee.frame, code = f.borrowedCode
        asker = (UInt(bitPattern: f.base), f.base[Frame.code].bits)
        guard f.base[Frame.code].bits != 0, code.read({ $0.argumentCount == 0 && $0.namedSlots < 3 }), let b = f.previousFrame.base, isOnStack(UInt(bitPattern: b)) else { return }
        pending = pending == 0 ? UInt(bitPattern: b) : min(pending, UInt(bitPattern: b))
    }
    /// The program has asked for a collection, and what follows from that is still to come.
    nonisolated(unsafe) private static var isAsked = false, asker = (base: UInt(0), code: UInt64(0))
    /// A call in a trace is over. No statement follows there, and one that comes much later is none of those that were to ask.
    @inline(__always) static func settle() { if _slowPath(isAsked) { isAsked = false; forced = false; pending = 0 } }
    /// Whether V, whose name is deleted, asks for a look by itself.
    static func isOwnFinalizer(_ v: Value) -> Bool {
        guard v.isPointer, v.ref.type.layout.kind == .generator ? GeneratorObject.isFinalized(v.ref) : Finalizers.isFile(v.ref.type) else { return false }
        forced = true
        return true
    }
    /// A look would be due: something young is watched, or something was dropped.
    @inline(__always) static var isPending: Bool { young > 0 || dropped || forced || pending != 0 }
    /// Whether a statement that drops OLD has to be followed by a look.
    @inline(__always) static func matters(_ old: Value) -> Bool { _slowPath(isActive) && (old.isPointer || isPending) }
    /// A value leaves a place that held it.
    @inline(__always) static func drop(_ v: Value) { if _slowPath(isActive) { note(v) } }
    @inline(__always) static func dropMany() { if _slowPath(isActive) { dropped = true } }
    @inline(never) private static func note(_ v: Value) { if mayLead(v) { dropped = true; _ = isOwnFinalizer(v) } }
    /// Whether V is no plain value.
    private static func mayLead(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.ref.type, F = TypeRef.Flags.self
        if v.ref.header & (HeaderFlag.watched | HeaderFlag.weaklyReferenced) != 0 { return true }
        return t.has(F.heapType) && !t.has(F.type) || v.isList || v.isDict || v.isTuple || t.has(F.set) || t.layout.kind == .generator || Finalizers.isFile(t) || v.isExceptionInstance
    }
    /// A function has been left: its variables besides the parameters are gone.
    @inline(never) static func left(_ f: Frame) {
        if dropped { return }
        let code = f.borrowedCode
        var i = code.read { $0.argumentCount }
        let end = code.read { $0.namedSlots }
        while i < end {
            let v = f[i]
            if v.isPointer && (v.ref.header & HeaderFlag.watched != 0 || v.ref.type.layout.kind == .generator || v.isList || v.isDict) { dropped = true; return }
            i &+= 1
        }
    }
    /// Before the frames of what follows are made: no stale address may lie in them.
    @inline(__always) static func clean() { if isPending { dx_clear_stack_below() } }
    /// After a statement of F. TOP: the first slot that no statement around needs any more; V: a value that it has thrown away.
    @inline(never) static func look(_ f: Frame, _ s: Statement, _ v: Value = .unbound) {
        if v.isPointer { note(v) }
        let b = UInt(bitPattern: f.base)
        let isDue = pending != 0 && b <= pending && isOnStack(b)
        let isForced = forced, major = dropped && old > 0 || isForced || isDue
        // What the program has asked for, once more: it is told of what was found before.
        let isRepeated = isDue || isForced && isAsked && (b < asker.base || b == asker.base && f.base[Frame.code].bits == asker.code)
        // What the library drops for itself (callbacks of imports) must not use up the patience with the program: its statement looks.
        if !isForced && !isDue && young == 0 && dropped {
            let name = StrRef(f.borrowedCode.read { $0.fileName })
            if isFrozen(name) { dropped = false; return }
            if isLibrary(name) { return }
        }
        forced = false
        if isDue { pending = 0 }
        if pending == 0 { isAsked = false }
        if !major && (young == 0 || b > deepest && isOnStack(b) && isOnStack(deepest)) { dropped = false; return }
        dropped = false
        if Collector.running || Heap.held != 0 || budget <= 0 || JIT.isRecording { return }
        if major && !isForced && fruitless > 4 {
            skips &+= 1
            if skips < 1 << min(fruitless - 4, 40) { return }
            skips = 0
        }
        let code = f.code
        if Int(s.top) < code.namedSlots { return }
        // What is left of operands.
        var i = Int(s.top)
        while i < code.frameSlots { f[i] = .unbound; i &+= 1 }
        f.at(s)
        let before = Finalizers.queued &+ Collector.freed
        dx_clear_stack_below()
        CyclicGarbage.isWanted = CyclicGarbage.isAskedFor && !isRepeated && !CyclicGarbage.isLeft
        Collector.collect(.requested(generation: major ? 2 : 0))
        if CyclicGarbage.isWanted { CyclicGarbage.isWanted = false; CyclicGarbage.unreported &+= CyclicGarbage.count }
        budget &-= minorCost &+ Collector.lastScanned &+ (major ? Collector.liveBytes : 0)
        let isFruitful = Finalizers.queued &+ Collector.freed != before
        if major { fruitless = isFruitful ? 0 : fruitless &+ 1; if isFruitful { skips = 0 } }
        if budget <= 0 { isActive = false }
        if isFruitful { Finalizers.run() }
    }
}
