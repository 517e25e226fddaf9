import Primitives

/// A boxed float: the rare doubles that are not self-tagged, and instances of subclasses of float. The double at 16.
public enum FloatBox {
    public static func make(_ d: Double, type: TypeRef = Types.float) -> Value {
        let r = Heap.allocate(max(24, type.instanceSize), type)
        r.storeBytes(of: d, toByteOffset: 16, as: Double.self)
        return Value(r)
    }
}
extension Value {
    /// The double of a float or an instance of a subclass.
    @inline(__always) public var asDouble: Double { isFloat ? float : ref.load(fromByteOffset: 16, as: Double.self) }
}

/// A cell of a closure: the value at 16, unbound when empty.
public struct CellRef {
    public let ref: Ref
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    public static func make(_ v: Value) -> Value { let r = Heap.allocate(24, Types.cell); r.initialize(2, v); return Value(r) }
    @inline(__always) public var content: Value { get { ref.value(2) } nonmutating set { ref.set(2, newValue) } }
}

/// A weak reference: referent at word 2 (cleared by the collector), callback at 3, cached hash at 5 (raw).
public enum WeakReference {
    static let target = 2, callback = 3
    /// The referent, unbound once it died.
    public static func get(_ w: Value) -> Value { w.ref.value(target) }
    public static func make(_ object: Value, callback c: Value = .none, type: TypeRef = Types.weakref) -> Value {
        let r = Heap.allocate(max(64, type.instanceSize), type)
        r.setWord(target, object.bits); r.initialize(callback, c)
        object.ref.header |= HeaderFlag.weaklyReferenced
        if type.attributes != 0 { r.initialize(type.attributes, type.rootShape) }
        Collector.weakReferences.append(r)
        if type == Types.weakref && c.isNone { PlainReferences.add(object, r) }
        if !object.isType && !Finalizers.isFile(object.ref.type) { Watch.add(object.ref, lasting: true) } else { Watch.addDefinition() }
        return Value(r)
    }
}

/// A bound method: function at 16, self at 24 (PyMethodObject).
public enum MethodObject {
    @inline(__always) public static func make(_ f: Value, _ s: Value) -> Value {
        let r = Heap.allocate(48, Types.method); r.initialize(2, f); r.initialize(3, s); return Value(r)
    }
}

/// What waits to be finalized: run at the next safepoint.
public enum Finalizers {
    nonisolated(unsafe) static var objects = RawArray<Value>(), callbacks = RawArray<Value>()
    /// How many of them are being run: by whoever runs what was queued together, while what its finalizers drop is run by them.
    nonisolated(unsafe) private static var objectsTaken = 0, callbacksTaken = 0
    nonisolated(unsafe) private static var depth = 0
    static func queue(_ r: Ref) { queued &+= 1; objects.append(Value(r)); thread.pointee.interrupt |= Interrupt.finalizers }
    static func queueCallback(_ w: Ref) { queued &+= 1; callbacks.append(Value(w)); thread.pointee.interrupt |= Interrupt.finalizers }
    static func visit() {
        for i in 0..<objects.count { Collector.mark(objects[i]) }
        for i in 0..<callbacks.count { Collector.mark(callbacks[i]) }
    }
    /// Registers an instance whose type has `__del__`.
    public static func register(_ r: Ref) {
        Collector.finalizable.append(r)
        // Generators are looked for when one is dropped (`Watch.isOwnFinalizer`): most run to their end.
        if r.type.layout.kind != .generator { Watch.add(r, lasting: r.type.has(TypeRef.Flags.heapType)) }
    }
    /// Generator R has ended, so nothing is left to be done for it. Those that a chain of calls makes and awaits end in the reverse order: the last
    /// registered is struck off here, and collections need not look at most of them.
    @inline(__always) static func ended(_ r: Ref) { Collector.strikeOff(r) }
    /// R, a library object whose `__del__` only closes it, has been closed (ON): a collection need not keep what it leads to for that.
    public static func settle(_ r: Ref, _ on: Bool) { r.header = on ? r.header | HeaderFlag.finalized : r.header & ~HeaderFlag.finalized }
    /// Finalizers and callbacks that have been queued so far.
    nonisolated(unsafe) private(set) static var queued = 0
    /// The library's types of files, whose objects are written out and closed when they die.
    nonisolated(unsafe) private static var textFile = TypeRef(), writer = TypeRef(), random = TypeRef()
    public static func declareFiles(text t: TypeRef, writer w: TypeRef, random r: TypeRef) { textFile = t; writer = w; random = r }
    @inline(__always) static func isFile(_ t: TypeRef) -> Bool { t == textFile || t == writer || t == random }
    /// Runs all that is queued; errors are reported as unraisable.
    public static func run() {
        if callbacks.count == callbacksTaken && objects.count == objectsTaken { return }
        depth += 1
        while callbacks.count > callbacksTaken || objects.count > objectsTaken {
            let firstCallback = callbacksTaken, firstObject = objectsTaken, endOfCallbacks = callbacks.count, endOfObjects = objects.count
            callbacksTaken = endOfCallbacks; objectsTaken = endOfObjects
            for i in firstCallback..<endOfCallbacks {
                let w = callbacks[i], c = w.ref.value(WeakReference.callback)
                callbacks[i] = .none
                w.ref.set(WeakReference.callback, .none)
                protected({ "Exception ignored on calling weakref callback \(Operations.reprText(c))" }) { () throws(Raise) in _ = try Call.call(c, w) }
            }
            for i in firstObject..<endOfObjects {
                let o = objects[i]
                objects[i] = .none
                finalize(o)
            }
        }
        depth -= 1
        if depth == 0 { callbacks.removeAll(); objects.removeAll(); callbacksTaken = 0; objectsTaken = 0 }
    }
    /// Runs the finalizer of O, which nothing refers to any more, unless it has run.
    static func finalize(_ o: Value) {
        let d = o.type.slot(.del)
        if d.isUnbound || o.ref.header & HeaderFlag.finalized != 0 { return }
        o.ref.header |= HeaderFlag.finalized
        let isGenerator = o.ref.type.layout.kind == .generator, isFresh = o.type == Types.coroutine && GeneratorObject(o).state == .created
        protected({ isFresh ? "Exception ignored while finalizing coroutine \(Operations.reprText(o))" : isGenerator ? "Exception ignored while closing generator \(Operations.reprText(o))" : "Exception ignored while calling deallocator \(Operations.reprText(d))" }) { () throws(Raise) in _ = try Call.call(d, o) }
    }
    /// The loop that generator O was made for has been left: nothing else refers to it. What it is suspended in the midst of ends now.
    @inline(never) static func abandon(_ o: Value, _ f: Frame) {
        guard GeneratorObject(o).state == .suspended, GeneratorObject.isFinalized(o.ref) else { return }
        let result = f.base[Frame.result]
        finalize(o)
        f.base[Frame.result] = result
    }
    /// At the program's end: whatever still waits for its `__del__` gets it, the unreachable first. What these make anew is left alone.
    static func runAtExit() {
        run()
        if !isWorthLooking { return }
        Heap.enabled = true; Heap.automatic = true
        Collector.collect(.requested(generation: 2))
        run()
        Heap.holding {
            // Files of the library's own types are flushed and closed last of all.
            for i in 0..<Collector.finalizable.count {
                let r = Collector.finalizable[i], t = r.type
                if t.has(TypeRef.Flags.heapType) || t.layout.kind == .generator && !GeneratorObject.isFinished(r) { DeathOrder.dying.append(r) }
            }
            DeathOrder.queueLiving()
        }
        Collector.forgetFinalizable()
        run()
    }
    /// How many of `Collector.finalizable` the start-up made: the standard streams, which are flushed in any case.
    nonisolated(unsafe) static var ofStartup = 0
    /// By number of a native finalizer: whether it only frees memory, or what the system frees at the end of a process.
    nonisolated(unsafe) private static var isQuiet = [Bool](repeating: false, count: 256)
    public static func declareQuiet(_ t: TypeRef) { isQuiet[Int(t.layout.finalizer)] = true }
    /// Whether a collection at the end could be noticed: finalizers, callbacks of weak references, native resources.
    private static var isWorthLooking: Bool {
        if Collector.finalizable.count > ofStartup { return true }
        for i in 0..<Collector.finalizable.count {
            let r = Collector.finalizable[i]
            if !isFile(r.type) && !(r.type.layout.kind == .generator && !GeneratorObject.isFinalized(r)) { return true }
        }
        for i in 0..<Collector.weakReferences.count {
            let c = Collector.weakReferences[i].value(WeakReference.callback)
            if !c.isNone && !c.isUnbound && !isOfImport(c) { return true }
        }
        for i in 0..<Collector.natives.count where !isQuiet[Int(Collector.natives[i].type.layout.finalizer)] { return true }
        return false
    }
    /// A callback of importlib's own, which forgets a module's lock.
    private static func isOfImport(_ c: Value) -> Bool {
        c.isExactly(Types.function) && StrRef(FunctionRef(c.ref).code.fileName.ref).equals("<frozen importlib._bootstrap>")
    }
    private static func protected(_ what: () -> String, _ body: () throws(Raise) -> Void) {
        let t = thread
        let raised = t.pointee.raised, traced = t.pointee.tracedFrame
        do throws(Raise) { try body() } catch {
            let e = t.pointee.raised
            let text = what()
            t.pointee.raised = e
            Errors.unraisable(text, .none)
        }
        t.pointee.raised = raised; t.pointee.tracedFrame = traced
    }
}

/// Why a safepoint must be looked at: bits of `ThreadState.interrupt`.
public enum Interrupt { static let finalizers = 1, signal = 2, yieldLock = 4, asynchronous = 8, memory = 16, tracing = 32 }
