import TraceIR
import TraceCompiler

/// Loops over objects whose classes are in Python: `__iter__` makes a generator or is inlined, as is `__next__`; the StopIteration that ends it is not made
/// where it is raised in the trace.
extension Recorder {
    /// The iterator of W for loop L, of a class with an `__iter__` in Python; nil for others, and nothing has happened.
    func iterateInPython(_ l: ForStatement, _ w: Traced) throws(Raise) -> Traced? {
        guard w.value.isPointer, case let t = w.value.ref.type, case let f = t.slot(.iter), f.isExactly(Types.function) else { return nil }
        if FunctionRef(f.ref).code.isGeneratorLike {
            guardType(w, t); guardVersion(t)
            return try create(known(f), [w])
        }
        guard canInline(FunctionRef(f.ref), 1) else { return nil }
        guardType(w, t); guardVersion(t)
        return try checkIterator(try inline(l, known(f), [w], state: ForStatement.iterState))
    }
    /// W, which `__iter__` has given, is an iterator.
    func checkIterator(_ w: Traced) throws(Raise) -> Traced {
        let x = try Operations.checkedIterator(w.value)
        guard x.isPointer else { abort(.untraceable); return w }
        if w.ref.isConstant { return w }
        let s = snapshotAfter(w)
        b.guardIsPointer(w.ref, s)
        b.guardField(w.ref, offset: 8, class: Alias.headers, equals: UInt64(UInt(bitPattern: x.ref.type.ref)), s)
        return w
    }
    /// What a `__next__` in Python gives: an item, or the end.
    func nextInPython(_ l: ForStatement, _ it: Traced) throws(Raise) -> Step {
        guard it.value.isPointer, case let t = it.value.ref.type, case let f = t.slot(.next), f.isExactly(Types.function), canInline(FunctionRef(f.ref), 1) else { return .declined }
        guardType(it, t); guardVersion(t)
        return try untilStop { () throws(Raise) in try inline(l, known(f), [it], state: ForStatement.nextState) }
    }
    func untilStop(_ body: () throws(Raise) -> Traced) throws(Raise) -> Step {
        let depth = tries.count
        tries.append(Try(handler: .loop, level: levels.count - 1))
        defer { tries.removeLast(tries.count - depth) }
        do throws(Raise) { return .item(try body()) } catch {
            guard error.isException, Errors.matches(Exceptions.stopIteration) else { throw error }
            if isPlanned(error), let k = catcher, case .loop = k.handler { dropPlanned(k) } else { abort(.raised) }
            try Errors.swallow(error, Exceptions.stopIteration)
            return .end(constant(.none))
        }
    }
    /// The exception on its way has been caught by K, and is gone.
    private func dropPlanned(_ k: Catcher) {
        catcher = nil
        if k.isApart { return }
        let th = b.threadState()
        b.store(th, offset: MemoryLayout<ThreadState>.offset(of: \.raised)!, class: Alias.thread, value: b.word(0))
        b.store(th, offset: MemoryLayout<ThreadState>.offset(of: \.tracedFrame)!, class: Alias.thread, value: b.word(0))
        effects += 1
    }
    /// Whether `raise W` ends the loop right around the call.
    func stops(_ w: Traced) -> Bool {
        guard let t = tries.last, case .loop = t.handler, t.level < levels.count - 1, !Monitor.isActive, abortReason == nil else { return false }
        let isClass = w.value == Exceptions.stopIteration.value
        guard isClass || w.value.isPointer && w.value.ref.type == Exceptions.stopIteration && b.isNew(w.ref) else { return false }
        finished(w)
        if isClass { guardIdentity(w) }
        forgetFinished()
        catcher = Catcher(handler: .loop, level: t.level, index: 0, isBlind: true, exception: w.ref, isApart: true)
        return true
    }
}
