/// Whether a variable holds a view of an object: a local, a cell or a global of a function that runs in any thread.
enum HeldViews {
    static func exist(_ object: Value) -> Bool {
        // Frames of few modules alternate on a stack: each one's globals are looked at once.
        withUnsafeTemporaryAllocation(of: Value.self, capacity: seenAtMost) { exist(object, $0.baseAddress.unsafelyUnwrapped) }
    }
    private static let seenAtMost = 16
    private static func exist(_ object: Value, _ seen: UnsafeMutablePointer<Value>) -> Bool {
        func isView(_ v: Value) -> Bool {
            guard v.isPointer else { return false }
            if v.ref.type == Types.cell { let c = CellRef(v).content; return MemoryView.isInstance(c) && show(c) }
            return MemoryView.isInstance(v) && show(v)
        }
        func show(_ v: Value) -> Bool {
            if MemoryView(v).isReleased { return false }
            if v.ref.value(2) == object { return true }
            // What a `__buffer__` in Python gave is held through the view of its exporter.
            let inner = MemoryView.exported(v)
            return inner.isPointer && show(inner)
        }
        func inside(_ d: DictRef) -> Bool {
            var i = -1
            while d.next(&i) { if isView(d.valueAt(i)) { return true } }
            return false
        }
        var known = 0
        func isNew(_ d: Value) -> Bool {
            for i in 0..<known where seen[i] == d { return false }
            if known < seenAtMost { seen[known] = d; known += 1 }
            return true
        }
        for t in 0..<Threads.all.count {
            var f = Threads.all[t].pointee.frame
            while let b = f.base {
                if b[Frame.code].bits != 0 {
                    for i in 0..<f.borrowedCode.read({ $0.namedSlots }) where isView(f[i]) { return true }
                    let globals = f.function.globals.value
                    if isNew(globals), inside(DictRef(globals)) { return true }
                    let n = b[Frame.namespace]
                    if n.isPointer, n != globals, n.isDict, inside(DictRef(n)) { return true }
                }
                f = Frame(b[Frame.previous].pointer)
            }
        }
        return false
    }
}
