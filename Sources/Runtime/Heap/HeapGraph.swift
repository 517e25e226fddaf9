import CSupport
import Glibc

/// The heap as programs may look at it (`gc.get_objects`, `get_referrers`, `get_referents`): which objects there are and what they refer to.
///
/// Objects that only the runtime knows (tables of dicts, storages of lists, shapes) are looked through. Children are found with the collector's own
/// visit: for the time of a question the mark bits are put aside, so that every child is reported; nothing is allocated meanwhile.
enum HeapGraph {
    /// Types of which no program ever sees an object.
    private static func isInternal(_ t: TypeRef) -> Bool {
        t == Types.storage || t == TraceConstants.buriedType || t == Types.dictTable || t == Types.shape || t == SetRef.tableType || t == ByteArrayRef.storageType || t == TextBuffer.type
    }
    /// What CPython's collector keeps track of.
    static func isTracked(_ v: Value) -> Bool {
        guard v.isPointer else { return false }
        let t = v.type, F = TypeRef.Flags.self
        if isInternal(t) { return false }
        if v.isType { return TypeRef(v.ref).has(F.heapType) }
        if v.isTuple && !t.has(F.heapType) { let u = TupleRef(v); for i in 0..<u.count where isTracked(u[i]) { return true }; return false }
        return isCollectable(t)
    }
    /// Whether instances of T are (Py_TPFLAGS_HAVE_GC).
    static func isCollectable(_ t: TypeRef) -> Bool {
        let F = TypeRef.Flags.self
        if t.has(F.heapType) { return t.attributes != 0 || t.nativeDict != 0 || t.layout.to != t.layout.from || t.layout.kind != .plain }
        if t.has(F.list) || t.has(F.dict) || t.has(F.tuple) { return true }
        if t.has(F.str) || t.has(F.long) || t.has(F.bytes) || t.has(F.float) { return false }
        return !(t == Types.complex || t == Types.bytearray || t == Types.object || t == Types.range || t == Types.code || t.layout.kind == .plain && t.layout.from == t.layout.to)
    }

    /// A list of all tracked objects. After a major collection.
    static func objects() -> Value {
        let out = ListRef.allocate(), list = RawList()
        forEachMarked { if isTracked(Value($0)) && $0 != out.ref { list.items.append($0) } }
        return fill(out, list)
    }
    static func countTracked() -> Int { var n = 0; forEachMarked { if isTracked(Value($0)) { n += 1 } }; return n }
    /// A list of the tracked objects that refer to one of OBJECTS directly.
    static func referrers(_ objects: TupleRef) -> Value {
        let out = ListRef.allocate(), list = RawList()
        var all = RawArray<Ref>()
        forEachMarked { if isTracked(Value($0)) && $0 != objects.ref && $0 != out.ref { all.append($0) } }
        withoutMarks {
            for i in 0..<all.count {
                let r = all[i]
                var hit = false
                if Value(r).isTuple || Value(r).isList {
                    forEachItem(Value(r)) { v in for k in 0..<objects.count where objects[k] == v { hit = true } }
                } else {
                    children(of: r) { c in for k in 0..<objects.count where objects[k] == Value(c) { hit = true } }
                }
                if hit { list.items.append(r) }
            }
        }
        all.free()
        return fill(out, list)
    }
    /// A list of what OBJECTS refer to directly, in the order of CPython's traversals as far as it shows.
    static func referents(_ objects: TupleRef) throws(Raise) -> Value {
        let out = ListRef.allocate()
        for k in 0..<objects.count {
            let o = objects[k]
            guard isTracked(o) || o.isTuple else { continue }
            if o.isList || o.isTuple {
                let items = o.isList ? ListRef(ListRef.make(ListRef(o).items, ListRef(o).count)) : ListRef(ListRef.make(TupleRef(o).items, TupleRef(o).count))
                var i = items.count
                while i > 0 { i -= 1; out.append(items[i]) }
                if o.type.has(TypeRef.Flags.heapType) { out.append(o.type.value) }
                continue
            }
            if o.isDict {
                let d = DictRef(o)
                var i = -1, plain = true
                while d.next(&i) { if !d.key(i).isExactly(Types.str) { plain = false } }
                i = -1
                while d.next(&i) { out.append(d.valueAt(i)); if !plain { out.append(d.key(i)) } }
                if o.type.has(TypeRef.Flags.heapType) { out.append(o.type.value) }
                continue
            }
            let list = RawList()
            withoutMarks { children(of: o.ref) { if $0 != o.type.ref { list.items.append($0) } } }
            _ = fill(out, list)
            if o.type.has(TypeRef.Flags.heapType) { out.append(o.type.value) }
        }
        return out.value
    }
    private final class RawList { var items = RawArray<Ref>(); deinit { items.free() } }
    /// Appends all of LIST: the objects are alive, and no collection may come before they stand in OUT.
    private static func fill(_ out: ListRef, _ list: RawList) -> Value {
        Heap.holding { for i in 0..<list.items.count { out.append(Value(list.items[i])) } }
        return out.value
    }
    private static func forEachItem(_ v: Value, _ body: (Value) -> Void) {
        if v.isTuple { let t = TupleRef(v); for i in 0..<t.count { body(t[i]) } } else { let l = ListRef(v); for i in 0..<l.count { body(l[i]) } }
        if v.type.has(TypeRef.Flags.heapType) { children(of: v.ref) { body(Value($0)) } }
    }
    private static func forEachMarked(_ body: (Ref) -> Void) {
        for k in 0..<Heap.classCount {
            let c = Heap.classes[k]
            for i in 0..<c.count {
                let b = Int(c.blocks[i]), start = Heap.base &+ UInt(b << Heap.blockShift)
                for j in 0..<Int(Heap.blocks[b].cells) {
                    let p = start &+ UInt(j &* c.size)
                    if Heap.isMarked(p) { body(Ref(bitPattern: p).unsafelyUnwrapped) }
                }
            }
        }
        for i in 0..<Collector.largeObjects.count {
            let p = Heap.base &+ UInt(Int(Collector.largeObjects[i]) << Heap.blockShift)
            if Heap.isMarked(p) { body(Ref(bitPattern: p).unsafelyUnwrapped) }
        }
    }
    /// How what the program can reach leads to the object at ADDRESS: a line per object on a shortest way, the root first; empty if nothing does.
    /// (The address is given, not the object: the question must not hold it.) A word of a native stack is told by its distance from the stack's bottom.
    static func way(to address: UInt) -> [String] {
        var parents: [UInt: UInt] = [:], roots: [UInt: String] = [:], queue: [Ref] = [], lines: [String] = []
        func take(_ from: UInt, _ label: @autoclosure () -> String) {
            while Collector.gray.count > 0 {
                let r = Collector.gray.popLast(), a = UInt(bitPattern: r)
                if from == 0 { roots[a] = label() } else { parents[a] = from }
                queue.append(r)
            }
        }
        Collector.stackEnd = UnsafeMutableRawPointer(mutating: dx_frame_address())
        // Which cells are in use is told by the marks.
        let bottom = thread.pointee.stackBottom.unsafelyUnwrapped
        var words: [(Ref, UInt, UInt)] = [], p = UInt(bitPattern: dx_frame_address()) & ~7
        Collector.gathering = true
        while p < UInt(bitPattern: bottom) {
            let w = UnsafePointer<UInt>(bitPattern: p).unsafelyUnwrapped.pointee
            Collector.markConservatively(w)
            for i in 0..<Collector.candidates.count { words.append((Collector.candidates[i], w, p)) }
            Collector.candidates.removeAll()
            p &+= 8
        }
        Collector.gathering = false
        withoutMarks {
            for i in 0..<Collector.roots.count { Collector.mark(Collector.roots[i].pointee); take(0, "root word \(i)") }
            Collector.isMinor = false
            for (i, f) in Collector.rootVisitors.enumerated() { f(); take(0, "root visitor \(i)") }
            var f = thread.pointee.frame, k = 0
            while let b = f.base {
                if b[Frame.code].bits != 0 {
                    for w in [Frame.function, Frame.object, Frame.namespace, Frame.result, Frame.generator] { Collector.mark(f.base[w]); take(0, "frame \(k) header \(w)") }
                    let n = f.borrowedCode.read { $0.frameSlots }
                    for s in 0..<n { Collector.mark(f[s]); take(0, "frame \(k) (\(StrRef(f.code.qualname).string)) slot \(s)") }
                }
                f = Frame(b[Frame.previous].pointer); k += 1
            }
            for (r, word, p) in words { Collector.mark(r); take(0, "stack -\(UInt(bitPattern: bottom) - p) (0x\(String(word, radix: 16))) at 0x\(String(p, radix: 16))") }
            _ = Threads.visitStacks(); take(0, "other threads' state")
            var i = 0
            while i < queue.count && parents[address] == nil && roots[address] == nil {
                Collector.visit(queue[i]); take(UInt(bitPattern: queue[i]), "")
                i += 1
            }
        }
        var a = address
        while let p = parents[a] { lines.append("\(Ref(bitPattern: a).unsafelyUnwrapped.type.text) at 0x\(String(a, radix: 16))"); a = p }
        if let r = roots[a] { lines.append("\(Ref(bitPattern: a).unsafelyUnwrapped.type.text) at 0x\(String(a, radix: 16))"); lines.append(r) }
        return lines.reversed()
    }
    private static func withoutMarks(_ body: () -> Void) {
        let n = Heap.blockCount * (Heap.blockSize / Heap.granule / 64)
        let saved = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, n))
        saved.update(from: Heap.marks, count: n)
        Heap.marks.update(repeating: 0, count: n)
        body()
        Heap.marks.update(from: saved, count: n)
        saved.deallocate()
    }
    /// The objects that R refers to, each once, through the runtime's own; while the mark bits are put aside.
    private static func children(of r: Ref, _ body: (Ref) -> Void) {
        var pending = RawArray<Ref>(capacity: 16), seen = RawArray<Ref>(capacity: 16)
        pending.append(r)
        while pending.count > 0 {
            Collector.visit(pending.popLast())
            let first = seen.count
            for i in 0..<Collector.gray.count { seen.append(Collector.gray[i]) }
            Collector.gray.removeAll()
            for i in first..<max(first, seen.count) {
                let c = seen[i]
                if isInternal(c.type) { if c.type != Types.shape { pending.append(c) } } else { body(c) }
            }
        }
        for i in 0..<seen.count {
            let g = (UInt(bitPattern: seen[i]) &- Heap.base) &>> 4
            Heap.marks[Int(g &>> 6)] &= ~(UInt64(1) &<< UInt64(g & 63))
        }
        pending.free(); seen.free()
    }
}
