import Primitives
import Syntax

/// `_tokenize.TokenizerIter(readline, *, encoding=None, extra_tokens)`: words 2 readline, 3 the exception that ended the reading, 4 encoding,
/// 5 the current line's text; raw 6 the `TokenStream` (0: not read yet), 7 the next token, 8 extra_tokens, 9 and 10 the byte range of the current line.
enum TokenizerIterator {
    static func define(_ m: ModuleBuilder) {
        let t = TypeFactory.make("TokenizerIter", module: "_tokenize", size: 88, layout: Layout.fields(2, 6).finalizing { release($0) })
        t.new("($type, /, *args, **kwargs)") { a throws(Raise) in
            let args = TupleRef(a[1]), keywords = DictRef(a[2])
            if args.count != 1 { throw Errors.typeError("tokenizeriter() takes exactly 1 positional argument (\(args.count) given)") }
            var i = -1
            while keywords.next(&i) {
                let k = StrRef(keywords.key(i))
                if !k.equals("extra_tokens") && !k.equals("encoding") { throw Errors.typeError("tokenizeriter() got an unexpected keyword argument '\(k.string)'") }
            }
            guard let extra = keywords.find(StrRef.intern("extra_tokens")) else { throw Errors.typeError("tokenizeriter() missing required argument 'extra_tokens' (pos 2)") }
            let encoding = keywords.find(StrRef.intern("encoding")) ?? .none
            if !encoding.isNone && !encoding.isStr { throw Errors.typeError("tokenizeriter() argument 'encoding' must be str, not \(encoding.type)") }
            let flag = try Operations.isTrue(extra)
            let r = Heap.allocate(88, t)
            r.initialize(2, args[0]); r.initialize(3, .none); r.initialize(4, encoding); r.initialize(5, .none)
            r.setWord(8, flag ? 1 : 0)
            Heap.registerNative(r)
            return Value(r)
        }
        t.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        t.special("__next__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            if r.word(6) == 0 { try read(r) }
            return try Unmanaged<TokenStream>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(r.word(6))).unsafelyUnwrapped).takeUnretainedValue().next(r)
        }
        m.type(t)
    }
    private static func release(_ r: Ref) {
        if let p = UnsafeRawPointer(bitPattern: UInt(r.word(6))) { Unmanaged<TokenStream>.fromOpaque(p).release() }
    }
    /// Calls `readline` until it ends; what it raises is kept for after the tokens read so far.
    private static func read(_ r: Ref) throws(Raise) {
        let encoding = r.value(4)
        var text = ByteBuilder()
        defer { text.free() }
        do throws(Raise) {
            while true {
                var line = try Call.call(r.value(2))
                if encoding.isNone {
                    if !line.isStr { throw Errors.typeError("readline() returned a non-string object") }
                } else {
                    if !line.isBytes { throw Errors.typeError("readline() returned a non-bytes object") }
                    line = try Call.call(try Operations.getAttribute(line, StrRef.intern("decode")), encoding, StrRef.make("replace"))
                }
                let s = StrRef(line)
                if s.count == 0 { break }
                // A line that lacks its end is one all the same.
                if text.count > 0 && text.base.unsafelyUnwrapped[text.count - 1] != 10 { text.append(10) }
                if s.isASCII { text.append(s.latin, s.count) } else {
                    let b = BytesRef(try Codecs.encode(s, .utf8, errors: .none))
                    text.append(b.data, b.count)
                }
            }
        } catch {
            if error.isException && Errors.matches(Exceptions.stopIteration) { Errors.take() } else if error.isException { r.set(3, Errors.take()) } else { throw error }
        }
        do throws(SyntaxFailure) {
            let stream = try TokenStream(UnsafeBufferPointer(start: text.base, count: text.count), extra: r.word(8) != 0)
            r.setWord(6, UInt64(UInt(bitPattern: Unmanaged.passRetained(stream).toOpaque())))
        } catch { throw Compiler.raise(error, fileName: StrRef.intern("<string>"), UnsafeBufferPointer(start: nil, count: 0)) }
        if let stream = UnsafeRawPointer(bitPattern: UInt(r.word(6))) {
            for w in Unmanaged<TokenStream>.fromOpaque(stream).takeUnretainedValue().warnings {
                try Warnings.explicit((w.isDeprecation ? Exceptions.deprecationWarning : Exceptions.syntaxWarning).value, w.message, StrRef.intern("<string>"), w.line)
            }
        }
    }
}
extension TokenStream {
    fileprivate func text(_ r: Range<Int>?) -> Value { r.map { StrRef.make(utf8: bytes + $0.lowerBound, $0.count) } ?? StrRef.empty }
    /// The 5-tuple of the next token.
    fileprivate func next(_ r: Ref) throws(Raise) -> Value {
        let i = Int(r.word(7))
        // What readline raised comes where the text it gave ends.
        if r.value(3).isPointer, i >= count || self[i].type == 0 || self[i].lines == nil { let e = r.value(3); r.set(3, .none); r.setWord(7, UInt64(count)); throw Errors.raise(e) }
        if i >= count {
            if let f = failure, i == count { r.setWord(7, UInt64(count + 1)); throw try fail(f) }
            throw Errors.stopIteration()
        }
        let t = self[i]
        r.setWord(7, UInt64(i + 1))
        if let l = t.lines {
            if r.value(5).isNone || r.word(9) != UInt64(l.lowerBound) || r.word(10) != UInt64(l.upperBound) {
                r.set(5, text(l)); r.setWord(9, UInt64(l.lowerBound)); r.setWord(10, UInt64(l.upperBound))
            }
        }
        let out = TupleRef.allocate(5)
        out[0] = Value(int: t.type)
        out[1] = text(t.text)
        out[2] = TupleRef.make(Value(int: t.line), Value(int: t.column))
        out[3] = TupleRef.make(Value(int: t.endLine), Value(int: t.endColumn))
        out[4] = t.lines == nil ? StrRef.empty : r.value(5)
        return out.value
    }
    private func fail(_ f: SyntaxFailure) throws(Raise) -> Raise {
        let name = StrRef.intern("<string>"), message = StrRef.make(f.message)
        if isCutOff {
            let e = try Call.call(Exceptions.syntaxError.value, message)
            for (k, v) in [("lineno", Value(int: f.line)), ("offset", Value(int: f.column)), ("end_lineno", Value(int: f.line)), ("filename", name)] {
                try Operations.setAttribute(e, StrRef.intern(k), v)
            }
            return Errors.raise(e)
        }
        let type = f.kind == .tabError ? Exceptions.tabError : f.kind == .indentationError ? Exceptions.indentationError : Exceptions.syntaxError
        let details = TupleRef.allocate(6)
        details[0] = name; details[1] = Value(int: f.line); details[2] = Value(int: f.column); details[3] = .none
        details[4] = f.endLine == 0 ? .none : Value(int: f.endLine); details[5] = f.endLine == 0 ? .none : Value(int: f.endColumn)
        details[3] = StrRef.make(f.text ?? "")
        return Errors.raise(try Call.call(type.value, message, details.value))
    }
}
extension NativeModule {
    static let tokenizeNative = NativeModule("_tokenize") { m throws(Raise) in TokenizerIterator.define(m) }
}
