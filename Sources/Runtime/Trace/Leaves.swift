import CSupport
import Glibc
import Primitives
import TraceIR

/// What traces call without completing their frames: C functions over tagged words and doubles that run no Python code.
///
/// Three forms: those over plain values answer 2 (or 0 for a value) where they cannot tell and the trace is left before anything happened; those that
/// raise give 0 with the error in `JIT.lastRaise`, like `Residual`; those over doubles are total, what Python refuses is guarded in front or by the result.
enum Leaves {
    typealias W = UInt64
    @inline(__always) private static func v(_ w: W) -> Value { Value(bits: w) }

    // MARK: plain values
    private static let dictGet_: @convention(c) (W, W) -> W = { d, k in Plain.get(v(d), v(k)).bits }
    private static let dictHas_: @convention(c) (W, W) -> Int = { d, k in Plain.has(v(d), v(k)) }
    private static let dictSet_: @convention(c) (W, W, W) -> Int = { d, k, x in Plain.set(v(d), v(k), v(x)) }
    private static let dictRemove_: @convention(c) (W, W) -> Int = { d, k in Plain.remove(v(d), v(k)) }
    private static let attributeAdd_: @convention(c) (W, W, W) -> Void = { o, s, x in Attributes(v(o).ref).add(Shape(v(s).ref), v(x)) }
    private static let attributeRemove_: @convention(c) (W, W) -> Int = { o, n in Attributes(v(o).ref).remove(v(n)) ? 1 : 0 }
    private static let listRemove_: @convention(c) (W, W) -> Int = { l, k in Plain.remove(v(l), at: v(k)) }
    private static let setAdd_: @convention(c) (W, W) -> Int = { s, k in Plain.setAdd(v(s), v(k)) }
    private static let contains_: @convention(c) (W, W) -> Int = { c, k in Plain.contains(v(c), v(k)) }
    private static let compare_: @convention(c) (W, W, Int) -> Int = { a, b, op in Plain.compare(v(a), v(b), Residual.code(op, Operations.Comparison.self)) }
    private static let equalStrs_: @convention(c) (W, W) -> Int = { a, b in StrRef.equal(StrRef(v(a).ref), StrRef(v(b).ref)) ? 1 : 0 }
    private static let equalBytes_: @convention(c) (W, W) -> Int = { a, b in BytesRef.equal(BytesRef(v(a).ref), BytesRef(v(b).ref)) ? 1 : 0 }
    /// -1: more bytes than an immediate int surely holds.
    private static let intFromBytes_: @convention(c) (W, Int) -> Int = { b, little in shortInt(v(b), little: little != 0) }
    static func shortInt(_ b: Value, little: Bool) -> Int {
        let isArray = b.isExactly(Types.bytearray), p = isArray ? UnsafePointer(ByteArrayRef(b).data) : UnsafePointer(BytesRef(b).data), n = Int(b.ref.word(2))
        if n > 7 { return -1 }
        var x = 0, i = 0
        while i < n { x = x << 8 | Int(p[little ? n &- 1 &- i : i]); i &+= 1 }
        return x
    }
    private static let orderStrs_: @convention(c) (W, W) -> Int = { a, b in TextOperations.compare(StrRef(v(a).ref), StrRef(v(b).ref)) }
    private static let predicate_: @convention(c) (W, Int) -> Int = { s, p in TextPredicate.holds(StrRef(v(s).ref), p) ? 1 : 0 }
    private static let character_: @convention(c) (W, Int) -> W = { s, i in StrRef.character(StrRef(v(s).ref)[i]).bits }
    private static let rest_: @convention(c) (W, Int, Int) -> W = { s, star, after in rest(v(s), star, after).bits }
    /// The items of the tuple or list S between the first STAR and the last AFTER, as a list.
    static func rest(_ s: Value, _ star: Int, _ after: Int) -> Value {
        let isTuple = s.isExactly(Types.tuple), n = (isTuple ? TupleRef(s).count : ListRef(s).count) - star - after
        let out = ListRef.allocate(capacity: n)
        if n > 0 { memcpy(out.items, (isTuple ? TupleRef(s).items : ListRef(s).items) + star, n * 8) }
        out.count = n
        return out.value
    }
    private static let addCallback_: @convention(c) (W, W) -> Int = { f, c in FutureObject.addCallback(v(f), v(c)) }
    private static let put_: @convention(c) (W, W, W) -> Int = { o, d, x in
        do throws(Raise) { try Descriptor.accessor(v(d)).with { a throws(Raise) in if let set = a.set { try set(v(o), v(x)) } } } catch { Errors.take(); return 2 }
        return 1
    }
    private static let abstractInstance_: @convention(c) (W, W) -> Int = { c, t in AbstractClasses.cached(v(c), v(t)) }
    private static let isInstance_: @convention(c) (W, W) -> Int = { o, c in ManyClasses.isInstance(v(o), v(c)) }
    private static let attribute_: @convention(c) (W, W) -> W = { o, n in ManyClasses.attribute(v(o), v(n)).bits }
    private static let found_: @convention(c) (W, W) -> W = { o, n in ManyClasses.found(v(o), v(n)).bits }
    private static let special_: @convention(c) (W, Int) -> W = { o, s in ManyClasses.special(v(o), s).bits }
    private static let storeAttribute_: @convention(c) (W, W, W) -> Int = { o, n, x in ManyClasses.store(v(o), v(n), v(x)) }
    private static let truth_: @convention(c) (W) -> Int = { x in ManyClasses.truth(v(x)) }
    private static let attempt_: @convention(c) (UInt, Int, W, W, W, W) -> W = { f, n, a, b, c, d in Attempt.call(f, n, v(a), v(b), v(c), v(d)).bits }
    private static let attemptBinary_: @convention(c) (Int, W, W) -> W = { op, x, y in Attempt.binary(op, v(x), v(y)).bits }
    private static let attemptCompare_: @convention(c) (Int, W, W) -> W = { op, x, y in Attempt.compare(op, v(x), v(y)).bits }
    private static let attemptMake_: @convention(c) (W, Int, W, W, W) -> W = { t, n, a, b, c in Attempt.make(v(t), n, v(a), v(b), v(c)).bits }
    private static let imported_: @convention(c) (UInt, W) -> W = { n, f in
        let node = Unmanaged<ImportNode>.fromOpaque(UnsafeRawPointer(bitPattern: n).unsafelyUnwrapped)
        return node._withUnsafeGuaranteedRef { $0.again(FunctionRef(v(f).ref))?.bits ?? 0 }
    }
    private static let areItemsPlain_: @convention(c) (W) -> Int = { s in Plain.areItemsPlain(v(s)) ? 1 : 0 }
    private static let areTrue_: @convention(c) (W, Int) -> Int = { s, all in Plain.areTrue(v(s), all: all != 0) }
    private static let isSubclass_: @convention(c) (W, W) -> Int = { c, t in
        let c = v(c)
        return c.isType && c.ref.type.has(TypeRef.Flags.type) ? TypeRef(c.ref).isSubtype(of: TypeRef(v(t).ref)) ? 1 : 0 : 2
    }
    private static let appendItem_: @convention(c) (W, W) -> Int = { o, x in Int(Residual.done { () throws(Raise) in try TypedArrays.append(v(o), v(x)) }) }
    private static let appendByte_: @convention(c) (W, W) -> Int = { o, x in Int(Residual.done { () throws(Raise) in try ByteArrayRef(v(o)).append(UInt8(v(x).int)) }) }
    private static let dequePush_: @convention(c) (W, W, Int) -> Void = { d, x, left in if left != 0 { DequeRef(v(d)).prepend(v(x)) } else { DequeRef(v(d)).append(v(x)) } }
    private static let dequePop_: @convention(c) (W, Int) -> Void = { d, left in _ = left != 0 ? DequeRef(v(d)).popFirst() : DequeRef(v(d)).popLast() }
    private static let compareInts_: @convention(c) (W, W) -> Int = { a, b in Integers.compare(v(a), v(b)) }

    // MARK: what raises
    private static let slice_: @convention(c) (W, W, W, W) -> W = { o, a, b, c in
        if let x = SlicedNode.cut(v(o), v(a), v(b), v(c)) { return x.bits }
        return Residual.value { () throws(Raise) in try Operations.getItem(v(o), SliceObject.make(v(a), v(b), v(c))) }
    }
    private static let setSlice_: @convention(c) (W, W, W, W, W) -> W = { l, a, b, c, x in
        Residual.done { () throws(Raise) in try ListType.assign(ListRef(v(l)), try SliceObject.unpack(v(a), v(b), v(c)), v(x)) }
    }
    private static let lastWords_: @convention(c) (W) -> Int = { Attributes.lastWords(v($0).ref) }
    private static let ownDictionary_: @convention(c) (W) -> W = { o in Instance.dictionary(v(o))?.value.bits ?? 0 }
    private static let bytesOf_: @convention(c) (W) -> W = { b in Residual.value { () throws(Raise) in try BytesConversion.bytes(of: v(b)) } }
    private static let get_: @convention(c) (W, W) -> W = { o, d in
        Residual.value { () throws(Raise) in try Descriptor.accessor(v(d)).with { a throws(Raise) in try a.get(v(o)) } }
    }
    private static let read_: @convention(c) (W, W) -> W = { o, d in Residual.value { () throws(Raise) in try Descriptor.read(v(d), v(o)) } }
    private static let cached_: @convention(c) (W, Int, W, W, W) -> W = { f, n, a, b, c in
        var args = (v(a), v(b), v(c))
        return withUnsafeMutablePointer(to: &args) { p in Functools.known(v(f).ref, UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self), n).bits }
    }
    private static let range_: @convention(c) (W, W, W) -> W = { a, b, c in Residual.value { () throws(Raise) in try RangeObject.make(v(a), v(b), v(c)) } }
    private static let make_: @convention(c) (W, W) -> W = { t, x in
        Residual.value { () throws(Raise) in
            let x = v(x)
            if x.isUnbound { return try Call.call(v(t)) }
            var given = x
            let made = try TypeCall.converted(TypeRef(v(t).ref), &given, 1)
            return made.isUnbound ? try Call.call(v(t), x) : made
        }
    }
    private static let str_: @convention(c) (W) -> W = { x in Residual.value { () throws(Raise) in try Operations.str(v(x)) } }
    /// The entry that a dict's iterator comes to next, as an index; -1 at the end and where the iterator raises. The iterator stays as it is.
    static func nextEntry(_ it: Value) -> Int {
        let r = it.ref, c = r.value(2)
        if c.bits == 0 { return -1 }
        let d = DictRef(c.ref)
        if UInt64(d.count) != r.word(4) || r.word(5) == 0 { return -1 }
        var i = Int(Int64(bitPattern: r.word(3)))
        return d.next(&i) ? i : -1
    }
    /// The address of that entry, or 0.
    private static let entry_: @convention(c) (W) -> UInt = { it in
        let i = nextEntry(v(it))
        return i < 0 ? 0 : UInt(bitPattern: DictRef(v(it).ref.value(2).ref).table.entries + i)
    }
    private static let advance_: @convention(c) (W) -> Void = { it in
        let r = v(it).ref
        var i = Int(Int64(bitPattern: r.word(3)))
        _ = DictRef(r.value(2).ref).next(&i)
        r.setWord(3, UInt64(i)); r.setWord(5, r.word(5) &- 1)
    }

    private static let keepForCycle_: @convention(c) (W, W) -> Void = { c, x in ListRef(v(c).ref.value(3)).append(v(x)) }
    private static let tookSliced_: @convention(c) (W) -> Void = { it in Itertools.took(v(it).ref, v(it).ref.value(6).int) }
    private static let advancePicked_: @convention(c) (W) -> Void = { it in Itertools.advance(v(it).ref) }
    private static let skipSliced_: @convention(c) (W) -> Void = { it in do throws(Raise) { try Itertools.skip(v(it).ref) } catch { Errors.take() } }

    /// The used slot of a set behind slot I; -1: there is none.
    private static let nextSlot_: @convention(c) (W, Int) -> Int = { s, i in
        var i = i
        return SetRef(v(s).ref).next(&i) ? i : -1
    }

    // MARK: doubles
    typealias D1 = @convention(c) (Double) -> Double
    typealias D2 = @convention(c) (Double, Double) -> Double
    /// nan for what Python does not answer with a float.
    private static let power_: D2 = { x, y in if case .value(let d) = FloatMath.power(x, y) { return d }; return .nan }
    private static let square_: D1 = { FloatMath.square($0) }
    private static let remainder_: D2 = { x, y in FloatMath.remainder(x, y) }
    private static let floorDivide_: D2 = { x, y in FloatMath.floorDivide(x, y) }
    private static let sin_: D1 = { sin($0) }
    private static let cos_: D1 = { cos($0) }
    private static let tan_: D1 = { tan($0) }
    private static let atan_: D1 = { atan($0) }
    private static let exp_: D1 = { exp($0) }
    private static let log_: D1 = { log($0) }
    private static let log2_: D1 = { log2($0) }
    private static let log10_: D1 = { log10($0) }
    private static let tanh_: D1 = { tanh($0) }
    private static let asin_: D1 = { asin($0) }
    private static let acos_: D1 = { acos($0) }
    private static let sameFloats_: @convention(c) (Double, Double) -> Int = { $0.bitPattern == $1.bitPattern ? 1 : 0 }
    private static let copysign_: D2 = { Glibc.copysign($0, $1) }
    private static let hypotenuse_: D2 = { Glibc.hypot($0, $1) }
    private static let fmod_: D2 = { Glibc.fmod($0, $1) }

    nonisolated(unsafe) static var dictGet: UInt = 0, dictHas: UInt = 0, dictSet: UInt = 0, setAdd: UInt = 0, contains: UInt = 0, compare: UInt = 0, equalStrs: UInt = 0, orderStrs: UInt = 0
    nonisolated(unsafe) static var ownDictionary: UInt = 0, bytesOf: UInt = 0, dequePush: UInt = 0, dequePop: UInt = 0, appendItem: UInt = 0, appendByte: UInt = 0, abstractInstance: UInt = 0, cached: UInt = 0, addCallback: UInt = 0, put: UInt = 0, get: UInt = 0, read: UInt = 0, dictRemove: UInt = 0, attributeRemove: UInt = 0, listRemove: UInt = 0, character: UInt = 0, rest: UInt = 0, compareInts: UInt = 0, slice: UInt = 0, setSlice: UInt = 0, range: UInt = 0, make: UInt = 0, str: UInt = 0, entry: UInt = 0, advance: UInt = 0, nextSlot: UInt = 0, predicate: UInt = 0, attempt: UInt = 0, attemptBinary: UInt = 0, attemptCompare: UInt = 0, attemptMake: UInt = 0, isSubclass: UInt = 0, imported: UInt = 0, areItemsPlain: UInt = 0
    nonisolated(unsafe) static var areTrue: UInt = 0, equalBytes: UInt = 0, intFromBytes: UInt = 0, lastWords: UInt = 0, attributeAdd: UInt = 0, isInstance: UInt = 0, attribute: UInt = 0, found: UInt = 0, special: UInt = 0, storeAttribute: UInt = 0, truth: UInt = 0
    nonisolated(unsafe) static var keepForCycle: UInt = 0, advancePicked: UInt = 0, skipSliced: UInt = 0, tookSliced: UInt = 0
    nonisolated(unsafe) static var power: UInt = 0, square: UInt = 0, sameFloats: UInt = 0, remainder: UInt = 0, floorDivide: UInt = 0
    /// What the result or the argument of a function of doubles has to be for Python to answer the same.
    enum Domain { case all, finiteArgument, finiteResult, positive, unit }
    struct Math { let address: UInt, domain: Domain, compute: (Double) -> Double }
    nonisolated(unsafe) static var math: [String: Math] = [:]
    nonisolated(unsafe) static var copysign: UInt = 0, fmod: UInt = 0, hypotenuse: UInt = 0
    static func address<T>(_ f: T) -> UInt { UInt(bitPattern: unsafeBitCast(f, to: Int.self)) }
    static func start() {
        startWide(); startKeys()
        dictGet = address(dictGet_); dictHas = address(dictHas_); dictSet = address(dictSet_); setAdd = address(setAdd_); contains = address(contains_); compare = address(compare_)
        equalStrs = address(equalStrs_); orderStrs = address(orderStrs_); get = address(get_); read = address(read_); dictRemove = address(dictRemove_); attributeRemove = address(attributeRemove_); listRemove = address(listRemove_); character = address(character_); rest = address(rest_); compareInts = address(compareInts_); slice = address(slice_); setSlice = address(setSlice_)
        ownDictionary = address(ownDictionary_); bytesOf = address(bytesOf_); dequePush = address(dequePush_); dequePop = address(dequePop_); appendItem = address(appendItem_); appendByte = address(appendByte_)
        abstractInstance = address(abstractInstance_); cached = address(cached_); addCallback = address(addCallback_); put = address(put_); range = address(range_); make = address(make_); str = address(str_); entry = address(entry_); advance = address(advance_); nextSlot = address(nextSlot_); predicate = address(predicate_); attempt = address(attempt_); attemptBinary = address(attemptBinary_); attemptCompare = address(attemptCompare_); attemptMake = address(attemptMake_); isSubclass = address(isSubclass_); imported = address(imported_); areItemsPlain = address(areItemsPlain_)
        keepForCycle = address(keepForCycle_); advancePicked = address(advancePicked_); skipSliced = address(skipSliced_); tookSliced = address(tookSliced_)
        areTrue = address(areTrue_); equalBytes = address(equalBytes_); intFromBytes = address(intFromBytes_); lastWords = address(lastWords_); attributeAdd = address(attributeAdd_); isInstance = address(isInstance_); attribute = address(attribute_); found = address(found_); special = address(special_); storeAttribute = address(storeAttribute_); truth = address(truth_)
        power = address(power_); square = address(square_); sameFloats = address(sameFloats_); remainder = address(remainder_); floorDivide = address(floorDivide_); copysign = address(copysign_); fmod = address(fmod_); hypotenuse = address(hypotenuse_)
        func d(_ name: String, _ f: @escaping D1, _ domain: Domain) { math[name] = Math(address: address(f), domain: domain, compute: { f($0) }) }
        d("sin", sin_, .finiteArgument); d("cos", cos_, .finiteArgument); d("tan", tan_, .finiteArgument); d("atan", atan_, .all); d("tanh", tanh_, .all)
        d("exp", exp_, .finiteResult); d("log", log_, .positive); d("log2", log2_, .positive); d("log10", log10_, .positive); d("asin", asin_, .unit); d("acos", acos_, .unit)
    }
}
