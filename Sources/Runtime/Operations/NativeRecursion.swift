import CSupport

/// Guards recursion in native code that nests with the program's data.
public enum NativeRecursion {
    /// Raises RecursionError when the native stack runs short. WHILE: " while decoding …", completing CPython's message.
    @inline(__always) public static func check(_ while_: StaticString = "") throws(Raise) {
        if _slowPath(UInt(bitPattern: dx_frame_address()) < thread.pointee.stackLimit) { throw raise(while_) }
    }
    @inline(never) private static func raise(_ while_: StaticString) -> Raise { Errors.make(Exceptions.recursionError, "maximum recursion depth exceeded\(while_)") }
}
