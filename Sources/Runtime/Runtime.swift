import Primitives

/// The runtime as a whole: what is started in which order.
public enum Runtime {
    public nonisolated(unsafe) private(set) static var isStarted = false
    /// Must run once, on the thread that becomes the main thread, with STACK bytes of native stack.
    public static func start(stack: Int) {
        if isStarted { return }
        Heap.start()
        Threads.attach(stack: stack)
        Interrupts.mainThread = thread
        MethodCache.start()
        InternTable.start()
        Types.start()
        StrRef.start(); TupleRef.start(); ListRef.start(); DictRef.start()
        Names.start(); Slot.start()
        Types.finish()
        Exceptions.start()
        BuiltinTypes.define()
        Types.ready = true
        for i in 0..<Types.permanent.count { TypeRef(Types.permanent[i].ref).updateFlags() }
        NativeModule.register(CoreModules.list)
        isStarted = true
    }
}
