/// Whether a variable holds a view of an object: a local, a cell or a global of a function that runs in any thread.
enum HeldViews {
    static func exist(_ object: Value) -> Bool {
        func isView(_ v: Value) -> Bool {
            guard v.isPointer else { return false }
            if v.ref.type == Types.cell { let c = CellRef(v).content; return MemoryView.isInstance(c) && show(c) }
            return MemoryView.isInstance(v) && show(v)
        }
        func show(_ v: Value) -> Bool { !MemoryView(v).isReleased && v.ref.value(2) == object }
        func inside(_ d: DictRef) -> Bool {
            var i = -1
            while d.next(&i) { if isView(d.valueAt(i)) { return true } }
            return false
        }
        var last = Value.unbound
        for t in 0..<Threads.all.count {
            var f = Threads.all[t].pointee.frame
            while let b = f.base {
                if b[Frame.code].bits != 0 {
                    for i in 0..<f.borrowedCode.read({ $0.namedSlots }) where isView(f[i]) { return true }
                    let globals = f.function.globals.value
                    if globals != last, inside(DictRef(globals)) { return true }
                    last = globals
                    let n = b[Frame.namespace]
                    if n.isPointer, n != globals, n.isDict, inside(DictRef(n)) { return true }
                }
                f = Frame(b[Frame.previous].pointer)
            }
        }
        return false
    }
}
