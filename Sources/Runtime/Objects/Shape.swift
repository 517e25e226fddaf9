/// Hidden classes. A shape lists the attribute names of instances in order of creation; instances that got the same attributes in the
/// same order share it. A type's root shape is its own, so a shape implies the type of the instance.
///
/// Instance words: [attributes] = the shape, or the type's dictionary shape once a real `__dict__` took over;
/// [attributes + 1] = overflow storage (`ListRef.Storage`) or that dict; then `inlineCapacity` values.
/// A property's index is its place in the shape's order; index i lies inline when i < inlineCapacity, else at i - inlineCapacity in the overflow.
/// Asking for `__dict__` turns the instance into dictionary mode for good, and so does deleting attributes where that makes too many shapes.
/// Words: 2 type, 3 parent, 4 name, 5 first child, 6 next sibling, 7 lookup table (a dict name -> index, made when long); 8 raw: count.
struct Shape: Equatable {
    let ref: Ref
    @inline(__always) init(_ r: Ref) { ref = r }
    static func == (a: Shape, b: Shape) -> Bool { a.ref == b.ref }
    @inline(__always) var type: TypeRef { TypeRef(ref.value(2).ref) }
    var parent: Value { ref.value(3) }
    var name: Value { ref.value(4) }
    /// Number of attributes; -1 marks the dictionary shape.
    @inline(__always) var count: Int { Int(Int64(bitPattern: ref.word(8))) }
    @inline(__always) var isDictionary: Bool { count < 0 }
    static let dictionaryCount = -1, limit = 256

    private static func allocate(_ t: TypeRef, parent: Value, name: Value, count: Int) -> Shape {
        let r = Heap.allocate(72, Types.shape)
        r.initialize(2, t.value); r.initialize(3, parent); r.initialize(4, name); r.setWord(8, UInt64(bitPattern: Int64(count)))
        return Shape(r)
    }
    static func root(_ t: TypeRef) -> Value {
        let root = allocate(t, parent: .unbound, name: .unbound, count: 0)
        // The dictionary shape hangs on the root as its parent.
        root.ref.set(3, Value(allocate(t, parent: .unbound, name: .unbound, count: dictionaryCount).ref))
        return Value(root.ref)
    }
    static func dictionary(_ t: TypeRef) -> Value { Shape(t.rootShape.ref).parent }

    /// Index of NAME (interned), -1 if the shape lacks it.
    func find(_ name: Value) -> Int {
        if count > 8 {
            if ref.value(7).isUnbound { makeTable() }
            let i = DictRef(ref.value(7)).findIndex(name: name)
            return i < 0 ? -1 : i
        }
        var s = self
        while s.count > 0 { if s.name == name { return s.count &- 1 }; s = Shape(s.parent.ref) }
        return -1
    }
    private func makeTable() {
        let d = DictRef.allocate(capacity: count)
        for n in names() { d.set(name: n, .none) }
        ref.set(7, d.value)
    }
    /// In order of creation. (Names are interned, hence rooted: they may stand in an array.)
    func names() -> [Value] {
        var out: [Value] = [], s = self
        while s.count > 0 { out.append(s.name); s = Shape(s.parent.ref) }
        return out.reversed()
    }
    /// The shape with NAME added.
    func adding(_ name: Value) -> Shape {
        var c = ref.value(5)
        while c.isPointer { let s = Shape(c.ref); if s.name == name { return s }; c = s.ref.value(6) }
        let s = Shape.allocate(type, parent: Value(ref), name: name, count: count + 1)
        s.ref.set(6, ref.value(5))
        ref.set(5, Value(s.ref))
        return s
    }
    /// How many shapes of a type may be made by deletions.
    private static let removalLimit = 32
    /// The shape without NAME, which it has; nil if there are too many such shapes.
    func removing(_ name: Value) -> Shape? {
        if self.name == name { return Shape(parent.ref) }
        guard count <= 16, let s = Shape(parent.ref).removing(name) else { return nil }
        var c = s.ref.value(5)
        while c.isPointer { let x = Shape(c.ref); if x.name == self.name { return x }; c = x.ref.value(6) }
        // The dictionary shape, which has no children, counts them.
        let counter = Shape.dictionary(type).ref, made = counter.word(5) == 0 ? 0 : counter.value(5).int
        if made >= Shape.removalLimit { return nil }
        counter.setWord(5, Value(int: made + 1).bits)
        return s.adding(self.name)
    }
}

/// The attributes of one instance, wherever they lie.
struct Attributes {
    let object: Ref, word: Int, capacity: Int
    /// The word of the shape in instances that differ in size: the last but one of the cell.
    @inline(__always) static func lastWords(_ o: Ref) -> Int { Heap.cellSize(o) >> 3 - 2 }
    /// For instances whose type has `attributes`.
    @inline(__always) init(_ o: Ref) { object = o; let t = o.type, w = t.attributes; word = _slowPath(w == TypeRef.attributesAtEnd) ? Attributes.lastWords(o) : w; capacity = t.inlineCapacity }
    @inline(__always) var shape: Shape { Shape(object.value(word).ref) }
    @inline(__always) var isDictionary: Bool { shape.isDictionary }
    @inline(__always) var dict: DictRef { DictRef(object.value(word &+ 1)) }

    @inline(__always) subscript(i: Int) -> Value {
        get {
            if i < capacity { return object.value(word &+ 2 &+ i) }
            return ListRef.Storage(object.value(word &+ 1).ref).items[i &- capacity]
        }
        nonmutating set {
            if i < capacity { object.set(word &+ 2 &+ i, newValue); return }
            let s = ListRef.Storage(object.value(word &+ 1).ref)
            s.ref.barrier(); s.items[i &- capacity] = newValue
        }
    }
    /// The attribute NAME (interned), unbound if missing.
    func get(_ name: Value) -> Value {
        let s = shape
        if s.isDictionary { return dict.find(name) ?? .unbound }
        let i = s.find(name)
        return i < 0 ? .unbound : self[i]
    }
    /// Sets or adds NAME (interned).
    func set(_ name: Value, _ v: Value) {
        let s = shape
        if s.isDictionary { dict.set(name: name, v); return }
        let i = s.find(name)
        if i >= 0 { self[i] = v; return }
        if s.count >= Shape.limit { toDictionary().set(name: name, v); return }
        add(s.adding(name), v)
    }
    /// Moves to shape S, whose last property gets V.
    func add(_ s: Shape, _ v: Value) {
        let i = s.count - 1
        if i >= capacity {
            let need = i - capacity, old = object.value(word + 1)
            if !old.isPointer || ListRef.Storage(old.ref).capacity <= need {
                let bigger = ListRef.Storage.allocate(need < 4 ? 4 : need * 2)
                if old.isPointer { for k in 0..<need { bigger.items[k] = ListRef.Storage(old.ref).items[k] } }
                object.set(word + 1, Value(bigger.ref))
            }
        }
        self[i] = v
        object.set(word, Value(s.ref))
    }
    /// Removes NAME; false if it was not there.
    func remove(_ name: Value) -> Bool {
        let s = shape
        if !s.isDictionary {
            let i = s.find(name)
            if i < 0 { return false }
            if let smaller = s.removing(name) {
                var k = i
                while k < s.count - 1 { self[k] = self[k + 1]; k += 1 }
                self[k] = .unbound
                object.set(word, Value(smaller.ref))
                return true
            }
        }
        return toDictionary().remove(name: name) != nil
    }
    /// The dict that holds the attributes from now on.
    func toDictionary() -> DictRef {
        let s = shape
        if s.isDictionary { return dict }
        let d = DictRef.allocate(capacity: s.count)
        for (i, n) in s.names().enumerated() { d.set(name: n, self[i]); if i < capacity { object.set(word + 2 + i, .unbound) } }
        replaceDictionary(d)
        return d
    }
    func replaceDictionary(_ d: DictRef) {
        // (In dictionary mode the inline words are clear, and may not exist: `__class__` was assigned.)
        if !shape.isDictionary { for i in 0..<capacity { object.set(word + 2 + i, .unbound) } }
        object.set(word + 1, d.value)
        object.set(word, Shape.dictionary(object.type))
    }
}
