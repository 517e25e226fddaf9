/// What traces call: C functions over tagged words. Where one raises it returns 0 and leaves the error in `JIT.lastRaise`.
enum Residual {
    /// The word that stands for the end of an iteration.
    static let end: UInt64 = 0x7C

    typealias W = UInt64
    @inline(__always) static func value(_ body: () throws(Raise) -> Value) -> W {
        do throws(Raise) { return try body().bits } catch { JIT.lastRaise = error; return 0 }
    }
    /// 1 when done, 0 when it raised.
    @inline(__always) static func done(_ body: () throws(Raise) -> Void) -> W {
        do throws(Raise) { try body(); return 1 } catch { JIT.lastRaise = error; return 0 }
    }
    @inline(__always) static func v(_ w: W) -> Value { Value(bits: w) }
    /// The operator with the raw value N. (The enumerations' own initializers are tables that are searched.)
    @inline(__always) static func code<T>(_ n: Int, _ t: T.Type) -> T { unsafeBitCast(UInt8(truncatingIfNeeded: n), to: t) }
    /// The value of an int or str key in a dict that needs no Python code to find; unbound otherwise.
    static func find(_ d: Value, _ k: Value) -> Value {
        let d = DictRef(d)
        if k.isInt {
            let t = d.table, hash = Integers.hash(k.int), mask = 1 &<< t.log2 &- 1
            var i = hash & mask, perturb = UInt(bitPattern: hash)
            let e = t.entries
            while true {
                let ix = t.index(i)
                if ix >= 0 {
                    if e[ix].key == k { return e[ix].value }
                    if e[ix].hash == hash { return .unbound }
                } else if ix == -1 { return .unbound }
                perturb &>>= 5
                i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
            }
        }
        let i = d.findIndexMixed(k)
        return i < 0 ? .unbound : d.valueAt(i)
    }
    /// 1 the dict has the int or str key, 2 it has not, 0 keys of other types would have to be asked.
    static func has(_ d: Value, _ k: Value) -> Int {
        if !find(d, k).isUnbound { return 1 }
        if k.isInt {
            let d = DictRef(d), t = d.table, hash = Integers.hash(k.int), mask = 1 &<< t.log2 &- 1
            var i = hash & mask, perturb = UInt(bitPattern: hash)
            while true {
                let ix = t.index(i)
                if ix >= 0 { if t.entries[ix].hash == hash { return 0 } } else if ix == -1 { return 2 }
                perturb &>>= 5
                i = (i &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
            }
        }
        return DictRef(d).findIndexMixed(k) == -1 ? 2 : 0
    }
    /// Calls the builtin at NATIVE with N arguments.
    static func invoke(_ native: UInt, _ n: Int, _ a: Value, _ b: Value, _ c: Value, _ d: Value) throws(Raise) -> Value {
        var t = (a, b, c, d), out = Value.unbound, failure: Raise? = nil
        withUnsafeMutablePointer(to: &t) { p in
            p.withMemoryRebound(to: Value.self, capacity: 4) { q in
                do throws(Raise) { out = try Borrowed<Builtin>(bits: UInt64(native)).with { f throws(Raise) in try f.invoke(q, n, .unbound) } } catch { failure = error }
            }
        }
        if let failure { throw failure }
        return out
    }
    private static func node<T: AnyObject>(_ p: UInt, _ t: T.Type) -> Unmanaged<T> { Unmanaged<T>.fromOpaque(UnsafeRawPointer(bitPattern: p).unsafelyUnwrapped) }
    private static func frame(_ slots: UnsafeMutableRawPointer) -> Frame { Frame(slots.assumingMemoryBound(to: Value.self) - Frame.header) }

    typealias C1 = @convention(c) (W) -> W
    typealias C2 = @convention(c) (W, W) -> W
    typealias C3 = @convention(c) (W, W, W) -> W
    typealias C5 = @convention(c) (W, W, W, W, W) -> W
    private static let compareAfterLeft_: @convention(c) (W, W, Int) -> W = { a, b, op in value { () throws(Raise) in try Operations.afterLeft(code(op, Operations.Comparison.self), v(a), v(b)) } }
    private static let binaryAfterLeft_: @convention(c) (W, W, Int, Int) -> W = { a, b, op, inPlace in value { () throws(Raise) in try Operations.afterLeft(code(op, Operations.Binary.self), v(a), v(b), inPlace != 0) } }
    private static let compare_: @convention(c) (W, W, Int) -> W = { a, b, op in value { () throws(Raise) in try Operations.richCompare(v(a), v(b), code(op, Operations.Comparison.self)) } }
    private static let binary_: @convention(c) (W, W, Int) -> W = { a, b, op in value { () throws(Raise) in try Operations.binary(code(op, Operations.Binary.self), v(a), v(b)) } }
    private static let inPlace_: @convention(c) (W, W, Int) -> W = { a, b, op in value { () throws(Raise) in try Operations.inPlace(code(op, Operations.Binary.self), v(a), v(b)) } }
    private static let unary_: @convention(c) (W, Int) -> W = { a, op in value { () throws(Raise) in try Operations.unary(code(op, Operations.Unary.self), v(a)) } }
    private static let truth_: C1 = { a in do throws(Raise) { return try Operations.isTrue(v(a)) ? 2 : 1 } catch { JIT.lastRaise = error; return 0 } }
    private static let concatenate_: C2 = { a, b in value { () throws(Raise) in try Operations.binary(.add, v(a), v(b)) } }
    private static let getAttribute_: C2 = { o, n in value { () throws(Raise) in try Operations.getAttribute(v(o), v(n)) } }
    private static let setAttribute_: C3 = { o, n, x in done { () throws(Raise) in try Operations.setAttribute(v(o), v(n), v(x)) } }
    private static let getItem_: C2 = { o, k in value { () throws(Raise) in try Operations.getItem(v(o), v(k)) } }
    private static let deleteAttribute_: C2 = { o, n in done { () throws(Raise) in try Operations.deleteAttribute(v(o), v(n)) } }
    private static let deleteItem_: C2 = { o, k in done { () throws(Raise) in try Operations.deleteItem(v(o), v(k)) } }
    private static let setItem_: C3 = { o, k, x in done { () throws(Raise) in try Operations.setItem(v(o), v(k), v(x)) } }
    private static let contains_: @convention(c) (W, W, Int) -> W = { c, x, negated in value { () throws(Raise) in Value(bool: try Operations.contains(v(c), v(x)) != (negated != 0)) } }
    private static let dictGet_: C2 = { d, k in find(v(d), v(k)).bits }
    private static let dictHas_: @convention(c) (W, W) -> Int = { d, k in has(v(d), v(k)) }
    private static let invoke_: @convention(c) (UInt, Int, W, W, W, W) -> W = { f, n, a, b, c, d in value { () throws(Raise) in try invoke(f, n, v(a), v(b), v(c), v(d)) } }
    private static let dictSet_: C3 = { d, k, x in done { () throws(Raise) in try DictRef(v(d)).set(v(k), v(x)) } }
    private static let listAppend_: C2 = { l, x in ListRef(v(l)).append(v(x)); return 1 }
    private static let makeTuple_: @convention(c) (UnsafeMutableRawPointer, W) -> W = { p, n in TupleRef.make(p.assumingMemoryBound(to: Value.self), v(n).int).bits }
    private static let makeList_: @convention(c) (UnsafeMutableRawPointer, W) -> W = { p, n in v(n).int == 0 ? ListRef.allocate().value.bits : ListRef.make(p.assumingMemoryBound(to: Value.self), v(n).int).bits }
    private static let join_: @convention(c) (UnsafeMutableRawPointer, W) -> W = { p, n in StrRef.concatenate(p.assumingMemoryBound(to: Value.self), v(n).int).bits }
    private static let smallTuple_: C5 = { n, a, b, c, d in
        let k = v(n).int, t = TupleRef.allocate(k)
        t.items[0] = v(a)
        if k > 1 { t.items[1] = v(b) }
        if k > 2 { t.items[2] = v(c) }
        if k > 3 { t.items[3] = v(d) }
        return t.value.bits
    }
    private static let smallList_: C5 = { n, a, b, c, d in
        let k = v(n).int, l = ListRef.allocate(capacity: k), t = l.items
        t[0] = v(a)
        if k > 1 { t[1] = v(b) }
        if k > 2 { t[2] = v(c) }
        if k > 3 { t[3] = v(d) }
        l.count = k
        return l.value.bits
    }
    private static let slice_: C3 = { a, b, c in SliceObject.make(v(a), v(b), v(c)).bits }
    private static let cell_: C1 = { a in CellRef.make(v(a)).bits }
    private static let bind_: C2 = { m, o in AttributeCache.bind(v(m), v(o)).bits }
    private static let instance_: C1 = { t in Value(Instance.allocate(TypeRef(v(t).ref))).bits }
    private static let nextAny_: C1 = { it in
        do throws(Raise) {
            if v(it).ref.type == Types.generator, let o = try Generators.stepByTrace(v(it).ref) {
                if case .yielded(let x) = o { return x.bits }
                return end
            }
            return try Operations.next(v(it))?.bits ?? end
        } catch { JIT.lastRaise = error; return 0 }
    }
    private static let format_: @convention(c) (UInt, UnsafeMutableRawPointer, W) -> W = { n, slots, x in
        let f = frame(slots)
        return node(n, FormatNode.self)._withUnsafeGuaranteedRef { n in value { () throws(Raise) in try n.format(f, v(x)) } }
    }
    private static let formatPlain_: @convention(c) (UInt, W) -> W = { n, x in
        node(n, FormatNode.self)._withUnsafeGuaranteedRef { n in value { () throws(Raise) in try n.format(v(x)) } }
    }
    private static let runExpression_: @convention(c) (UInt, UnsafeMutableRawPointer) -> W = { n, slots in
        let f = frame(slots)
        return node(n, Expression.self)._withUnsafeGuaranteedRef { e in value { () throws(Raise) in try e.execute(f) } }
    }
    private static let callFunction_: @convention(c) (W, UnsafeMutableRawPointer, Int) -> W = { f, p, n in
        defer { Watch.settle() }
        return value { () throws(Raise) in try Call.function(FunctionRef(v(f).ref), p.assumingMemoryBound(to: Value.self), n) }
    }
    private static let performHeld_: @convention(c) (UInt, UnsafeMutableRawPointer, Int) -> W = { n, slots, direct in
        let f = frame(slots)
        defer { Watch.settle() }
        return node(n, Expression.self)._withUnsafeGuaranteedRef { e in value { () throws(Raise) in try e.performHeld(f, direct: direct != 0) } }
    }
    private static let runStatement_: @convention(c) (UInt, UnsafeMutableRawPointer) -> W = { n, slots in
        let f = frame(slots)
        return node(n, Statement.self)._withUnsafeGuaranteedRef { s in
            signal { () throws(Raise) in try s.run(f) }
        }
    }
    /// The signal that BODY ends with, and one more; 0 when it raised. (A `yield` inside of an expression throws; for who called the statement it is the signal.)
    @inline(__always) private static func signal(_ body: () throws(Raise) -> Signal) -> W {
        do throws(Raise) { JIT.lastSignal = try body() } catch {
            if error.kind != .suspend { JIT.lastRaise = error; return 0 }
            JIT.lastSignal = .suspend
        }
        return UInt64(JIT.lastSignal.rawValue) + 1
    }
    private static let runLoop_: @convention(c) (UInt, UnsafeMutableRawPointer) -> W = { n, slots in
        let f = frame(slots)
        return node(n, LoopStatement.self)._withUnsafeGuaranteedRef { l in
            // (Straight to the loop's own trace, if it has one. The trace may not have said yet where this frame is.)
            signal { () throws(Raise) in
                f.at(l)
                if l.collects >= 0 { l.makeRoom(f) }
                if _fastPath(l.profile.entry != 0), case .done(let s) = try JIT.hot(l, f) { return s }
                return try l.atHeader(f)
            }
        }
    }
    private static let cleanUp_: @convention(c) (UInt, UnsafeMutableRawPointer) -> W = { n, slots in
        let f = frame(slots)
        return node(n, CleanupStatement.self)._withUnsafeGuaranteedRef { s in
            signal { () throws(Raise) in try s.raised(f, Raise(.exception)) }
        }
    }
    private static let leaveGenerator_: @convention(c) (W) -> Void = { g in
        Traceback.add(GeneratorObject(v(g)).frame, thread)
        thread.pointee.tracedFrame = nil
    }
    private static let setAdd_: C2 = { s, x in done { () throws(Raise) in try SetRef(v(s)).add(v(x)) } }
    private static let emptySet_: @convention(c) () -> W = { SetRef.allocate().value.bits }
    private static let emptyFrozenSet_: @convention(c) () -> W = { SetRef.newInstance(Types.frozenset).value.bits }
    private static let emptyDict_: @convention(c) () -> W = { DictRef.allocate().value.bits }
    private static let signal_: @convention(c) () -> W = { UInt64(JIT.lastSignal.rawValue) + 1 }
    private static let iterate_: C1 = { o in value { () throws(Raise) in try Operations.iterate(v(o)) } }
    private static let storeTarget_: @convention(c) (UInt, UnsafeMutableRawPointer, W) -> W = { n, slots, x in
        let f = frame(slots)
        return node(n, Target.self)._withUnsafeGuaranteedRef { t in done { () throws(Raise) in try t.store(f, v(x)) } }
    }
    private static let enterWith_: @convention(c) (UInt, UnsafeMutableRawPointer, W) -> W = { n, slots, x in
        let f = frame(slots)
        return node(n, WithStatement.self)._withUnsafeGuaranteedRef { s in value { () throws(Raise) in try s.enter(f, v(x)) } }
    }
    private static let exitWith_: @convention(c) (UInt, UnsafeMutableRawPointer) -> W = { n, slots in
        let f = frame(slots)
        return node(n, WithStatement.self)._withUnsafeGuaranteedRef { s in done { () throws(Raise) in try s.leave(f) } }
    }
    private static let matchPattern_: @convention(c) (UInt, UnsafeMutableRawPointer, W) -> W = { n, slots, x in
        let f = frame(slots)
        return node(n, Pattern.self)._withUnsafeGuaranteedRef { p in
            do throws(Raise) { return try p.matches(f, v(x)) ? 2 : 1 } catch { JIT.lastRaise = error; return 0 }
        }
    }
    private static let startDelegate_: @convention(c) (UInt, UnsafeMutableRawPointer, W) -> W = { n, slots, x in
        let f = frame(slots)
        return node(n, DelegateNode.self)._withUnsafeGuaranteedRef { d in value { () throws(Raise) in try d.start(f, v(x)) } }
    }
    private static let sendDelegate_: @convention(c) (UInt, UnsafeMutableRawPointer, W) -> W = { n, slots, x in
        let f = frame(slots)
        return node(n, DelegateNode.self)._withUnsafeGuaranteedRef { d in value { () throws(Raise) in try d.send(f, v(x)) } }
    }
    private static let generatorExpression_: @convention(c) (UInt, UInt, W, W, W) -> W = { n, own, it, x, y in
        guard !Monitor.isActive else { return 0 }
        return node(n, ImmediateCallNode.self)._withUnsafeGuaranteedRef { e in value { () throws(Raise) in try e.generator(Ref(bitPattern: own).unsafelyUnwrapped, v(it), v(x), v(y)) } }
    }
    private static let createGenerator_: @convention(c) (W, Int, W, W, W) -> W = { f, n, a, b, c in
        let function = FunctionRef(v(f).ref)
        guard function.borrowedCode.read({ $0.isGeneratorLike && $0.isSimple && $0.argumentCount == n }), !Monitor.isActive, thread.pointee.coroutineOrigin == 0 else { return 0 }
        var t = (v(a), v(b), v(c))
        return value { () throws(Raise) in try Call.withArguments(&t) { p throws(Raise) in try Call.function(function, p, n) } }
    }
    private static let numbered_: C2 = { e, x in value { () throws(Raise) in TupleRef.make(try FunctionalIterators.number(v(e).ref), v(x)) } }
    private static let suspended_: C1 = { g in Generators.suspendedInside(GeneratorObject(v(g))).bits }
    private static let tupleOfList_: C1 = { l in TupleRef.make(ListRef(v(l)).items, ListRef(v(l)).count).bits }
    private static let sortList_: C1 = { l in done { () throws(Raise) in _ = try Call.call(Types.list.lookup(StrRef.intern("sort")), v(l)) } }
    private static let sortBy_: @convention(c) (W, W, Int) -> W = { l, k, reverse in done { () throws(Raise) in try ListSort.sort(ListRef(v(l)), by: ListRef(v(k)), reverse: reverse != 0) } }
    private static let listOf_: C1 = { o in value { () throws(Raise) in try Operations.list(v(o), asksLength: true).value } }
    private static let markYield_: @convention(c) (W) -> Void = { g in AsyncGenerators.markYield(v(g)) }
    private static let finishGenerator_: @convention(c) (W) -> Void = { g in Generators.finish(GeneratorObject(v(g))) }
    private static let keep_: @convention(c) (W) -> Void = { _ in }
    private static let raise_: @convention(c) (W, W) -> Void = { e, cause in JIT.lastRaise = RaiseStatement.raised(v(e), cause: v(cause)) }
    private static let stop_: @convention(c) (W) -> W = { w in value { () throws(Raise) in throw Errors.stopIteration(v(w)) } }
    private static let reraise_: @convention(c) (UnsafeMutableRawPointer) -> W = { slots in value { () throws(Raise) in throw RaiseStatement.again(frame(slots)) } }
    private static let pending_: @convention(c) () -> W = { thread.pointee.raised.bits }
    private static let enterHandler_: @convention(c) (UnsafeMutableRawPointer, Int) -> Void = { slots, area in TryStatement.begin(frame(slots), area) }
    private static let leaveHandler_: @convention(c) (UInt, UnsafeMutableRawPointer, Int) -> Void = { n, slots, i in
        let f = frame(slots)
        node(n, TryStatement.self)._withUnsafeGuaranteedRef { $0.cleanUp(f, i) }
    }
    private static let leaveHandlerRaising_: @convention(c) (UInt, UnsafeMutableRawPointer, Int) -> Void = { n, slots, i in
        let f = frame(slots)
        node(n, TryStatement.self)._withUnsafeGuaranteedRef { $0.leftRaising(f, i) }
    }
    private static let leaveRaising_: @convention(c) (UnsafeMutableRawPointer) -> Void = { slots in Call.leave(frame(slots), Raise(.exception), thread) }
    private static let detachFrame_: @convention(c) (UnsafeMutableRawPointer) -> Void = { slots in
        let f = frame(slots)
        if f.base[Frame.object].bits != 0 { FrameObject.detach(f) }
    }
    private static let storeWord_: @convention(c) (UInt, Int, W) -> Void = { object, offset, word in
        let r = Ref(bitPattern: object).unsafelyUnwrapped
        r.barrier()
        r.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
    }
    nonisolated(unsafe) static var cleanUp: UInt = 0, leaveGenerator: UInt = 0, compareAfterLeft: UInt = 0, binaryAfterLeft: UInt = 0, compare: UInt = 0, binary: UInt = 0, inPlace: UInt = 0, unary: UInt = 0, truth: UInt = 0, concatenate: UInt = 0
    nonisolated(unsafe) static var getAttribute: UInt = 0, setAttribute: UInt = 0, getItem: UInt = 0, deleteItem: UInt = 0, deleteAttribute: UInt = 0, setItem: UInt = 0, contains: UInt = 0, dictGet: UInt = 0, dictHas: UInt = 0, invoke: UInt = 0, dictSet: UInt = 0
    nonisolated(unsafe) static var listAppend: UInt = 0, makeTuple: UInt = 0, makeList: UInt = 0, join: UInt = 0, smallTuple: UInt = 0, smallList: UInt = 0, slice: UInt = 0, cell: UInt = 0
    nonisolated(unsafe) static var bind: UInt = 0, instance: UInt = 0, nextAny: UInt = 0, format: UInt = 0, formatPlain: UInt = 0
    nonisolated(unsafe) static var runExpression: UInt = 0, performHeld: UInt = 0, runStatement: UInt = 0, storeTarget: UInt = 0, matchPattern: UInt = 0, enterWith: UInt = 0, exitWith: UInt = 0, storeWord: UInt = 0
    nonisolated(unsafe) static var suspended: UInt = 0, numbered: UInt = 0, createGenerator: UInt = 0, generatorExpression: UInt = 0, startDelegate: UInt = 0, sendDelegate: UInt = 0, finishGenerator: UInt = 0, markYield: UInt = 0, keep: UInt = 0, tupleOfList: UInt = 0, sortList: UInt = 0, sortBy: UInt = 0, listOf: UInt = 0
    nonisolated(unsafe) static var raise: UInt = 0, stop: UInt = 0, reraise: UInt = 0, pending: UInt = 0, enterHandler: UInt = 0, leaveHandler: UInt = 0, leaveHandlerRaising: UInt = 0, leaveRaising: UInt = 0, detachFrame: UInt = 0
    nonisolated(unsafe) static var callFunction: UInt = 0, signal: UInt = 0, runLoop: UInt = 0, iterate: UInt = 0, setAdd: UInt = 0, emptySet: UInt = 0, emptyFrozenSet: UInt = 0, emptyDict: UInt = 0
    private static func address<T>(_ f: T) -> UInt { UInt(bitPattern: unsafeBitCast(f, to: Int.self)) }
    static func start() {
        raise = address(raise_); stop = address(stop_); reraise = address(reraise_); pending = address(pending_); enterHandler = address(enterHandler_); leaveHandler = address(leaveHandler_); leaveHandlerRaising = address(leaveHandlerRaising_); leaveRaising = address(leaveRaising_); detachFrame = address(detachFrame_)
        sortList = address(sortList_); sortBy = address(sortBy_); listOf = address(listOf_); tupleOfList = address(tupleOfList_); suspended = address(suspended_); finishGenerator = address(finishGenerator_); markYield = address(markYield_); keep = address(keep_)
        numbered = address(numbered_); createGenerator = address(createGenerator_); generatorExpression = address(generatorExpression_); startDelegate = address(startDelegate_); sendDelegate = address(sendDelegate_)
        callFunction = address(callFunction_); signal = address(signal_); runLoop = address(runLoop_); iterate = address(iterate_); setAdd = address(setAdd_); emptySet = address(emptySet_); emptyFrozenSet = address(emptyFrozenSet_); emptyDict = address(emptyDict_)
        cleanUp = address(cleanUp_); leaveGenerator = address(leaveGenerator_)
        compareAfterLeft = address(compareAfterLeft_); binaryAfterLeft = address(binaryAfterLeft_)
        compare = address(compare_); binary = address(binary_); inPlace = address(inPlace_); unary = address(unary_); truth = address(truth_)
        concatenate = address(concatenate_); getAttribute = address(getAttribute_); setAttribute = address(setAttribute_); getItem = address(getItem_); setItem = address(setItem_); deleteItem = address(deleteItem_); deleteAttribute = address(deleteAttribute_)
        contains = address(contains_); dictHas = address(dictHas_); invoke = address(invoke_); dictGet = address(dictGet_); dictSet = address(dictSet_); listAppend = address(listAppend_); makeTuple = address(makeTuple_)
        makeList = address(makeList_); join = address(join_); smallTuple = address(smallTuple_); smallList = address(smallList_); slice = address(slice_); cell = address(cell_)
        bind = address(bind_); instance = address(instance_); nextAny = address(nextAny_); format = address(format_); formatPlain = address(formatPlain_); runExpression = address(runExpression_)
        performHeld = address(performHeld_); runStatement = address(runStatement_); storeTarget = address(storeTarget_); matchPattern = address(matchPattern_); enterWith = address(enterWith_); exitWith = address(exitWith_); storeWord = address(storeWord_)
    }
}
