enum Traceback {
    /// Adds the frame's entry to the traceback of the exception on its way, unless it has one already (`thread.tracedFrame`).
    static func add(_ f: Frame, _ t: Thread) {}
}
enum FrameObject {
    /// The frame ends: its frame object gets its own copy of the slots.
    static func detach(_ f: Frame) {}
}
enum Suggestions {
    /// The name in NAMES that WRONG was probably meant to be (as CPython's _Py_CalculateSuggestions).
    static func closest(_ wrong: String, _ names: [String]) -> String? { nil }
}
