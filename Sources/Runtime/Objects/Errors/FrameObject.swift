/// Frame objects, made when somebody asks. While the frame lives it is read through its address; when it ends (`detach`) the object gets
/// a copy of the slots.
/// Words: 2 function, 3 slots after the end (`ListRef.Storage`), 4 the caller's frame object after the end, 5 namespace, 6 f_trace, 7 extra locals
/// (a dict of names that the code has no slot for), 8 the generator; raw: 9 address of the live frame (0: ended), 10 node, 11 `Code`,
/// 12 the line last reported to a tracer + 1 (an int; 0: none), 13 options of tracing (an int: 1 no lines, 2 opcodes, 4 its end was reported).
public enum FrameObject {
    static let function = 2, slots = 3, back = 4, namespace = 5, trace = 6, extra = 7, generator = 8, base = 9, node = 10, code = 11, lastLine = 12, options = 13
    nonisolated(unsafe) static var proxyType = TypeRef()

    /// The frame object of F.
    public static func of(_ f: Frame) -> Value {
        let known = f.base[Frame.object]
        if known.isPointer { return known }
        let r = Heap.allocate(112, Types.frame)
        r.initialize(function, f.base[Frame.function]); r.initialize(namespace, f.base[Frame.namespace]); r.initialize(generator, f.base[Frame.generator])
        r.setWord(base, UInt64(UInt(bitPattern: f.base))); r.setWord(code, f.base[Frame.code].bits)
        f.base[Frame.object] = Value(r)
        f.borrowedCode.read { $0.mustKeepNodes = true }
        if f.base[Frame.generator].isPointer { f.base[Frame.generator].ref.barrier() }
        return Value(r)
    }
    /// The frame ends: its frame object gets its own copy of the slots.
    static func detach(_ f: Frame) {
        let o = f.base[Frame.object]
        guard o.isPointer, live(o) != nil else { return }
        let n = f.borrowedCode.read { $0.namedSlots }
        let s = ListRef.Storage.allocate(n)
        for i in 0..<n { s.items[i] = f[i] }
        o.ref.set(slots, Value(s.ref))
        o.ref.setWord(node, f.base[Frame.node].bits)
        o.ref.set(namespace, f.base[Frame.namespace])
        // A generator's frame that ended has no caller.
        if !f.base[Frame.generator].isPointer { o.ref.set(back, caller(f)) }
        o.ref.setWord(base, 0)
        f.base[Frame.object] = .unbound
    }
    /// The frame object of F's caller, None at the bottom.
    private static func caller(_ f: Frame) -> Value {
        let p = f.previousFrame
        return p.isNil || p.base[Frame.code].bits == 0 ? .none : of(p)
    }
    static func live(_ o: Value) -> Frame? { let b = o.ref.word(base); return b == 0 ? nil : Frame(UnsafeMutablePointer<Value>(bitPattern: UInt(b))) }
    static func code(_ o: Value) -> Code { Unmanaged<Code>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(o.ref.word(code))).unsafelyUnwrapped).takeUnretainedValue() }
    static func currentNode(_ o: Value) -> Node? {
        if let f = live(o) { return f.currentNode }
        let b = o.ref.word(node)
        return b == 0 ? nil : Unmanaged<Node>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(b)).unsafelyUnwrapped).takeUnretainedValue()
    }
    /// Whether the frame is on the thread's chain of running frames.
    private static func isRunning(_ f: Frame) -> Bool {
        var g = thread.pointee.frame
        while !g.isNil { if g.base == f.base { return true }; g = g.previousFrame }
        return false
    }
    static func line(_ o: Value) -> Int { currentNode(o).map { Int($0.line) } ?? code(o).firstLine }
    static func namespaceOf(_ o: Value) -> Value { live(o).map { $0.base[Frame.namespace] } ?? o.ref.value(namespace) }

    // MARK: locals

    /// The value of a comprehension's variable, nil while it has none.
    private static func hidden(_ o: Value, _ h: Code.Hidden) -> Value? {
        guard let f = live(o) else { return nil }
        let v = f[h.slot], x = h.isCell && v.isExactly(Types.cell) ? CellRef(v).content : v
        return x.isUnbound ? nil : x
    }
    /// Whether a comprehension of the code runs in the frame.
    private static func isHiding(_ f: Frame, _ c: Code) -> Bool { c.hiddenNames.contains { !f[$0.slot].isUnbound } }

    /// Where the variable NAME lies: slot, and whether a cell holds it; nil: no variable of the code.
    private static func slot(_ o: Value, _ name: Value) throws(Raise) -> (Int, Bool)? {
        let c = code(o)
        if !name.isExactly(Types.str) {
            // Whatever is equal to a name stands for it. (framelocalsproxy_getkeyindex)
            let h = try Operations.hash(name)
            for (i, n) in c.slotNames.enumerated() where n.isPointer && n.isStr {
                if try Operations.hash(n) == h, try Operations.isEqual(n, name) { return (i, isCell(c, i)) }
            }
            for (i, n) in c.freeNames.enumerated() { if try Operations.hash(n) == h, try Operations.isEqual(n, name) { return (c.firstFree + i, true) } }
            return nil
        }
        for h in c.hiddenNames where StrRef.equal(StrRef(h.name), StrRef(name)) && hidden(o, h) != nil { return (h.slot, h.isCell) }
        for (i, n) in c.slotNames.enumerated() where n.isPointer && (n == name || StrRef.equal(StrRef(n.ref), StrRef(name.ref))) { return (i, isCell(c, i)) }
        for (i, n) in c.freeNames.enumerated() where n == name || StrRef.equal(StrRef(n), StrRef(name)) { return (c.firstFree + i, true) }
        return nil
    }
    private static func isCell(_ c: Code, _ i: Int) -> Bool { c.cellSlots.contains(Int32(i)) || i >= c.firstFree && i < c.firstFree + c.freeNames.count }
    private static func read(_ o: Value, _ i: Int, _ isCell: Bool) -> Value {
        var v = Value.unbound
        if let f = live(o) { v = f[i] } else if o.ref.value(slots).isPointer { let s = ListRef.Storage(o.ref.value(slots).ref); v = i < s.capacity ? s.items[i] : .unbound }
        return isCell && v.isExactly(Types.cell) ? CellRef(v).content : v
    }
    private static func write(_ o: Value, _ i: Int, _ isCell: Bool, _ v: Value) {
        if let f = live(o) {
            if isCell && f[i].isExactly(Types.cell) { CellRef(f[i]).content = v; return }
            f[i] = v
            if f.base[Frame.generator].isPointer { f.base[Frame.generator].ref.barrier() }
        } else if o.ref.value(slots).isPointer {
            let s = ListRef.Storage(o.ref.value(slots).ref)
            if isCell && s.items[i].isExactly(Types.cell) { CellRef(s.items[i]).content = v; return }
            s.ref.barrier(); s.items[i] = v
        }
    }
    static func local(_ o: Value, _ name: Value) throws(Raise) -> Value {
        if let (i, isCell) = try slot(o, name) { let v = read(o, i, isCell); if !v.isUnbound { return v } }
        let d = o.ref.value(extra)
        return d.isPointer ? try DictRef(d).get(name) ?? .unbound : .unbound
    }
    static func setLocal(_ o: Value, _ name: Value, _ v: Value) throws(Raise) {
        if let (i, isCell) = try slot(o, name) { write(o, i, isCell, v); return }
        if !o.ref.value(extra).isPointer { o.ref.set(extra, DictRef.allocate().value) }
        try DictRef(o.ref.value(extra)).set(name, v)
    }
    /// All bound variables as a new dict.
    static func snapshot(_ o: Value) -> DictRef {
        let c = code(o), d = DictRef.allocate()
        for (i, n) in c.slotNames.enumerated() where n.isPointer && n.isStr {
            let v = read(o, i, isCell(c, i))
            if !v.isUnbound { d.set(name: n, v) }
        }
        for (i, n) in c.freeNames.enumerated() { let v = read(o, c.firstFree + i, true); if !v.isUnbound { d.set(name: n, v) } }
        for h in c.hiddenNames { if let v = hidden(o, h) { d.set(name: h.name, v) } }
        let x = o.ref.value(extra)
        if x.isPointer { var i = -1; while DictRef(x).next(&i) {
            // Extra keys may be of any kind; they were hashed before.
            if DictRef(x).key(i).isExactly(Types.str) { d.set(name: StrRef.intern(DictRef(x).key(i)), DictRef(x).valueAt(i)) }
            else { do throws(Raise) { try d.set(DictRef(x).key(i), DictRef(x).valueAt(i)) } catch { Errors.take() } }
        } }
        return d
    }
    /// `locals()` in frame F: a snapshot in functions, the namespace elsewhere.
    public static func locals(_ f: Frame) -> Value {
        let ns = f.base[Frame.namespace], c = f.code
        if !c.hiddenNames.isEmpty, c.flags & Code.Flags.optimized == 0, isHiding(f, c) { return snapshot(of(f)).value }
        if !ns.isUnbound { return ns }
        if f.code.flags & Code.Flags.optimized == 0 { return f.function.globals.value }
        // Frame objects are only needed for the walk: reading the slots directly would repeat it.
        return snapshot(of(f)).value
    }

    static func define() {
        let t = Types.frame
        t.flags |= TypeRef.Flags.disallowInstantiation
        t.getter("f_back") { o throws(Raise) in
            if let f = live(o) {
                if f.base[Frame.generator].isPointer && !isRunning(f) { return .none }
                return caller(f)
            }
            return ExceptionType.orNone(o.ref.value(back))
        }
        t.getter("f_code") { o throws(Raise) in code(o).object }
        t.getter("f_globals") { o throws(Raise) in FunctionRef(o.ref.value(function).ref).globals.value }
        t.getter("f_builtins") { o throws(Raise) in o.ref.value(function).ref.value(FunctionRef.builtinsWord) }
        t.getter("f_locals") { o throws(Raise) in
            let ns = namespaceOf(o)
            if let f = live(o), isHiding(f, code(o)) {
                let r = Heap.allocate(24, proxyType)
                r.initialize(2, o)
                return Value(r)
            }
            if !ns.isUnbound { return ns }
            if code(o).flags & Code.Flags.optimized == 0 { return FunctionRef(o.ref.value(function).ref).globals.value }
            let r = Heap.allocate(24, proxyType)
            r.initialize(2, o)
            return Value(r)
        }
        t.getter("f_lineno", set: { o, v throws(Raise) in try FrameJump.set(o, v) },
                 delete: { o throws(Raise) in throw Errors.make(Exceptions.attributeError, "attribute 'f_lineno' of 'frame' objects cannot be deleted") }) { o throws(Raise) in
            let l = line(o)
            // A module's first instruction has line 0.
            if currentNode(o) == nil && code(o).flags & (Code.Flags.optimized | Code.Flags.newLocals) == 0 && StrRef(code(o).name).equals("<module>") { return Value(int: 0) }
            return l == 0 ? .none : Value(int: l)
        }
        t.getter("f_lasti") { o throws(Raise) in Value(int: code(o).offset(currentNode(o))) }
        t.getter("f_trace", set: { o, v throws(Raise) in o.ref.set(trace, v.isNone ? .unbound : v) }, delete: { o throws(Raise) in o.ref.set(trace, .unbound) }) { o throws(Raise) in ExceptionType.orNone(o.ref.value(trace)) }
        for (name, bit, isSet) in [("f_trace_lines", 1, false), ("f_trace_opcodes", 2, true)] as [(StaticString, Int, Bool)] {
            t.getter(name, set: { o, v throws(Raise) in
                guard v.isBool else { throw Errors.typeError("attribute value type must be bool") }
                let old = option(o)
                o.ref.setWord(options, Value(int: (v == .true) == isSet ? old | bit : old & ~bit).bits)
            }, delete: { o throws(Raise) in
                if !isSet { throw Errors.typeError("can't delete numeric/char attribute") }
                throw Errors.make(Exceptions.attributeError, "attribute 'f_trace_opcodes' of 'frame' objects cannot be deleted")
            }) { o throws(Raise) in Value(bool: (option(o) & bit != 0) == isSet) }
        }
        t.getter("f_generator") { o throws(Raise) in ExceptionType.orNone(o.ref.value(generator)) }
        t.method("clear", "($self, /)") { a throws(Raise) in
            if let f = live(a[0]) {
                if isRunning(f) { throw Errors.runtimeError("cannot clear an executing frame") }
                let g = f.base[Frame.generator]
                guard g.isPointer, GeneratorObject(g).state == .created else { throw Errors.runtimeError("cannot clear a suspended frame") }
                // One that never ran ends here, as if it had been dropped.
                if g.type == Types.coroutine { do throws(Raise) { try CoroutineWarnings.neverAwaited(g) } catch { Errors.unraisable("Exception ignored while finalizing coroutine", g) } }
                else { Generators.finish(GeneratorObject(g)) }
            }
            a[0].ref.set(slots, .unbound); a[0].ref.set(extra, .unbound)
            return .none
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let c = code(a[0])
            return StrRef.make("<frame at \(ObjectType.hex(a[0].bits)), file \(Operations.reprText(c.fileName)), line \(line(a[0])), code \(StrRef(c.name))>")
        }
        proxyMembers()
    }
    static func option(_ o: Value) -> Int { let w = Value(bits: o.ref.word(options)); return w.isInt ? w.int : 0 }
    static let endReported = 4
    static func note(_ o: Value, _ bit: Int) { o.ref.setWord(options, Value(int: option(o) | bit).bits) }
    static func start() { proxyType = TypeFactory.make("FrameLocalsProxy", size: 24, layout: .fields(2, 3)) }

    /// `f_locals` of a function's frame (PEP 667): writes through.
    private static func proxyMembers() {
        let t = proxyType
        t.flags |= TypeRef.Flags.isMapping
        func frame(_ v: Value) -> Value { v.ref.value(2) }
        func dict(_ v: Value) -> DictRef { snapshot(frame(v)) }
        t.new("($type, frame, /)") { a throws(Raise) in
            guard a[1].isExactly(Types.frame) else { throw Errors.typeError("expect frame, not \(a[1].type)") }
            let r = Heap.allocate(24, proxyType); r.initialize(2, a[1]); return Value(r)
        }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            _ = try Operations.hash(a[1])
            let v = try local(frame(a[0]), a[1])
            if v.isUnbound { throw Errors.make(Exceptions.keyError, "local variable '\(StrRef(try Operations.str(a[1])).string)' is not defined") }
            return v
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in try setLocal(frame(a[0]), a[1], a[2]); return .none }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in try remove(frame(a[0]), a[1], .unbound); return .none }
        t.special("__contains__", "($self, key, /)") { a throws(Raise) in Value(bool: !(try local(frame(a[0]), a[1])).isUnbound) }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: dict(a[0]).count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try Operations.iterate(try ObjectType.keys(dict(a[0]))) }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle 'FrameLocalsProxy' object") }
        t.special("__reversed__", "($self, /)") { a throws(Raise) in
            let l = ListRef(try ObjectType.keys(dict(a[0]))), out = ListRef.allocate()
            for i in stride(from: l.count - 1, through: 0, by: -1) { out.append(l[i]) }
            return out.value
        }
        t.special("__repr__", "($self, /)") { a throws(Raise) in try ReprOnce.run(a[0], "{...}") { () throws(Raise) in try Operations.repr(dict(a[0]).value) } }
        t.special("__eq__", "($self, value, /)") { a throws(Raise) in
            if a[1].isExactly(proxyType) { return Value(bool: frame(a[0]) == frame(a[1])) }
            return a[1].isDict ? try Operations.richCompare(dict(a[0]).value, a[1], .eq) : .notImplemented
        }
        t.constant("__hash__", .none)
        t.method("keys", "($self, /)") { a throws(Raise) in try ObjectType.keys(dict(a[0])) }
        t.method("values", "($self, /)") { a throws(Raise) in
            let d = dict(a[0]), out = ListRef.allocate()
            var i = -1
            while d.next(&i) { out.append(d.valueAt(i)) }
            return out.value
        }
        t.method("items", "($self, /)") { a throws(Raise) in
            let d = dict(a[0]), out = ListRef.allocate()
            var i = -1
            while d.next(&i) { out.append(TupleRef.make(d.key(i), d.valueAt(i))) }
            return out.value
        }
        t.method("get", "($self, key, default=None, /)") { a throws(Raise) in let v = try local(frame(a[0]), a[1]); return v.isUnbound ? a[2] : v }
        t.method("copy", "($self, /)") { a throws(Raise) in dict(a[0]).value }
        t.method("update", "($self, other, /)") { a throws(Raise) in try update(frame(a[0]), a[1]); return .none }
        t.method("setdefault", "($self, key, default=None, /)") { a throws(Raise) in
            let v = try local(frame(a[0]), a[1])
            if !v.isUnbound { return v }
            try setLocal(frame(a[0]), a[1], a[2])
            return a[2]
        }
        t.method("pop", "($self, key, default=<unrepresentable>, /)") { a throws(Raise) in
            let v = try local(frame(a[0]), a[1])
            try remove(frame(a[0]), a[1], a[2])
            return v.isUnbound ? a[2] : v
        }
        t.special("__or__", "($self, value, /)") { a throws(Raise) in try or(a[0], a[1]) }
        t.special("__ror__", "($self, value, /)") { a throws(Raise) in try or(a[0], a[1], reflected: true) }
        t.special("__ior__", "($self, value, /)") { a throws(Raise) in try update(frame(a[0]), a[1]); return a[0] }
    }
    private static func or(_ p: Value, _ other: Value, reflected: Bool = false) throws(Raise) -> Value {
        let o = other.isExactly(proxyType) ? snapshot(other.ref.value(2)).value : other, mine = snapshot(p.ref.value(2)).value
        guard o.isDict else { return .notImplemented }
        return try Operations.binary(.or, reflected ? o : mine, reflected ? mine : o)
    }
    private static func update(_ o: Value, _ other: Value) throws(Raise) {
        let source = other.isExactly(proxyType) ? snapshot(other.ref.value(2)).value : try Call.call(Types.dict.value, other)
        let d = DictRef(source)
        var i = -1
        while d.next(&i) { try setLocal(o, d.key(i), d.valueAt(i)) }
    }
    /// Removes an extra name; variables of the code cannot be removed.
    private static func remove(_ o: Value, _ name: Value, _ missing: Value) throws(Raise) {
        if try slot(o, name) != nil { throw Errors.valueError("cannot remove local variables from FrameLocalsProxy") }
        let d = o.ref.value(extra)
        if d.isPointer, try DictRef(d).remove(name) != nil { return }
        if missing.isUnbound { throw Errors.keyError(name) }
    }
}
