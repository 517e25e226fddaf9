import TraceIR
import TraceCompiler

// What follows an exit, decoded when it is first taken: exits of branchy programs are taken millions of times, and all that can be known of one
// beforehand is a list here. The exit itself has written what the trace knew of the slots (`ExitTable.restore`); what is left is to make frames of the
// inlined calls' slots, and to walk down the path.
extension JIT {
    struct Point {
        var path: UnsafeMutablePointer<UInt16>, count = -1
        /// How far behind the root frame the frames of inlined calls reach; 0: there are none.
        var words = 0
        var isInterrupt = false, mayContinue = false, isRaising = false
        /// The frames of inlined calls, outermost first; they are told from the root frame's beginning, or from where what it calls begins.
        var frames: UnsafeMutablePointer<InlinedFrame>? = nil, frameCount = 0, isFromRoot = true
    }
    struct InlinedFrame {
        enum Kind: UInt8 { case own, inMemory, generator }
        let kind: Kind, at: Int, size: Int, code: UInt64
        /// own: what the trace knows nothing of and is unbound; generator: what it has written, which goes to the object.
        let slots: UnsafeMutablePointer<Int32>, slotCount: Int
    }
    /// What has been decoded; by exit, its place there (-1: not yet).
    nonisolated(unsafe) static var points = RawArray<Point>(), pointOf = RawArray<Int32>()
    @inline(__always) static func point(_ n: Int) -> Point { _fastPath(n < pointOf.count && pointOf[n] >= 0) ? points[Int(pointOf[n])] : decode(n) }
    /// Nothing will make a bridge of exit N, which has been decoded.
    static func settle(_ n: Int) { points[Int(pointOf[n])].mayContinue = false }
    @inline(never) private static func decode(_ n: Int) -> Point {
        while pointOf.count <= n { pointOf.append(-1) }
        let x = compiler.exit(n), frames = x.frames
        var room = 1
        for i in 0..<frames.count { room += Int(frames[i].pathCount) }
        var p = Point(path: .allocate(capacity: room), count: 0, words: frames.count > 1 ? place(x, Int(frames[frames.count - 1].base)) + 512 : 0, isInterrupt: x.reason == .interrupt)
        for i in 0..<frames.count { ResumeState.decode(x.path(frames[i]), p.path, &p.count) }
        p.isRaising = p.count > 0 && p.path[p.count - 1] == ResumeState.raising
        p.mayContinue = (x.reason == .guard || x.reason == .raising) && p.count > 0
        p.isFromRoot = x.trace.trace.nextSlot == 0
        if frames.count > 1 {
            let list = UnsafeMutablePointer<InlinedFrame>.allocate(capacity: frames.count - 1)
            for i in 1..<frames.count { (list + (i - 1)).initialize(to: inlined(frames[i], x)) }
            p.frames = list; p.frameCount = frames.count - 1
        }
        pointOf[n] = Int32(points.count)
        points.append(p)
        return p
    }
    private static func inlined(_ r: FrameRecord, _ x: NativeCompiler.Exit) -> InlinedFrame {
        let size = Borrowed<Code>(bits: r.code & ~3).read { $0.frameSize }, kind: InlinedFrame.Kind = r.code & 2 != 0 ? .generator : r.code & 1 != 0 ? .inMemory : .own
        let slots = UnsafeMutablePointer<Int32>.allocate(capacity: size)
        var count = 0
        if kind != .inMemory {
            var known = Array(repeating: false, count: size)
            for e in x.trace.trace.entries(of: x.snapshot) {
                let at = Int(e.slot) - Int(r.base) + Frame.header
                if at >= 0 && at < size { known[at] = true }
            }
            for k in 0..<size where known[k] == (kind == .generator) { slots[count] = Int32(k); count += 1 }
        }
        return InlinedFrame(kind: kind, at: place(x, Int(r.base)), size: size, code: r.code & ~3, slots: slots, slotCount: count)
    }
    /// How far the frame with first slot BASE of exit X lies from where its root frame does, or from where the frames of what that calls begin.
    private static func place(_ x: NativeCompiler.Exit, _ base: Int) -> Int { x.trace.trace.nextSlot == 0 ? base : base - Trace.stackStart - Frame.header }
}
extension JIT.Point {
    /// Completes the frames of inlined calls that the exit has left behind root frame F.
    func rebuild(_ f: Frame) {
        let start = isFromRoot ? f.base.unsafelyUnwrapped : f.next, list = frames.unsafelyUnwrapped
        var below = f.base.unsafelyUnwrapped
        var i = 0
        while i < frameCount {
            let r = list + i, b = start + r.pointee.at, n = r.pointee.slotCount, slots = r.pointee.slots
            i &+= 1
            var k = 0
            switch r.pointee.kind {
            case .inMemory: below = b
            case .own:
                while k < n { b[Int(slots[k])] = .unbound; k &+= 1 }
                b[Frame.previous] = Value(pointer: below)
                b[Frame.next] = Value(pointer: b + r.pointee.size)
                b[Frame.code] = Value(bits: r.pointee.code)
                below = b
            case .generator:
                // Its frame lies in its object.
                let g = GeneratorObject(b[Frame.generator].ref), own = g.frame
                g.ref.barrier()
                while k < n { own.base[Int(slots[k])] = b[Int(slots[k])]; k &+= 1 }
                own.base[Frame.previous] = Value(pointer: below)
                own.base[Frame.next] = Value(pointer: b + r.pointee.size)
                below = own.base.unsafelyUnwrapped
            }
        }
    }
}
