import Glibc
import Primitives
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
        if d.nameText == "__new__" { return allocateByNew(v, args) }
        if d.owner.raw != 0 { return try method(n, v, d, args) }
        return try function(n, v, d, args)
    }
    private func function(_ n: Expression, _ callee: Value, _ d: Builtin, _ a: [Traced]) throws(Raise) -> Traced? {
        switch d.modulePrefix {
        case "": return try builtins(n, callee, d, a)
        case "math.": return try mathematics(n, callee, d, a)
        case "_abc.": if d.nameText == "_abc_instancecheck", a.count == 2, let w = abstractInstance(a) { return w }
        case "_operator.": if let w = try operators(d.nameText, a) { return w }
        default: break
        }
        if d.effect == .closed, a.allSatisfy({ Plain.isPlain($0.value) && (!$0.value.isTuple || $0.value.isExactly(Types.tuple)) }) { return try call(leaf: n, callee, a, writes: Alias.objects) }
        // What is declared to run no Python code for arguments that are plain.
        if d.effect == .attempted { return a.allSatisfy(plain) ? attempt(n, callee, a) : nil }
        if d.effect != .any, a.allSatisfy(plain) { return try call(leaf: n, callee, a, writes: d.effect == .reads || d.effect == .pure ? 0 : ~0) }
        return nil
    }
    /// A value that builtins look at without asking any code in Python.
    private func plain(_ w: Traced) -> Bool { isNumber(w) || w.value.isExactly(Types.str) || w.value.isNone || w.value.isExactly(Types.bytes) || w.value.isExactly(Types.int) }
    private func builtins(_ n: Expression, _ callee: Value, _ d: Builtin, _ a: [Traced]) throws(Raise) -> Traced? {
        switch (d.nameText, a.count) {
        case ("next", 1), ("next", 2):
            if let w = try advance(n, a, sends: false) { return w }
            if let w = try nativeNext(a[0]) { return w }
            if a.count == 2, try nativeEnd(a[0]) { return a[1] }
        case ("len", 1): return try length(a[0])
        case ("iter", 1): return try iterator(a[0])
        case ("abs", 1):
            if isDerived(a[0]), let w = underived(a[0], .abs), isNumber(w) { return try builtins(n, callee, d, [w]) }
            if isFloat(a[0]) { return Traced(value: Value(float: Swift.abs(a[0].value.asDouble)), ref: b.arithmetic(.abs, float(a[0]))) }
            if isComplex(a[0]) { return absoluteComplex(a[0]) }
            if isIntegral(a[0]) {
                let w = integral(a[0])
                if compareInt(.ge, w, constant(Value(int: 0))) { return Traced(value: w.value, ref: int(w)) }
                if let r = subtractInt(constant(Value(int: 0)), w) { return r }
            }
        case ("min", 2...4), ("max", 2...4):
            var best = a[0]
            for x in a.dropFirst() {
                if let r = extreme(best, x, isMin: d.nameText == "min") { best = r; continue }
                guard let r = try extremeObject(best, x, isMin: d.nameText == "min") else { return nil }
                best = r
            }
            return best
        case ("isinstance", 2): return isInstance(a[0], a[1], 4)
        case ("issubclass", 2): return isSubclass(a[0], a[1])
        case ("any", 1), ("all", 1): return decided(a[0], all: d.nameText == "all")
        case ("sum", 1), ("min", 1), ("max", 1), ("sorted", 1):
            if overPlainItems(a[0]) { return try call(leaf: n, callee, a) }
        case ("hash", 1):
            if let h = try hashed(a[0]) { return h }
            if plain(a[0]) { return try call(leaf: n, callee, a) }
        case ("divmod", 2):
            if bothInt(a[0], a[1]), let q = divideInt(.floordiv, a[0], a[1]), let r = divideInt(.mod, a[0], a[1]) { return newTuple([q, r]) }
        case ("round", 1):
            if a[0].value.isInt { return Traced(value: a[0].value, ref: int(a[0])) }
            if isFloat(a[0]) || a[0].value.isBool { return try call(leaf: n, callee, a) }
        case ("pow", 3): if isInt(a[0]) && isInt(a[1]) && isInt(a[2]) { return try call(leaf: n, callee, a) }
        case ("ord", 1):
            if let c = codePoint(a[0]) { return Traced(value: Value(int: Int(StrRef(a[0].value.ref)[0])), ref: b.i64ToInt(c)) }
            if a[0].value.isExactly(Types.str) || a[0].value.isExactly(Types.bytes) { return try call(leaf: n, callee, a) }
        case ("chr", 1):
            guard a[0].value.isInt else { return nil }
            if a[0].value.int >= 0 && a[0].value.int < 256 {
                let i = b.intToI64(int(a[0]))
                b.guardRange(i, 0, 255, snapshot())
                let w = b.load(b.pointer(UInt(bitPattern: StrRef.latinCharacters)), index: i, offset: 0, class: 0, kind: .word)
                characters.append((w, i))
                return Traced(value: StrRef.character(UInt32(a[0].value.int)), ref: w)
            }
            return try call(leaf: n, callee, a)
        case ("round", 2), ("pow", 2), ("hex", 1), ("bin", 1), ("oct", 1):
            if a.allSatisfy({ isNumber($0) }) { return try call(leaf: n, callee, a) }
        case ("id", 1): return b.kind(a[0].ref) == .word ? try call(leaf: n, callee, a) : nil
        case ("callable", 1):
            guard a[0].value.isPointer else { return nil }
            guardType(a[0], a[0].value.ref.type); guardVersion(a[0].value.ref.type)
            return bool(!a[0].value.ref.type.slot(.call).isUnbound)
        case ("repr", 1): if isNumber(a[0]) || a[0].value.isExactly(Types.str) || a[0].value.isInt { return try call(leaf: n, callee, a) }
        case ("setattr", 3):
            guard let name = attributeName(a[1]), try storeAttribute(n, name, a[0], a[2], isName: { guardName(a[1], name) }) else { return nil }
            return constant(.none)
        case ("getattr", 2), ("getattr", 3), ("hasattr", 2):
            guard let name = attributeName(a[1]), a[0].value.isPointer else { return nil }
            if d.nameText == "hasattr" || a.count == 3, hasNone(a[0], name) { guardName(a[1], name); return d.nameText == "hasattr" ? bool(false) : a[2] }
            if d.nameText == "hasattr", a[0].value.ref.type == Types.type, case let x = TypeRef(a[0].value.ref).lookup(name), x.isExactly(Types.getset), Types.type.lookup(name).isUnbound {
                // (On the class a native attribute of its instances is the descriptor.)
                guardName(a[1], name); guardIdentity(a[0]); guardVersion(TypeRef(a[0].value.ref))
                return bool(true)
            }
            let c = AttributeCache.single(a[0].value, name)
            guard c.kind == .inline || c.kind == .slot || c.kind == .value || c.kind == .overflow || c.kind == .module || c.kind == .typeAttribute || c.kind == .cell || c.kind == .typeCell || c.kind == .method && c.value.isExactly(Types.function) || quietGetter(a[0].value, name) != nil else { return nil }
            // (A slot that holds nothing: the builtin knows what follows.)
            if c.kind == .slot, a[0].value.ref.value(Int(c.index)).isUnbound { return nil }
            guardName(a[1], name)
            let w = try attribute(n, name, a[0], raisingIn: 1)
            return d.nameText == "hasattr" ? bool(true) : w
        default: break
        }
        return nil
    }
    /// The module `math`: instructions and calls of functions of doubles, under guards for what Python refuses.
    private func mathematics(_ n: Expression, _ callee: Value, _ d: Builtin, _ a: [Traced]) throws(Raise) -> Traced? {
        let name = d.nameText
        guard a.allSatisfy({ isNumber($0) || $0.value.isExactly(Types.int) }) else { return nil }
        let x = a.first.flatMap { isNumber($0) ? asDouble($0) : nil }
        if a.count == 1, let x {
            let v = x.value.asDouble
            switch name {
            case "sqrt":
                guard v >= 0, compareFloat(.ge, x, Traced(value: Value(float: 0), ref: b.float(0))) else { return nil }
                return Traced(value: Value(float: v.squareRoot()), ref: b.arithmetic(.sqrt, float(x)))
            case "floor", "ceil", "trunc":
                if isIntegral(a[0]) { return integral(a[0]) }
                guard Swift.abs(v) < 0x1p62 else { return nil }
                let op: Opcode = name == "floor" ? .floor : name == "ceil" ? .ceil : .trunc
                return Traced(value: Value(int: Int(v.rounded(op == .floor ? .down : op == .ceil ? .up : .towardZero))), ref: b.f64ToInt(b.arithmetic(op, float(x)), snapshot()))
            case "fabs": return Traced(value: Value(float: Swift.abs(v)), ref: b.arithmetic(.abs, float(x)))
            case "isnan": return Traced(value: Value(bool: v.isNaN), ref: b.compare(.ne, float(x), float(x)))
            case "isinf": return Traced(value: Value(bool: v.isInfinite), ref: b.compare(.eq, b.arithmetic(.abs, float(x)), b.float(.infinity)))
            case "isfinite": return Traced(value: Value(bool: v.isFinite), ref: b.compare(.lt, b.arithmetic(.abs, float(x)), b.float(.infinity)))
            default:
                if let m = Leaves.math[name] {
                    let r = m.compute(v)
                    switch m.domain {
                    case .all: break
                    case .finiteArgument: guard v.isFinite else { return nil }; guardFinite(float(x))
                    case .finiteResult: guard r.isFinite else { return nil }
                    case .positive: guard v > 0 && v.isFinite else { return nil }; guardFinite(float(x)); b.guardBool(b.compare(.gt, float(x), b.float(0)), true, snapshot())
                    case .unit: guard Swift.abs(v) <= 1 else { return nil }; b.guardBool(b.compare(.le, b.arithmetic(.abs, float(x)), b.float(1)), true, snapshot())
                    }
                    let w = b.call(m.address, [float(x)], result: .f64, pure: true, leaf: true)
                    if m.domain == .finiteResult { guardFinite(w) }
                    return Traced(value: Value(float: r), ref: w)
                }
            }
        }
        if a.count == 2, let x, isNumber(a[1]), let y = asDouble(a[1]) {
            let p = x.value.asDouble, q = y.value.asDouble
            switch name {
            case "pow":
                guard case .value(let r) = FloatMath.power(p, q), r.isFinite else { return nil }
                let w = b.call(Leaves.power, [float(x), float(y)], result: .f64, pure: true, leaf: true)
                guardFinite(w)
                return Traced(value: Value(float: r), ref: w)
            case "copysign": return Traced(value: Value(float: Glibc.copysign(p, q)), ref: b.call(Leaves.copysign, [float(x), float(y)], result: .f64, pure: true, leaf: true))
            default: break
            }
        }
        return a.count <= 4 ? try call(leaf: n, callee, a) : nil
    }
    /// A number as a float where that loses nothing.
    private func asDouble(_ w: Traced) -> Traced? { isFloat(w) ? w : exact(integral(w)) }
    private func operators(_ name: String, _ a: [Traced]) throws(Raise) -> Traced? {
        switch (name, a.count) {
        case ("index", 1): if isIntegral(a[0]) { return Traced(value: integral(a[0]).value, ref: int(integral(a[0]))) }
        case ("not_", 1): if !isAskedForTruth(a[0].value) { return bool(!(try isTrue(a[0]))) }
        case ("truth", 1): if !isAskedForTruth(a[0].value) { return bool(try isTrue(a[0])) }
        case ("is_", 2): return identity(a[0], a[1], false)
        case ("is_not", 2): return identity(a[0], a[1], true)
        default: break
        }
        let ops: [String: Operations.Binary] = ["add": .add, "sub": .sub, "mul": .mul, "and_": .and, "or_": .or, "xor": .xor, "floordiv": .floordiv, "mod": .mod, "truediv": .truediv]
        if a.count == 2, let op = ops[name], isNumber(a[0]), isNumber(a[1]) { return try arithmetic(op, a[0], a[1]) }
        let comparisons: [String: Operations.Comparison] = ["lt": .lt, "le": .le, "eq": .eq, "ne": .ne, "gt": .gt, "ge": .ge]
        if a.count == 2, let op = comparisons[name], isNumber(a[0]), isNumber(a[1]) { return try order(op, a[0], a[1]) }
        return nil
    }
    func length(_ w: Traced) throws(Raise) -> Traced? {
        guard w.value.isPointer else { return nil }
        if let n = dequeLength(w) ?? viewCount(w) { return n }
        let t = w.value.ref.type, isFixed = w.value.isTuple || t == Types.str || t == Types.bytes || t == Types.frozenset
        let isTuple = w.value.isTuple && t.slot(.len) == Types.tuple.slot(.len), isList = w.value.isList && t.slot(.len) == Types.list.slot(.len)
        let inherits = t.has(TypeRef.Flags.dict) && t.slot(.len) == Types.dict.slot(.len) || t.has(TypeRef.Flags.set) && t.slot(.len) == Types.set.slot(.len) || isTuple || isList
        guard isFixed && !w.value.isTuple || inherits || t == Types.list || t == Types.dict || t == Types.set || t == Types.bytearray else { return nil }
        guardType(w, t)
        if inherits { guardVersion(t) }
        let x = b.load(w.ref, offset: 16, class: isFixed ? 0 : Alias.lengths, kind: .i64, length: true)
        return Traced(value: Value(int: Int(w.value.ref.word(2))), ref: b.i64ToInt(x))
    }
    /// The lesser or greater of two numbers of a kind; the first where they are equal.
    func extreme(_ x: Traced, _ y: Traced, isMin: Bool) -> Traced? {
        if bothInt(x, y) {
            let c = b.compare(isMin ? .lt : .gt, int(y), int(x)), second = isMin ? y.value.int < x.value.int : y.value.int > x.value.int
            return Traced(value: second ? y.value : x.value, ref: b.select(c, int(y), int(x)))
        }
        guard isFloat(x) && isFloat(y) else { return nil }
        let p = x.value.asDouble, q = y.value.asDouble
        let c = b.compare(isMin ? .lt : .gt, float(y), float(x)), second = isMin ? q < p : q > p
        return Traced(value: second ? y.value : x.value, ref: b.select(c, float(y), float(x)))
    }
    /// `isinstance` for classes whose metaclass is `type`, and tuples of them; DEPTH bounds nested tuples.
    private func isInstance(_ x: Traced, _ c: Traced, _ depth: Int) -> Traced? {
        let v = x.value
        if let w = isInstanceOfMany(x, c) { return w }
        var yes = false
        func collect(_ c: Traced, _ depth: Int) -> Bool {
            if c.value.isExactly(Types.tuple) {
                let t = TupleRef(c.value)
                if depth == 0 || t.count > 8 { return false }
                for i in 0..<t.count where !(t.items[i].isType && t.items[i].ref.type.slot(.instancecheck) == Types.type.slot(.instancecheck)) { return false }
                guardType(c, Types.tuple)
                b.guardEqual(b.load(c.ref, offset: 16, class: 0, kind: .i64, length: true), UInt64(t.count), snapshot())
                for i in 0..<t.count { if !collect(Traced(value: t.items[i], ref: b.load(c.ref, offset: 32 + i * 8, class: 0, kind: .word)), depth - 1) { return false } }
                return true
            }
            guard c.value.isType, case let meta = c.value.ref.type, meta.slot(.instancecheck) == Types.type.slot(.instancecheck) else { return false }
            guardIdentity(c)
            if meta != Types.type { guardVersion(meta) }
            if v.type.isSubtype(of: TypeRef(c.value.ref)) { yes = true }
            return true
        }
        if v.isPointer && !v.ref.type.has(TypeRef.Flags.genericGet) { return nil }
        if !collect(c, depth) { return nil }
        if v.isPointer {
            // `__class__` may say something else than the type: then the type has it.
            let t = v.ref.type, said = t.lookup(Names.__class__)
            if said != Types.object.lookup(Names.__class__) { return nil }
            guardType(x, t); guardVersion(t)
        } else if v.isInt { _ = int(x) } else if isFloat(x) { _ = float(x) } else if b.kind(x.ref) != .bool { guardIdentity(x) }
        return bool(yes)
    }
    /// `issubclass` of a class in one whose metaclass does not say otherwise.
    private func isSubclass(_ c: Traced, _ t: Traced) -> Traced? {
        if c.value.isType, t.value.isExactly(Types.tuple), case let n = TupleRef(t.value).count, 1...4 ~= n, (0..<n).allSatisfy({ TupleRef(t.value).items[$0].isType }), let all = unpack(t, n) {
            // (One after the other, as the builtin asks them; the answers are put together without a branch.)
            var answer: TraceIR.Ref? = nil, yes = false
            for x in all {
                guard let w = isSubclass(c, x) else { return nil }
                let one = b.kind(w.ref) == .bool ? b.boolToInt(w.ref) : b.int(w.value == .true ? 1 : 0)
                answer = answer.map { b.arithmetic(.or, $0, one) } ?? one
                yes = yes || w.value == .true
            }
            return answer.map { Traced(value: Value(bool: yes), ref: b.compare(.ne, $0, b.int(0))) }
        }
        guard c.value.isType, t.value.isType, case let meta = t.value.ref.type, meta.slot(.subclasscheck) == Types.type.slot(.subclasscheck) else { return nil }
        guardIdentity(t)
        if meta != Types.type { guardVersion(meta) }
        let yes = TypeRef(c.value.ref).isSubtype(of: TypeRef(t.value.ref))
        let w = b.call(Leaves.isSubclass, [c.ref, b.asWord(t.ref)], result: .i64, writes: 0, leaf: true)
        b.guardBool(b.compare(.ne, w, b.i64(2)), true, snapshot())
        return Traced(value: Value(bool: yes), ref: b.compare(.ne, w, b.i64(0)))
    }
    /// Whether W is a list or tuple whose items ask no code in Python, which is guarded.
    private func overPlainItems(_ w: Traced) -> Bool {
        guard w.value.isExactly(Types.list) || w.value.isExactly(Types.tuple), Plain.areItemsPlain(w.value) else { return false }
        guardType(w, w.value.ref.type)
        b.guardEqual(b.call(Leaves.areItemsPlain, [w.ref], result: .i64, writes: 0), 1, snapshot())
        return true
    }
    /// `any` and `all` of a list or tuple, as far as the items up to the one that decides ask no code in Python.
    private func decided(_ w: Traced, all: Bool) -> Traced? {
        guard w.value.isExactly(Types.list) || w.value.isExactly(Types.tuple), case let known = Plain.areTrue(w.value, all: all), known != 2 else { return nil }
        guardType(w, w.value.ref.type)
        let r = b.call(Leaves.areTrue, [w.ref, b.i64(all ? 1 : 0)], result: .i64, writes: 0)
        b.guardBool(b.compare(.ne, r, b.i64(2)), true, snapshot())
        return Traced(value: Value(bool: known == 1), ref: b.compare(.eq, r, b.i64(1)))
    }
    /// A method of a container that looks a key up, where that asks no code in Python: whether it has the key can be told.
    private func lookup(_ n: Expression, _ callee: Value, _ a: [Traced], writes: UInt32) throws(Raise) -> Traced? {
        let s = a[0]
        if Plain.contains(s.value, a[1].value) == 2 { return nil }
        guardType(s, s.value.ref.type)
        let w = b.call(Leaves.contains, [s.ref, b.asWord(a[1].ref)], result: .i64, writes: 0)
        b.guardBool(b.compare(.ne, w, b.i64(2)), true, snapshot())
        return try call(leaf: n, callee, a, writes: writes)
    }
    /// Calls of builtin types that make or convert plain values; nil for others.
    func convert(_ n: Expression, _ callee: Traced, _ a: [Traced]) throws(Raise) -> Traced? {
        let t = TypeRef(callee.value.ref)
        guard t.has(TypeRef.Flags.immutable) else { return nil }
        func leaf(_ words: [Traced], writes: UInt32 = 0) throws(Raise) -> Traced {
            locate(n)
            if writes != 0 { effects += 1 }
            for w in words { guardKind(w) }
            let w = b.call(Leaves.make, [b.asWord(callee.ref), words.first.map { b.asWord($0.ref) } ?? b.word(0)], result: .word, writes: writes, raises: snapshot(.raising, last: ResumeState.raising, up: 1))
            givesValue()
            return Traced(value: words.isEmpty ? try Call.call(callee.value) : try Call.call(callee.value, words[0].value), ref: w)
        }
        guardIdentity(callee)
        let callee = known(callee.value)
        if a.isEmpty, let w = try newIterator(t, a) { return w }
        if a.isEmpty { return t == Types.list || t == Types.dict || t == Types.set ? try leaf([]) : nil }
        let x = a[0]
        if t == Types.range && a.count <= 3 && a.allSatisfy({ $0.value.isInt }) && !(a.count == 3 && a[2].value.int == 0) {
            for w in a { _ = int(w) }
            let zero = constant(Value(int: 0)), one = constant(Value(int: 1))
            let p = a.count == 1 ? [zero, x, one] : a.count == 2 ? [x, a[1], one] : a
            if let r = newRange(p[0], p[1], p[2]) { return r }
            locate(n)
            let w = b.call(Leaves.range, p.map { b.asWord($0.ref) }, result: .word, writes: 0, raises: snapshot(.raising, last: ResumeState.raising, up: 1))
            return Traced(value: try RangeObject.make(p[0].value, p[1].value, p[2].value), ref: w)
        }
        if let w = try newIterator(t, a) { return w }
        if t == Types.complex && a.count <= 2 { return try makeComplex(x, a.count == 2 ? a[1] : nil) }
        if t.has(TypeRef.Flags.value) { return attempt(instance: callee, a) }
        guard a.count == 1 else { return nil }
        if t == Types.int || t == Types.float, isDerived(x), let w = underived(x, t == Types.int ? .int : .float), isNumber(w) { return try convert(n, callee, [w]) }
        switch t {
        case Types.int:
            if isIntegral(x) { return Traced(value: integral(x).value, ref: int(integral(x))) }
            if isFloat(x) {
                guard Swift.abs(x.value.asDouble) < 0x1p61 else { return nil }
                return Traced(value: Value(int: Int(x.value.asDouble)), ref: b.f64ToInt(float(x), snapshot()))
            }
            return x.value.isExactly(Types.str) || x.value.isExactly(Types.bytes) || x.value.isExactly(Types.int) ? try leaf(a) : nil
        case Types.float:
            if isFloat(x) { return Traced(value: x.value, ref: b.kind(x.ref) == .f64 ? x.ref : float(x)) }
            if isIntegral(x) { return intToFloat(integral(x)) }
            return x.value.isExactly(Types.str) || x.value.isExactly(Types.int) ? try leaf(a) : nil
        case Types.bool:
            if b.kind(x.ref) == .bool { return x }
            if isInt(x) { return Traced(value: Value(bool: x.value.int != 0), ref: b.compare(.ne, int(x), b.int(0))) }
            return isAskedForTruth(x.value) ? nil : bool(try isTrue(x))
        case Types.str:
            if x.value.isExactly(Types.str) { guardType(x, Types.str); return x }
            return isNumber(x) || x.value.isExactly(Types.int) || x.value.isNone ? try leaf(a) : nil
        case Types.type:
            if x.value.isInt { _ = int(x); return known(Types.int.value) }
            if isFloat(x) { _ = float(x); return known(Types.float.value) }
            if x.value.isBool { if b.kind(x.ref) != .bool { guardIdentity(x) }; return known(Types.bool.value) }
            // (Which class it is, only what follows may have to know.)
            if x.value.isPointer && x.value.ref.type != Types.float {
                b.guardIsPointer(x.ref, snapshot())
                return Traced(value: x.value.ref.type.value, ref: b.load(x.ref, offset: 8, class: Alias.headers, kind: .word))
            }
            guardIdentity(x)
            return known(x.value.type.value)
        case Types.weakref: return x.value.isPointer ? try leaf(a) : nil
        case Types.list, Types.tuple:
            guard x.value.isPointer else { return nil }
            let u = x.value.ref.type
            if u == Types.tuple && t == Types.tuple { guardType(x, u); return x }
            if NativeIterators.isOwn(u), u != Types.generator, guardNative(x) { return try leaf(a, writes: Alias.mask(Alias.iterators)) }
            return u == Types.list || u == Types.tuple || u == Types.str || u == Types.range || u == Types.bytes || u == Types.dict || u == Types.set ? try leaf(a) : nil
        case Types.dict: return x.value.isExactly(Types.dict) ? try leaf(a) : nil
        case Types.bytes, Types.bytearray:
            if x.value.isExactly(Types.bytes) && t == Types.bytes { guardType(x, t); return x }
            if t == Types.bytes, let w = singleByte(x) { return w }
            if x.value.isInt || x.value.isExactly(Types.range) || overPlainItems(x) { return try leaf(a) }
            return x.value.isExactly(Types.bytes) || x.value.isExactly(Types.bytearray) || MemoryView.isInstance(x.value) ? try leaf(a) : nil
        case Types.set, Types.frozenset:
            guard x.value.isPointer, case let u = x.value.ref.type else { return nil }
            return u == Types.str || u == Types.range || u == Types.bytes || u == Types.set || u == Types.frozenset || overPlainItems(x) ? try leaf(a) : nil
        default: return nil
        }
    }
    /// A range of ints with a constant step, which mostly only a loop needs; nil: a call is to make it.
    private func newRange(_ first: Traced, _ end: Traced, _ step: Traced) -> Traced? {
        let s = step.value.int
        guard step.ref.isConstant, s != 0, abs(s) < 1 << 32, let span = s > 0 ? subtractInt(end, first) : subtractInt(first, end) else { return nil }
        var count: Traced? = span
        if abs(s) > 1 {
            count = addInt(span, constant(Value(int: abs(s) - 1)))
            if let c = count { count = divideInt(.floordiv, c, constant(Value(int: abs(s)))) }
        }
        guard let count else { return nil }
        let n = b.select(b.compare(.gt, span.ref, b.int(0)), int(count), b.int(0))
        guard let v = try? RangeObject.make(first.value, end.value, step.value) else { return nil }
        let r = b.new(size: 48, type: UInt(bitPattern: Types.range.ref))
        for (i, w) in [int(first), int(end), int(step), n].enumerated() { b.storeValue(r, offset: 16 + i * 8, class: 0, value: w) }
        return Traced(value: v, ref: r)
    }
    /// A tuple of values that the trace knows.
    func newTuple(_ words: [Traced]) -> Traced {
        // The refs may box floats, which may collect: first.
        let refs = words.map { b.asWord($0.ref) }
        let t = b.new(size: 32 + words.count * 8, type: UInt(bitPattern: Types.tuple.ref))
        b.store(t, offset: 16, class: 0, value: b.i64(words.count))
        for (i, r) in refs.enumerated() { b.storeValue(t, offset: 32 + i * 8, class: 0, value: r) }
        for w in words { hold(w.value) }
        let v = TupleRef.allocate(words.count)
        for (i, w) in words.enumerated() { v[i] = w.value }
        return Traced(value: v.value, ref: t)
    }
    /// Methods of str and bytes that are not declared as what they are: they run no Python code when all arguments are strs, bytes, ints or absent.
    private static let textMethods: Set<String> = ["startswith", "endswith", "find", "rfind", "index", "count", "upper", "lower", "strip", "lstrip", "rstrip", "split", "splitlines", "replace",
        "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "partition", "rpartition", "zfill", "ljust", "rjust", "center", "title", "capitalize",
        "rsplit", "rindex", "swapcase", "casefold", "expandtabs", "removeprefix", "removesuffix", "istitle", "isascii", "hex"]
    private func method(_ n: Expression, _ callee: Value, _ d: Builtin, _ a: [Traced]) throws(Raise) -> Traced? {
        let t = d.owner, name = d.nameText
        guard let s = a.first else { return nil }
        // (A class method, bound to the class itself.)
        if t == Types.int, s.value == t.value, name == "from_bytes", 2...3 ~= a.count, a[1].value.isExactly(Types.bytes) || a[1].value.isExactly(Types.bytearray), a.count == 2 || a[2].value.isExactly(Types.str) {
            guardIdentity(s)
            if let w = shortInt(a[1], a.count == 3 ? a[2] : nil) { return w }
            return try call(leaf: n, callee, a)
        }
        if t == Itertools.chain, s.value == t.value, name == "from_iterable", a.count == 2 { guardIdentity(s); return try newChain(of: a[1]) }
        // (A method of a builtin type does to an instance of a subclass what it does to one of its own: what the subclass overrides it does not ask.)
        let own = s.value.type, isOfClass = t.has(TypeRef.Flags.value) && s.value == t.value && callee.ref.type == Types.builtinFunction
        guard isOfClass || own == t || s.value.isPointer && t != Types.str && t != Types.bytes && own.isSubtype(of: t) else { return nil }
        func isSequence(_ v: Value) -> Bool { v.isExactly(Types.list) || v.isExactly(Types.tuple) || v.isExactly(Types.str) || v.isExactly(Types.range) || v.isExactly(Types.bytes) || v.isExactly(Types.dict) }
        let items = Alias.mask(Alias.lengths, Alias.items), entries = Alias.mask(Alias.lengths, Alias.entries)
        switch t {
        case Types.generator:
            if name == "send" && a.count == 2 || name == "__next__" && a.count == 1 { return try advance(n, a, sends: a.count == 2) }
        case Types.list:
            switch (name, a.count) {
            case ("append", 2):
                guardType(s, own)
                append(s, a[1])
                return constant(.none)
            case ("pop", 1) where ListRef(s.value).count > 0:
                guardType(s, own)
                return pop(s)
            case ("pop", 2):
                if ListRef(s.value).count > 0 && (a.count == 1 || a[1].value.isInt) { return try call(leaf: n, callee, a, writes: items) }
            case ("insert", 3): if a[1].value.isInt { return try call(leaf: n, callee, a, writes: items) }
            case ("extend", 2): if isSequence(a[1].value) { return try call(leaf: n, callee, a, writes: items) }
            case ("clear", 1), ("reverse", 1): return try call(leaf: n, callee, a, writes: items)
            case ("copy", 1): return try call(leaf: n, callee, a)
            case ("sort", 1): if overPlainItems(s) { return try call(leaf: n, callee, a, writes: items) }
            case ("remove", 2): return try lookup(n, callee, a, writes: items)
            case ("index", 2): return try lookup(n, callee, a, writes: 0)
            default: break
            }
        case Types.str, Types.bytes:
            if d.effect == .attempted { return a.allSatisfy(plain) ? attempt(n, callee, a) : nil }
            if name == "join" && a.count == 2 && (a[1].value.isExactly(Types.list) || a[1].value.isExactly(Types.tuple)) { return try call(leaf: n, callee, a) }
            if t == Types.str, a.count == 1, let p = TextPredicate.named(name) {
                TextPredicate.prepare()
                guardType(s, t)
                let w = b.call(Leaves.predicate, [s.ref, b.i64(p.rawValue)], result: .i64, pure: true, leaf: true)
                return Traced(value: Value(bool: p.holds(StrRef(s.value.ref).view)), ref: b.compare(.ne, w, b.i64(0)))
            }
            if Recorder.textMethods.contains(name) || d.effect != .any && !d.isSlot, a.allSatisfy(plain) { return try call(leaf: n, callee, a) }
            if name == "format" && t == Types.str && a.allSatisfy(plain) { return try call(leaf: n, callee, a) }
        case Types.dict:
            switch (name, a.count) {
            case ("get", 2), ("get", 3):
                if let found = try entry(s, a[1]) {
                    if case .entry(let address, let e) = found { return value(at: address, e) }
                    return a.count == 3 ? a[2] : constant(.none)
                }
                let has = Plain.has(s.value, a[1].value)
                guard has != 2 else { return nil }
                guardType(s, own)
                if has == 1 {
                    if isName(a[1]), let w = dictItem(s, a[1].value) { return w }
                    let w = b.call(Leaves.dictGet, [s.ref, b.asWord(a[1].ref)], result: .word, writes: 0)
                    b.guardNonNull(w, snapshot())
                    return Traced(value: Plain.get(s.value, a[1].value), ref: w)
                }
                b.guardEqual(b.call(Leaves.dictHas, [s.ref, b.asWord(a[1].ref)], result: .i64, writes: 0), 0, snapshot())
                return a.count == 3 ? a[2] : constant(.none)
            case ("setdefault", 3):
                if let found = try entry(s, a[1]) {
                    if case .entry(let address, let e) = found { return value(at: address, e) }
                    store(found, s, a[1], a[2])
                    return a[2]
                }
                let has = Plain.has(s.value, a[1].value)
                guard has != 2 else { return nil }
                guardType(s, own)
                if has == 1 {
                    if isName(a[1]), let w = dictItem(s, a[1].value) { return w }
                    let w = b.call(Leaves.dictGet, [s.ref, b.asWord(a[1].ref)], result: .word, writes: 0)
                    b.guardNonNull(w, snapshot())
                    return Traced(value: Plain.get(s.value, a[1].value), ref: w)
                }
                b.guardEqual(b.call(Leaves.dictHas, [s.ref, b.asWord(a[1].ref)], result: .i64, writes: 0), 0, snapshot())
                effects += 1
                b.call(Leaves.dictSet, [s.ref, b.asWord(a[1].ref), b.asWord(a[2].ref)], result: .i64, writes: entries)
                _ = Plain.set(s.value, a[1].value, a[2].value)
                return a[2]
            case ("keys", 1), ("values", 1), ("items", 1):
                guardType(s, own)
                return newView(name == "keys" ? DictView.keys : name == "values" ? DictView.values : DictView.items, s)
            case ("copy", 1): return try call(leaf: n, callee, a)
            case ("clear", 1): return try call(leaf: n, callee, a, writes: entries)
            case ("pop", 2), ("pop", 3): return try lookup(n, callee, a, writes: entries)
            default: break
            }
        case Types.set:
            switch (name, a.count) {
            case ("add", 2):
                if let found = try isMember(s, a[1]) {
                    if found.has { return constant(.none) }
                    effects += 1; tracedNote()
                    b.call(Leaves.insertMember, [s.ref, b.asWord(a[1].ref), found.hash.ref], result: .none, writes: entries)
                    Plain.insert(s.value, a[1].value, found.hash.value)
                    return constant(.none)
                }
                guard Plain.setHas(s.value, a[1].value) != 2 else { return nil }
                guardType(s, own)
                effects += 1
                b.guardEqual(b.call(Leaves.setAdd, [s.ref, b.asWord(a[1].ref)], result: .i64, writes: entries), 1, snapshot())
                _ = Plain.setAdd(s.value, a[1].value)
                return constant(.none)
            case ("copy", 1): return try call(leaf: n, callee, a)
            case ("clear", 1), ("pop", 1): return try call(leaf: n, callee, a, writes: entries)
            case ("remove", 2), ("discard", 2): if plain(a[1]) { return try lookup(n, callee, a, writes: entries) }
            default: break
            }
        case Types.int, Types.float, Types.complex, Types.bool:
            if d.effect != .any && !d.isSlot && a.allSatisfy(plain) { return try call(leaf: n, callee, a) }
        case DequeRef.type:
            switch (name, a.count) {
            case ("append", 2), ("appendleft", 2): return pushed(s, a[1], left: name == "appendleft")
            case ("pop", 1), ("popleft", 1): return popped(s, left: name == "popleft")
            case ("clear", 1), ("rotate", 1): return try call(leaf: n, callee, a, writes: items)
            default: break
            }
        case FutureObject.futureType where name == "add_done_callback" && a.count == 2 && FutureObject.isPending(s.value):
            // (Where it is done the callback goes to the loop's queue: code in Python.)
            guardType(s, own)
            effects += 1
            // (Not to be left as if it had failed: the callback is there.)
            b.guardEqual(b.call(Leaves.addCallback, [s.ref, b.asWord(a[1].ref)], result: .i64, writes: 0), 1, snapshot(decided: true))
            _ = FutureObject.addCallback(s.value, a[1].value)
            return constant(.none)
        case _ where name == "append" && a.count == 2 && own == t && (t == Types.bytearray || t == TypedArrays.type): return try appendNumber(n, s, a[1])
        default:
            // Other native types: what is declared to run no Python code where the arguments are plain.
            if d.effect == .attempted { return a.dropFirst().allSatisfy(plain) ? attempt(n, callee, a) : nil }
            if d.effect == .any && t.has(TypeRef.Flags.value) {
                guard a.dropFirst().allSatisfy(isQuiet), s.value == t.value || s.value.isExactly(t) else { return nil }
                if s.value == t.value { guardIdentity(s) }
                return attempt(n, callee, a)
            }
            if d.effect != .any, !d.isSlot, a.dropFirst().allSatisfy(plain) { return try call(leaf: n, callee, a, writes: d.effect == .reads || d.effect == .pure ? 0 : Alias.objects) }
        }
        return nil
    }
    /// `bytes([x])`: one of 256 objects.
    private func singleByte(_ x: Traced) -> Traced? {
        let v = x.value, isTuple = v.isExactly(Types.tuple)
        guard b.isNew(x.ref), isTuple && TupleRef(v).count == 1 || v.isExactly(Types.list) && ListRef(v).count == 1, case let item = isTuple ? TupleRef(v)[0] : ListRef(v)[0], item.isInt, item.int >= 0, item.int < 256,
              let w = unpack(x, 1)?.first else { return nil }
        let i = int(w)
        b.guardRange(i, 0, 255, snapshot())
        return Traced(value: BytesRef.singles[item.int], ref: b.load(b.pointer(UInt(bitPattern: BytesRef.singles)), index: b.intToI64(i), offset: 0, class: 0, kind: .word))
    }
    /// `int.from_bytes(o, order)` of a few bytes; nil for all others.
    private func shortInt(_ o: Traced, _ order: Traced?) -> Traced? {
        let isLittle = order.map { StrRef($0.value).equals("little") } ?? false
        guard isLittle || order.map({ StrRef($0.value).equals("big") }) ?? true, case let v = Leaves.shortInt(o.value, little: isLittle), v >= 0 else { return nil }
        if let order { guardIdentity(order) }
        guardType(o, o.value.ref.type)
        let args = [o.ref, b.i64(isLittle ? 1 : 0)]
        let r = o.value.isExactly(Types.bytes) ? b.call(Leaves.intFromBytes, args, result: .i64, pure: true, leaf: true) : b.call(Leaves.intFromBytes, args, result: .i64, writes: 0)
        b.guardBool(b.compare(.lt, r, b.i64(0)), false, snapshot())
        return Traced(value: Value(int: v), ref: b.i64ToInt(r))
    }
    /// What `Residual.invoke` takes: the builtin at NATIVE with the arguments A, four at most.
    func nativeCall(_ native: UInt, _ a: [Traced]) -> [TraceIR.Ref] {
        [b.pointer(native), b.i64(a.count)] + a.map { b.asWord($0.ref) } + [TraceIR.Ref](repeating: b.word(0), count: 4 - a.count)
    }
    /// Calls a builtin without completing the frames. It may raise.
    private func call(leaf n: Expression, _ callee: Value, _ a: [Traced], writes: UInt32 = 0) throws(Raise) -> Traced {
        for w in a { guardKind(w) }
        locate(n)
        if writes != 0 { effects += 1 }
        let native = UInt(callee.ref.word(Descriptor.native))
        let w = b.call(Residual.invoke, nativeCall(native, a), result: .word, writes: writes, raises: snapshot(.raising, last: ResumeState.raising, up: 1))
        givesValue()
        let v = try Residual.invoke(native, a.count, a.count > 0 ? a[0].value : .unbound, a.count > 1 ? a[1].value : .unbound, a.count > 2 ? a[2].value : .unbound, a.count > 3 ? a[3].value : .unbound)
        return Traced(value: v, ref: w)
    }
}
