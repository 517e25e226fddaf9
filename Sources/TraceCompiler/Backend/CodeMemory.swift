import CSupport

/// Why native code could not be made.
public enum CompileError: Error, Equatable {
    /// This is not an x86-64 machine with SSE4.1 under Linux.
    case unsupported
    /// The system refused executable memory (errno).
    case refused(Int32)
    /// The limit of code memory is reached.
    case codeMemoryFull
    /// A bridge jumps to an entry that its target does not have.
    case noEntry
    /// More values live at once than the native frame has room for.
    case tooManySpills
    /// The verifier or the allocation checker (both off by default) found this.
    case invalid([String])
}

/// One region for all code, mapped twice: written through one view, executed through the other, so no page is ever both.
/// The system commits pages as they are used. Offsets are the same in both views.
final class CodeMemory {
    let writable: UnsafeMutablePointer<UInt8>, executable: UnsafeMutablePointer<UInt8>, size: Int
    var top = 0

    init(size s: Int) throws {
        guard code_memory_cpu_supported() != 0 else { throw CompileError.unsupported }
        var w: UnsafeMutableRawPointer?, x: UnsafeMutableRawPointer?
        let e = code_memory_map(s, &w, &x)
        guard e == 0, let w, let x else { throw CompileError.refused(e) }
        size = s
        writable = w.assumingMemoryBound(to: UInt8.self); executable = x.assumingMemoryBound(to: UInt8.self)
    }
    /// Where the code ended when pages were let go of last.
    private var forgotten = 0
    /// Lets go of the pages of the writable view at each quarter of a megabyte: they count for the process a second time, and are seldom written again.
    func forgetWritten() {
        if top - forgotten < 256 << 10 { return }
        forgotten = top
        code_memory_forget(top, writable)
    }
    deinit { code_memory_unmap(size, writable, executable) }
    func put32(_ v: Int32, at: Int) { UnsafeMutableRawPointer(writable + at).storeBytes(of: v, as: Int32.self) }
}
