/// `_collections`: deque, defaultdict, `_tuplegetter`, OrderedDict, `_count_elements`.
extension NativeModule {
    static let collections = NativeModule("_collections", doc: "High performance data structures.") { m throws(Raise) in
        DequeType.define(m); DefaultDict.define(m); OrderedDict.define(m)
        // _tuplegetter: 2 index (tagged), 3 doc.
        let t = TypeFactory.make("_tuplegetter", module: "collections", size: 32, layout: .fields(2, 4))
        TupleGetter.type = t
        m.type(t)
        t.new("($type, index, doc, /)") { a throws(Raise) in
            let i = try Operations.index(a[1])
            let r = Heap.allocate(32, TypeRef(a[0].ref))
            r.initialize(2, .int(i)); r.initialize(3, a[2])
            return Value(r)
        }
        t.special("__get__", "($self, instance, owner=None, /)") { a throws(Raise) in
            if a[1].isNone { return a[0] }
            let i = a[0].ref.value(2).int
            guard a[1].isTuple else { throw Errors.typeError("descriptor for index '\(i)' for tuple subclasses doesn't apply to '\(a[1].type)' object") }
            guard i >= 0 && i < TupleRef(a[1]).count else { throw Errors.indexError("tuple index out of range") }
            return TupleRef(a[1])[i]
        }
        t.special("__set__", "($self, instance, value, /)") { a throws(Raise) in throw Errors.make(Exceptions.attributeError, "can't set attribute") }
        t.special("__delete__", "($self, instance, /)") { a throws(Raise) in throw Errors.make(Exceptions.attributeError, "can't delete attribute") }
        t.field("__doc__", word: 3, writable: true)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            StrRef.make("_tuplegetter(\(a[0].ref.value(2).int), \(StrRef(try Operations.repr(a[0].ref.value(3))).string))")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(a[0].type.value, TupleRef.make(a[0].ref.value(2), a[0].ref.value(3))) }

        m.function("_count_elements", "(mapping, iterable, /)") { a throws(Raise) in
            let it = try Operations.iterate(a[1])
            let get = try Operations.getAttribute(a[0].type.value, StrRef.intern("get"))
            if a[0].isDict, get == (try Operations.getAttribute(Types.dict.value, StrRef.intern("get"))), a[0].type.slot(.setitem) == Types.dict.slot(.setitem) {
                let d = DictRef(a[0])
                while let k = try Operations.next(it) {
                    let h = try Operations.hash(k), p = try d.lookup(k, h)
                    if p.entry < 0 { d.insertNew(k, h, Value(int: 1)); continue }
                    let old = d.table.entries[p.entry].value
                    if old.isInt && old.int < Value.maxInt { d.table.entries[p.entry].value = Value(int: old.int + 1); continue }
                    let n = try Operations.binary(.add, old, Value(int: 1))
                    try d.set(k, hash: h, n)
                }
                return .none
            }
            let bound = try Operations.getAttribute(a[0], StrRef.intern("get"))
            while let k = try Operations.next(it) {
                let old = try Call.call(bound, k, Value(int: 0))
                try Operations.setItem(a[0], k, try Operations.binary(.add, old, Value(int: 1)))
            }
            return .none
        }
    }
}

/// `collections.defaultdict`: a dict with the factory at the word behind it.
enum DefaultDict {
    static let factory = 6
    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("defaultdict", module: "collections", base: Types.dict, size: 56, layout: Layout.fields(4, 5).with(from: 4, to: 7), subclassable: true)
        m.type(t)
        t.special("__init__", "($self, default_factory=None, /, *args, **kwargs)") { a throws(Raise) in
            if !a[1].isNone && !Functools.isCallable(a[1]) { throw Errors.typeError("first argument must be callable or None") }
            a[0].ref.set(factory, a[1])
            let rest = TupleRef(a[2]), d = DictRef(a[0])
            if rest.count > 1 { throw Errors.typeError("dict expected at most 1 argument, got \(rest.count)") }
            if rest.count == 1 { try d.update(rest[0]) }
            if DictRef(a[3]).count > 0 { try d.merge(DictRef(a[3]), override: true) }
            return .none
        }
        t.method("__missing__", "($self, key, /)") { a throws(Raise) in
            let f = a[0].ref.value(factory)
            if f.isNone || f.isUnbound { throw Errors.raise(ExceptionRef.make(Exceptions.keyError, args: TupleRef.make(a[1]))) }
            let v = try Call.call(f)
            return try DictRef(a[0]).setDefault(a[1], v)
        }
        t.field("default_factory", word: factory, writable: true)
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let f = a[0].ref.value(factory)
            let base = StrRef(try Operations.callSlot(Types.dict.slot(.repr), a[0])).string
            var text = "None"
            if !f.isNone && !f.isUnbound {
                if ReprGuard.enter(f) { defer { ReprGuard.leave() }; text = StrRef(try Operations.repr(f)).string } else { text = "..." }
            }
            return StrRef.make("\(a[0].type.bareName)(\(text), \(base))")
        }
        func copy(_ v: Value) throws(Raise) -> Value {
            let f = v.ref.value(factory)
            return try Call.call(v.type.value, f.isUnbound ? .none : f, v)
        }
        t.method("copy", "($self, /)") { a throws(Raise) in try copy(a[0]) }
        t.method("__copy__", "($self, /)") { a throws(Raise) in try copy(a[0]) }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            let out = try copy(a[0])
            try DictRef(out).update(a[1])
            return out
        }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in
            guard a[1].isDict else { return .notImplemented }
            let f = a[0].ref.value(factory)
            let out = try Call.call(a[0].type.value, f.isUnbound ? .none : f, a[1])
            try DictRef(out).update(a[0])
            return out
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let f = a[0].ref.value(factory)
            let items = try Call.call(try Operations.getAttribute(a[0], Names.items))
            let out = TupleRef.allocate(5)
            out[0] = a[0].type.value; out[1] = f.isNone || f.isUnbound ? TupleRef.empty : TupleRef.make(f); out[2] = .none; out[3] = .none
            out[4] = try Operations.iterate(items)
            return out.value
        }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
    }
}
/// `_tuplegetter` as attribute caches see it.
enum TupleGetter {
    nonisolated(unsafe) static var type = TypeRef()
    static func index(_ d: Value) -> Int? { let i = d.ref.value(2); return i.isInt && i.int >= 0 && i.int < 1 << 20 ? i.int : nil }
}
