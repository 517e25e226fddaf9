import Regex
import Runtime

/// A compiled pattern. Words: 2 the native side (raw), 3 pattern, 4 groupindex (dict), 5 indexgroup (tuple), 6 flags, 7 groups (ints),
/// 8 kind: the pattern is bytes (1), str (0) or None (-1), as an int.
struct PatternRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    @inline(__always) var value: Value { Value(ref) }
    nonisolated(unsafe) static var type = TypeRef()

    @inline(__always) var native: Unmanaged<PatternNative> {
        Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: UInt(ref.word(2))).unsafelyUnwrapped)
    }
    @inline(__always) var pattern: Value { ref.value(3) }
    @inline(__always) var groupIndex: DictRef { DictRef(ref.value(4)) }
    @inline(__always) var indexGroup: TupleRef { TupleRef(ref.value(5)) }
    @inline(__always) var flags: Int { ref.value(6).int }
    @inline(__always) var groups: Int { ref.value(7).int }
    @inline(__always) var kind: Int { ref.value(8).int }

    static func make(_ regex: RegexSource, pattern: Value, flags: Int, kind: Int, groupIndex: Value, indexGroup: Value) -> Value {
        let r = Heap.allocate(type.instanceSize, type)
        r.setWord(2, UInt64(UInt(bitPattern: Unmanaged.passRetained(PatternNative(regex)).toOpaque())))
        r.initialize(3, pattern)
        r.initialize(4, groupIndex)
        r.initialize(5, indexGroup)
        r.initialize(6, Value(int: flags))
        r.initialize(7, Value(int: regex.groups))
        r.initialize(8, Value(int: kind))
        Heap.registerNative(r)
        return Value(r)
    }

    /// The text to match, checked to be of the pattern's kind.
    func subject(_ v: Value, snapshot: Bool = false) throws(Raise) -> Subject {
        let s = try Subject(v, snapshot: snapshot)
        let kind = kind
        if kind >= 0 && s.isBytes != (kind == 1) {
            throw Errors.typeError(s.isBytes ? "cannot use a string pattern on a bytes-like object"
                                             : "cannot use a bytes pattern on a string-like object")
        }
        return s
    }

    /// A matching state with the text set. Give it back with `release`.
    @inline(__always)
    func state(_ s: Subject, end: Int) -> MatchState {
        let state = native._withUnsafeGuaranteedRef { $0.take() }
        state.setInput(s.base, width: s.width, end: end)
        return state
    }
    @inline(__always)
    func release(_ state: MatchState) { native._withUnsafeGuaranteedRef { $0.give(state) } }
}

/// The native side of a pattern: its code (compiled when it is first matched), and one matching state kept for the next call.
final class PatternNative {
    let source: RegexSource
    private var spare: MatchState?

    init(_ source: RegexSource) { self.source = source }

    func take() -> MatchState {
        if let state = spare {
            spare = nil
            return state
        }
        let state = MatchState(source.regex)
        state.poll = PatternNative.poll
        return state
    }
    func give(_ state: MatchState) {
        state.trim()
        spare = state
    }

    /// Handles what waits at a safepoint; true when that raised.
    static func poll() -> Bool {
        do throws(Raise) { try SREHooks.safepoint() } catch { return true }
        return false
    }
}

extension MatchOutcome {
    /// Whether there is a match; raises what stopped the matcher.
    @inline(__always)
    func check() throws(Raise) -> Bool {
        switch self {
        case .matched: return true
        case .failed: return false
        case .memory: throw Errors.memoryError()
        case .interrupted: throw Raise()                 // the exception is in the thread state
        }
    }
}
