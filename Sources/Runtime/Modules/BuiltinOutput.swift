import Primitives

/// `print`, `input`, `breakpoint`.
enum BuiltinOutput {
    static func define(_ m: ModuleBuilder) {
        m.function("print", "(*args, sep=' ', end='\\n', file=None, flush=False)") { a throws(Raise) in try print(TupleRef(a[0]), a[1], a[2], a[3], a[4]) }
        m.function("input", "(prompt='', /)") { a throws(Raise) in try input(a.has(0) ? a[0] : .unbound) }
        m.function("breakpoint", "(*args, **kws)") { a throws(Raise) in
            let hook = try SysState.attribute("breakpointhook")
            if hook.isUnbound { throw Errors.runtimeError("lost sys.breakpointhook") }
            return try Call.call(hook, tuple: a[0], dict: a[1])
        }
    }
    private static func separator(_ v: Value, _ name: String, _ standard: UInt32, _ given: Bool) throws(Raise) -> Value {
        if v.isNone { return StrRef.character(standard) }
        guard v.isStr else { throw Errors.typeError("\(name) must be None or a string, not \(v.type)") }
        return v
    }
    private static func print(_ args: TupleRef, _ sep: Value, _ end: Value, _ file: Value, _ flush: Value) throws(Raise) -> Value {
        var out = file
        if out.isNone {
            out = try SysState.attribute("stdout")
            if out.isUnbound { throw Errors.runtimeError("lost sys.stdout") }
            if out.isNone { return .none }
        }
        let sepText = try separator(sep, "sep", 32, true), endText = try separator(end, "end", 10, true)
        let write = try Operations.getAttribute(out, Names.write)
        let n = args.count
        if out.type.has(TypeRef.Flags.heapType) || n > 64 {
            for i in 0..<n {
                if i > 0 { _ = try Call.call(write, sepText) }
                _ = try Call.call(write, try Operations.str(args[i]))
            }
            _ = try Call.call(write, endText)
        } else {
            // A native stream: all in one piece.
            var b = TextBuilder(capacity: 64)
            var failure: Raise? = nil
            for i in 0..<n {
                if i > 0 { b.append(StrRef(sepText).view) }
                do throws(Raise) { let s = try Operations.str(args[i]); b.append(StrRef(s).view) } catch { failure = error; break }
            }
            if failure == nil { b.append(StrRef(endText).view) }
            let text = StrRef.make(&b)
            if let failure {
                let t = thread, e = t.pointee.raised, traced = t.pointee.tracedFrame
                t.pointee.raised = .unbound
                if StrRef(text).count > 0 { _ = try Call.call(write, text) }
                t.pointee.raised = e; t.pointee.tracedFrame = traced
                throw failure
            }
            _ = try Call.call(write, text)
        }
        if flush != .false, try Operations.isTrue(flush) { _ = try Call.call(try Operations.getAttribute(out, Names.flush)) }
        return .none
    }
    private static func input(_ prompt: Value) throws(Raise) -> Value {
        let streamIn = try SysState.attribute("stdin"), out = try SysState.attribute("stdout"), err = try SysState.attribute("stderr")
        if streamIn.isUnbound || streamIn.isNone { throw Errors.runtimeError("input(): lost sys.stdin") }
        if out.isUnbound || out.isNone { throw Errors.runtimeError("input(): lost sys.stdout") }
        if err.isUnbound || err.isNone { throw Errors.runtimeError("input(): lost sys.stderr") }
        do throws(Raise) { _ = try Call.call(try Operations.getAttribute(err, Names.flush)) } catch { if !error.isException { throw error }; Errors.take() }
        if !prompt.isUnbound { _ = try Call.call(try Operations.getAttribute(out, Names.write), try Operations.str(prompt)) }
        do throws(Raise) { _ = try Call.call(try Operations.getAttribute(out, Names.flush)) } catch { if !error.isException { throw error }; Errors.take() }
        let line = try Call.call(try Operations.getAttribute(streamIn, StrRef.intern("readline")))
        guard line.isStr else { throw Errors.typeError("object.readline() returned non-string") }
        let s = StrRef(line), n = s.count
        if n == 0 { throw Errors.make(Exceptions.eofError, "EOF when reading a line") }
        return s[n - 1] == 10 ? StrRef.make(UnsafeRawPointer(s.data), count: n - 1, kind: s.kind) : line
    }
}
