/// Where the calls of one trace return to that may collect, and which spill slots hold a value then that is still used: all others hold what some
/// earlier trace, call or iteration has left there, which a conservative scan would keep alive (a whole tree, in a loop that makes one in each iteration).
///
/// Addresses ascend, since code is emitted forward. An address that is not listed (the exit code's, a call's that collects nothing) says nothing: all
/// slots count then.
///
/// Rejected: clearing the frame where it is entered (60 to 260 words, and values of earlier iterations remain).
struct Safepoints {
    private var returns: [Int32] = [], first: [Int32] = []
    /// Bits by spill slot; `wordsPerEntry` words for each set.
    var masks: [UInt64] = []
    var wordsPerEntry = 0

    /// A call returns to AT (an offset in the code memory); MASK: where its bits begin.
    mutating func add(_ at: Int, _ mask: Int) { returns.append(Int32(truncatingIfNeeded: at)); first.append(Int32(truncatingIfNeeded: mask)) }
    /// Where the bits for the return address AT begin.
    func masks(at: Int) -> Int? {
        var a = 0, b = returns.count
        while a < b { let m = (a + b) / 2; if returns[m] < at { a = m + 1 } else { b = m } }
        return a < returns.count && returns[a] == at ? Int(first[a]) : nil
    }
}
