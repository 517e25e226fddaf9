/// Chains of generators, each of which waits for the next in a `yield from` or `await`: a step runs the innermost body alone.
///
/// Chains that are long are kept from one step to the next: the outermost knows where the innermost is (`leafWord`), those in between stay as they are, in the state `chained`,
/// with the links of their frames. So a step costs the same however deep a walk through a tree has come. Invariants:
/// - Whoever else resumes one of them, throws into it or delegates to it takes it and all below it out of the chain first (`leaveChain`), the innermost included. So the chain
///   is whole as long as its innermost is chained and names the outermost.
/// - No one in a chain that is kept handles an exception: what their resumer handles is the same for all.
/// - One that is chained runs if the innermost runs, to which its delegates lead.
extension GeneratorObject {
    /// Of the outermost of a chain that is kept: the innermost. `outerWord` holds the number of those above it, and in the innermost the outermost, marked as an int.
    static let leafWord = runningWord
    @inline(__always) var isChained: Bool { ref.word(GeneratorObject.stateWord) == GeneratorObject.chained }
    /// What this one delegates to, if that is a generator or coroutine.
    @inline(__always) fileprivate var delegate: Ref? {
        let slot = ref.word(GeneratorObject.delegateWord)
        if slot == 0 { return nil }
        let d = frame[Int(slot) &- 1]
        return d.isPointer && (d.ref.type == Types.generator || d.ref.type == Types.coroutine) ? d.ref : nil
    }
    /// Whether it is suspended and waits for one that is suspended, too.
    @inline(__always) var waitsInChain: Bool {
        guard let d = delegate else { return false }
        return GeneratorObject(d).isSuspended || GeneratorObject(d).isChained
    }
    /// Of one that is chained.
    @inline(never) var isChainRunning: Bool {
        var g = self
        while g.isChained, let d = g.delegate { g = GeneratorObject(d) }
        return g.ref.word(GeneratorObject.stateWord) == Value(int: State.running.rawValue).bits
    }
    /// Takes this one, which does not run, and all below it out of the chain it is in.
    func leaveChain() {
        var g = self
        while g.isChained {
            g.state = .suspended
            g.ref.setWord(GeneratorObject.outerWord, 0)
            guard let d = g.delegate else { return }
            g = GeneratorObject(d)
        }
    }
    @inline(__always) fileprivate var mark: UInt64 { UInt64(UInt(bitPattern: ref)) | 1 }
    /// The innermost of the chain that begins here, if it is still whole.
    @inline(__always) fileprivate var leaf: GeneratorObject? {
        let l = ref.value(GeneratorObject.leafWord)
        guard l.isPointer, GeneratorObject(l.ref).isChained, l.ref.word(GeneratorObject.outerWord) == mark else { return nil }
        return GeneratorObject(l.ref)
    }
}
extension Generators {
    /// Chains from so many generators on are kept. Shorter ones are what traces go through, which know of no such state.
    private static let longChain = 5

    /// `resume` of G, which waits for a generator that is suspended itself: all of the chain are entered, the innermost runs. When that ends, its
    /// delegator goes on with the result (`thread.thrown` is `Value.suspended`, `sent` the result, or unbound if it raised), and so on outwards.
    @inline(never) static func resumeChain(_ outermost: GeneratorObject, _ sent: Value) throws(Raise) -> Outcome {
        let t = thread, caller = t.pointee.frame, outer = t.pointee.handled
        if _slowPath(t.pointee.depth <= 0 || UInt(bitPattern: dx_frame_address_()) < t.pointee.stackLimit) { throw Errors.recursion() }
        let next = caller.base[Frame.next], isGenerator = outermost.ref.type != Types.asyncGenerator
        let running = Value(int: GeneratorObject.State.running.rawValue).bits, suspended = Value(int: GeneratorObject.State.suspended.rawValue).bits
        // How many have been entered; the first KEPT of them were so by the chain alone.
        var g = outermost, frame = caller, handled = outer, depth = t.pointee.depth, length = 0, kept = 0
        var handlesNothing = isGenerator
        if isGenerator {
            if let leaf = outermost.leaf {
                let above = outermost.ref.value(GeneratorObject.outerWord).int
                if _fastPath(depth > above) {
                    depth &-= above; length = above; kept = above
                    let r = outermost.ref
                    outermost.frame.base[Frame.previous] = Value(pointer: caller.base)
                    r.barrier()
                    r.setWord(GeneratorObject.outerWord, outer.bits)
                    r.setWord(GeneratorObject.stateWord, running)
                    g = leaf; frame = leaf.frame.previousFrame
                } else { GeneratorObject(outermost.delegate.unsafelyUnwrapped).leaveChain() }
            }
            outermost.ref.setWord(GeneratorObject.leafWord, 0)
        }
        // `enter` for the others.
        while true {
            let r = g.ref, f = g.frame
            depth &-= 1; length &+= 1
            f.base[Frame.previous] = Value(pointer: frame.base)
            f.base[Frame.next] = next
            r.barrier()
            r.setWord(GeneratorObject.outerWord, handled.bits)
            let own = r.value(GeneratorObject.handledWord)
            if _slowPath(own.isPointer) { handled = own; handlesNothing = false }
            r.setWord(GeneratorObject.stateWord, running)
            frame = f
            guard depth > 0, let d = g.delegate else { break }
            let inner = GeneratorObject(d)
            if !inner.isSuspended {
                if !inner.isChained || inner.isChainRunning { break }
                inner.leaveChain()
            }
            if r != outermost.ref { r.setWord(GeneratorObject.stateWord, GeneratorObject.chained) }
            g = inner
        }
        t.pointee.depth = depth; t.pointee.frame = frame; t.pointee.handled = handled
        t.pointee.sent = sent; t.pointee.thrown = .unbound
        while true {
            let r = g.ref, f = g.frame
            var result = Value.suspended, failure: Raise? = nil
            do throws(Raise) {
                result = try Continuation.resume(f, g.path, Int(r.word(GeneratorObject.pathCount)))
            } catch { if error.kind != .suspend { failure = error } }
            if failure == nil && result == .suspended { break }
            if let e = failure, e.isException { Traceback.add(f, t) }
            let outside = length <= kept ? outer : r.value(GeneratorObject.outerWord)
            length &-= 1
            t.pointee.frame = f.previousFrame; t.pointee.depth &+= 1; t.pointee.handled = outside
            finish(g)
            if let e = failure {
                t.pointee.tracedFrame = nil
                do throws(Raise) { failure = try stopInside(Value(r), e) } catch { failure = error }
            }
            if g.ref == outermost.ref {
                if let failure { throw failure }
                return .returned(result)
            }
            g = GeneratorObject(t.pointee.frame.base[Frame.generator].ref)
            if length <= kept {
                g.ref.barrier()
                g.frame.base[Frame.next] = next
                g.ref.setWord(GeneratorObject.outerWord, outer.bits)
            }
            g.ref.setWord(GeneratorObject.stateWord, running)
            t.pointee.sent = failure == nil ? result : .unbound; t.pointee.thrown = .suspended
        }
        // The innermost yielded: all are suspended again. What the others handle has not changed.
        t.pointee.depth &+= length
        if handlesNothing && length >= longChain && g.ref.word(GeneratorObject.handlersWord) == 0 {
            let leaf = g.ref, root = outermost.ref
            leaf.barrier(); root.barrier()
            leaf.setWord(GeneratorObject.handledWord, 0)
            leaf.setWord(GeneratorObject.outerWord, outermost.mark)
            leaf.setWord(GeneratorObject.stateWord, GeneratorObject.chained)
            root.setWord(GeneratorObject.outerWord, Value(int: length &- 1).bits)
            root.setWord(GeneratorObject.leafWord, Value(leaf).bits)
            root.setWord(GeneratorObject.stateWord, suspended)
        } else {
            handled = t.pointee.handled
            while true {
                let r = g.ref, outside = length <= kept ? outer : r.value(GeneratorObject.outerWord)
                r.barrier()
                r.setWord(GeneratorObject.handledWord, r.word(GeneratorObject.handlersWord) == 0 ? 0 : handled.bits)
                handled = outside
                length &-= 1
                r.setWord(GeneratorObject.outerWord, 0)
                r.setWord(GeneratorObject.stateWord, suspended)
                if r == outermost.ref { break }
                g = GeneratorObject(g.frame.previousFrame.base[Frame.generator].ref)
            }
        }
        t.pointee.frame = caller; t.pointee.handled = outer
        let y = t.pointee.yielded
        t.pointee.yielded = .unbound
        return .yielded(y)
    }
}
