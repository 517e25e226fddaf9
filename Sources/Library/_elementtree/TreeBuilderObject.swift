import Glibc
import Runtime

/// `TreeBuilder`: words 2 root, 3 current element, 4 last element, 5 element whose tail comes next (unbound: the last one's text), 6 pending data (a
/// str, or a list of several; unbound: none), 7 open elements (a list), 8 element factory, 9 comment factory, 10 PI factory, 11 `append` of the event queue, 12-17 events start, end, start-ns, end-ns, comment, pi
/// (unbound: not wanted), 18 insert comments, 19 insert PIs. (Modules/_elementtree.c)
struct TreeBuilderObject {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), commentFactory = Value.unbound, piFactory = Value.unbound, parseError = Value.unbound
    static let startEvent = 12, endEvent = 13, startNS = 14, endNS = 15, commentEvent = 16, piEvent = 17

    private func event(_ w: Int, _ v: Value) throws(Raise) {
        let e = ref.value(w)
        if e.isUnbound || ref.value(11).isUnbound { return }
        _ = try Call.call(ref.value(11), TupleRef.make(e, v))
    }
    func namespaceEvent(_ w: Int, _ v: @autoclosure () -> Value) throws(Raise) { if !ref.value(w).isUnbound { try event(w, v()) } }
    func flush() throws(Raise) {
        var text = ref.value(6)
        if text.isUnbound { return }
        ref.set(6, .unbound)
        if text.isExactly(Types.list) { text = try Call.call(try Operations.getAttribute(StrRef.empty, StrRef.intern("join")), text) }
        let tail = ref.value(5), e = tail.isUnbound ? ref.value(4) : tail, w = tail.isUnbound ? 3 : 4
        if e.isExactly(ElementObject.type) {
            let old = e.ref.value(w)
            e.ref.set(w, old.isNone ? text : try Operations.binary(.add, old, text))
            return
        }
        let name = StrRef.intern(w == 3 ? "text" : "tail"), old = try Operations.getAttribute(e, name)
        try Operations.setAttribute(e, name, old.isNone ? text : try Operations.binary(.add, old, text))
    }
    private func add(_ parent: Value, _ child: Value) throws(Raise) {
        if parent.isExactly(ElementObject.type), ElementObject.isElement(child) { ElementObject(parent).children.append(child); return }
        _ = try Call.call(try Operations.getAttribute(parent, StrRef.intern("append")), child)
    }
    func start(_ tag: Value, _ attributes: Value) throws(Raise) -> Value {
        try flush()
        let node: Value
        if ref.value(8).isUnbound { node = ElementObject.make(tag, attributes) }
        else { node = try Call.call(ref.value(8), tag, attributes.isUnbound ? DictRef.allocate().value : attributes) }
        ref.set(5, .unbound)
        let this = ref.value(3)
        if !this.isNone { try add(this, node) } else {
            if !ref.value(2).isUnbound { throw Errors.raise(try Call.call(TreeBuilderObject.parseError, StrRef.make("multiple elements on top level"))) }
            ref.set(2, node)
        }
        ListRef(ref.value(7)).append(this)
        ref.set(3, node); ref.set(4, node)
        try event(TreeBuilderObject.startEvent, node)
        return node
    }
    func data(_ v: Value) {
        if ref.value(4).isNone { return }
        let pending = ref.value(6)
        if pending.isUnbound { ref.set(6, v); return }
        let pieces: ListRef
        if pending.isExactly(Types.list) { pieces = ListRef(pending) } else {
            pieces = ListRef.allocate(capacity: 4)
            pieces.append(pending)
            ref.set(6, pieces.value)
        }
        pieces.append(v)
    }
    func end() throws(Raise) -> Value {
        try flush()
        let stack = ListRef(ref.value(7)), n = stack.count
        if n == 0 { throw Errors.indexError("pop from empty stack") }
        let last = ref.value(3)
        ref.set(4, last); ref.set(5, last)
        ref.set(3, stack[n - 1])
        stack.truncate(n - 1)
        try event(TreeBuilderObject.endEvent, last)
        return last
    }
    private func special(_ node: Value, insert w: Int, _ e: Int) throws(Raise) -> Value {
        if ref.value(w) == .true, !ref.value(3).isNone {
            try add(ref.value(3), node)
            ref.set(5, node)
        }
        try event(e, node)
        return node
    }
    func comment(_ text: Value) throws(Raise) -> Value {
        try flush()
        return try special(ref.value(9).isUnbound ? text : try Call.call(ref.value(9), text), insert: 18, TreeBuilderObject.commentEvent)
    }
    func instruction(_ target: Value, _ text: Value) throws(Raise) -> Value {
        try flush()
        return try special(ref.value(10).isUnbound ? TupleRef.make(target, text) : try Call.call(ref.value(10), target, text), insert: 19, TreeBuilderObject.piEvent)
    }
    var result: Value { let r = ref.value(2); return r.isUnbound ? .none : r }

    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("TreeBuilder", module: "xml.etree.ElementTree", size: 160, layout: .fields(2, 20), subclassable: true)
        type = t
        m.type(t)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.set(3, .none); r.set(4, .none); r.set(7, ListRef.allocate().value)
            return Value(r)
        }
        t.special("__init__", "($self, element_factory=None, *, comment_factory=None, pi_factory=None, insert_comments=False, insert_pis=False)") { a throws(Raise) in
            let r = a[0].ref
            if !a[1].isNone { r.set(8, a[1]) }
            r.set(9, a[2].isNone ? commentFactory : a[2]); r.set(10, a[3].isNone ? piFactory : a[3])
            r.set(18, Value(bool: try Operations.isTrue(a[4]))); r.set(19, Value(bool: try Operations.isTrue(a[5])))
            return .none
        }
        t.method("start", "($self, tag, attrs, /)") { a throws(Raise) in
            guard a[2].isDict else { throw Errors.typeError("start() argument 2 must be dict, not \(TextArguments.describe(a[2]))") }
            return try TreeBuilderObject(a[0]).start(a[1], a[2])
        }
        t.method("data", "($self, data, /)") { a in TreeBuilderObject(a[0]).data(a[1]); return .none }
        t.method("end", "($self, tag, /)") { a throws(Raise) in try TreeBuilderObject(a[0]).end() }
        t.method("comment", "($self, text, /)") { a throws(Raise) in try TreeBuilderObject(a[0]).comment(a[1]) }
        t.method("pi", "($self, target, text=None, /)") { a throws(Raise) in try TreeBuilderObject(a[0]).instruction(a[1], a[2]) }
        t.method("close", "($self, /)") { a in TreeBuilderObject(a[0]).result }
        for w in [Value.unbound] { commentFactory = w; piFactory = w }
        Heap.addRoot(&commentFactory); Heap.addRoot(&piFactory); Heap.addRoot(&parseError)
        m.function("_set_factories", "(comment_factory, pi_factory, /)") { a throws(Raise) in
            let old = TupleRef.make(commentFactory.isUnbound ? .none : commentFactory, piFactory.isUnbound ? .none : piFactory)
            for (v, n) in [(a[0], "Comment"), (a[1], "PI")] where !v.isNone && !(v.isPointer && v.type.hasSlot(.call)) { throw Errors.typeError("\(n) factory must be callable, not \(v.type)") }
            commentFactory = a[0].isNone ? .unbound : a[0]; piFactory = a[1].isNone ? .unbound : a[1]
            return old
        }
    }
}
