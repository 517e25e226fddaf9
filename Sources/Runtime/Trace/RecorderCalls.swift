import TraceIR
import TraceCompiler

/// Calls under the recorder: Python functions are inlined where their frame can be built from what the call site gives, types with a Python
/// `__init__` likewise; all others are calls out of the trace.
extension Recorder {
    static let maximumDepth = 12, maximumRecursion = 2, lengthForInlining = 2500

    func canInline(_ f: FunctionRef, _ count: Int, names: Value = .unbound) -> Bool {
        if Monitor.isActive { abort(.untraceable) }
        if levels.count > Recorder.maximumDepth || b.count > Recorder.lengthForInlining || abortReason != nil { return false }
        let code = f.code
        do throws(Raise) { try code.prepare() } catch { Errors.take(); return false }
        if code.isGeneratorLike { return false }
        var same = 0
        for l in levels where l.code === code { same += 1 }
        if same > Recorder.maximumRecursion { return false }
        if arrangement(f, code, count, names) == nil { return false }
        guardUnmonitored()
        return true
    }
    /// Where each parameter's value comes from: an argument's number, or -1 for its default; nil where the call does not fit. What `*` and `**` parameters take
    /// is the rest: arguments beyond the positional parameters, and keywords that name no parameter.
    private func arrangement(_ f: FunctionRef, _ code: Code, _ count: Int, _ names: Value) -> [Int]? {
        let positional = code.argumentCount, total = positional + code.keywordOnlyCount
        if count > positional && (code.flags & Code.Flags.varArgs == 0 || count > positional + 8) { return nil }
        var out = Array(repeating: -1, count: total)
        for i in 0..<min(count, positional) { out[i] = i }
        if names.bits != 0 {
            let t = TupleRef(names)
            each: for k in 0..<t.count {
                for i in code.positionalOnlyCount..<max(code.positionalOnlyCount, total) where code.slotNames[i] == t[k] {
                    if out[i] >= 0 { return nil }
                    out[i] = count + k
                    continue each
                }
                // (The same name as another object: left to the call itself.)
                for i in 0..<total where StrRef.equal(StrRef(code.slotNames[i]), StrRef(t[k])) { return nil }
                if code.flags & Code.Flags.varKeywords == 0 { return nil }
            }
        }
        let d = f.defaults, have = d.isPointer ? TupleRef(d).count : 0
        for i in 0..<total where out[i] < 0 {
            if i < positional { if i < positional - have { return nil } }
            else { guard f.keywordDefaults.isPointer, DictRef(f.keywordDefaults).find(code.slotNames[i]) != nil else { return nil } }
        }
        return out
    }
    /// Runs the function in a frame of its own. The callee's code is guarded here; STATE is the node's state while it runs.
    /// ARGS lie in the frame's operand area (so nothing is lost to a collection). MADE: the instance that takes the callee's place in that area once nothing
    /// can leave to before the call any more. BEFORE: what else happens then, without guards.
    func inline(_ n: Node?, _ f: Traced, _ args: [Traced], state: Int, names: Value = .unbound, made: (at: Int, Traced)? = nil,
                before: (() throws(Raise) -> Void)? = nil) throws(Raise) -> Traced {
        let function = FunctionRef(f.value.ref), code = function.code
        let count = args.count - (names.bits == 0 ? 0 : TupleRef(names).count)
        guard let order = arrangement(function, code, count, names) else { throw n.map { untraceable($0) } ?? Raise(.untraceable) }
        // The code may be replaced (`__code__`), the defaults too.
        b.guardEqual(b.load(f.ref, offset: FunctionRef.rawCode * 8, class: Alias.types, kind: .i64), f.value.ref.word(FunctionRef.rawCode), snapshot())
        keep.append(code.object)
        let d = function.defaults, kd = function.keywordDefaults
        // Functions of one code, each with defaults of its own: these are read, where they are constants otherwise.
        let isMany = !f.ref.isConstant && isOneOfMany(code), usesDefaults = order.prefix(code.argumentCount).contains(-1)
        var ownDefaults = TraceIR.Ref.none, ownKeywords = TraceIR.Ref.none
        if usesDefaults && isMany {
            ownDefaults = b.load(f.ref, offset: FunctionRef.defaultsWord * 8, class: Alias.types, kind: .word)
            guardCount(Traced(value: d, ref: ownDefaults), TupleRef(d).count)
        } else if usesDefaults {
            b.guardEqual(b.load(f.ref, offset: FunctionRef.defaultsWord * 8, class: Alias.types, kind: .word), d.bits, snapshot())
            keep.append(d)
        }
        if order.dropFirst(code.argumentCount).contains(-1), isMany {
            ownKeywords = b.load(f.ref, offset: FunctionRef.kwDefaultsWord * 8, class: Alias.types, kind: .word)
            guardType(Traced(value: kd, ref: ownKeywords), Types.dict)
        } else if order.dropFirst(code.argumentCount).contains(-1) {
            // (The dict may be changed in place; its table and the value in it are guarded.)
            b.guardEqual(b.load(f.ref, offset: FunctionRef.kwDefaultsWord * 8, class: Alias.types, kind: .word), kd.bits, snapshot())
            keep.append(kd)
        }
        var values: [TraceIR.Ref] = []
        let firstDefault = code.argumentCount - (d.isPointer ? TupleRef(d).count : 0)
        for (i, k) in order.enumerated() {
            if k >= 0 { values.append(args[k].ref) }
            else if i < code.argumentCount {
                let w = TupleRef(d)[i - firstDefault]
                values.append(isMany ? typed(w, b.load(ownDefaults, offset: 32 + (i - firstDefault) * 8, class: 0, kind: .word)).ref : known(w).ref)
            } else if isMany {
                if let w = dictItem(Traced(value: kd, ref: ownKeywords), code.slotNames[i]) { values.append(w.ref); continue }
                let w = b.call(Residual.dictGet, [ownKeywords, known(code.slotNames[i]).ref], result: .word, writes: 0)
                b.guardNonNull(w, snapshot())
                values.append(w)
            } else {
                guard let (table, offset) = entry(DictRef(kd), code.slotNames[i]) else { throw n.map { untraceable($0) } ?? Raise(.untraceable) }
                let w = b.load(b.pointer(table), offset: offset, class: Alias.entries, kind: .word)
                b.guardNonNull(w, snapshot())
                values.append(w)
            }
        }
        if let made { put(made.at, made.1) }
        try before?()
        at(state)
        if let n { locate(n) }
        // What is made here is reachable from the native stack until the frame has it.
        var rest: Traced? = nil, extra: Traced? = nil
        if code.flags & Code.Flags.varArgs != 0 { rest = count > code.argumentCount ? newTuple(Array(args[code.argumentCount..<count])) : known(TupleRef.empty) }
        if code.flags & Code.Flags.varKeywords != 0 { extra = keywords(names, args, count, order) }
        let t = thread, caller = frame, callerLevel = top
        let callee = try Call.push(Borrowed(code), f.value, t)
        let s = callee.slots
        for i in 0..<code.frameSlots { s[i] = .unbound }
        for (i, k) in order.enumerated() {
            s[i] = k >= 0 ? args[k].value : i < code.argumentCount ? TupleRef(d)[i - firstDefault] : DictRef(kd).find(code.slotNames[i]).unsafelyUnwrapped
        }
        let l = Level(callee, base: position(callee), isInMemory: false)
        t.pointee.depth &-= 1
        t.pointee.frame = callee
        defer { t.pointee.frame = caller; t.pointee.depth &+= 1 }
        if t.pointee.depth < 0 { throw Call.recursionError(t) }
        levels.append(l); top = l; frame = callee
        deepest = max(deepest, levels.count)
        defer {
            levels.removeLast(); top = callerLevel; frame = caller
            b.killSlots(l.base - Frame.header, upTo: l.base + code.frameSlots)
        }
        b.storeSlot(l.base - Frame.header + Frame.function, f.ref)
        for i in 0..<values.count { l.touched[i] = true; b.storeSlot(l.base + i, values[i]) }
        var next = order.count
        if let rest { set(next, rest); next += 1 }
        if let extra { set(next, extra) }
        for c in code.cellSlots {
            let i = Int(c), old = Traced(value: s[i], ref: l.touched[i] ? b.loadSlot(l.base + i) : b.word(0))
            set(i, newCell(old))
        }
        let free = code.freeNames.count
        if free > 0 {
            let closure = TupleRef(function.closure)
            let c = b.load(f.ref, offset: FunctionRef.closureWord * 8, class: Alias.types, kind: .pointer)
            for i in 0..<free { set(code.firstFree + i, Traced(value: closure.items[i], ref: b.load(c, offset: 32 + i * 8, class: 0, kind: .word))) }
        }
        var c = Cursor.fresh
        return try body(l, &c)
    }
    /// The dict of those keywords among NAMES that are no parameters.
    private func keywords(_ names: Value, _ args: [Traced], _ count: Int, _ order: [Int]) -> Traced {
        if names.bits == 0 { return newDict([], []) }
        let rest = (0..<TupleRef(names).count).filter { !order.contains(count + $0) }
        if rest.count <= Recorder.mostNames { return newDict(rest.map { TupleRef(names)[$0] }, rest.map { args[count + $0] }) }
        let d = newDict([], [])
        for k in 0..<TupleRef(names).count where !order.contains(count + k) {
            let key = known(TupleRef(names)[k]), w = args[count + k]
            // (A str in a new dict: nothing of the program runs.)
            b.call(Residual.dictSet, [d.ref, key.ref, b.asWord(w.ref)], result: .i64, writes: Alias.mask(Alias.entries, Alias.lengths))
            do throws(Raise) { try DictRef(d.value).set(key.value, w.value) } catch { Errors.take() }
        }
        return d
    }

    // MARK: stars
    /// The call of N (states as told there), whose parts lie in the operand area: with all that the stars stand for as arguments of their own, if that
    /// is a tuple or list, and a dict, of few items.
    func starCall(_ n: StarCallNode) throws(Raise) -> Traced {
        var out: [Traced] = [], named: [(Value, Traced)] = [], isOrdered = true
        for i in 0..<n.positional.count {
            let w = held(n.part(i))
            if !n.positional[i].starred { out.append(w); continue }
            guard w.value.isPointer, w.value.isExactly(Types.tuple) || w.value.isExactly(Types.list) else { return try residualCall(n, direct: false) }
            let count = w.value.isTuple ? TupleRef(w.value).count : ListRef(w.value).count
            guard out.count + count <= StarCallNode.most, let items = unpack(w, count) else { return try residualCall(n, direct: false) }
            out += items
        }
        for i in 0..<n.keywords.count {
            let w = held(n.part(n.positional.count + i))
            if !n.keywords[i].name.isUnbound { named.append((n.keywords[i].name, w)); continue }
            guard w.value.isExactly(Types.dict), DictRef(w.value).count <= 4 else { return try residualCall(n, direct: false) }
            if let parts = namesAndValues(w) { named += parts; continue }
            guardType(w, Types.dict)
            let d = DictRef(w.value)
            b.guardEqual(b.load(w.ref, offset: 16, class: Alias.lengths, kind: .i64, length: true), UInt64(d.count), snapshot())
            // (As many entries, and all of these keys: it has these and no others. Where some were found by a call their order may differ, so only one of them may go to a `**`.)
            var k = -1
            while d.next(&k) {
                let key = d.key(k)
                guard key.isExactly(Types.str) else { return try residualCall(n, direct: false) }
                if let v = dictItem(w, key) { named.append((key, typed(v))); continue }
                isOrdered = false
                let x = d.valueAt(k), v = b.call(Residual.dictGet, [w.ref, known(key).ref], result: .word, writes: 0)
                b.guardNonNull(v, snapshot())
                named.append((key, typed(x, v)))
            }
        }
        for i in 0..<named.count { for j in 0..<i where StrRef.equal(StrRef(named[i].0), StrRef(named[j].0)) { return try residualCall(n, direct: false) } }
        let all = out.count + named.count
        if all > StarCallNode.most || named.count > 1 && !isOrdered && takesNames(held(n.area).value) { return try residualCall(n, direct: false) }
        var names = Value.unbound
        if !named.isEmpty {
            let t = TupleRef.allocate(named.count)
            for i in 0..<named.count { t[i] = named[i].0 }
            names = t.value
            keep.append(names)
        }
        for (i, w) in (out + named.map { $0.1 }).enumerated() { put(n.flat + i, w) }
        return try call(n, held(n.area), first: n.flat, out.count, state: n.callState + 1, names: names)
    }
    /// Whether C may have a `**` parameter.
    private func takesNames(_ c: Value) -> Bool {
        if c.isExactly(Types.function) { return FunctionRef(c.ref).code.flags & Code.Flags.varKeywords != 0 }
        if c.isExactly(Types.method), c.ref.value(2).isExactly(Types.function) { return FunctionRef(c.ref.value(2).ref).code.flags & Code.Flags.varKeywords != 0 }
        return true
    }
    private func body(_ l: Level, _ c: inout Cursor) throws(Raise) -> Traced {
        do throws(Raise) {
            let w = c.isReturned ? takeResult(&c) : try l.code.body.unsafelyUnwrapped.object.trace(self, &c)
            let hasObject = l.frame.base[Frame.object].bits != 0
            if l.isInMemory { leaveFrame(w, hasObject) }
            if _slowPath(hasObject) { FrameObject.detach(l.frame) }
            return w
        } catch {
            if isPlanned(error) { leaveRaising() }
            Call.leave(l.frame, error, thread)
            throw error
        }
    }
    /// The top frame, which lies in memory, ends with W: a frame object that somebody asked for is told so.
    private func leaveFrame(_ w: Traced, _ hasObject: Bool) {
        let at = b.slotAddress(top.base - Frame.header + Frame.object)
        if hasObject { b.flushSlots(top.base, upTo: top.base + top.code.namedSlots); b.call(Residual.detachFrame, [b.slotAddress(top.base)], result: .none, writes: Alias.mask(Alias.slots)); return }
        finished(w)
        b.guardEqual(b.load(at, offset: 0, class: Alias.slots, kind: .i64), 0, snapshot(last: ResumeState.returned))
        forgetFinished()
    }
    /// Goes on in the callee of the current node (its frame lies behind ours): the recorder's `Call.finish`.
    func finishCall(_ n: Node, _ c: inout Cursor) throws(Raise) -> Traced {
        // (What follows the call may leave, too: not as if the node had not begun.)
        at(Int(c.path[c.level - 1]))
        if c.isSpecial { return try special(&c) }
        let t = thread, caller = frame, callerLevel = top
        let callee = Frame(frame.next)
        let l = Level(callee, base: position(callee), isInMemory: levels.count < inherited.count && inherited[levels.count])
        if !l.isInMemory { for s in 0..<l.touched.count { l.touched[s] = b.isKnown(l.base + s) } }
        frame.at(n)
        t.pointee.depth &-= 1
        t.pointee.frame = callee
        defer { t.pointee.frame = caller; t.pointee.depth &+= 1 }
        levels.append(l); top = l; frame = callee
        deepest = max(deepest, levels.count)
        defer {
            levels.removeLast(); top = callerLevel; frame = caller
            b.killSlots(l.base - Frame.header, upTo: l.base + l.code.frameSlots)
        }
        return try body(l, &c)
    }
    /// Goes on in the `__new__` of the class at [area].
    func finishNew(_ n: Expression, _ c: inout Cursor, first: Int, _ count: Int, initState: Int, names: Value = .unbound) throws(Raise) -> Traced {
        let t = TypeRef(frame[n.area].ref), a = arguments(first, count + (names.bits == 0 ? 0 : TupleRef(names).count))
        return try initialize(n, t, try finishCall(n, &c), a, count, initState: initState, names: names)
    }
    func finishInit(_ n: Expression, _ c: inout Cursor) throws(Raise) -> Traced {
        let w = try finishCall(n, &c)
        try checkInit(w)
        return held(n.area)
    }
    func checkInit(_ w: Traced) throws(Raise) {
        if w.value.isNone && w.ref.isConstant { return }
        if w.value.isNone { b.guardEqual(b.asWord(w.ref), Value.none.bits, snapshotAfter(w)); return }
        abort(.raised)
        throw Errors.typeError("__init__() should return None, not '\(w.value.type)'")
    }

    // MARK: call sites
    /// Calls CALLEE with COUNT positional arguments (and the values of NAMES behind them) that lie in the operand area from FIRST on.
    func call(_ n: Expression, _ callee: Traced, first: Int, _ count: Int, state: Int, direct: Bool = false, names: Value = .unbound) throws(Raise) -> Traced {
        let v = callee.value
        let all = count + (names.bits == 0 ? 0 : TupleRef(names).count)
        if v.isPointer {
            let t = v.ref.type
            if v == ExceptionType.initializer, names.bits == 0, count > 0, let w = initializeException(callee, arguments(first, all)) { return w }
            if t == Types.function, canInline(FunctionRef(v.ref), count, names: names) {
                guardFunction(callee)
                return try inline(n, callee, arguments(first, all), state: state, names: names)
            }
            if t == Types.method, v.ref.value(2).isExactly(Types.function), canInline(FunctionRef(v.ref.value(2).ref), count + 1, names: names) {
                guardType(callee, Types.method)
                let f = Traced(value: v.ref.value(2), ref: b.load(callee.ref, offset: 16, class: 0, kind: .word))
                guardFunction(f)
                let s = Traced(value: v.ref.value(3), ref: b.load(callee.ref, offset: 24, class: 0, kind: .word))
                return try inline(n, isOneOfMany(FunctionRef(f.value.ref).code) ? f : known(f.value), [s] + arguments(first, all), state: state, names: names)
            }
            let c = t.slot(.call)
            if t != Types.type, c.isExactly(Types.function), names.bits == 0 || n is CallNode, canInline(FunctionRef(c.ref), count + 1, names: names) {
                guardType(callee, t); guardVersion(t)
                return try inline(n, known(c), [callee] + arguments(first, all), state: state, names: names)
            }
            if names.bits == 0 {
                if t == Functools.cache, let w = cached(callee, arguments(first, all)) { return w }
                if v == Types.superType.value, all == 0 || all == 2, let w = newSuper(arguments(first, all)) { return w }
                if t == Types.methodWrapper, let w = try callWrapper(n, callee, arguments(first, all)) { return w }
                if v == Types.objectSetAttr, all == 3 { guardIdentity(callee); if let w = try storeGenerically(n, arguments(first, all)) { return w } }
                if n is CallNode || n is MethodCallNode, let w = try special(n, callee, arguments(first, all), state: state) { return w }
            }
            if t == Types.builtinFunction || t == Types.methodDescriptor, names.bits == 0, let w = try builtin(n, callee, arguments(first, all)) { return w }
            if t == Types.type, names.bits == 0, let w = try convert(n, callee, arguments(first, all)) { return w }
            if v == FunctionalIterators.enumerate.value || v == Itertools.product.value, v.isPointer, names.bits != 0 {
                guardIdentity(callee)
                if let w = try newIterator(TypeRef(v.ref), count, names: names, arguments(first, all)) { return w }
            }
            // (Instances of classes whose metaclass calls as `type` does.)
            if t.has(TypeRef.Flags.type), t.slot(.call) == Types.typeCall, let k = (n as? Constructing)?.constructStates(state), let w = try construct(n, callee, first, count, all, state: k.initialize, new: k.new, names: names) { return w }
        }
        if v.isExactly(Types.function), names.bits == 0, let w = try create(callee, arguments(first, all)) { return w }
        if v.isExactly(Types.function) && names.bits == 0 { return try residualFunction(n, callee, first, count) }
        return try residualCall(n, direct: direct)
    }
    /// What the `lru_cache` of F has for the arguments A; nil where it has nothing, or that cannot be told.
    private func cached(_ f: Traced, _ a: [Traced]) -> Traced? {
        guard a.count <= 3 else { return nil }
        var args = (a.count > 0 ? a[0].value : .unbound, a.count > 1 ? a[1].value : .unbound, a.count > 2 ? a[2].value : .unbound)
        let v = withUnsafeMutablePointer(to: &args) { p in Functools.known(f.value.ref, UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self), a.count) }
        if v.isUnbound { return nil }
        guardType(f, Functools.cache)
        effects += 1
        let none = b.word(0)
        let w = b.call(Leaves.cached, [f.ref, b.i64(a.count)] + (0..<3).map { $0 < a.count ? b.asWord(a[$0].ref) : none }, result: .word, writes: 0)
        // (Not to be left as if it had failed: the call is counted.)
        b.guardNonNull(w, snapshot(decided: true))
        return Traced(value: v, ref: w)
    }
    /// The generator or coroutine that a call of F makes, where that looks at no frame; nil elsewhere.
    func create(_ f: Traced, _ a: [Traced]) throws(Raise) -> Traced? {
        let code = FunctionRef(f.value.ref).code
        guard code.isGeneratorLike, abortReason == nil, !Monitor.isActive, thread.pointee.coroutineOrigin == 0 else { return nil }
        do throws(Raise) { try code.prepare() } catch { Errors.take(); return nil }
        guard code.isSimple, code.argumentCount == a.count else { return nil }
        if makesGenerators(of: code) {
            guardUnmonitored()
            if !f.ref.isConstant { guardType(f, Types.function) }
            b.guardEqual(b.load(f.ref, offset: FunctionRef.rawCode * 8, class: Alias.types, kind: .i64), f.value.ref.word(FunctionRef.rawCode), snapshot())
            let t = TupleRef.allocate(a.count)
            for i in 0..<a.count { t[i] = a[i].value }
            return newGenerator(try Call.function(FunctionRef(f.value.ref), t.items, a.count), b.asWord(f.ref), code, a.map { $0.ref })
        }
        if a.count > 3 { return nil }
        guardUnmonitored()
        if !f.ref.isConstant { guardType(f, Types.function) }
        var values = (Value.unbound, Value.unbound, Value.unbound)
        let v = try Call.withArguments(&values) { p throws(Raise) in
            for i in 0..<a.count { p[i] = a[i].value }
            return try Call.function(FunctionRef(f.value.ref), p, a.count)
        }
        let none = b.word(0)
        return newGenerator(v, Residual.createGenerator, [b.asWord(f.ref), b.i64(a.count)] + (0..<3).map { $0 < a.count ? b.asWord(a[$0].ref) : none })
    }
    /// V as the runtime function MAKE makes it of ARGS; it gives 0 where the interpreter has to see to it.
    func newGenerator(_ v: Value, _ make: UInt, _ args: [TraceIR.Ref]) -> Traced {
        let w = b.call(make, args, result: .word, writes: 0)
        // (Not to be left as if it had failed: there would be two of them.)
        b.guardNonNull(w, snapshot(decided: true))
        return Traced(value: v, ref: w)
    }
    /// Calls the Python function F with COUNT arguments in the operand area.
    private func residualFunction(_ n: Expression, _ f: Traced, _ first: Int, _ count: Int) throws(Raise) -> Traced {
        if !f.ref.isConstant { guardType(f, Types.function) }
        locate(n)
        let w = residual(Residual.callFunction, [b.asWord(f.ref), b.slotAddress(top.base + first), b.i64(count)], isValue: true)
        let v = try Call.function(FunctionRef(f.value.ref), frame.slots + first, count)
        discard(from: n.area)
        return Traced(value: v, ref: w)
    }
    func arguments(_ first: Int, _ n: Int) -> [Traced] { (0..<n).map { held(first + $0) } }
    /// Functions are told by identity; closures and those made again and again by their code (see `inline`).
    func guardFunction(_ f: Traced) {
        if f.ref.isConstant { return }
        if isOneOfMany(FunctionRef(f.value.ref).code) { guardType(f, Types.function) } else { guardIdentity(f) }
    }
    func isOneOfMany(_ c: Code) -> Bool { c.isRemade || !c.freeNames.isEmpty }
    /// The call as the node itself performs it, with its operands in the area.
    func residualCall(_ n: Expression, direct: Bool) throws(Raise) -> Traced {
        locate(n)
        let w = residual(Residual.performHeld, [b.pointer(UInt(bitPattern: Unmanaged.passUnretained(n).toOpaque())), b.slotAddress(top.base), b.i64(direct ? 1 : 0)], isValue: true)
        let v = try n.performHeld(frame, direct: direct)
        discard(from: n.area)
        return Traced(value: v, ref: w)
    }
    /// Instances of a plain class whose `__init__` is a Python function, or object's.
    private func construct(_ n: Expression, _ callee: Traced, _ first: Int, _ count: Int, _ all: Int, state: Int, new: Int, names: Value) throws(Raise) -> Traced? {
        let t = TypeRef(callee.value.ref), meta = callee.value.ref.type
        if t.slot(.new) == ExceptionType.new { return try constructException(n, callee, first, count, all, state: state, names: names) }
        if let w = try constructByNew(n, callee, t, first, count, all, state: new, initState: state, names: names) { return w }
        guard t.has(TypeRef.Flags.plainNew), !t.has(TypeRef.Flags.isAbstract), !t.has(TypeRef.Flags.hasDel), t.layout.to != Layout.trailing, t.attributes != TypeRef.attributesAtEnd else { return nil }
        let i = t.slot(.`init`)
        if i == Types.objectInit {
            if all > 0 { return nil }
            guardIdentity(callee); guardVersion(t)
            if meta != Types.type { guardVersion(meta) }
            return instance(t)
        }
        guard i.isExactly(Types.function), canInline(FunctionRef(i.ref), count + 1, names: names) else { return nil }
        guardIdentity(callee); guardVersion(t)
        if meta != Types.type { guardVersion(meta) }
        let o = instance(t)
        let w = try inline(n, known(i), [o] + arguments(first, all), state: state, names: names, made: (n.area, o))
        try checkInit(w)
        return held(n.area)
    }
    /// The instance that a `__new__` in Python makes, in state STATE of N; an `__init__` follows in state INIT.
    private func constructByNew(_ n: Expression, _ callee: Traced, _ t: TypeRef, _ first: Int, _ count: Int, _ all: Int, state: Int, initState: Int, names: Value) throws(Raise) -> Traced? {
        guard (n as? StarCallNode)?.isRepeatable(frame) ?? true, t.has(TypeRef.Flags.heapType), t.slot(.new).isExactly(Types.staticmethod) else { return nil }
        let f = StaticMethod.callable(t.slot(.new)), i = t.slot(.`init`), meta = callee.value.ref.type
        guard i == Types.objectInit || i.isExactly(Types.function), f.isExactly(Types.function), canInline(FunctionRef(f.ref), count + 1, names: names) else { return nil }
        guardIdentity(callee); guardVersion(t)
        if meta != Types.type { guardVersion(meta) }
        let a = arguments(first, all)
        return try initialize(n, t, try inline(n, known(f), [known(t.value)] + a, state: state, names: names), a, count, initState: initState, names: names)
    }
    /// Goes on behind the `__new__` of the class T that N calls, which has given W: the instance's `__init__` is called with the arguments A. What is exactly
    /// an instance of the class it is now goes on here; where it is not, N does.
    func initialize(_ n: Expression, _ t: TypeRef, _ w: Traced, _ a: [Traced], _ count: Int, initState: Int, names: Value) throws(Raise) -> Traced {
        let v = w.value, made = v.isPointer ? v.ref.type : t, i = made.slot(.`init`), isOne = v.isPointer && (made == t || made.isSubtype(of: t))
        let isInlined = isOne && i != Types.objectInit
        // Guards up to the call of `__init__` take the instance along.
        finished(w)
        guard isOne, isInlined ? i.isExactly(Types.function) && canInline(FunctionRef(i.ref), count + 1, names: names) : made == t || a.isEmpty else {
            forgetFinished()
            abort(.untraceable)
            let out = ListRef.allocate()
            for x in a { out.append(x.value) }
            return Traced(value: try TypeCall.finish(t, v, out.items, count, names), ref: w.ref)
        }
        if !w.ref.isConstant {
            b.guardIsPointer(w.ref, snapshot())
            b.guardField(w.ref, offset: 8, class: Alias.headers, equals: UInt64(UInt(bitPattern: made.ref)), snapshot())
        }
        if !isInlined { forgetFinished(); return w }
        if made != t { guardVersion(made) }
        guardVersion(t)
        try checkInit(try inline(n, known(i), [w] + a, state: initState, names: names, made: (n.area, w)))
        return held(n.area)
    }
    /// `object.__new__(cls)`, `tuple.__new__(cls, items)`: what makes the instance within a `__new__` in Python.
    func allocateByNew(_ callee: Value, _ a: [Traced]) -> Traced? {
        guard let c = a.first, c.value.isType, !TypeRef(c.value.ref).has(TypeRef.Flags.isAbstract | TypeRef.Flags.hasDel) else { return nil }
        let t = TypeRef(c.value.ref)
        var base = t
        while base.has(TypeRef.Flags.heapType) { base = TypeRef(base.base.ref) }
        if callee == Types.objectNew, a.count == 1, t.has(TypeRef.Flags.heapType), base == Types.object, t.layout.to != Layout.trailing, t.attributes != TypeRef.attributesAtEnd {
            guardIdentity(c); guardVersion(t)
            return instance(t)
        }
        if callee == Types.tuple.slot(.new), a.count == 2, a[1].value.isExactly(Types.tuple), t.has(TypeRef.Flags.heapType), base == Types.tuple, t.attributes == 0,
           case let n = TupleRef(a[1].value).count, n > 0, n <= 8, let items = unpack(a[1], n) {
            guardIdentity(c); guardVersion(t)
            let words = items.map { b.asWord($0.ref) }
            keep.append(t.value)
            let o = b.new(size: 32 + n * 8, type: UInt(bitPattern: t.ref))
            b.store(o, offset: 16, class: 0, value: b.i64(n))
            for (i, w) in words.enumerated() { b.storeValue(o, offset: 32 + i * 8, class: 0, value: w) }
            return Traced(value: TupleRef.instance(t, TupleRef(a[1].value).items, n), ref: o)
        }
        return nil
    }
    /// A new instance of T, whose version is guarded.
    func instance(_ t: TypeRef) -> Traced {
        let v = Value(Instance.allocate(t)), size = (t.instanceSize + 7) & ~7
        if size > 512 { return leaf(Residual.instance, [known(t.value)], v) }
        keep.append(t.value)
        let o = b.new(size: size, type: UInt(bitPattern: t.ref)), w = t.attributes
        if w != 0 { keep.append(t.rootShape); b.store(o, offset: w * 8, class: Alias.attributes, value: b.word(t.rootShape.bits)) }
        return Traced(value: v, ref: o)
    }
    func snapshotAfter(_ w: Traced) -> SnapshotID {
        let s = top.base + Recorder.resultSlot
        b.storeSlot(s, w.ref)
        defer { b.killSlots(s, upTo: s + 1) }
        return snapshot(.guard, last: ResumeState.finished)
    }
}
