import Glibc

/// Showing uncaught exceptions: the library's `traceback` prints them as CPython 3.14 does; a bare fallback for when it cannot.
public enum ErrorDisplay {
    /// Prints the exception to `sys.stderr`.
    public static func show(_ e: Value) {
        let t = thread
        t.pointee.handled = .unbound
        if !SysState.isReady { return fallback(e) }
        // Without a stream nothing is shown (PyErr_Display).
        if DictRef(SysState.sys).find(StrRef.intern("stderr")) == Value.none { return }
        do throws(Raise) {
            let m = try ImportSystem.importModule("traceback")
            let f = try Operations.getAttribute(m, StrRef.intern("_print_exception_bltin"))
            _ = try Call.call(f, e)
        } catch {
            let second = Errors.take()
            fallback(e)
            if Configuration.current.verbose > 0 { write("(and while printing it: "); fallback(second); write(")\n") }
        }
    }
    static func fallback(_ e: Value) {
        guard e.isExceptionInstance else { return }
        write("Traceback (most recent call last):\n")
        var tb = ExceptionRef(e).traceback
        var steps = 0
        while tb.isPointer && tb.type == Types.traceback && steps < 1000 {
            write(Traceback.line(tb))
            tb = Traceback.next(tb)
            steps += 1
        }
        var text = ""
        do throws(Raise) { text = StrRef(try Operations.str(e)).string } catch { Errors.take(); text = "<exception str() failed>" }
        write(e.type.bareName + (text.isEmpty ? "" : ": " + text) + "\n")
    }
    static func write(_ s: String) {
        var s = s
        s.withUTF8 { b in var done = 0; while done < b.count { let n = Glibc.write(2, b.baseAddress! + done, b.count - done); if n <= 0 { break }; done += n } }
    }
    /// `sys.unraisablehook`'s default.
    static func unraisable(_ u: Value) throws(Raise) {
        let message = try Operations.findAttribute(u, StrRef.intern("err_msg")), object = try Operations.findAttribute(u, StrRef.intern("object"))
        let e = try Operations.findAttribute(u, StrRef.intern("exc_value"))
        let m = message.isStr ? StrRef(message).string : "Exception ignored in"
        var out = object.isNone || object.isUnbound ? "\(m):\n" : "\(m): \(Operations.reprText(object))\n"
        if e.isExceptionInstance { plain(e, &out) }
        do throws(Raise) {
            let err = try SysState.attribute("stderr")
            if err.isPointer { _ = try Call.call(try Operations.getAttribute(err, Names.write), StrRef.make(out)) } else if err.isUnbound { write(out) }
        } catch { Errors.take() }
    }
    /// The exception alone, as CPython's C code prints it: no marks under the lines, no causes.
    private static func plain(_ e: Value, _ out: inout String) {
        var tb = ExceptionRef(e).traceback, steps = 0
        if tb.isPointer && tb.type == Types.traceback { out += ("Traceback (most recent call last):\n") }
        while tb.isPointer && tb.type == Types.traceback && steps < 1000 {
            let c = FrameObject.code(Traceback.frame(tb))
            out += ("  File \"\(StrRef(c.fileName).string)\", line \(Traceback.lineNumber(tb).int), in \(StrRef(c.name).string)\n")
            do throws(Raise) {
                let cache = try ImportSystem.importModule("linecache")
                let text = try Call.call(try Operations.getAttribute(cache, StrRef.intern("getline")), c.fileName, Traceback.lineNumber(tb))
                if text.isStr {
                    let line = StrRef(text).string.drop { $0 == " " || $0 == "\t" || $0 == "\u{c}" }
                    if !line.isEmpty { out += ("    " + (line.last == "\n" ? line.dropLast() : line) + "\n") }
                }
            } catch { Errors.take() }
            tb = Traceback.next(tb)
            steps += 1
        }
        var name = e.type.bareName, text = ""
        do throws(Raise) {
            let m = try Operations.findAttribute(e.type.value, Names.__module__), q = try Operations.findAttribute(e.type.value, Names.__qualname__)
            if q.isStr { name = StrRef(q).string }
            if m.isStr, !StrRef(m).equals("builtins"), !StrRef(m).equals("__main__") { name = StrRef(m).string + "." + name }
            text = StrRef(try Operations.str(e)).string
        } catch { Errors.take(); text = "<exception str() failed>" }
        out += (name + (text.isEmpty ? "" : ": " + text) + "\n")
    }
}
