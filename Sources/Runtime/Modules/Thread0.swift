extension NativeModule {
    nonisolated(unsafe) static var lockType = TypeRef()
    static let thread0 = NativeModule("_thread") { m throws(Raise) in
        lockType = TypeFactory.make("RLock", module: "_thread", size: 24, layout: .fields(2, 3), subclassable: true)
        lockType.new("($type, /)") { a throws(Raise) in Value(Heap.allocate(24, lockType)) }
        lockType.special("__enter__", "($self, /)") { a throws(Raise) in .true }
        lockType.special("__exit__", "($self, /, *a)") { a throws(Raise) in .none }
        lockType.method("acquire", "($self, /, *a, **k)") { a throws(Raise) in .true }
        lockType.method("release", "($self, /)") { a throws(Raise) in .none }
        m.type(lockType)
        m.function("allocate_lock", "()") { a throws(Raise) in Value(Heap.allocate(24, lockType)) }
        m.function("get_ident", "()") { a throws(Raise) in Value(int: 1) }
    }
}
