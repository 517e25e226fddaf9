/// UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: 11 encoding, 12 object, 13 start, 14 end, 15 reason.
enum UnicodeErrorTypes {
    private static let x = ExceptionRef.firstExtra
    static func define() {
        type(Exceptions.unicodeDecodeError, [.text, .bytes, .int, .int, .text])
        type(Exceptions.unicodeEncodeError, [.text, .text, .int, .int, .text])
        type(Exceptions.unicodeTranslateError, [.text, .int, .int, .text])
    }
    private enum Kind { case text, bytes, int }
    private static func type(_ t: TypeRef, _ kinds: [Kind]) {
        let translate = kinds.count == 4, shift = translate ? 1 : 0
        t.special("__init__", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try ExceptionType.noKeywords(a[0], a[2])
            a[0].ref.set(ExceptionRef.argsWord, a[1])
            let args = TupleRef(a[1])
            if args.count != kinds.count { throw Errors.typeError("function takes exactly \(kinds.count) arguments (\(args.count) given)") }
            for (i, k) in kinds.enumerated() {
                var v = args[i]
                switch k {
                case .text: guard v.isStr else { throw Errors.typeError("argument \(i + 1) must be str, not \(v.isNone ? "None" : v.typeName)") }
                case .bytes:
                    if !v.isBytes {
                        if v.type.slot(.buffer).isUnbound && !v.isInstance(of: Types.bytearray) { throw Errors.typeError("a bytes-like object is required, not '\(v.type)'") }
                        v = try Call.call(Types.bytes.value, v)
                    }
                case .int: v = Value.int(try Operations.index(v))
                }
                a[0].ref.set(x + shift + i, v)
            }
            return .none
        }
        ExceptionType.field(t, "encoding", x); ExceptionType.field(t, "object", x + 1); ExceptionType.field(t, "reason", x + 4)
        for (n, w): (StaticString, Int) in [("start", x + 2), ("end", x + 3)] {
            t.getter(n, set: { o, v throws(Raise) in o.ref.set(w, Value.int(try Operations.index(v))) }) { o throws(Raise) in Value(int: raw(o, w - x)) }
        }
        t.special("__str__", "($self, /)") { a throws(Raise) in
            let r = a[0].ref
            if r.value(x + 1).isUnbound { return StrRef.empty }
            let s = raw(a[0], 2), e = raw(a[0], 3)
            let reason = StrRef(try Operations.str(r.value(x + 4))).string
            var head = ""
            if translate { head = "can't translate" } else {
                head = "'\(StrRef(try Operations.str(r.value(x))).string)' codec can't \(t == Exceptions.unicodeDecodeError ? "decode" : "encode")"
            }
            // `__str__` of the parts may have changed the object.
            let object = r.value(x + 1), one = s >= 0 && s < size(a[0]) && e == s + 1
            guard t == Exceptions.unicodeDecodeError ? object.isBytes : object.isStr else {
                throw Errors.typeError(object.isUnbound ? "'object' attribute is not set" : "'object' attribute must be \(t == Exceptions.unicodeDecodeError ? "bytes" : "a string")")
            }
            if t == Exceptions.unicodeDecodeError {
                if one {
                    let b = (r.value(x + 1).ref + 32).load(fromByteOffset: s, as: UInt8.self)
                    return StrRef.make("\(head) byte 0x\(hex(UInt32(b), 2)) in position \(s): \(reason)")
                }
                return StrRef.make("\(head) bytes in position \(s)-\(e - 1): \(reason)")
            }
            if one {
                let c = StrRef(r.value(x + 1))[s]
                let shown = c <= 0xFF ? "\\x\(hex(c, 2))" : c <= 0xFFFF ? "\\u\(hex(c, 4))" : "\\U\(hex(c, 8))"
                return StrRef.make("\(head) character '\(shown)' in position \(s): \(reason)")
            }
            return StrRef.make("\(head) characters in position \(s)-\(e - 1): \(reason)")
        }
    }
    private static func hex(_ v: UInt32, _ width: Int) -> String { let s = String(v, radix: 16); return String(repeating: "0", count: max(0, width - s.count)) + s }
    private static func size(_ o: Value) -> Int { let v = o.ref.value(x + 1); return v.isStr || v.isBytes ? Int(v.ref.word(2)) : 0 }
    private static func raw(_ o: Value, _ i: Int) -> Int { let v = o.ref.value(x + i); return v.isInt ? v.int : 0 }
}
