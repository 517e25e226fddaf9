import TraceIR
import TraceCompiler

/// Builtins that ask a class for a method (`len`, `str`, `isinstance` …): one in Python is inlined, in a state of the call's own, in which its value is what the
/// builtin makes of it.
enum SpecialCall {
    /// What the call of the builtin CALLEE gives where the method gave V.
    static func value(_ callee: Value, _ v: Value) throws(Raise) -> Value {
        let native = callee.ref.word(Descriptor.native), isStr = callee == Types.str.value
        if isStr || native == KnownBuiltins.repr {
            // (Said in `Operations.str` and `repr` as well: how deep these recurse hangs on the size of their frames.)
            guard v.isStr else { throw Errors.typeError("\(isStr ? "__str__" : "__repr__") returned non-string (type \(v.type))") }
            return v
        }
        if native == KnownBuiltins.length { return .int(try Operations.checkedLength(v)) }
        if native == KnownBuiltins.isInstance { return Value(bool: try Operations.isTrue(v)) }
        if native == KnownBuiltins.hash { return .int(try Operations.checkedHash(v)) }
        return .none
    }
}
extension Recorder {
    /// The call of CALLEE by N with the arguments A, where that is inlined. STATE: the state of N in which a function runs that gives its value. nil for all others.
    func special(_ n: Expression, _ callee: Traced, _ a: [Traced], state: Int) throws(Raise) -> Traced? {
        guard let x = a.first, x.value.isPointer else { return nil }
        let v = callee.value, t = x.value.ref.type
        if v == Types.str.value, a.count == 1, let w = textOfException(callee, x) { return w }
        guard t.has(TypeRef.Flags.heapType) || a.count == 2 && a[1].value.isType, n is CallNode, !(n is ConsumerCallNode) else { return nil }
        func inlined(_ s: Slot) throws(Raise) -> Traced? {
            let f = t.slot(s)
            guard f.isExactly(Types.function), canInline(FunctionRef(f.ref), 1) else { return nil }
            guardIdentity(callee); guardSpecial(x, s)
            return try checkSpecial(v, try inline(n, known(f), [x], state: state + CallNode.specialState))
        }
        if v == Types.str.value { return a.count == 1 ? try inlined(.str) : nil }
        guard v.isExactly(Types.builtinFunction), v.ref.word(Descriptor.selfWord) == 0 else { return nil }
        let native = v.ref.word(Descriptor.native)
        switch a.count {
        case 1:
            if native == KnownBuiltins.length { return try inlined(.len) }
            if native == KnownBuiltins.repr { return try inlined(.repr) }
            if native == KnownBuiltins.hash { return try inlined(.hash) }
        case 2:
            if native == KnownBuiltins.isInstance, a[1].value.isType {
                let cls = a[1].value, meta = cls.ref.type, f = meta.slot(.instancecheck)
                guard f.isExactly(Types.function), canInline(FunctionRef(f.ref), 2) else { return nil }
                guardIdentity(callee); guardIdentity(a[1]); guardVersion(meta)
                if t.value == cls || t == Types.float { guardType(x, t); if t.value == cls { return bool(true) } } else {
                    // (Whatever else it is: the method is asked.)
                    b.guardIsPointer(x.ref, snapshot())
                    b.guardBool(b.compare(.ne, b.load(x.ref, offset: 8, class: Alias.headers, kind: .i64), b.i64(Int(bitPattern: UInt(cls.bits)))), true, snapshot())
                }
                return try checkSpecial(v, try inline(n, known(f), [known(cls), x], state: state + CallNode.specialState))
            }
            if native == KnownBuiltins.getattr, let name = attributeName(a[1]), t.slot(.getattr).isUnbound {
                // (Guards only; whether it is inlined is told by what the class has.)
                let d = t.lookup(name)
                guard d.isPointer, d.ref.type == Types.property || d.ref.type.slot(.get).isExactly(Types.function) else { return nil }
                guardIdentity(callee); guardName(a[1], name)
                return try asked(n, name, x, state: state)
            }
        case 3:
            if native == KnownBuiltins.setattr, let name = attributeName(a[1]) {
                let d = t.lookup(name), isAsked = t.slot(.setattr).isExactly(Types.function) || d.isPointer && Operations.isDataDescriptor(d.ref.type)
                guard isAsked, try storeAttribute(n, name, x, a[2], setter: state + CallNode.specialState, isName: { guardIdentity(callee); guardName(a[1], name) }) else { return nil }
                return constant(.none)
            }
        default: break
        }
        return nil
    }
    /// The truth of W, whose class has a `__bool__` or `__len__` in Python that runs to its end in the trace and changes nothing: whatever leaves within asks it anew.
    /// nil for all others, and nothing has happened.
    func truthInPython(_ w: Traced) throws(Raise) -> Bool? {
        guard w.value.isPointer, forced == nil, abortReason == nil, case let t = w.value.ref.type, case let isLength = t.slot(.bool).isUnbound, case let f = t.slot(isLength ? .len : .bool),
              f.isExactly(Types.function), !FunctionRef(f.ref).code.changesWhenAsked else { return nil }
        if isLength { guardType(w, t); guardVersion(t) } else { guardSpecial(w, .bool) }
        guard let r = try quietly(f, [w]) else { return nil }
        let yes: Bool
        do throws(Raise) { yes = isLength ? try Operations.checkedLength(r.value) != 0 : try Operations.checkedTruth(r.value) } catch { abort(.raised); throw error }
        if isLength && !r.value.isInt { FunctionRef(f.ref).code.changesWhenAsked = true; abort(.untraceable) }
        if abortReason != nil { return yes }
        if isLength { b.guardRange(int(r), 0, Value.maxInt, snapshot()) }
        return try isTrue(r)
    }
    /// The interned name of an attribute that W says, if there is an attribute of such a name anywhere.
    func attributeName(_ w: Traced) -> Value? {
        guard w.value.isExactly(Types.str) else { return nil }
        let s = StrRef(w.value.ref), name = s.isInterned ? w.value : InternTable.find(s)
        return name.isUnbound ? nil : name
    }
    /// Guards that W says NAME: names that a program puts together are strs of their own.
    func guardName(_ w: Traced, _ name: Value) {
        if w.value == name { return guardIdentity(w) }
        guardType(w, Types.str)
        b.guardEqual(b.call(Leaves.equalStrs, [w.ref, known(name).ref], result: .i64, pure: true, leaf: true), 1, snapshot())
    }
    /// `SpecialCall.value` for what the method that the current node called has given.
    func checkSpecial(_ callee: Value, _ w: Traced) throws(Raise) -> Traced {
        let native = callee.ref.word(Descriptor.native), x = w.value
        if callee == Types.str.value || native == KnownBuiltins.repr {
            if x.isExactly(Types.str) {
                if w.ref.isConstant { return w }
                let s = snapshotAfter(w)
                b.guardIsPointer(w.ref, s)
                b.guardField(w.ref, offset: 8, class: Alias.headers, equals: UInt64(UInt(bitPattern: Types.str.ref)), s)
                return w
            }
        } else if native == KnownBuiltins.isInstance { return bool(try decide(w)) }
        else if native == KnownBuiltins.hash, hashes[w.ref.raw] != nil { return w } else if native == KnownBuiltins.length || native == KnownBuiltins.hash {
            if x.isInt && x.int >= 0 {
                let s = snapshotAfter(w), i = b.guardInt(w.ref, s)
                b.guardRange(i, 0, Value.maxInt, s)
                return Traced(value: x, ref: i)
            }
        } else { return constant(.none) }
        abort(.untraceable)
        return Traced(value: try SpecialCall.value(callee, x), ref: w.ref)
    }
    /// `str(e)` of an exception with one argument, a str, whose class leaves that to BaseException.
    private func textOfException(_ callee: Traced, _ e: Traced) -> Traced? {
        let t = e.value.ref.type
        guard t.has(TypeRef.Flags.exception), e.value.isExceptionInstance, t.slot(.str) == Exceptions.valueError.slot(.str), case let args = ExceptionRef(e.value).args, args.isExactly(Types.tuple), TupleRef(args).count == 1,
              TupleRef(args)[0].isExactly(Types.str) else { return nil }
        guardIdentity(callee); guardType(e, t); guardVersion(t)
        let w = Traced(value: args, ref: b.load(e.ref, offset: ExceptionRef.argsWord * 8, class: Alias.attributes, kind: .word))
        guardCount(w, 1)
        let s = Traced(value: TupleRef(args)[0], ref: b.load(w.ref, offset: 32, class: 0, kind: .word))
        guardType(s, Types.str)
        return s
    }
    /// `_abc._abc_instancecheck(cls, o)` where the class's caches know the answer.
    func abstractInstance(_ a: [Traced]) -> Traced? {
        let o = a[1].value
        guard o.isPointer, o.ref.type != Types.float, a[0].value.isType, case let known = AbstractClasses.cached(a[0].value, o.ref.type.value), known != 2 else { return nil }
        guardIdentity(a[0])
        b.guardIsPointer(a[1].ref, snapshot())
        // (What it depends on changes by calls that may do anything. Objects of many classes are asked about at one place: their classes are not told apart.)
        let r = b.call(Leaves.abstractInstance, [self.known(a[0].value).ref, b.load(a[1].ref, offset: 8, class: Alias.headers, kind: .word)], result: .i64, pure: true, reads: Alias.mask(Alias.types))
        b.guardEqual(r, UInt64(known), snapshot())
        return bool(known == 1)
    }
}
