// The mutable side of matching: input, registers, and the two stacks.
import Glibc

/// How an attempt or a search ended.
public enum MatchOutcome {
    case matched
    case failed
    /// The backtracking stacks reached `MatchState.memoryLimit`, or the system gave no more memory.
    case memory
    /// `MatchState.poll` asked to stop.
    case interrupted
}

/// A point to return to. `kind` tells what to do there; `trail` is the height to unwind the trail to.
struct Frame {
    var x: Int
    var position: Int
    var trail: Int
    var kind: FrameKind
    var pc: Int32
}

enum FrameKind: UInt8 {
    /// Continue at `pc`.
    case choice
    /// Try the next alternative in the mask `x` of the branch at `pc`.
    case branch
    /// Give back one character of the repeat at `pc`, down to position `x`.
    case greedy
    /// Take one more character of the repeat at `pc`, up to position `x`.
    case lazy
    /// An atomic group or positive assertion whose body failed. `x` is the barrier outside it (so in all the following).
    case barrier
    /// A negative assertion whose body failed: continue at `pc`.
    case notBarrier
    /// A round of a possessive loop failed: continue with the tail at `pc`.
    case possessive
}

struct TrailEntry {
    var register: Int
    var value: Int
}

/// The state of one match in progress; can be used again for any number of attempts and searches with its pattern, by one thread at a time.
public final class MatchState {
    public let regex: CompiledRegex
    var registers: UnsafeMutablePointer<Int>
    var frames: UnsafeMutablePointer<Frame>
    var frameCapacity: Int
    var trail: UnsafeMutablePointer<TrailEntry>
    var trailCapacity: Int

    /// Bytes that the two stacks may take together.
    public var memoryLimit = 4 << 30
    /// Called about every 65,536 backtracking steps; returning true ends the match with `.interrupted`.
    public var poll: (() -> Bool)?

    private var text: UnsafeRawPointer
    private var width = 1
    /// Where the input ends (`endpos`), in characters.
    public private(set) var end = 0

    /// The span of the whole match after `.matched`, in characters.
    public private(set) var matchStart = 0
    public internal(set) var matchEnd = 0

    public init(_ regex: CompiledRegex) {
        self.regex = regex
        registers = .allocate(capacity: regex.registerCount)
        registers.initialize(repeating: -1, count: regex.registerCount)
        frameCapacity = 32
        frames = .allocate(capacity: frameCapacity)
        trailCapacity = 32
        trail = .allocate(capacity: trailCapacity)
        text = UnsafeRawPointer(registers)
    }

    deinit {
        registers.deallocate()
        frames.deallocate()
        trail.deallocate()
    }

    /// The text to match, `count` characters of `width` 1, 2 or 4 bytes. `end` is `endpos`: what lies behind it is not looked at. The
    /// caller keeps the text alive and unchanged.
    public func setInput(_ text: UnsafeRawPointer, width: Int, end: Int) {
        self.text = text
        self.width = width
        self.end = end
    }

    /// The span of group `number` (from 1) in the last match, or nil when it did not take part.
    @inline(__always)
    public func span(ofGroup number: Int) -> (start: Int, end: Int)? {
        let start = registers[2 * number - 2], end = registers[2 * number - 1]
        return start < 0 || end < 0 ? nil : (start, end)
    }
    /// Mark `index` of the last match (2n-2: start of group n, 2n-1: its end), or -1.
    @inline(__always)
    public func mark(_ index: Int) -> Int { registers[index] }

    /// The number of the group that was closed last, or nil (`Match.lastindex`).
    public var lastIndex: Int? {
        let i = registers[2 * regex.groups]
        return i < 0 ? nil : i
    }

    /// Attempts a match that begins exactly at `start`.
    /// - full: it must also end at `end` (`fullmatch`).
    /// - mustAdvance: it must not end at `start`.
    public func match(at start: Int, full: Bool = false, mustAdvance: Bool = false) -> MatchOutcome {
        // A start behind the end is not an error here: an empty match there counts, as in CPython.
        if regex.minimumWidth > 0 && end - start < regex.minimumWidth { return .failed }
        switch width {
        case 1: return attempt(text.assumingMemoryBound(to: UInt8.self), start, full, mustAdvance ? start : -1)
        case 2: return attempt(text.assumingMemoryBound(to: UInt16.self), start, full, mustAdvance ? start : -1)
        default: return attempt(text.assumingMemoryBound(to: UInt32.self), start, full, mustAdvance ? start : -1)
        }
    }

    /// Finds the first match that begins at `start` or later.
    /// - mustAdvance: a match that begins at `start` must not end there (for the next match behind an empty one).
    public func search(from start: Int, mustAdvance: Bool = false) -> MatchOutcome {
        if start > end { return .failed }
        switch width {
        case 1: return search(text.assumingMemoryBound(to: UInt8.self), start, mustAdvance ? start : -1)
        case 2: return search(text.assumingMemoryBound(to: UInt16.self), start, mustAdvance ? start : -1)
        default: return search(text.assumingMemoryBound(to: UInt32.self), start, mustAdvance ? start : -1)
        }
    }

    @inline(__always)
    func attempt<U: FixedWidthInteger & UnsignedInteger>(_ text: UnsafePointer<U>, _ start: Int, _ full: Bool, _ refused: Int) -> MatchOutcome {
        let registers = registers
        for i in 0...2 * regex.groups { registers[i] = -1 }
        let outcome = execute(text, start, end, full, refused)
        if outcome == .matched { matchStart = start }
        return outcome
    }

    /// Records a match found without running the program.
    func setMatch(_ start: Int, _ end: Int) {
        registers[2 * regex.groups] = -1
        matchStart = start
        matchEnd = end
    }

    // MARK: Stacks

    /// Doubles the frame stack; false when that is not allowed.
    @inline(never)
    func growFrames() -> Bool {
        let capacity = frameCapacity * 2
        if capacity * MemoryLayout<Frame>.stride + trailCapacity * MemoryLayout<TrailEntry>.stride > memoryLimit { return false }
        guard let p = realloc(frames, capacity * MemoryLayout<Frame>.stride) else { return false }
        frames = p.assumingMemoryBound(to: Frame.self)
        frameCapacity = capacity
        return true
    }

    @inline(never)
    func growTrail() -> Bool {
        let capacity = trailCapacity * 2
        if frameCapacity * MemoryLayout<Frame>.stride + capacity * MemoryLayout<TrailEntry>.stride > memoryLimit { return false }
        guard let p = realloc(trail, capacity * MemoryLayout<TrailEntry>.stride) else { return false }
        trail = p.assumingMemoryBound(to: TrailEntry.self)
        trailCapacity = capacity
        return true
    }

    /// Gives back stacks that a pathological match has blown up.
    public func trim() {
        guard frameCapacity > 1 << 14 || trailCapacity > 1 << 14 else { return }
        frames.deallocate()
        trail.deallocate()
        frameCapacity = 32
        trailCapacity = 32
        frames = .allocate(capacity: frameCapacity)
        trail = .allocate(capacity: trailCapacity)
    }
}
