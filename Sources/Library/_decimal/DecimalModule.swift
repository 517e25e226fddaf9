import Primitives
import Runtime

enum DecimalModule {
    nonisolated(unsafe) static var tupleType = Value.unbound
    private static func manager(_ m: ModuleBuilder) {
        // The object of `with localcontext(...)`: words 2 the context inside, 3 the one outside.
        let t = TypeFactory.make("ContextManager", module: "decimal", size: 32, layout: .fields(2, 4))
        t.method("__enter__", "($self, /)") { a throws(Raise) in try ContextObject.setCurrent(a[0].ref.value(2)); return a[0].ref.value(2) }
        t.method("__exit__", "($self, exc_type, exc_value, traceback, /)") { a throws(Raise) in try ContextObject.setCurrent(a[0].ref.value(3)); return .none }
        m.function("localcontext", "(ctx=None, **kwargs)") { a throws(Raise) in
            let outside = try ContextObject.current()
            var inside = outside
            if !a[0].isNone {
                guard ContextObject.isContext(a[0]) else { throw Errors.typeError("optional argument must be a context") }
                inside = ContextObject(a[0])
            }
            inside = try inside.copy()
            let kw = DictRef(a[1])
            var i = -1
            while kw.next(&i) {
                guard ContextObject.fieldNames.contains(StrRef(kw.key(i)).string) else { throw Errors.typeError("this function got an unexpected keyword argument '\(StrRef(kw.key(i)).string)'") }
            }
            try inside.configure { kw.find(StrRef.intern(ContextObject.fieldNames[$0])) ?? .unbound }
            let r = Heap.allocate(32, t)
            r.set(2, Value(inside.ref)); r.set(3, Value(outside.ref))
            return Value(r)
        }
    }
    static func define(_ m: ModuleBuilder) throws(Raise) {
        try DecimalSignals.define(m)
        try ContextObject.define(m)
        try DecimalType.define(m)
        DecimalMethods.defineContext(ContextObject.type)
        Heap.addRoot(&tupleType)
        let names = DictRef.allocate()
        names.set(name: StrRef.intern("module"), StrRef.intern("decimal"))
        tupleType = try Call.call(try Operations.getAttribute(try Builtins.importModule("collections"), StrRef.intern("namedtuple")),
                                  tuple: TupleRef.make(StrRef.make("DecimalTuple"), StrRef.make("sign digits exponent")), dict: names.value)
        m.constant("DecimalTuple", tupleType)
        let numbers = try Builtins.importModule("numbers")
        _ = try Call.call(try Operations.getAttribute(try Operations.getAttribute(numbers, StrRef.intern("Number")), StrRef.intern("register")), DecimalObject.type.value)
        let C = ContextObject.self
        Heap.addRoot(&C.variable); Heap.addRoot(&C.defaultContext); Heap.addRoot(&C.basicContext); Heap.addRoot(&C.extendedContext)
        Heap.addRoot(&C.found)
        C.variable = try Call.call(ContextVariables.variableType.value, StrRef.make("decimal_context"))
        C.defaultContext = Value(try C.make().ref)
        let basic = try C.make(), extended = try C.make()
        basic.context = DecimalContext(precision: 9, emin: -999999, emax: 999999, rounding: .halfUp, clamp: false)
        basic.traps = DecimalStatus.invalid | DecimalStatus.divisionByZero | DecimalStatus.overflow | DecimalStatus.underflow | DecimalStatus.clamped
        extended.context = DecimalContext(precision: 9, emin: -999999, emax: 999999, rounding: .halfEven, clamp: false)
        extended.traps = 0
        C.basicContext = Value(basic.ref); C.extendedContext = Value(extended.ref)
        m.constant("DefaultContext", C.defaultContext); m.constant("BasicContext", C.basicContext); m.constant("ExtendedContext", C.extendedContext)
        m.function("getcontext", "()") { a throws(Raise) in Value(try ContextObject.current().ref) }
        m.function("setcontext", "(context, /)") { a throws(Raise) in try ContextObject.setCurrent(a[0]); return .none }
        manager(m)
        m.function("IEEEContext", "(bits, /)") { a throws(Raise) in
            let bits = try Operations.index(a[0])
            guard bits > 0, bits <= 512, bits % 32 == 0 else { throw Errors.valueError("argument must be a multiple of 32, with a maximum of 512") }
            let x = try ContextObject.make(), emax = 3 * (1 << (bits / 16 + 3))
            x.context = DecimalContext(precision: 9 * (bits / 32) - 2, emin: 1 - emax, emax: emax, rounding: .halfEven, clamp: true)
            x.traps = 0
            return Value(x.ref)
        }
        m.int("MAX_PREC", DecimalContext.limit); m.int("MAX_EMAX", DecimalContext.limit); m.int("MIN_EMIN", -DecimalContext.limit); m.int("MIN_ETINY", -2 * DecimalContext.limit + 1)
        m.int("IEEE_CONTEXT_MAX_BITS", 512)
        m.constant("HAVE_THREADS", .true); m.constant("HAVE_CONTEXTVAR", .true)
        for n in C.roundingNames { m.constant(n, StrRef.intern(n)) }
        m.constant("__version__", StrRef.make("1.70")); m.constant("__libmpdec_version__", StrRef.make("2.5.1"))
    }
}
extension NativeModule {
    static let decimal = NativeModule("_decimal", doc: "C decimal arithmetic module") { m throws(Raise) in try DecimalModule.define(m) }
}
