import CSupport

/// Guards recursion in native code that nests with the program's data.
///
/// Frames of Python code are counted against the recursion limit; native code between them is given 16 MB (CPython's C stack has 8) and what the
/// frames that run may have used, so that endless recursion ends soon even though the reserved stack is far larger.
public enum NativeRecursion {
    private static let allowance: UInt = 16 << 20, frame: UInt = 16 << 10
    /// Raises RecursionError when the native stack runs short. WHILE: " while decoding …", completing CPython's message.
    @inline(__always) public static func check(_ while_: StaticString = "") throws(Raise) {
        let t = thread, here = UInt(bitPattern: dx_frame_address())
        if _slowPath(UInt(bitPattern: t.pointee.stackBottom) &- here > allowance || here < t.pointee.stackLimit) { try checkDeep(t, while_) }
    }
    @inline(never) private static func checkDeep(_ t: Thread, _ while_: StaticString) throws(Raise) {
        let here = UInt(bitPattern: dx_frame_address()), used = UInt(bitPattern: t.pointee.stackBottom) &- here
        let frames = UInt(max(0, Threads.recursionLimit - t.pointee.depth))
        if here < t.pointee.stackLimit || used > allowance &+ frames &* frame { throw Errors.make(Exceptions.recursionError, "maximum recursion depth exceeded\(while_)") }
    }
}
