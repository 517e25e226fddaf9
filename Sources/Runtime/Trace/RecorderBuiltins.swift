import TraceIR
import TraceCompiler

/// Builtins that stand in a trace as instructions or as calls that look at no frame. They are told by who declares them and their name, never by where they were found.
extension Recorder {
    /// The call of a builtin function or method descriptor with ARGS (self first); nil: no special treatment.
    func builtin(_ n: Expression, _ callee: Traced, _ given: [Traced]) throws(Raise) -> Traced? {
        let v = callee.value
        var args = given
        let d = Descriptor.builtin(v).object
        if v.ref.type == Types.builtinFunction {
            let s = v.ref.value(Descriptor.selfWord)
            if !s.isUnbound {
                // A bound method: its self stands in front.
                if args.count > 3 || d.owner.raw == 0 { return nil }
                guardType(callee, Types.builtinFunction)
                b.guardEqual(b.load(callee.ref, offset: Descriptor.native * 8, class: 0, kind: .i64), v.ref.word(Descriptor.native), snapshot())
                args.insert(Traced(value: s, ref: b.load(callee.ref, offset: Descriptor.selfWord * 8, class: 0, kind: .word)), at: 0)
                return try method(n, v, d, args)
            }
        }
        if args.count > 4 { return nil }
        guardIdentity(callee)
        if d.owner.raw != 0 { return try method(n, v, d, args) }
        return try function(n, v, d, args)
    }
    private func function(_ n: Expression, _ callee: Value, _ d: Builtin, _ a: [Traced]) throws(Raise) -> Traced? {
        // (`cmath.sqrt` is another function.)
        if d.modulePrefix != "" && d.modulePrefix != "math." { return nil }
        switch (d.nameText, a.count) {
        case ("len", 1):
            guard a[0].value.isPointer else { return nil }
            let t = a[0].value.ref.type
            if t == Types.list || t == Types.tuple || t == Types.dict || t == Types.str {
                guardType(a[0], t)
                let x = b.load(a[0].ref, offset: 16, class: t == Types.list || t == Types.dict ? Alias.lengths : 0, kind: .i64, length: true)
                return Traced(value: Value(int: Int(a[0].value.ref.word(2))), ref: b.i64ToInt(x))
            }
            let m = t.slot(.len)
            if m.isPointer && m.ref.type == Types.function { return nil }
        case ("abs", 1):
            if isFloat(a[0]) { return Traced(value: Value(float: Swift.abs(a[0].value.asDouble)), ref: b.arithmetic(.abs, float(a[0]))) }
            if a[0].value.isInt {
                if compareInt(.ge, a[0], constant(Value(int: 0))) { return Traced(value: a[0].value, ref: int(a[0])) }
                if let r = subtractInt(constant(Value(int: 0)), a[0]) { return r }
            }
        case ("min", 2), ("max", 2):
            let isMin = d.nameText == "min"
            if bothInt(a[0], a[1]) {
                let c = b.compare(isMin ? .lt : .gt, int(a[1]), int(a[0]))
                let second = isMin ? a[1].value.int < a[0].value.int : a[1].value.int > a[0].value.int
                return Traced(value: second ? a[1].value : a[0].value, ref: b.select(c, int(a[1]), int(a[0])))
            }
            if isFloat(a[0]) && isFloat(a[1]) {
                let p = a[0].value.asDouble, q = a[1].value.asDouble
                let c = b.compare(isMin ? .lt : .gt, float(a[1]), float(a[0])), second = isMin ? q < p : q > p
                return Traced(value: second ? a[1].value : a[0].value, ref: b.select(c, float(a[1]), float(a[0])))
            }
        case ("isinstance", 2):
            let t = a[1].value
            guard t.isType, t.ref.type == Types.type else { return nil }
            let yes = a[0].value.type.isSubtype(of: TypeRef(t.ref))
            guardIdentity(a[1])
            let x = a[0].value
            if x.isPointer {
                guardType(a[0], x.ref.type); guardVersion(x.ref.type)
                // `__class__` may say something else than the type.
                if !x.ref.type.has(TypeRef.Flags.genericGet) { return nil }
            } else if x.isInt { _ = int(a[0]) } else if isFloat(a[0]) { _ = float(a[0]) } else { guardIdentity(a[0]) }
            return bool(yes)
        case ("sqrt", 1):
            guard isFloat(a[0]) || isInt(a[0]), let x = exact(a[0]) else { return nil }
            if !compareFloat(.ge, x, Traced(value: Value(float: 0), ref: b.float(0))) { return nil }
            return Traced(value: Value(float: x.value.asDouble.squareRoot()), ref: b.arithmetic(.sqrt, float(x)))
        case ("floor", 1), ("ceil", 1), ("trunc", 1):
            guard isFloat(a[0]), Swift.abs(a[0].value.asDouble) < 0x1p62 else { return nil }
            let op: Opcode = d.nameText == "floor" ? .floor : d.nameText == "ceil" ? .ceil : .trunc
            let x = a[0].value.asDouble.rounded(op == .floor ? .down : op == .ceil ? .up : .towardZero)
            return Traced(value: Value(int: Int(x)), ref: b.f64ToInt(b.arithmetic(op, float(a[0])), snapshot()))
        case ("ord", 1), ("chr", 1), ("sin", 1), ("cos", 1), ("tan", 1), ("atan", 1), ("exp", 1), ("log", 1), ("atan2", 2), ("hypot", 2), ("fabs", 1), ("pow", 2), ("id", 1):
            for w in a { if !(isInt(w) || isFloat(w) || w.value.isExactly(Types.str) || d.nameText == "id") { return nil } }
            return try call(leaf: n, callee, a)
        default: break
        }
        return nil
    }
    /// Methods of str that run no Python code when all arguments are strs, ints or absent.
    private static let strMethods: Set<String> = ["startswith", "endswith", "find", "rfind", "index", "count", "upper", "lower", "strip", "lstrip", "rstrip", "split", "splitlines", "replace",
        "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "partition", "rpartition", "zfill", "ljust", "rjust", "center", "title", "capitalize", "encode", "isidentifier", "isdecimal"]
    private func method(_ n: Expression, _ callee: Value, _ d: Builtin, _ a: [Traced]) throws(Raise) -> Traced? {
        guard let s = a.first, s.value.isPointer, s.value.ref.type == d.owner else { return nil }
        let t = d.owner
        func plain(_ w: Traced) -> Bool { w.value.isInt || w.value.isExactly(Types.str) || w.value.isNone }
        switch t {
        case Types.list:
            if d.nameText == "append" && a.count == 2 {
                guardType(s, t)
                append(s, a[1])
                return constant(.none)
            }
            if d.nameText == "pop" && (a.count == 1 || a.count == 2 && a[1].value.isInt) && ListRef(s.value).count > 0 {
                guardType(s, t)
                if a.count == 2 { _ = int(a[1]) }
                return try call(leaf: n, callee, a, writes: Alias.mask(Alias.lengths, Alias.items))
            }
        case Types.str:
            if Recorder.strMethods.contains(d.nameText), a.dropFirst().allSatisfy(plain) { return try call(leaf: n, callee, a) }
        case Types.dict:
            if d.nameText == "get" && a.count >= 2, a[1].value.isInt || a[1].value.isExactly(Types.str) {
                guardType(s, t); guardPlain(a[1])
                let found = Residual.find(s.value, a[1].value)
                if !found.isUnbound {
                    let w = b.call(Residual.dictGet, [s.ref, b.asWord(a[1].ref)], result: .word, writes: 0)
                    b.guardNonNull(w, snapshot())
                    return Traced(value: found, ref: w)
                }
                if Residual.has(s.value, a[1].value) == 2 {
                    b.guardEqual(b.call(Residual.dictHas, [s.ref, b.asWord(a[1].ref)], result: .i64, writes: 0), 2, snapshot())
                    return a.count == 3 ? a[2] : constant(.none)
                }
            }
        case Types.set:
            if (d.nameText == "add" || d.nameText == "discard") && a.count == 2, plain(a[1]) {
                guardType(s, t); guardPlain(a[1])
                return try call(leaf: n, callee, a, writes: Alias.mask(Alias.lengths, Alias.entries))
            }
        default: break
        }
        return nil
    }
    private func guardPlain(_ w: Traced) { if w.value.isInt { _ = int(w) } else if w.value.isExactly(Types.str) { guardType(w, Types.str) } else { guardIdentity(w) } }
    /// Calls a builtin without completing the frames. It may raise.
    private func call(leaf n: Expression, _ callee: Value, _ a: [Traced], writes: UInt32 = 0) throws(Raise) -> Traced {
        for w in a { if w.value.isExactly(Types.str) || w.value.isInt || w.value.isNone { guardPlain(w) } else if isFloat(w) { _ = float(w) } }
        locate(n)
        effects += 1
        let native = UInt(callee.ref.word(Descriptor.native))
        var words = [b.pointer(native), b.i64(a.count)]
        for w in a { words.append(b.asWord(w.ref)) }
        while words.count < 6 { words.append(b.word(0)) }
        let w = b.call(Residual.invoke, words, result: .word, writes: writes, raises: snapshot(.raising, last: ResumeState.raising, up: 1))
        let v = try Residual.invoke(native, a.count, a.count > 0 ? a[0].value : .unbound, a.count > 1 ? a[1].value : .unbound, a.count > 2 ? a[2].value : .unbound, a.count > 3 ? a[3].value : .unbound)
        return Traced(value: v, ref: w)
    }
}
