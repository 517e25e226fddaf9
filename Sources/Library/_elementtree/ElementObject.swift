import Glibc
import Runtime

/// `xml.etree.ElementTree.Element`: words 2 tag, 3 text, 4 tail, 5 attributes (a dict; unbound: none yet), 6 children (a list; unbound: none yet).
/// (Modules/_elementtree.c)
struct ElementObject {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), iterator = TypeRef()
    nonisolated(unsafe) private static var pathModule = Value.unbound, deepcopier = Value.unbound

    static func isElement(_ v: Value) -> Bool { v.isPointer && (v.ref.type == type || v.ref.type.isSubtype(of: type)) }
    static func make(_ tag: Value, _ attributes: Value) -> Value {
        let r = Heap.allocate(type.instanceSize, type)
        r.initialize(2, tag); r.initialize(3, .none); r.initialize(4, .none); r.initialize(5, attributes)
        return Value(r)
    }
    var count: Int { ref.value(6).isUnbound ? 0 : ListRef(ref.value(6)).count }
    var children: ListRef {
        if ref.value(6).isUnbound { ref.set(6, ListRef.allocate().value) }
        return ListRef(ref.value(6))
    }
    var attributes: DictRef {
        if ref.value(5).isUnbound { ref.set(5, DictRef.allocate().value) }
        return DictRef(ref.value(5))
    }
    static func check(_ v: Value, _ f: String, _ i: Int) throws(Raise) {
        if !isElement(v) { throw Errors.typeError("\(f)() argument \(i) must be xml.etree.ElementTree.Element, not \(TextArguments.describe(v))") }
    }
    private static func path() throws(Raise) -> Value {
        if pathModule.isUnbound { pathModule = try Builtins.importModule("xml.etree.ElementPath"); Heap.addRoot(&pathModule) }
        return pathModule
    }
    /// Whether PATH asks for more than children of one name.
    private static func isPath(_ p: Value) -> Bool {
        guard p.isStr else { return true }
        let s = StrRef(p)
        for i in 0..<s.count { let c = s[i]; if c == 47 || c == 42 || c == 91 || c == 64 || c == 46 || c == 123 { return true } }
        return false
    }
    private static func search(_ f: String, _ a: [Value]) throws(Raise) -> Value {
        let g = try Operations.getAttribute(try path(), StrRef.intern(f))
        return a.count == 3 ? try Call.call(g, a[0], a[1], a[2]) : try Call.call(g, a[0], a[1], a[2], a[3])
    }
    static func copyDeep(_ v: Value, _ memo: Value) throws(Raise) -> Value {
        if v.isNone || v.isExactly(Types.str) { return v }
        if v.isExactly(type) { return try deep(ElementObject(v), memo) }
        if deepcopier.isUnbound { deepcopier = try Operations.getAttribute(try Builtins.importModule("copy"), StrRef.intern("deepcopy")); Heap.addRoot(&deepcopier) }
        return try Call.call(deepcopier, v, memo)
    }
    private static func deep(_ e: ElementObject, _ memo: Value) throws(Raise) -> Value {
        try NativeRecursion.check()
        let out = make(try copyDeep(e.ref.value(2), memo), .unbound)
        if !e.ref.value(5).isUnbound { out.ref.set(5, try copyDeep(e.ref.value(5), memo)) }
        out.ref.set(3, try copyDeep(e.ref.value(3), memo)); out.ref.set(4, try copyDeep(e.ref.value(4), memo))
        var i = 0
        while i < e.count { ElementObject(out).children.append(try copyDeep(e.children[i], memo)); i += 1 }
        if memo.isDict { try DictRef(memo).set(try Call.call(try Builtins.get("id"), Value(e.ref)), out) }
        return out
    }
    /// tag, {attributes}, **extra
    static func arguments(_ f: String, _ args: TupleRef, _ kw: DictRef, from k: Int) throws(Raise) -> (Value, Value) {
        if args.count < k + 1 { throw Errors.typeError("\(f)() takes at least \(k + 1) argument\(k == 0 ? "" : "s") (\(args.count) given)") }
        if args.count > k + 2 { throw Errors.typeError("\(f)() takes at most \(k + 2) argument\(k == 0 ? "s" : "s") (\(args.count) given)") }
        var given = args.count > k + 1 ? args[k + 1] : Value.unbound
        let name = StrRef.intern("attrib")
        let extra = kw.copy()
        if given.isUnbound, let x = kw.find(name) {
            _ = extra.remove(name: name)
            if !x.isDict { throw Errors.typeError("attrib must be dict, not \(x.type)") }
            given = x
        }
        if !given.isUnbound && !given.isDict { throw Errors.typeError("\(f)() argument \(k + 2) must be dict, not \(TextArguments.describe(given))") }
        if given.isUnbound { return (args[k], extra.count > 0 ? extra.value : .unbound) }
        let d = DictRef(given).copy()
        try d.update(extra.value)
        return (args[k], d.value)
    }

    static func define(_ m: ModuleBuilder) throws(Raise) {
        let t = TypeFactory.make("Element", module: "xml.etree.ElementTree", size: 56, layout: .fields(2, 7), subclassable: true)
        t.allowWeakReferences()
        type = t
        m.type(t)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.set(2, .none); r.set(3, .none); r.set(4, .none)
            return Value(r)
        }
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            let (tag, attributes) = try arguments("Element", TupleRef(a[1]), DictRef(a[2]), from: 0)
            a[0].ref.set(2, tag); a[0].ref.set(5, attributes); a[0].ref.set(3, .none); a[0].ref.set(4, .none)
            return .none
        }
        let subElement = m.function("SubElement", "(*args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[0])
            let (tag, attributes) = try arguments("SubElement", args, DictRef(a[1]), from: 1)
            try check(args[0], "SubElement", 1)
            let e = make(tag, attributes)
            ElementObject(args[0]).children.append(e)
            return e
        }
        Descriptor.setVector(subElement) { base, count throws(Raise) in
            guard count == 2, isElement(base[0]) else { return nil }
            let e = make(base[1], .unbound)
            ElementObject(base[0]).children.append(e)
            return e
        }
        for (n, w): (StaticString, Int) in [("tag", 2), ("text", 3), ("tail", 4)] {
            t.getter(n, set: { v, x in v.ref.set(w, x) }, delete: { _ throws(Raise) in throw Errors.make(Exceptions.attributeError, "can't delete element attribute") }) { v in v.ref.value(w) }
        }
        t.getter("attrib", set: { v, x throws(Raise) in
            guard x.isDict else { throw Errors.typeError("attrib must be dict, not \(x.type)") }
            v.ref.set(5, x)
        }, delete: { _ throws(Raise) in throw Errors.make(Exceptions.attributeError, "can't delete element attribute") }) { v in ElementObject(v).attributes.value }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let id = try Operations.index(try Call.call(try Builtins.get("id"), a[0]))
            return StrRef.make("<Element \(StrRef(try Operations.repr(a[0].ref.value(2))).string) at 0x\(String(id, radix: 16))>")
        }
        t.special("__bool__", "($self, /)") { a throws(Raise) in
            try Warnings.warn(Exceptions.deprecationWarning, "Testing an element's truth value will always return True in future versions.  Use specific 'len(elem)' or 'elem is not None' test instead.")
            return Value(bool: ElementObject(a[0]).count > 0)
        }
        t.special("__len__", "($self, /)") { a in Value(int: ElementObject(a[0]).count) }
        sequence(t)
        t.method("get", "($self, /, key, default=None)") { a throws(Raise) in a[0].ref.value(5).isUnbound ? a[2] : try ElementObject(a[0]).attributes.get(a[1]) ?? a[2] }
        t.method("set", "($self, key, value, /)") { a throws(Raise) in try ElementObject(a[0]).attributes.set(a[1], a[2]); return .none }
        t.method("keys", "($self, /)") { a throws(Raise) in try Operations.list(ElementObject(a[0]).attributes.value).value }
        t.method("items", "($self, /)") { a throws(Raise) in try Operations.list(try Call.call(try Operations.getAttribute(ElementObject(a[0]).attributes.value, StrRef.intern("items")))).value }
        t.method("clear", "($self, /)") { a in
            a[0].ref.set(3, .none); a[0].ref.set(4, .none); a[0].ref.set(5, .unbound); a[0].ref.set(6, .unbound)
            return .none
        }
        t.method("append", "($self, subelement, /)") { a throws(Raise) in try check(a[1], "append", 1); ElementObject(a[0]).children.append(a[1]); return .none }
        t.method("insert", "($self, index, subelement, /)") { a throws(Raise) in
            var i = try Operations.index(a[1])
            try check(a[2], "insert", 2)
            let l = ElementObject(a[0]).children
            if i < 0 { i = max(0, i + l.count) }
            l.insert(a[2], at: min(i, l.count))
            return .none
        }
        t.method("extend", "($self, elements, /)") { a throws(Raise) in
            let l = try Operations.listForCall(a[1]) { "'elements' must be an iterable" }
            for i in 0..<l.count {
                if !isElement(l[i]) { throw Errors.typeError("expected an Element, not \"\(l[i].type)\"") }
                ElementObject(a[0]).children.append(l[i])
            }
            return .none
        }
        t.method("remove", "($self, subelement, /)") { a throws(Raise) in
            try check(a[1], "remove", 1)
            let e = ElementObject(a[0])
            var i = 0
            while i < e.count {
                if try Operations.isEqual(e.children[i], a[1]) { if i < e.count { e.children.resize(at: i, removing: 1, inserting: 0) }; return .none }
                i += 1
            }
            throw Errors.valueError("Element.remove(x): element not found")
        }
        t.method("find", "($self, /, path, namespaces=None)") { a throws(Raise) in
            if isPath(a[1]) || !a[2].isNone { return try search("find", [a[0], a[1], a[2]]) }
            let e = ElementObject(a[0])
            var i = 0
            while i < e.count { let c = e.children[i]; if isElement(c), try Operations.isEqual(c.ref.value(2), a[1]) { return c }; i += 1 }
            return .none
        }
        t.method("findtext", "($self, /, path, default=None, namespaces=None)") { a throws(Raise) in
            if isPath(a[1]) || !a[3].isNone { return try search("findtext", [a[0], a[1], a[2], a[3]]) }
            let e = ElementObject(a[0])
            var i = 0
            while i < e.count {
                let c = e.children[i]
                if isElement(c), try Operations.isEqual(c.ref.value(2), a[1]) { let x = c.ref.value(3); return x.isNone ? StrRef.empty : x }
                i += 1
            }
            return a[2]
        }
        t.method("findall", "($self, /, path, namespaces=None)") { a throws(Raise) in
            if isPath(a[1]) || !a[2].isNone { return try search("findall", [a[0], a[1], a[2]]) }
            let e = ElementObject(a[0]), out = ListRef.allocate()
            var i = 0
            while i < e.count { let c = e.children[i]; if isElement(c), try Operations.isEqual(c.ref.value(2), a[1]) { out.append(c) }; i += 1 }
            return out.value
        }
        t.method("iterfind", "($self, /, path, namespaces=None)") { a throws(Raise) in try search("iterfind", [a[0], a[1], a[2]]) }
        t.method("makeelement", "($self, tag, attrib, /)") { a throws(Raise) in
            guard a[2].isDict else { throw Errors.typeError("makeelement() argument 2 must be dict, not \(TextArguments.describe(a[2]))") }
            return make(a[1], DictRef(a[2]).copy().value)
        }
        t.method("__copy__", "($self, /)") { a in
            let out = make(a[0].ref.value(2), a[0].ref.value(5))
            out.ref.set(3, a[0].ref.value(3)); out.ref.set(4, a[0].ref.value(4))
            let e = ElementObject(a[0])
            if e.count > 0 { out.ref.set(6, ListRef.make(e.children.items, e.count)) }
            return out
        }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in
            guard a[1].isDict else { throw Errors.typeError("__deepcopy__() argument must be dict, not \(TextArguments.describe(a[1]))") }
            return try deep(ElementObject(a[0]), a[1])
        }
        t.method("__sizeof__", "($self, /)") { a in Value(int: a[0].type.instanceSize + ElementObject(a[0]).count * 8) }
        let state = ["tag", "_children", "attrib", "text", "tail"]
        t.method("__getstate__", "($self, /)") { a throws(Raise) in
            let d = DictRef.allocate(), e = ElementObject(a[0])
            d.set(name: StrRef.intern("tag"), a[0].ref.value(2)); d.set(name: StrRef.intern("_children"), e.count == 0 ? ListRef.allocate().value : ListRef.make(e.children.items, e.count))
            d.set(name: StrRef.intern("attrib"), e.attributes.value); d.set(name: StrRef.intern("text"), a[0].ref.value(3)); d.set(name: StrRef.intern("tail"), a[0].ref.value(4))
            return d.value
        }
        t.method("__setstate__", "($self, state, /)") { a throws(Raise) in
            guard a[1].isDict else { throw Errors.typeError("Don't know how to unpickle \"\(Operations.reprText(a[1]))\" as an Element") }
            let d = DictRef(a[1]), r = a[0].ref
            func item(_ i: Int) -> Value { d.find(StrRef.intern(state[i])) ?? .unbound }
            guard !item(0).isUnbound else { throw Errors.typeError("tag may not be NULL") }
            r.set(2, item(0)); r.set(3, item(3).isUnbound ? .none : item(3)); r.set(4, item(4).isUnbound ? .none : item(4))
            if !item(2).isUnbound && !item(2).isDict { throw Errors.typeError("attrib must be dict, not \(item(2).typeName)") }
            r.set(5, item(2)); r.set(6, .unbound)
            if !item(1).isUnbound {
                guard item(1).isList else { throw Errors.typeError("'_children' is not a list") }
                let l = ListRef(item(1))
                for i in 0..<l.count { if !isElement(l[i]) { throw Errors.typeError("expected an Element, not \"\(l[i].type)\"") }; ElementObject(a[0]).children.append(l[i]) }
            }
            return .none
        }
        // The iterator: words 2 list of the elements entered, each followed by the index of its next child, 3 tag (unbound: all), 4 texts wanted, 5 the root until it was
        // visited, 6 a text that is due.
        let it = TypeFactory.make("_element_iterator", module: "_elementtree", size: 56, layout: .fields(2, 7))
        iterator = it
        func iterate(_ e: Value, _ tag: Value, texts: Bool) -> Value {
            let r = Heap.allocate(56, it)
            r.set(5, e); r.set(3, tag); r.set(4, Value(bool: texts)); r.set(2, ListRef.allocate().value)
            return Value(r)
        }
        t.method("iter", "($self, /, tag=None)") { a in iterate(a[0], a[1].isNone || a[1].isStr && StrRef(a[1]).equals("*") ? .unbound : a[1], texts: false) }
        t.method("itertext", "($self, /)") { a in iterate(a[0], .unbound, texts: true) }
        NativeIterators.register(it) { r throws(Raise) in
            let stack = ListRef(r.value(2)), texts = r.value(4) == .true
            while true {
                var e: Value
                if !r.value(5).isUnbound { e = r.value(5); r.set(5, .unbound) }
                else {
                    let n = stack.count
                    if n == 0 { return .unbound }
                    let parent = ElementObject(stack[n - 2]), i = stack[n - 1].int
                    if i >= parent.count {
                        stack.truncate(n - 2)
                        // Behind an element comes its tail, but not behind the root.
                        if texts && n > 2 { let tail = parent.ref.value(4); if try Operations.isTrue(tail) { return tail } }
                        continue
                    }
                    stack[n - 1] = Value(int: i + 1)
                    e = parent.children[i]
                    if !isElement(e) { throw Errors.make(Exceptions.attributeError, "'\(e.type)' object has no attribute 'iter'") }
                }
                stack.append(e); stack.append(Value(int: 0))
                if texts {
                    // What is no str is a comment's or an instruction's.
                    let text = e.ref.value(3)
                    if e.ref.value(2).isStr, try Operations.isTrue(text) { return text }
                    continue
                }
                let tag = r.value(3)
                if tag.isUnbound { return e }
                if try Operations.isEqual(e.ref.value(2), tag) { return e }
            }
        }
    }
    private static func sequence(_ t: TypeRef) {
        func notIndex(_ v: Value) -> Raise { Errors.typeError("element indices must be integers") }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let e = ElementObject(a[0])
            if SliceObject.isSlice(a[1]) {
                let r = try SliceObject.resolve(a[1]) { e.count }, out = ListRef.allocate()
                for k in 0..<max(0, r.count) { out.append(e.children[r.start + k * r.step]) }
                return out.value
            }
            guard a[1].isIntLike || a[1].type.hasSlot(.index) else { throw notIndex(a[1]) }
            var i = try Operations.index(a[1], overflow: Exceptions.indexError)
            if i < 0 { i += e.count }
            guard i >= 0 && i < e.count else { throw Errors.indexError("child index out of range") }
            return e.children[i]
        }
        func assign(_ e: ElementObject, _ key: Value, _ v: Value) throws(Raise) {
            if SliceObject.isSlice(key) {
                // The values first: what iterates over them may change the element.
                let new = v.isUnbound ? ListRef.allocate() : try Operations.listForCall(v) { "assignment expects an iterable" }
                let r = try SliceObject.resolve(key) { e.count }
                if v.isUnbound {
                    let keep = ListRef.allocate()
                    var drop = [Bool](repeating: false, count: e.count)
                    for k in 0..<max(0, r.count) { drop[r.start + k * r.step] = true }
                    for i in 0..<e.count where !drop[i] { keep.append(e.children[i]) }
                    e.ref.set(6, keep.value)
                    return
                }
                if r.step != 1 && new.count != r.count { throw Errors.valueError("attempt to assign sequence of size \(new.count) to extended slice of size \(max(0, r.count))") }
                for i in 0..<new.count { if !isElement(new[i]) { throw Errors.typeError("expected an Element, not \"\(new[i].type)\"") } }
                if r.step == 1 { e.children.resize(at: r.start, removing: max(0, r.count), inserting: new.count) }
                for i in 0..<new.count { e.children[r.start + i * r.step] = new[i] }
                return
            }
            guard key.isIntLike || key.type.hasSlot(.index) else { throw notIndex(key) }
            var i = try Operations.index(key, overflow: Exceptions.indexError)
            if i < 0 { i += e.count }
            guard i >= 0 && i < e.count else { throw Errors.indexError("child assignment index out of range") }
            if v.isUnbound { e.children.resize(at: i, removing: 1, inserting: 0); return }
            if !isElement(v) { throw Errors.typeError("expected an Element, not \"\(v.type)\"") }
            e.children[i] = v
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in try assign(ElementObject(a[0]), a[1], a[2]); return .none }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in try assign(ElementObject(a[0]), a[1], .unbound); return .none }
    }
}
