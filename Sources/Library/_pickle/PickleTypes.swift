import Glibc
import Runtime

/// `pickle.PickleBuffer`: word 2 a memoryview of the object, unbound once released.
enum PickleBuffer {
    nonisolated(unsafe) static var type = TypeRef()
    static func view(_ v: Value) throws(Raise) -> Value {
        let m = v.ref.value(2)
        if m.isUnbound { throw Errors.valueError("operation forbidden on released PickleBuffer object") }
        return m
    }
    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("PickleBuffer", module: "pickle", size: 24, layout: .fields(2, 3))
        type = t
        t.new("($type, object, /)") { a throws(Raise) in
            guard Buffers.supports(a[1]) else { throw Buffers.notBytesLike(a[1]) }
            let view = try MemoryView.make(a[1])
            let r = Instance.allocate(TypeRef(a[0].ref))
            r.set(2, view)
            return Value(r)
        }
        t.method("raw", "($self, /)") { a throws(Raise) in
            let v = try view(a[0])
            guard let b = try? Buffers.get(v) else { Errors.take(); throw Errors.make(Exceptions.bufferError, "cannot extract raw buffer from non-contiguous buffer") }
            b.release()
            return try Call.call(try Operations.getAttribute(v, StrRef.intern("cast")), StrRef.character(66))
        }
        t.method("release", "($self, /)") { a throws(Raise) in
            let v = a[0].ref.value(2)
            if v.isUnbound { return .none }
            a[0].ref.set(2, .unbound)
            try MemoryView.release(v)
            return .none
        }
        Buffers.provide(t) { v throws(Raise) in
            let m = try view(v)
            var b = try Buffers.get(m)
            b.object = try Operations.getAttribute(m, StrRef.intern("obj"))
            return b
        }
        m.type(t)
    }
}

/// The types Pickler, Unpickler and the views of their memos.
enum PicklerTypes {
    private static func ready(_ v: Value) throws(Raise) -> Pickler {
        if !Pickler.isReady(v.ref) { throw PickleModule.picklingError("Pickler.__init__() was not called by \(v.type.bareName).__init__()") }
        return Pickler(v.ref)
    }
    private static func readyToLoad(_ v: Value) throws(Raise) -> Unpickler {
        if !Unpickler.isReady(v.ref) { throw PickleModule.unpicklingError("Unpickler.__init__() was not called by \(v.type.bareName).__init__()") }
        return Unpickler(v.ref)
    }
    /// Reading and writing of the attribute NAME, a method that may be replaced on the instance: kept in word WORD.
    private static func overridable(_ t: TypeRef, _ name: Value, word: Int) {
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("attribute name must be string, not '\(a[1].type)'") }
            let n = StrRef.intern(a[1]), v = a[0].ref.value(word)
            if n == name && !v.isUnbound { return v }
            return try Operations.genericGet(a[0], n)
        }
        t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("attribute name must be string, not '\(a[1].type)'") }
            let n = StrRef.intern(a[1])
            if n == name { a[0].ref.set(word, a[2]); return .none }
            try Operations.genericSetAttribute(a[0], n, a[2])
            return .none
        }
        t.special("__delattr__", "($self, name, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("attribute name must be string, not '\(a[1].type)'") }
            let n = StrRef.intern(a[1])
            if n == name && !a[0].ref.value(word).isUnbound { a[0].ref.set(word, .unbound); return .none }
            try Operations.genericSetAttribute(a[0], n, .unbound)
            return .none
        }
    }
    private static func proxy(_ m: ModuleBuilder, _ name: String, clear: @escaping (Ref) -> Void, copy: @escaping (Ref) throws(Raise) -> Value) -> TypeRef {
        let t = TypeFactory.make(name, module: "_pickle", size: 24, layout: .fields(2, 3))
        t.constant("__hash__", .none)
        t.method("clear", "($self, /)") { a in clear(a[0].ref.value(2).ref); return .none }
        t.method("copy", "($self, /)") { a throws(Raise) in try copy(a[0].ref.value(2).ref) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in TupleRef.make(Types.dict.value, TupleRef.make(try copy(a[0].ref.value(2).ref))) }
        return t
    }

    static func pickler(_ m: ModuleBuilder) {
        let t = TypeFactory.make("Pickler", module: "_pickle", size: Pickler.size, layout: .fields(2, 10).finalizing(Pickler.release), subclassable: true)
        Pickler.type = t
        m.type(t)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, file, protocol=None, fix_imports=True, buffer_callback=None)") { a throws(Raise) in
            let w = try Operations.findAttribute(a[1], PickleNames.write)
            let fix = try Operations.isTrue(a[3])
            let p = try Pickler.prepare(a[0].ref, write: .unbound, protocol: a[2], fixImports: fix, callback: a[4])
            if w.isUnbound { throw Errors.typeError("file must have a 'write' attribute") }
            a[0].ref.set(2, w)
            p.out.hasWrite = true
            // A table given by the class.
            if a[0].type != t { a[0].ref.set(4, try Operations.findAttribute(a[0], PickleNames.dispatchTable)) }
            return .none
        }
        overridable(t, PickleNames.persistentID, word: 6)
        t.method("persistent_id", "($self, obj, /)") { a in .none }
        t.method("dump", "($self, obj, /)") { a throws(Raise) in
            let p = try ready(a[0])
            if p.out.running { throw Pickler.used() }
            p.out.clear()
            try p.dump(a[1])
            try p.flush()
            return .none
        }
        t.method("clear_memo", "($self, /)") { a throws(Raise) in
            if Pickler.isReady(a[0].ref) { let p = Pickler(a[0].ref); p.out.clearMemo(); p.kept.truncate(0) }
            return .none
        }
        t.method("__sizeof__", "($self, /)") { a in Value(int: a[0].type.instanceSize + (Pickler.isReady(a[0].ref) ? Pickler(a[0].ref).out.footprint : 0)) }
        t.member("bin", get: { v in Value(int: Pickler.isReady(v.ref) ? Pickler(v.ref).out.bin : 0) }, set: { v, x throws(Raise) in
            let n = try TextArguments.cInt(x)
            if Pickler.isReady(v.ref) { let o = Pickler(v.ref).out; if (n != 0) != (o.bin != 0) { o.proto = n != 0 ? 1 : 0 } }
        })
        t.member("fast", get: { v in Value(int: Pickler.isReady(v.ref) ? Pickler(v.ref).out.fast : 0) }, set: { v, x throws(Raise) in
            let n = try TextArguments.cInt(x)
            if Pickler.isReady(v.ref) { Pickler(v.ref).out.fast = n }
        })
        t.field("dispatch_table", word: 4, writable: true, optional: true)
        t.getter("memo", set: { v, x throws(Raise) in
            guard Pickler.isReady(v.ref) else { throw PickleModule.picklingError("Pickler.__init__() was not called by \(v.type.bareName).__init__()") }
            let p = Pickler(v.ref)
            let pairs: DictRef
            if x.isExactly(Pickler.proxyType) { pairs = DictRef(try copy(x.ref.value(2).ref)) }
            else if x.isDict {
                pairs = DictRef(x).copy()
                var i = -1
                while pairs.next(&i) { guard pairs.valueAt(i).isTuple, TupleRef(pairs.valueAt(i)).count == 2 else { throw Errors.typeError("'memo' values must be 2-item tuples") }
                    guard TupleRef(pairs.valueAt(i))[0].isIntLike else { throw Errors.typeError("'\(TupleRef(pairs.valueAt(i))[0].typeName)' object cannot be interpreted as an integer") } }
            } else { throw Errors.typeError("'memo' attribute must be a PicklerMemoProxy object or dict, not \(x.type)") }
            p.out.clearMemo(); p.kept.truncate(0)
            var i = -1
            while pairs.next(&i) {
                let t = TupleRef(pairs.valueAt(i))
                p.kept.append(t[1])
                p.out.remember(t[1], TextArguments.clamp(t[0]))
            }
        }, delete: { v throws(Raise) in throw Errors.typeError("attribute deletion is not supported") }) { v throws(Raise) in
            let r = Heap.allocate(24, Pickler.proxyType)
            r.initialize(2, v)
            return Value(r)
        }
        /// {id: (index, object)}
        func copy(_ r: Ref) throws(Raise) -> Value {
            let d = DictRef.allocate()
            if !Pickler.isReady(r) { return d.value }
            let id = try Builtins.get("id")
            try Pickler(r).out.eachMemo { (v, i) throws(Raise) in try d.set(try Call.call(id, v), TupleRef.make(Value(int: i), v)) }
            return d.value
        }
        Pickler.proxyType = proxy(m, "PicklerMemoProxy", clear: { r in if Pickler.isReady(r) { let p = Pickler(r); p.out.clearMemo(); p.kept.truncate(0) } }, copy: copy)
    }

    static func unpickler(_ m: ModuleBuilder) {
        let t = TypeFactory.make("Unpickler", module: "_pickle", size: Unpickler.size, layout: .fields(2, 14).finalizing(Unpickler.release), subclassable: true)
        Unpickler.type = t
        m.type(t)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())") { a throws(Raise) in
            for (i, n) in [(3, "encoding"), (4, "errors")] where !a[i].isStr { throw Errors.typeError("Unpickler() argument '\(n)' must be str, not \(TextArguments.describe(a[i]))") }
            let u = try Unpickler.prepare(a[0].ref, fixImports: try Operations.isTrue(a[2]), encoding: a[3], errors: a[4], buffers: a[5])
            try u.setFile(a[1])
            return .none
        }
        overridable(t, PickleNames.persistentLoad, word: 12)
        t.method("persistent_load", "($self, pid, /)") { a throws(Raise) in throw PickleModule.noPersistentLoad() }
        t.method("load", "($self, /)") { a throws(Raise) in
            let u = try readyToLoad(a[0])
            return try u.load()
        }
        t.method("find_class", "($self, module_name, global_name, /)") { a throws(Raise) in
            let u = try readyToLoad(a[0])
            return try u.findClass(a[1], a[2])
        }
        t.method("__sizeof__", "($self, /)") { a in Value(int: a[0].type.instanceSize) }
        t.getter("memo", set: { v, x throws(Raise) in
            let u = try readyToLoad(v)
            if x.isExactly(Unpickler.proxyType) { try u.setMemo(try Unpickler(x.ref.value(2).ref).memoDictionary()) }
            else if x.isDict { try u.setMemo(DictRef(x).copy()) }
            else { throw Errors.typeError("'memo' attribute must be an UnpicklerMemoProxy object or dict, not \(x.type)") }
        }, delete: { v throws(Raise) in throw Errors.typeError("attribute deletion is not supported") }) { v throws(Raise) in
            let r = Heap.allocate(24, Unpickler.proxyType)
            r.initialize(2, v)
            return Value(r)
        }
        Unpickler.proxyType = proxy(m, "UnpicklerMemoProxy", clear: { r in if Unpickler.isReady(r) { Unpickler(r).clearMemo() } },
                                    copy: { r throws(Raise) in Unpickler.isReady(r) ? try Unpickler(r).memoDictionary().value : DictRef.allocate().value })
    }
}
