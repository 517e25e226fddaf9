import Glibc

/// Frames of the import system are no news in the traceback of a failed import (remove_importlib_frames of Python/import.c): for an
/// ImportError all of them go, for other exceptions those that lead to the module's own code.
enum ImportTraceback {
    static func trim() {
        let e = thread.pointee.raised
        guard e.isExceptionInstance, Configuration.current.verbose == 0 else { return }
        let always = e.isInstance(of: Exceptions.importError)
        // The links are entries of the traceback; unbound is the exception's own.
        var link = Value.unbound, chunk = Value.unbound, inside = false
        var entry = ExceptionRef(e).traceback
        while entry.isPointer && entry.isExactly(Types.traceback) {
            let next = Traceback.next(entry), code = FrameObject.code(Traceback.frame(entry))
            let now = isInternal(StrRef(code.fileName))
            if now && !inside { chunk = link }
            inside = now
            // Our own loader compiles without a frame: `exec_module` is the last one then.
            let leads = StrRef(code.name).equals("_call_with_frames_removed") || !next.isPointer && StrRef(code.name).equals("exec_module") && !e.isInstance(of: Exceptions.osError)
            if now && (always || leads) {
                if chunk.isPointer { chunk.ref.set(2, next) } else { ExceptionRef(e).traceback = next }
                link = chunk
            } else { link = entry }
            entry = next
        }
    }
    private static func isInternal(_ s: StrRef) -> Bool { s.equals("<frozen importlib._bootstrap>") || s.equals("<frozen importlib._bootstrap_external>") }
}

/// `-X importtime`: how long each import took, without and with what it imported itself.
enum ImportTimes {
    nonisolated(unsafe) private static var depth = 0, inner = 0, hasHeader = false
    private static var now: Int {
        var t = timespec()
        clock_gettime(CLOCK_MONOTONIC, &t)
        return t.tv_sec &* 1_000_000_000 &+ t.tv_nsec
    }
    static func measure(_ name: Value, _ body: () throws(Raise) -> Value) throws(Raise) -> Value {
        if !hasHeader { hasHeader = true; ErrorDisplay.write("import time: self [us] | cumulative | imported package\n") }
        let outer = inner, start = now
        inner = 0
        depth += 1
        defer { depth -= 1 }
        let result: Value
        do throws(Raise) { result = try body() } catch { inner = outer &+ (now &- start); throw error }
        let total = now &- start
        line(pad((total &- inner) / 1000, 9), pad(total / 1000, 10), name)
        inner = outer &+ total
        return result
    }
    /// With `=2` also what was imported before.
    static func cached(_ name: Value) { if Configuration.current.importTime > 1 { depth += 1; line("cached   ", "cached    ", name); depth -= 1 } }
    private static func pad(_ n: Int, _ width: Int) -> String { let s = String(n); return String(repeating: " ", count: max(0, width - s.utf8.count)) + s }
    private static func line(_ a: String, _ b: String, _ name: Value) {
        ErrorDisplay.write("import time: \(a) | \(b) | \(String(repeating: "  ", count: depth - 1))\(StrRef(name).string)\n")
    }
}
