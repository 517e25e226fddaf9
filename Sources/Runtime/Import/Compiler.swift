import Primitives
import Syntax

/// From source text to code objects: parse, analyze, the cache of parsed trees on disk.
public enum Compiler {
    public enum Mode { case exec, eval, single }
    public struct Options {
        public var mode = Mode.exec
        /// `__future__` bits inherited or given.
        public var flags: UInt32 = 0
        public var optimize = 0
        /// The source came from a str: no cookie is honoured.
        public var isText = false
        public var extra: ParseFlags = []
        public init() {}
    }
    /// The code object of a source text.
    public static func compile(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, _ o: Options) throws(Raise) -> Value {
        let tree = try parse(bytes, fileName: fileName, o)
        return code(tree, fileName: fileName, o)
    }
    /// A parsed and analyzed tree.
    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>, fileName: Value, _ o: Options) throws(Raise) -> SyntaxTree {
        let cacheable = o.mode == .exec && o.extra.isEmpty && bytes.count > 256
        if cacheable, let t = TreeCache.load(bytes, isText: o.isText) { return t }
        var flags = o.extra
        if o.isText { flags.insert(.ignoreCookie) }
        if o.flags & FutureFeatures.barryAsBDFL.rawValue != 0 { flags.insert(.barryAsFLUFL) }
        do throws(SyntaxFailure) {
            let r = try Syntax.parse(bytes, mode: o.mode == .exec ? .exec : o.mode == .eval ? .eval : .single, flags: flags)
            let warnings = try analyze(r.tree, flags: flags)
            let all = r.warnings + warnings
            if !all.isEmpty { try report(all, fileName: fileName, bytes) } else if cacheable { TreeCache.store(r.tree, bytes, isText: o.isText) }
            return r.tree
        } catch { throw raise(error, fileName: fileName, bytes) }
    }
    static func code(_ tree: SyntaxTree, fileName: Value, _ o: Options) -> Value {
        let source = CodeSource(tree: tree, fileName: fileName, flags: o.flags | tree.future, optimize: o.optimize)
        let name = StrRef.intern("<module>")
        let c = CodeFactory.code(source, tree.root, scope: tree.root.scope ?? 0, name: name, qualname: name) { i in
            let b = tree.string(i)
            return StrRef.intern(utf8: b.baseAddress!, b.count)
        }
        return c.object
    }
    /// Raises the SyntaxError that a failure stands for.
    static func raise(_ e: SyntaxFailure, fileName: Value, _ bytes: UnsafeBufferPointer<UInt8>) -> Raise {
        switch e.kind {
        case .valueError: return Errors.valueError(e.message)
        case .memory: return e.message.isEmpty ? Errors.memoryError() : Errors.make(Exceptions.memoryError, e.message)
        case .recursion: return Errors.make(Exceptions.recursionError, e.message)
        default: break
        }
        let t: TypeRef
        switch e.kind {
        case .indentationError: t = Exceptions.indentationError
        case .tabError: t = Exceptions.tabError
        case .incompleteInput: t = Exceptions.incompleteInputError
        default: t = Exceptions.syntaxError
        }
        let text = e.text.map { StrRef.make($0) } ?? (e.hasPosition ? line(e.line, bytes) : .none)
        let fields = [fileName, Value.int(e.line), Value.int(e.column), text, Value.int(e.endLine), Value.int(e.endColumn)]
        let details = fields.withUnsafeBufferPointer { TupleRef.make($0.baseAddress!, 6) }
        do throws(Raise) { return Errors.raise(try Call.call(t.value, StrRef.make(e.message), details)) } catch { return error }
    }
    private static func line(_ n: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Value {
        var i = 0, k = 1
        while k < n && i < bytes.count { if bytes[i] == 10 { k += 1 }; i += 1 }
        if k != n || i >= bytes.count { return .none }
        var j = i
        while j < bytes.count && bytes[j] != 10 { j += 1 }
        if j < bytes.count { j += 1 }
        return StrRef.make(String(decoding: UnsafeBufferPointer(rebasing: bytes[i..<j]), as: UTF8.self))
    }
    /// The error for an invalid escape sequence: it points to the sequence, not to the literal that the warning is about.
    private static func escapeFailure(_ w: SyntaxWarningRecord, _ bytes: UnsafeBufferPointer<UInt8>) -> SyntaxFailure? {
        let notice = " Such sequences will not work in the future."
        let m = Array(w.message.utf8), n = Array(notice.utf8)
        guard m.count > 4, m[0] == 34, m[1] == 92, let at = (0..<max(0, m.count - n.count)).first(where: { m[$0...].starts(with: n) }) else { return nil }
        let quoted = m[1...].prefix { $0 != 34 }
        let sequence = quoted.isEmpty || quoted.count == 1 ? m[1...2] : quoted
        let message = String(decoding: m[..<at] + m[(at + n.count)...], as: UTF8.self)
        var i = 0, line = 1
        while i < bytes.count && line < w.line { if bytes[i] == 10 { line += 1 }; i += 1 }
        var start = i
        i += max(0, w.column - 1)
        while i < bytes.count && !bytes[i...].starts(with: sequence) { if bytes[i] == 10 { line += 1; start = i + 1 }; i += 1 }
        guard i < bytes.count else { return nil }
        let column = String(decoding: bytes[start..<i], as: UTF8.self).unicodeScalars.count + 1
        return SyntaxFailure(kind: .syntaxError, message: message, line: line, column: column, endLine: line, endColumn: column + sequence.count)
    }
    /// Issues the compiler's warnings through `warnings.warn_explicit`; one turned into an error becomes a SyntaxError.
    private static func report(_ list: [SyntaxWarningRecord], fileName: Value, _ bytes: UnsafeBufferPointer<UInt8>) throws(SyntaxFailure) {
        for w in list {
            var failed = false
            do throws(Raise) {
                let category = w.isDeprecation ? Exceptions.deprecationWarning : Exceptions.syntaxWarning
                try Warnings.explicit(category.value, w.message, fileName, w.line)
            } catch {
                failed = true
                Errors.take()
            }
            if failed, let f = escapeFailure(w, bytes) { throw f }
            if failed { throw SyntaxFailure(kind: .syntaxError, message: w.message, line: w.line, column: w.column, endLine: w.endLine, endColumn: w.endColumn) }
        }
    }
}
/// `warnings.warn_explicit` for the runtime's own warnings.
enum Warnings {
    static func explicit(_ category: Value, _ message: String, _ fileName: Value, _ line: Int) throws(Raise) {
        guard SysState.isReady else { return }
        let m = try ImportSystem.importModule("warnings")
        let f = try Operations.getAttribute(m, StrRef.intern("warn_explicit"))
        _ = try Call.call(f, StrRef.make(message), category, fileName, Value(int: line))
    }
}
