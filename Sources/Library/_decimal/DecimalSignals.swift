import Primitives
import Runtime

/// The exceptions of conditions, and SignalDict: the view of a context's flags or traps (words 2 context, 3 whether traps).
enum DecimalSignals {
    struct Signal { let name: String, mask: UInt32 }
    static let all = [Signal(name: "InvalidOperation", mask: DecimalStatus.invalid), Signal(name: "FloatOperation", mask: DecimalStatus.floatOperation),
        Signal(name: "DivisionByZero", mask: DecimalStatus.divisionByZero), Signal(name: "Overflow", mask: DecimalStatus.overflow), Signal(name: "Underflow", mask: DecimalStatus.underflow),
        Signal(name: "Subnormal", mask: DecimalStatus.subnormal), Signal(name: "Inexact", mask: DecimalStatus.inexact), Signal(name: "Rounded", mask: DecimalStatus.rounded),
        Signal(name: "Clamped", mask: DecimalStatus.clamped)]
    static let conditions = [Signal(name: "InvalidOperation", mask: DecimalStatus.invalidOperation), Signal(name: "ConversionSyntax", mask: DecimalStatus.conversionSyntax),
        Signal(name: "DivisionImpossible", mask: DecimalStatus.divisionImpossible), Signal(name: "DivisionUndefined", mask: DecimalStatus.divisionUndefined), Signal(name: "InvalidContext", mask: DecimalStatus.invalidContext)]
    /// The classes, by the orders above (lists).
    nonisolated(unsafe) static var classes = Value.unbound, conditionClasses = Value.unbound
    nonisolated(unsafe) static var mixin = TypeRef(), dictType = Value.unbound

    static func signalClass(_ i: Int) -> Value { ListRef(classes)[i] }
    /// The classes of the signals in STATUS.
    static func list(_ status: UInt32) -> Value {
        let l = ListRef.allocate()
        for (i, s) in all.enumerated() where status & s.mask != 0 { l.append(signalClass(i)) }
        return l.value
    }
    /// The exception for the trapped conditions in STATUS.
    static func raise(_ status: UInt32) -> Raise {
        if status & DecimalStatus.memory != 0 { return Errors.memoryError() }
        let l = ListRef.allocate()
        for (i, c) in conditions.enumerated() where status & c.mask != 0 { l.append(ListRef(conditionClasses)[i]) }
        for (i, s) in all.enumerated() where i > 0 && status & s.mask != 0 { l.append(signalClass(i)) }
        for (i, s) in all.enumerated() where status & s.mask != 0 {
            do throws(Raise) { return Errors.raise(try Call.call(signalClass(i), l.value)) } catch { return error }
        }
        return Errors.systemError("decimal: no signal")
    }
    static let validSignals = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]"
    static func mask(_ v: Value) throws(Raise) -> UInt32 {
        for (i, s) in all.enumerated() where signalClass(i) == v { return s.mask }
        throw Errors.keyError(StrRef.make(validSignals))
    }
    /// The bits that a list of signals means.
    static func fromList(_ v: Value) throws(Raise) -> UInt32 {
        let l = ListRef(v)
        var out: UInt32 = 0
        for i in 0..<l.count { out |= try mask(l[i]) }
        return out
    }
    /// The bits that a dict with all signals means.
    static func fromDict(_ v: Value) throws(Raise) -> UInt32 {
        let d = DictRef(v)
        guard d.count == all.count else { throw Errors.keyError(StrRef.make("invalid signal dict")) }
        var out: UInt32 = 0
        for (i, s) in all.enumerated() {
            guard let x = try d.get(signalClass(i)) else { throw Errors.keyError(StrRef.make("invalid signal dict")) }
            if try Operations.isTrue(x) { out |= s.mask }
        }
        return out
    }
    static func isDict(_ v: Value) -> Bool { v.isInstance(of: mixin) }
    private static func word(_ v: Value) -> Int { v.ref.value(3) == .true ? ContextObject.trapsWord : ContextObject.statusWord }
    static func bits(_ v: Value) throws(Raise) -> UInt32 {
        guard v.ref.value(2).isPointer else { throw Errors.valueError("invalid signal dict") }
        return UInt32(truncatingIfNeeded: v.ref.value(2).ref.word(word(v)))
    }
    static func setBits(_ v: Value, _ b: UInt32) { v.ref.value(2).ref.setWord(word(v), UInt64(b)) }
    static func make(_ context: Ref, traps: Bool) throws(Raise) -> Value {
        let v = try Call.call(dictType)
        v.ref.set(2, Value(context)); v.ref.set(3, Value(bool: traps))
        return v
    }
    /// `{cls:True, ...}`
    static func text(_ b: UInt32) throws(Raise) -> Value {
        var s = "{"
        for (i, x) in all.enumerated() { s += (i > 0 ? ", " : "") + Operations.reprText(signalClass(i)) + ":" + (b & x.mask != 0 ? "True" : "False") }
        return StrRef.make(s + "}")
    }
    static func define(_ m: ModuleBuilder) throws(Raise) {
        let t = TypeFactory.make("SignalDictMixin", module: "decimal", size: 32, layout: .fields(2, 4), subclassable: true)
        mixin = t
        t.new("($type, /, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, /, *args, **kwargs)") { a in .none }
        t.constant("__hash__", .none)
        t.special("__len__", "($self, /)") { a throws(Raise) in _ = try bits(a[0]); return Value(int: all.count) }
        t.special("__iter__", "($self, /)") { a throws(Raise) in _ = try bits(a[0]); return try Operations.iterate(ListRef(classes).asTuple()) }
        t.special("__getitem__", "($self, key, /)") { a throws(Raise) in
            let b = try bits(a[0])
            return Value(bool: b & (try mask(a[1])) != 0)
        }
        t.special("__setitem__", "($self, key, value, /)") { a throws(Raise) in
            let b = try bits(a[0]), m = try mask(a[1])
            setBits(a[0], try Operations.isTrue(a[2]) ? b | m : b & ~m)
            return .none
        }
        t.special("__delitem__", "($self, key, /)") { a throws(Raise) in throw Errors.valueError("signal keys cannot be deleted") }
        t.special("__repr__", "($self, /)") { a throws(Raise) in try text(try bits(a[0])) }
        for (n, same): (StaticString, Bool) in [("__eq__", true), ("__ne__", false)] {
            t.special(n, "($self, value, /)") { a throws(Raise) in
                let b = try bits(a[0])
                if isDict(a[1]) { return Value(bool: (try bits(a[1]) == b) == same) }
                if a[1].isDict {
                    if DictRef(a[1]).count == 0 { throw Errors.valueError("invalid signal dict") }
                    do throws(Raise) { return Value(bool: (try fromDict(a[1]) == b) == same) } catch { try Errors.swallow(error, Exceptions.keyError) }
                }
                return .notImplemented
            }
        }
        t.method("copy", "($self, /)") { a throws(Raise) in
            let b = try bits(a[0]), d = DictRef.allocate()
            for (i, s) in all.enumerated() { try d.set(signalClass(i), Value(bool: b & s.mask != 0)) }
            return d.value
        }
        // Classes as programs see them: made as a class statement would.
        func make(_ name: String, _ bases: [TypeRef]) throws(Raise) -> TypeRef {
            let b = TupleRef.allocate(bases.count), d = DictRef.allocate()
            for (i, x) in bases.enumerated() { b[i] = x.value }
            d.set(name: StrRef.intern("__module__"), StrRef.intern("decimal"))
            let c = try Call.call(Types.type.value, StrRef.make(name), b.value, d.value)
            m.constant(name, c)
            return TypeRef(c.ref)
        }
        let base = try make("DecimalException", [Exceptions.arithmeticError])
        let clamped = try make("Clamped", [base]), invalid = try make("InvalidOperation", [base]), zero = try make("DivisionByZero", [base, Exceptions.zeroDivisionError])
        let inexact = try make("Inexact", [base]), rounded = try make("Rounded", [base]), subnormal = try make("Subnormal", [base])
        let overflow = try make("Overflow", [inexact, rounded]), underflow = try make("Underflow", [inexact, rounded, subnormal]), float = try make("FloatOperation", [base, Exceptions.typeError])
        let syntax = try make("ConversionSyntax", [invalid]), impossible = try make("DivisionImpossible", [invalid]), undefined = try make("DivisionUndefined", [invalid, Exceptions.zeroDivisionError])
        let context = try make("InvalidContext", [invalid])
        let l = ListRef.allocate(), k = ListRef.allocate()
        classes = l.value; conditionClasses = k.value
        Heap.addRoot(&classes); Heap.addRoot(&conditionClasses); Heap.addRoot(&dictType)
        for c in [invalid, float, zero, overflow, underflow, subnormal, inexact, rounded, clamped] { l.append(c.value) }
        for c in [invalid, syntax, impossible, undefined, context] { k.append(c.value) }
        let mutable = try Operations.getAttribute(try Builtins.importModule("collections.abc"), StrRef.intern("MutableMapping"))
        let d = DictRef.allocate()
        d.set(name: StrRef.intern("__module__"), StrRef.intern("abc"))
        dictType = try Call.call(try Operations.getAttribute(mutable, StrRef.intern("__class__")), StrRef.make("SignalDict"), TupleRef.make(t.value, mutable), d.value)
    }
}
