/// Reading, writing and deleting names.

final class ConstantNode: Expression {
    let value: Value
    init(_ v: Value) { value = v }
    override func execute(_ f: Frame) throws(Raise) -> Value { value }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { r.constant(value) }
}
/// A local as a node of its own: where an operand cannot stand, and where an unbound one raises.
final class LocalNode: Expression {
    let slot: Int, name: Value
    init(_ s: Int, _ n: Value) { slot = s; name = n }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = f[slot]
        if _fastPath(!v.isUnbound) { return v }
        f.at(self)
        throw Errors.unboundLocal(name)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let w = r.load(slot)
        if r.isUnbound(w) { r.abort(.raised); return Traced(value: try execute(r.frame), ref: w.ref) }
        return w
    }
}
final class CellNode: Expression {
    let slot: Int, name: Value, isFree: Bool
    init(_ s: Int, _ n: Value, isFree: Bool) { slot = s; name = n; self.isFree = isFree }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let v = CellRef(f[slot]).content
        if _fastPath(!v.isUnbound) { return v }
        f.at(self)
        throw isFree ? Errors.unboundFree(name) : Errors.unboundLocal(name)
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        let w = r.cell(slot)
        if r.isUnbound(w) { r.abort(.raised); return Traced(value: try execute(r.frame), ref: w.ref) }
        return w
    }
}
/// Where an entry of a namespace dict was found: right as long as the dict has this table and the entry is in use.
struct EntryCache {
    var table: UInt64 = 0, index = 0
    var entry: UnsafeMutablePointer<DictRef.Entry>! = nil
    @inline(__always) func read(_ d: DictRef) -> Value {
        if d.ref.word(4) == table { return entry.unsafelyUnwrapped.pointee.value }
        return .unbound
    }
    @inline(__always) func write(_ d: DictRef, _ v: Value) -> Bool {
        if d.ref.word(4) != table { return false }
        let e = entry.unsafelyUnwrapped
        if e.pointee.value.bits == 0 { return false }
        Ref(bitPattern: UInt(table)).unsafelyUnwrapped.barrier()
        e.pointee.value = v
        return true
    }
    mutating func find(_ d: DictRef, _ name: Value) -> Value {
        let i = d.findIndex(name: name)
        if i < 0 { return .unbound }
        d.table.ref.header |= HeaderFlag.cached
        table = d.ref.word(4); index = i; entry = d.table.entries + i
        return d.valueAt(i)
    }
    func visit() { if table != 0 { CodeObject.hold(Value(bits: table)) } }
}
/// A global or builtin name.
class GlobalNode: Expression {
    final let name: Value
    final var global = EntryCache(), builtin = EntryCache()
    /// The globals' key version at which NAME was known to be missing there.
    final var missingVersion: UInt64 = .max, missingTable: UInt64 = 0
    init(_ n: Value) { name = n }
    override final func visit() { global.visit(); builtin.visit(); if missingTable != 0 { CodeObject.hold(Value(bits: missingTable)) } }
    override func execute(_ f: Frame) throws(Raise) -> Value { try load(f, f.function) }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { try r.global(name, self, namespace: false) }
    @inline(__always) final func load(_ f: Frame, _ function: FunctionRef) throws(Raise) -> Value {
        let g = function.globals
        let v = global.read(g)
        if _fastPath(!v.isUnbound) { return v }
        if g.ref.word(4) == missingTable && g.keysVersion == missingVersion {
            let b = builtin.read(function.builtins)
            if _fastPath(!b.isUnbound) { return b }
        }
        return try miss(f, function)
    }
    @inline(never) final func miss(_ f: Frame, _ function: FunctionRef) throws(Raise) -> Value {
        let g = function.globals
        if self is NameNode, !g.value.isExactly(Types.dict), f.namespace == g.value {
            // A module body whose names live in a dict of another kind: its own `__getitem__` counts, each time.
            f.at(self)
            let v = try Bindings.get(g.value, name)
            if !v.isUnbound { return v }
            let b = try Bindings.get(function.ref.value(FunctionRef.builtinsWord), name)
            if b.isUnbound { throw Errors.nameError(name) }
            return b
        }
        let v = global.find(g, name)
        if !v.isUnbound { return found(f, v) }
        if !g.value.isExactly(Types.dict) {
            // A subclass may have `__missing__` (annotationlib's namespaces do).
            f.at(self)
            do throws(Raise) { return try Operations.getItem(g.value, name) } catch { try Errors.swallow(error, Exceptions.keyError) }
        }
        if function.ref.value(FunctionRef.builtinsWord).isExactly(Types.dict) {
            let b = builtin.find(function.builtins, name)
            if !b.isUnbound { missingVersion = g.versionWithout(name); missingTable = g.ref.word(4); return found(f, b) }
        } else {
            f.at(self)
            do throws(Raise) { return try Operations.getItem(function.ref.value(FunctionRef.builtinsWord), name) } catch { try Errors.swallow(error, Exceptions.keyError) }
        }
        f.at(self)
        throw Errors.nameError(name)
    }
    /// V was found, and a cache tells where.
    private func found(_ f: Frame, _ v: Value) -> Value {
        CodeObject(f.code.object.ref).touch()
        return v
    }
}
/// A name in a module, class or `exec` body: the namespace, then globals, then builtins.
final class NameNode: GlobalNode {
    override func execute(_ f: Frame) throws(Raise) -> Value {
        let function = f.function, ns = f.namespace
        if ns.bits == function.ref.word(FunctionRef.globalsWord) { return try load(f, function) }
        f.at(self)
        let v = try Bindings.get(ns, name)
        return v.isUnbound ? try load(f, function) : v
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced { try r.global(name, self, namespace: true) }
}
/// A free variable in a class body: the namespace first, then the cell (LOAD_CLASSDEREF), or with CELL < 0 the globals.
final class ClassCellNode: Expression {
    let slot: Int, name: Value
    init(_ s: Int, _ n: Value) { slot = s; name = n }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let v = try Bindings.get(f.namespace, name)
        if !v.isUnbound { return v }
        let c = CellRef(f[slot]).content
        if c.isUnbound { throw Errors.unboundFree(name) }
        return c
    }
}
/// A name in an annotation or type-parameter scope nested in a class: the class's namespace (in the cell `__classdict__`), then as usual.
final class ClassDictNode: Expression {
    let slot: Int, name: Value, otherwise: Operand
    init(_ s: Int, _ n: Value, _ o: Operand) { slot = s; name = n; otherwise = o }
    override func execute(_ f: Frame) throws(Raise) -> Value {
        f.at(self)
        let ns = CellRef(f[slot]).content
        if !ns.isUnbound { let v = try Bindings.get(ns, name); if !v.isUnbound { return v } }
        return try otherwise.read(f)
    }
}
/// Namespaces of classes and `exec` may be any mapping.
enum Bindings {
    /// Unbound if missing.
    static func get(_ ns: Value, _ name: Value) throws(Raise) -> Value {
        if ns.isExactly(Types.dict) { return DictRef(ns).find(name) ?? .unbound }
        do throws(Raise) { return try Operations.getItem(ns, name) } catch { try Errors.swallow(error, Exceptions.keyError); return .unbound }
    }
    static func set(_ ns: Value, _ name: Value, _ v: Value) throws(Raise) {
        if ns.isExactly(Types.dict) { try DictRef(ns).set(name, v) } else { try Operations.setItem(ns, name, v) }
    }
    static func delete(_ ns: Value, _ name: Value) throws(Raise) {
        if ns.isExactly(Types.dict) { if DictRef(ns).remove(name: name) == nil { throw Errors.nameError(name) } }
        else { do throws(Raise) { try Operations.deleteItem(ns, name) } catch { try Errors.swallow(error, Exceptions.keyError); throw Errors.nameError(name) } }
    }
}

// MARK: targets

/// Something that can be assigned to and deleted.
class Target: Node {
    func store(_ f: Frame, _ v: Value) throws(Raise) { fatalError("dxpy: target without store") }
    func delete(_ f: Frame) throws(Raise) { fatalError("dxpy: target without delete") }
    /// Stores and records. A guard leaves to the statement's state for this target, which then stores from the beginning: so all guards precede the store.
    func trace(_ r: Recorder, _ w: Traced) throws(Raise) { try r.opaqueStore(self, w) }
    /// A store that is a call of its own (a property's setter, `__setitem__`) goes on.
    final func finish(_ f: Frame, _ c: inout Cursor) throws(Raise) {
        _ = c.next()
        _ = try Call.finish(f, self, &c)
    }
    /// What a name is bound to before it is bound anew, unbound for other targets.
    func bound(_ f: Frame) -> Value { .unbound }
}
final class LocalTarget: Target {
    let slot: Int, name: Value
    init(_ s: Int, _ n: Value) { slot = s; name = n }
    override func store(_ f: Frame, _ v: Value) throws(Raise) { f[slot] = v }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) { r.store(slot, w) }
    override func bound(_ f: Frame) -> Value { f[slot] }
    override func delete(_ f: Frame) throws(Raise) {
        if f[slot].isUnbound { f.at(self); throw Errors.unboundLocal(name) }
        f[slot] = .unbound
    }
}
final class CellTarget: Target {
    let slot: Int, name: Value, isFree: Bool
    init(_ s: Int, _ n: Value, isFree: Bool) { slot = s; name = n; self.isFree = isFree }
    override func store(_ f: Frame, _ v: Value) throws(Raise) { CellRef(f[slot]).content = v }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) { r.storeCell(slot, w) }
    override func bound(_ f: Frame) -> Value { CellRef(f[slot]).content }
    override func delete(_ f: Frame) throws(Raise) {
        if CellRef(f[slot]).content.isUnbound { f.at(self); throw isFree ? Errors.unboundFree(name) : Errors.unboundLocal(name) }
        CellRef(f[slot]).content = .unbound
    }
}
class GlobalTarget: Target {
    final let name: Value
    final var cache = EntryCache()
    init(_ n: Value) { name = n }
    override final func visit() { cache.visit() }
    override func store(_ f: Frame, _ v: Value) throws(Raise) { storeGlobal(f, v) }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) { try r.storeGlobal(name, w, self, namespace: false) }
    override func bound(_ f: Frame) -> Value { f.function.globals.find(name) ?? .unbound }
    @inline(__always) final func storeGlobal(_ f: Frame, _ v: Value) {
        let g = f.function.globals
        if _fastPath(cache.write(g, v)) { return }
        g.set(name: name, v)
        CodeObject(f.code.object.ref).touch()
        _ = cache.find(g, name)
    }
    override func delete(_ f: Frame) throws(Raise) {
        f.at(self)
        if f.function.globals.remove(name: name) == nil { throw Errors.nameError(name) }
    }
}
final class NameTarget: GlobalTarget {
    override func bound(_ f: Frame) -> Value { f.namespace.isExactly(Types.dict) ? DictRef(f.namespace).find(name) ?? .unbound : .unbound }
    override func store(_ f: Frame, _ v: Value) throws(Raise) {
        let ns = f.namespace
        if ns.bits == f.function.ref.word(FunctionRef.globalsWord) && (ns.isExactly(Types.dict) || cache.write(DictRef(ns), v)) { return storeGlobal(f, v) }
        f.at(self)
        try Bindings.set(ns, name, v)
    }
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) { try r.storeGlobal(name, w, self, namespace: true) }
    override func delete(_ f: Frame) throws(Raise) { f.at(self); try Bindings.delete(f.namespace, name) }
}
/// `a, *b, c = …`
final class SequenceTarget: Target {
    let targets: Children<Borrowed<Target>>, star: Int
    /// The slots, if all targets are plain locals.
    let slots: Children<Int>, isLocal: Bool
    init(_ t: [Target], star: Int) {
        targets = Children(t.map { Borrowed($0) }); self.star = star
        let locals = t.compactMap { ($0 as? LocalTarget)?.slot }
        slots = Children(locals); isLocal = locals.count == t.count
    }
    override func store(_ f: Frame, _ v: Value) throws(Raise) {
        f.at(self)
        let n = targets.count
        if star < 0 {
            if v.isExactly(Types.tuple) && TupleRef(v).count == n {
                let t = TupleRef(v)
                if isLocal {
                    var i = 0
                    while i < n { f[slots[i]] = t.items[i]; i &+= 1 }
                    return
                }
                for i in 0..<n { let x = t.items[i]; try targets[i].with { g throws(Raise) in try g.store(f, x) } }
                return
            }
            if isLocal && v.isExactly(Types.list) && ListRef(v).count == n {
                let t = ListRef(v).items
                var i = 0
                while i < n { f[slots[i]] = t[i]; i &+= 1 }
                return
            }
            if v.isExactly(Types.list) && ListRef(v).count == n {
                let t = TupleRef(ListRef(v).asTuple())
                for i in 0..<n { let x = t.items[i]; try targets[i].with { g throws(Raise) in try g.store(f, x) } }
                return
            }
        }
        if star < 0, v.isPointer, v.ref.type.has(TypeRef.Flags.tuple), TupleRef(v).count == n, v.ref.type.slot(.iter) == Types.tuple.slot(.iter) {
            // A named tuple.
            for i in 0..<n { let x = TupleRef(v).items[i]; try targets[i].with { g throws(Raise) in try g.store(f, x) } }
            return
        }
        if star >= 0 && v.isExactly(Types.list) && ListRef(v).count >= n - 1 {
            // The rest is a slice; what a target's code does to the list is not seen.
            let t = TupleRef(ListRef(v).asTuple())
            return try spread(f, t)
        }
        if star >= 0 && v.isExactly(Types.tuple) && TupleRef(v).count >= n - 1 { return try spread(f, TupleRef(v)) }
        let items = try Unpack.unpack(v, n, star: star)
        for i in 0..<n { let x = items[i]; try targets[i].with { g throws(Raise) in try g.store(f, x) } }
    }
    private func spread(_ f: Frame, _ t: TupleRef) throws(Raise) {
        let n = targets.count, more = t.count - (n - 1)
        for i in 0..<n {
            let x = i < star ? t.items[i] : i == star ? ListRef.make(t.items + star, more) : t.items[i + more - 1]
            try targets[i].with { g throws(Raise) in try g.store(f, x) }
        }
    }
    /// A guard leaves to the state before the unpacking. So everything is unpacked first, sequences within this one as well, and names are bound then; behind
    /// the first target whose store runs code of its own nothing may leave any more.
    override func trace(_ r: Recorder, _ w: Traced) throws(Raise) {
        var stores: [(target: Target, value: Traced)] = []
        // The collector does not look into Swift's arrays: what is new is held by a list on the stack.
        let fresh = ListRef.allocate()
        guard flatten(r, w, &stores, fresh) else { return try r.opaqueStore(self, w) }
        // (So is what is stored: nothing else may refer to the sequence any more, and what a store runs may change it.)
        for s in stores { fresh.append(s.value.value) }
        let before = r.opaqueCount
        for s in stores {
            if SequenceTarget.isName(s.target) && r.opaqueCount == before { try s.target.trace(r, s.value) } else { try r.opaqueStore(s.target, s.value) }
        }
        // (So it stays there until now, and keeps nothing alive from here on.)
        fresh.wipe()
    }
    private static func isName(_ t: Target) -> Bool { t is LocalTarget || t is CellTarget || t is GlobalTarget }
    /// What is stored where, names of sequences within this one included as long as nothing but names precedes them. All guards, no effect.
    private func flatten(_ r: Recorder, _ w: Traced, _ out: inout [(target: Target, value: Traced)], _ fresh: ListRef) -> Bool {
        guard let items = star < 0 ? r.unpack(w, targets.count) : r.unpack(w, targets.count, star: star, fresh: fresh) else { return false }
        for i in 0..<targets.count {
            let t = targets[i].object
            if let s = t as? SequenceTarget, out.allSatisfy({ SequenceTarget.isName($0.target) }) {
                let mark = out.count
                if s.flatten(r, items[i], &out, fresh) { continue }
                out.removeSubrange(mark...)
            }
            out.append((t, items[i]))
        }
        return true
    }
    override func delete(_ f: Frame) throws(Raise) { for i in 0..<targets.count { try targets[i].with { g throws(Raise) in try g.delete(f) } } }
}
enum Unpack {
    /// Exactly N values (STAR >= 0: that one gets a list of the rest), as a list.
    static func unpack(_ v: Value, _ n: Int, star: Int) throws(Raise) -> ListRef {
        let t = v.type
        if !t.hasSlot(.iter) && !t.hasSlot(.getitem) { throw Errors.typeError("cannot unpack non-iterable \(t.text) object") }
        let it = try Operations.iterate(v)
        let out = ListRef.allocate(capacity: n)
        let before = star < 0 ? n : star
        for i in 0..<before {
            guard let x = try Operations.next(it) else {
                throw Errors.valueError(star < 0 ? "not enough values to unpack (expected \(n), got \(i))" : "not enough values to unpack (expected at least \(n - 1), got \(i))")
            }
            out.append(x)
        }
        if star < 0 {
            if try Operations.next(it) != nil {
                if v.isExactly(Types.list) || v.isExactly(Types.tuple) || v.isExactly(Types.dict) {
                    let have = try Operations.length(v)
                    if have > n { throw Errors.valueError("too many values to unpack (expected \(n), got \(have))") }
                }
                throw Errors.valueError("too many values to unpack (expected \(n))")
            }
            return out
        }
        let rest = ListRef.allocate()
        while let x = try Operations.next(it) { rest.append(x) }
        let after = n - star - 1
        if rest.count < after { throw Errors.valueError("not enough values to unpack (expected at least \(n - 1), got \(star + rest.count))") }
        out.append(rest.value)
        let cut = rest.count - after
        for i in 0..<after { out.append(rest[cut + i]) }
        rest.truncate(cut)
        return out
    }
}
/// A walrus.
final class NamedNode: Expression {
    let target: Target, value: Operand
    init(_ t: Target, _ v: Operand) { target = t; value = v }
    override func execute(_ f: Frame) throws(Raise) -> Value { let v = try value.read(f); try target.store(f, v); return v }
    override func resume(_ f: Frame, _ c: inout Cursor) throws(Raise) -> Value {
        _ = c.next()
        let v = try value.resume(f, &c); try target.store(f, v); return v
    }
    override func trace(_ r: Recorder, _ c: inout Cursor) throws(Raise) -> Traced {
        guard target is LocalTarget || target is CellTarget else { return try r.opaque(self) }
        r.enter(); defer { r.leave() }
        _ = c.begin(); r.at(0)
        let w = try r.read(value, &c)
        try target.trace(r, w)
        return w
    }
}
