import TraceIR
import TraceCompiler

/// Generators that a trace makes: objects of plain stores, as `Generators.create` leaves them. Where the trace runs one to its end and nothing else refers to it, the
/// compiler leaves the object out, and exits in between make it.
///
/// That the frame names its own generator is no obstacle: an exit makes all objects before it fills their fields.
///
/// All stores into an object that the trace makes are found by its reference, whatever class of memory they name (`TraceBuilder.forward`): a bridge may know
/// a generator by another class than the trace it leaves.
extension Recorder {
    /// Whether generators of C are made so: its arguments are copied as they are, and where something is to be done for one that is dropped, it is a coroutine.
    func makesGenerators(of c: Code) -> Bool {
        let kind = c.flags & (Code.Flags.generator | Code.Flags.coroutine | Code.Flags.asyncGenerator | Code.Flags.iterableCoroutine)
        return c.isSimple && (kind == Code.Flags.coroutine || kind == Code.Flags.generator && !c.hasCleanup) && c.flags & Code.Flags.optimized != 0 && !c.isInstrumented
    }
    /// The generator V, which the function F (of code CODE, guarded) makes of ARGS.
    func newGenerator(_ v: Value, _ f: TraceIR.Ref, _ code: Code, _ args: [TraceIR.Ref]) -> Traced {
        // The words may box floats, and cells are objects, too: first.
        var slots = args.enumerated().map { (at: $0.offset, ref: b.asWord($0.element)) }
        for c in code.cellSlots {
            let c = Int(c), k = slots.firstIndex { $0.at == c }, cell = b.new(size: 24, type: UInt(bitPattern: Types.cell.ref))
            if let k { b.storeValue(cell, offset: 16, class: Alias.cells, value: slots[k].ref); slots[k].ref = cell } else { slots.append((c, cell)) }
        }
        if !code.freeNames.isEmpty {
            let cells = b.load(f, offset: FunctionRef.closureWord * 8, class: Alias.types, kind: .word)
            for i in 0..<code.freeNames.count { slots.append((code.firstFree + i, b.load(cells, offset: 32 + i * 8, class: 0, kind: .word))) }
        }
        let named = [(FunctionRef.nameWord, GeneratorObject.nameWord), (FunctionRef.qualnameWord, GeneratorObject.qualnameWord), (FunctionRef.codeWord, GeneratorObject.codeWord)]
            .map { (at: $0.1, ref: b.load(f, offset: $0.0 * 8, class: Alias.types, kind: .word)) }
        let t = GeneratorObject.type(of: code)
        if t == Types.coroutine { noteCoroutine() }
        let o = b.new(size: (GeneratorObject.frameWord + code.frameSize) * 8, type: UInt(bitPattern: t.ref)), c = Alias.madeGenerators
        func put(_ word: Int, _ w: TraceIR.Ref) { b.storeValue(o, offset: word * 8, class: c, value: w) }
        put(GeneratorObject.stateWord, b.word(Value(int: GeneratorObject.State.created.rawValue).bits))
        put(GeneratorObject.asyncWord, b.word(Value(int: 0).bits))
        for n in named { put(n.at, n.ref) }
        put(GeneratorObject.frameWord + Frame.function, f)
        put(GeneratorObject.frameWord + Frame.generator, o)
        for s in slots { put(GeneratorObject.frameWord + Frame.header + s.at, s.ref) }
        // (Last: a collection looks at the frame once it has a code.)
        b.store(o, offset: (GeneratorObject.frameWord + Frame.code) * 8, class: 0, value: b.word(GeneratorObject(v).frame.base[Frame.code].bits))
        keep.append(code.object)
        return Traced(value: v, ref: o)
    }
    /// Before a coroutine is made: nobody asks where, and what `Generators.create` made last is not the last any more.
    private func noteCoroutine() {
        let t = b.threadState(), made = MemoryLayout<ThreadState>.offset(of: \.lastMade)!
        b.guardEqual(b.load(t, offset: MemoryLayout<ThreadState>.offset(of: \.coroutineOrigin)!, class: Alias.thread, kind: .i64), 0, snapshot())
        b.store(t, offset: made, class: Alias.thread, value: b.i64(0))
        makesCoroutines = true
    }
    /// The trace ends: a coroutine that it has made and not run to its end is to warn when it dies, so it must exist.
    func keepUnfinished() {
        guard makesCoroutines, abortReason == nil else { return }
        let finished = b.word(Value(int: GeneratorObject.State.finished.rawValue).bits)
        for o in b.ownObjects(of: UInt(bitPattern: Types.coroutine.ref)) where b.load(o, offset: GeneratorObject.stateWord * 8, class: Alias.madeGenerators, kind: .word) != finished {
            b.call(Residual.keep, [o], result: .none, writes: 0, leaf: true)
        }
    }
    /// The generator over W that the generator expression N makes; nil where that is no affair of plain stores.
    func makeGenerator(_ n: ImmediateCallNode, _ w: Traced) throws(Raise) -> Traced? {
        let code = n.function.code, own = frame.function.ref
        do throws(Raise) { try code.prepare() } catch { Errors.take(); return nil }
        guard makesGenerators(of: code), code.argumentCount == 1, abortReason == nil, !Monitor.isActive else { return nil }
        guardUnmonitored()
        let f: TraceIR.Ref
        if n.function.closure.count == 0 {
            guard let m = n.reusable(own) else { return nil }
            for at in [FunctionRef.globalsWord, FunctionRef.builtinsWord] { guardWord(header(Frame.function), at, own.value(at)) }
            f = known(m).ref
        } else {
            guard let m = newFunction(n.function) else { return nil }
            f = m
        }
        guard let it = try iterator(w) else { return nil }
        return newGenerator(try n.perform(frame), f, code, [b.asWord(it.ref)])
    }
    /// The function that N makes in the current frame, with the cells of its free variables.
    func newFunction(_ n: FunctionNode) -> TraceIR.Ref? {
        guard let g = globals(n, namespace: false), let (table, offset) = entry(g, Names.__name__) else { return nil }
        let object = n.code.object, own = header(Frame.function)
        keep.append(object)
        let module = b.load(b.pointer(table), offset: offset, class: Alias.entries, kind: .word)
        b.guardNonNull(module, snapshot())
        let builtins = b.load(own, offset: FunctionRef.builtinsWord * 8, class: Alias.types, kind: .word)
        let cells = newTuple((0..<n.closure.count).map { word(n.closure[$0]) }).ref
        let f = b.new(size: 152, type: UInt(bitPattern: Types.function.ref))
        for (at, w) in [(FunctionRef.globalsWord, b.word(g.value.bits)), (FunctionRef.builtinsWord, builtins), (FunctionRef.nameWord, known(n.code.name).ref), (FunctionRef.qualnameWord, known(n.code.qualname).ref),
                        (FunctionRef.codeWord, b.word(object.bits)), (FunctionRef.closureWord, cells), (FunctionRef.moduleWord, module)] {
            b.storeValue(f, offset: at * 8, class: Alias.types, value: w)
        }
        b.store(f, offset: FunctionRef.rawCode * 8, class: Alias.types, value: b.word(object.ref.word(2)))
        return f
    }
    /// The generator of L has run to its end.
    func endGenerator(_ l: Level) {
        let o = l.generator
        if b.isOwn(o) {
            // Nothing else refers to it: there is no frame object, and nobody reads what is left in the frame.
            b.store(o, offset: GeneratorObject.stateWord * 8, class: l.aliasClass, value: b.word(Value(int: GeneratorObject.State.finished.rawValue).bits))
            return
        }
        // A frame object that somebody has shows the variables.
        b.flushSlots(l.base - Frame.header, upTo: l.base + l.code.namedSlots)
        b.call(Residual.finishGenerator, [o], result: .none, writes: generatorMemory(l))
    }
    /// What a call may write that changes the generator of L. (One that the trace makes may have another class in the iteration that follows.)
    func generatorMemory(_ l: Level) -> UInt32 { b.isNew(l.generator) ? Alias.allGenerators : Alias.mask(l.aliasClass) }
}
