import Syntax

/// `compile`, `eval`, `exec`, `__import__`, `__build_class__`.
enum BuiltinCompile {
    // Flags of `compile` (PyCF_*).
    static let onlyAST = 0x400, optimizedAST = 0x8000, allowAwait = 0x2000, dontImplyDedent = 0x200, typeComments = 0x1000, ignoreCookie = 0x800, allowIncomplete = 0x4000, sourceIsUTF8 = 0x100
    static let future = 0x1FF_0000 | 0x1000_0000 | 0x10
    static func define(_ m: ModuleBuilder) {
        m.function("__build_class__", "(*args, **kwds)") { a throws(Raise) in
            let args = TupleRef(a[0])
            if args.count < 2 { throw Errors.typeError("__build_class__: not enough arguments") }
            return try ClassBuilder.buildClass(args[0], args[1], args.slice(2, args.count), a[1])
        }
        m.function("__import__", "(name, globals=None, locals=None, fromlist=(), level=0)") { a throws(Raise) in
            try ImportSystem.importLevel(a[0], globals: a[1], fromList: a[3], level: try Operations.index(a[4]))
        }
        m.function("compile", "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)") { a throws(Raise) in try compile(a) }
        m.function("eval", "(source, /, globals=None, locals=None)") { a throws(Raise) in
            var globals = a[1], locals = a[2]
            if !locals.isNone && !isMapping(locals) { throw Errors.typeError("locals must be a mapping") }
            if !globals.isNone && !globals.isDict { throw Errors.typeError(isMapping(globals) ? "globals must be a real dict; try eval(code, {}, mapping)" : "globals must be a dict") }
            try namespaces(&globals, &locals)
            if a[0].isExactly(Types.code) {
                if CodeObject(a[0].ref).code.freeNames.count > 0 { throw Errors.typeError("code object passed to eval() may not contain free variables") }
                return try Execution.run(a[0], globals: globals, locals: locals)
            }
            let code = try source(a[0], "eval", "string, bytes or code", mode: .eval, stripped: true)
            return try Execution.run(code, globals: globals, locals: locals)
        }
        m.function("exec", "(source, /, globals=None, locals=None, *, closure=None)") { a throws(Raise) in
            var globals = a[1], locals = a[2]
            if !globals.isNone && !globals.isDict { throw Errors.typeError("exec() globals must be a dict, not \(globals.type)") }
            if !locals.isNone && !isMapping(locals) { throw Errors.typeError("locals must be a mapping or None, not \(locals.type)") }
            try namespaces(&globals, &locals)
            if a[0].isExactly(Types.code) {
                let n = CodeObject(a[0].ref).code.freeNames.count
                if n == 0 {
                    if !a[3].isNone { throw Errors.typeError("cannot use a closure with this code object") }
                    _ = try Execution.run(a[0], globals: globals, locals: locals)
                    // The body of a module that is imported.
                    let f = thread.pointee.frame
                    if !f.isNil, f.base[Frame.code].bits != 0, f.borrowedCode.read({ ImportNames.runsModules($0) }) { CodeObject(a[0].ref).code.ranOnce() }
                    return .none
                }
                var ok = a[3].isExactly(Types.tuple) && TupleRef(a[3]).count == n
                if ok { for i in 0..<n where !TupleRef(a[3])[i].isExactly(Types.cell) { ok = false } }
                if !ok { throw Errors.typeError("code object requires a closure of exactly length \(n)") }
                _ = try Execution.run(a[0], globals: globals, locals: locals, closure: a[3])
                return .none
            }
            if !a[3].isNone { throw Errors.typeError("closure can only be used when source is a code object") }
            let code = try source(a[0], "exec", "string, bytes or code", mode: .exec, stripped: false)
            _ = try Execution.run(code, globals: globals, locals: locals)
            return .none
        }
    }
    private static func isMapping(_ v: Value) -> Bool { v.isDict || v.type.hasSlot(.getitem) && !v.isType }
    private static func namespaces(_ globals: inout Value, _ locals: inout Value) throws(Raise) {
        if !globals.isNone { if locals.isNone { locals = globals }; return }
        let f = thread.pointee.frame
        guard f.base[Frame.code].bits != 0 else { throw Errors.systemError("globals and locals cannot be NULL") }
        globals = f.function.globals.value
        if locals.isNone { locals = FrameObject.locals(f) }
    }
    /// Future features of the calling code.
    private static var inherited: UInt32 {
        let f = thread.pointee.frame
        return f.base[Frame.code].bits == 0 ? 0 : f.code.source.flags & UInt32(future)
    }
    private static func source(_ v: Value, _ name: String, _ what: String, mode: Compiler.Mode, stripped: Bool) throws(Raise) -> Value {
        var o = Compiler.Options()
        o.mode = mode; o.flags = inherited; o.optimize = Builtins.optimize
        return try withSource(v, name, what, stripped) { b, isText throws(Raise) in
            o.isText = isText
            return try Compiler.compile(b, fileName: StrRef.intern("<string>"), o)
        }
    }
    /// Hands the bytes of a source V to BODY; STRIPPED: without leading blanks (as `eval` does).
    static func withSource(_ v: Value, _ name: String, _ what: String, _ stripped: Bool, _ body: (UnsafeBufferPointer<UInt8>, Bool) throws(Raise) -> Value) throws(Raise) -> Value {
        var data = v, isText = false
        if v.isStr { data = try Operations.getAttribute(v, StrRef.intern("encode")); data = try Call.call(data); isText = true }
        else if !v.isBytes {
            guard v.isInstance(of: Types.bytearray) || v.isInstance(of: Types.memoryview) || v.type.hasSlot(.buffer) else { throw Errors.typeError("\(name)() arg 1 must be a \(what) object") }
            data = try Call.call(Types.bytes.value, v)
        }
        var p = UnsafePointer<UInt8>((data.ref + 32).assumingMemoryBound(to: UInt8.self)), n = Int(data.ref.word(2))
        for i in 0..<n where p[i] == 0 { throw Errors.raise(try Call.call(Exceptions.syntaxError.value, StrRef.make("source code string cannot contain null bytes"))) }
        if stripped { while n > 0 && (p[0] == 32 || p[0] == 9) { p += 1; n -= 1 } }
        return try body(UnsafeBufferPointer(start: p, count: n), isText)
    }
    private static func compile(_ a: Args) throws(Raise) -> Value {
        var fileName = a[1]
        if fileName.isBytes { fileName = StrRef.make(utf8: (fileName.ref + 32).assumingMemoryBound(to: UInt8.self), Int(fileName.ref.word(2))) }
        if !fileName.isStr {
            let f = fileName.type.slot(.fspath)
            guard !f.isUnbound else { throw Errors.typeError("expected str, bytes or os.PathLike object, not \(fileName.type)") }
            fileName = try Operations.callSlot(f, fileName)
        }
        guard a[2].isStr else { throw Errors.typeError("compile() argument 'mode' must be str, not \(TextArguments.describe(a[2]))") }
        let flags = try Operations.index(a[3])
        if flags & ~(future | onlyAST | optimizedAST | allowAwait | dontImplyDedent | typeComments | ignoreCookie | allowIncomplete | sourceIsUTF8) != 0 { throw Errors.valueError("compile(): unrecognised flags") }
        var optimize = try Operations.index(a[5])
        if optimize < -1 || optimize > 2 { throw Errors.valueError("compile(): invalid optimize value") }
        if optimize == -1 { optimize = Builtins.optimize }
        var o = Compiler.Options()
        let mode = StrRef(a[2]).string
        switch mode {
        case "exec": o.mode = .exec
        case "eval": o.mode = .eval
        case "single": o.mode = .single
        case "func_type":
            guard flags & onlyAST != 0 else { throw Errors.valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST") }
        default: throw Errors.valueError(flags & onlyAST != 0 ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'" : "compile() mode must be 'exec', 'eval' or 'single'")
        }
        o.flags = UInt32(truncatingIfNeeded: flags & future)
        if !(try Operations.isTrue(a[4])) { o.flags |= inherited }
        o.optimize = optimize
        if flags & typeComments != 0 { o.extra.insert(.typeComments) }
        if flags & dontImplyDedent != 0 { o.extra.insert(.dontImplyDedent) }
        if flags & allowIncomplete != 0 { o.extra.insert(.allowIncompleteInput) }
        if flags & allowAwait != 0 { o.extra.insert(.allowTopLevelAwait) }
        // Trees as objects are the `_ast` module's.
        if ASTCompile.isTree(a[0]) { return flags & onlyAST != 0 ? a[0] : try ASTCompile.compile(a[0], fileName: StrRef.intern(fileName), mode, o) }
        if flags & onlyAST != 0 {
            return try withSource(a[0], "compile", "string, bytes or AST", false) { b, isText throws(Raise) in
                o.isText = isText
                return try ASTCompile.parse(b, fileName: StrRef.intern(fileName), mode, o, debug: flags & optimizedAST == optimizedAST ? Value(bool: optimize == 0) : .unbound)
            }
        }
        return try withSource(a[0], "compile", "string, bytes or AST", false) { b, isText throws(Raise) in
            o.isText = isText
            return try Compiler.compile(b, fileName: StrRef.intern(fileName), o)
        }
    }
}
extension Builtins {
    /// What `-O` says.
    static var optimize: Int { Configuration.current.optimize }
    /// What the `_ast` module adds to `compile`: sources that are trees, and results that are.
    public struct TreeHook {
        public let isTree: (Value) -> Bool
        /// (source, file name, mode, options, flags as given)
        public let compile: (Value, Value, String, Compiler.Options, Int) throws(Raise) -> Value
        public init(isTree: @escaping (Value) -> Bool, compile: @escaping (Value, Value, String, Compiler.Options, Int) throws(Raise) -> Value) { self.isTree = isTree; self.compile = compile }
    }
    nonisolated(unsafe) public static var treeHook: TreeHook? = nil
}
