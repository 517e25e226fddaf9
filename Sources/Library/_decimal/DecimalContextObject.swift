import Primitives
import Runtime

/// `decimal.Context`: words 2 traps, 3 flags (SignalDicts); raw 4 precision, 5 Emin, 6 Emax, 7 rounding, 8 capitals, 9 clamp, 10 traps, 11 status.
struct ContextObject {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), variable = Value.unbound, defaultContext = Value.unbound, basicContext = Value.unbound, extendedContext = Value.unbound
    static let size = 96, trapsWord = 10, statusWord = 11
    static let roundingNames = ["ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"]

    var context: DecimalContext {
        get { DecimalContext(precision: word(4), emin: word(5), emax: word(6), rounding: DecimalRounding(rawValue: word(7)).unsafelyUnwrapped, clamp: word(9) != 0) }
        nonmutating set {
            setWord(4, newValue.precision); setWord(5, newValue.emin); setWord(6, newValue.emax); setWord(7, newValue.rounding.rawValue); setWord(9, newValue.clamp ? 1 : 0)
        }
    }
    func word(_ i: Int) -> Int { Int(Int64(bitPattern: ref.word(i))) }
    func setWord(_ i: Int, _ x: Int) { ref.setWord(i, UInt64(bitPattern: Int64(x))) }
    var capitals: Bool { get { ref.word(8) != 0 } nonmutating set { ref.setWord(8, newValue ? 1 : 0) } }
    var traps: UInt32 { get { UInt32(truncatingIfNeeded: ref.word(10)) } nonmutating set { ref.setWord(10, UInt64(newValue)) } }
    var status: UInt32 { get { UInt32(truncatingIfNeeded: ref.word(11)) } nonmutating set { ref.setWord(11, UInt64(newValue)) } }

    static func isContext(_ v: Value) -> Bool { v.isPointer && (v.ref.type == type || v.ref.type.isSubtype(of: type)) }
    static func make(_ t: TypeRef = type) throws(Raise) -> ContextObject {
        let r = Instance.allocate(t), x = ContextObject(Value(r))
        x.context = DecimalContext(precision: 28, emin: -999999, emax: 999999, rounding: .halfEven, clamp: false)
        x.capitals = true
        if !defaultContext.isUnbound {
            let d = ContextObject(defaultContext)
            x.context = d.context; x.capitals = d.capitals; x.traps = d.traps
        } else { x.traps = DecimalStatus.invalid | DecimalStatus.divisionByZero | DecimalStatus.overflow }
        r.set(2, try DecimalSignals.make(r, traps: true)); r.set(3, try DecimalSignals.make(r, traps: false))
        return x
    }
    /// A plain Context with the same settings; flags too.
    func copy() throws(Raise) -> ContextObject {
        let x = try ContextObject.make()
        for i in 4...11 { x.ref.setWord(i, ref.word(i)) }
        return x
    }
    /// The context of the running task.
    static func current() throws(Raise) -> ContextObject {
        let here = thread.pointee.context
        if _fastPath(foundVersion == ContextVariables.version && foundIn == here.bits && here.isPointer) { return ContextObject(found) }
        if let v = try ContextVariables.get(variable) {
            found = v; foundIn = here.bits; foundVersion = ContextVariables.version
            return ContextObject(v)
        }
        let x = try ContextObject(defaultContext).copy()
        x.status = 0
        _ = try ContextVariables.set(variable, Value(x.ref))
        return x
    }
    /// What `current` found last, and where (the bits of a context).
    nonisolated(unsafe) static var found = Value.unbound
    nonisolated(unsafe) private static var foundIn: UInt64 = 0, foundVersion = -1
    static func setCurrent(_ v: Value) throws(Raise) {
        guard isContext(v) else { throw Errors.typeError("argument must be a context") }
        var c = v
        // The templates are not to be changed by computing.
        if v == defaultContext || v == basicContext || v == extendedContext { let x = try ContextObject(v).copy(); x.status = 0; c = Value(x.ref) }
        _ = try ContextVariables.set(variable, c)
    }
    /// An optional argument.
    static func argument(_ v: Value) throws(Raise) -> ContextObject {
        if v.isUnbound || v.isNone { return try current() }
        guard isContext(v) else { throw Errors.typeError("optional argument must be a context") }
        return ContextObject(v)
    }
    /// Conditions have arisen: flags are set, trapped ones are raised.
    @inline(__always) func add(_ s: UInt32) throws(Raise) {
        if s == 0 { return }
        status |= s
        if s & (traps | DecimalStatus.memory) != 0 { throw DecimalSignals.raise(s & (traps | DecimalStatus.memory)) }
    }
    static func rounding(_ v: Value) throws(Raise) -> DecimalRounding {
        if v.isStr { for (i, n) in roundingNames.enumerated() where StrRef(v).string == n { return DecimalRounding(rawValue: i)! } }
        throw Errors.typeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
    }
    private static func number(_ v: Value) throws(Raise) -> Int {
        guard v.isIntLike else { throw Errors.typeError("an integer is required") }
        guard let i = Integers.asInt64(v) else { throw Errors.overflowError("Python int too large to convert to C ssize_t") }
        return i
    }

    // MARK: attributes

    /// Sets the attribute NAME; false: there is none of that name.
    func set(_ name: StrRef, _ v: Value) throws(Raise) -> Bool {
        func bounded(_ w: Int, _ low: Int, _ high: Int, _ message: String) throws(Raise) {
            let i = try ContextObject.number(v)
            if i < low || i > high { throw Errors.valueError(message) }
            setWord(w, i)
        }
        if name.equals("prec") { try bounded(4, 1, DecimalContext.limit, "valid range for prec is [1, MAX_PREC]") }
        else if name.equals("Emin") { try bounded(5, -DecimalContext.limit, 0, "valid range for Emin is [MIN_EMIN, 0]") }
        else if name.equals("Emax") { try bounded(6, 0, DecimalContext.limit, "valid range for Emax is [0, MAX_EMAX]") }
        else if name.equals("rounding") { setWord(7, try ContextObject.rounding(v).rawValue) }
        else if name.equals("capitals") { try bounded(8, 0, 1, "valid values for capitals are 0 or 1") }
        else if name.equals("clamp") { try bounded(9, 0, 1, "valid values for clamp are 0 or 1") }
        else if name.equals("traps") || name.equals("flags") {
            let bits: UInt32
            if DecimalSignals.isDict(v) { bits = try DecimalSignals.bits(v) }
            else if v.isDict { bits = try DecimalSignals.fromDict(v) }
            else { throw Errors.typeError("argument must be a signal dict") }
            if name.equals("traps") { traps = bits } else { status = bits }
        } else { return false }
        return true
    }
    static let fieldNames = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"]
    /// Keyword arguments of the constructor; flags and traps may be lists.
    func configure(_ values: (Int) -> Value) throws(Raise) {
        for (i, n) in ContextObject.fieldNames.enumerated() {
            let v = values(i)
            if v.isUnbound || v.isNone { continue }
            if i >= 6 && v.isList {
                let bits = try DecimalSignals.fromList(v)
                if i == 6 { status = bits } else { traps = bits }
            } else { _ = try set(StrRef(StrRef.make(n)), v) }
        }
    }
    static func define(_ m: ModuleBuilder) throws(Raise) {
        let t = TypeFactory.make("Context", module: "decimal", size: size, layout: .fields(2, 4), subclassable: true)
        type = t
        m.type(t)
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(try make(TypeRef(a[0].ref)).ref) }
        t.special("__init__", "($self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None, **kwargs)") { a throws(Raise) in
            let others = DictRef(a[9])
            var i = -1
            if others.next(&i) { throw Errors.typeError("this function got an unexpected keyword argument '\(StrRef(others.key(i)).string)'") }
            try ContextObject(a[0]).configure { a[$0 + 1] }
            return .none
        }
        t.special("__getattribute__", "($self, name, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("attribute name must be string, not '\(a[1].type)'") }
            let n = StrRef(a[1])
            if n.equals("traps") { return a[0].ref.value(2) }
            if n.equals("flags") { return a[0].ref.value(3) }
            return try Operations.genericGet(a[0], StrRef.intern(a[1]))
        }
        t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in
            guard a[1].isStr else { throw Errors.typeError("attribute name must be string, not '\(a[1].type)'") }
            if try ContextObject(a[0]).set(StrRef(a[1]), a[2]) { return .none }
            do throws(Raise) { try Operations.genericSetAttribute(a[0], StrRef.intern(a[1]), a[2]) } catch {
                guard error.isExceptionKind, Errors.matches(Exceptions.attributeError) else { throw error }
                Errors.take()
                throw Errors.attributeError(a[0], StrRef.intern(a[1]))
            }
            return .none
        }
        t.special("__delattr__", "($self, name, /)") { a throws(Raise) in throw Errors.make(Exceptions.attributeError, "context attributes cannot be deleted") }
        for (n, w): (StaticString, Int) in [("prec", 4), ("Emin", 5), ("Emax", 6), ("capitals", 8), ("clamp", 9)] { t.getter(n) { v in Value.int(ContextObject(v).word(w)) } }
        t.getter("rounding") { v in StrRef.intern(roundingNames[ContextObject(v).word(7)]) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let x = ContextObject(a[0])
            // In the order of their bits, InvalidOperation at the lowest of its own that is set.
            func place(_ b: UInt32, _ m: UInt32) -> Int { m == DecimalStatus.floatOperation ? 10 : (b & m).trailingZeroBitCount }
            func names(_ b: UInt32) -> String { DecimalSignals.all.filter { b & $0.mask != 0 }.sorted { place(b, $0.mask) < place(b, $1.mask) }.map { $0.name }.joined(separator: ", ") }
            return StrRef.make("Context(prec=\(x.word(4)), rounding=\(roundingNames[x.word(7)]), Emin=\(x.word(5)), Emax=\(x.word(6)), capitals=\(x.word(8)), clamp=\(x.word(9)), flags=[\(names(x.status))], traps=[\(names(x.traps))])")
        }
        t.method("__reduce__", "($self, /)") { a throws(Raise) in
            let x = ContextObject(a[0]), f = DecimalSignals.list(x.status), p = DecimalSignals.list(x.traps)
            let fields = TupleRef.allocate(8)
            fields[0] = .int(x.word(4)); fields[1] = StrRef.intern(roundingNames[x.word(7)]); fields[2] = .int(x.word(5)); fields[3] = .int(x.word(6))
            fields[4] = .int(x.word(8)); fields[5] = .int(x.word(9)); fields[6] = f; fields[7] = p
            return TupleRef.make(a[0].type.value, fields.value)
        }
        for n: StaticString in ["copy", "__copy__"] { t.method(n, "($self, /)") { a throws(Raise) in Value(try ContextObject(a[0]).copy().ref) } }
        t.method("clear_flags", "($self, /)") { a in ContextObject(a[0]).status = 0; return .none }
        t.method("clear_traps", "($self, /)") { a in ContextObject(a[0]).traps = 0; return .none }
        t.method("Etiny", "($self, /)") { a in .int(ContextObject(a[0]).context.etiny) }
        t.method("Etop", "($self, /)") { a in .int(ContextObject(a[0]).context.etop) }
        t.method("create_decimal", "($self, num='0', /)") { a throws(Raise) in DecimalObject.make(try Decimals.rounded(a[1], ContextObject(a[0]))) }
        t.method("create_decimal_from_float", "($self, f, /)") { a throws(Raise) in
            guard a[1].isFloatLike || a[1].isIntLike else { throw Errors.typeError("argument must be int or float") }
            let x = ContextObject(a[0])
            var d = a[1].isFloatLike ? Decimals.fromDouble(a[1].asDouble) : Decimals.fromInt(a[1]), s: UInt32 = 0
            d.finalize(x.context, &s)
            try x.add(s)
            return DecimalObject.make(d)
        }
    }
}
