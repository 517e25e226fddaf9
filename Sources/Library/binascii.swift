import Primitives
import Runtime

/// `binascii`.
extension NativeModule {
    static let binascii = NativeModule("binascii") { m throws(Raise) in
        let error = TypeFactory.make("Error", module: "binascii", base: Exceptions.valueError, subclassable: true)
        let incomplete = TypeFactory.make("Incomplete", module: "binascii", base: Types.exception, subclassable: true)
        m.type(error); m.type(incomplete)

        /// Runs BODY with a buffer's bytes and builds bytes out of what it writes.
        func build(_ v: Value, _ body: (UnsafeBufferPointer<UInt8>, inout ByteBuilder) throws(Raise) -> Void) throws(Raise) -> Value {
            let b = try Buffers.get(v)
            defer { b.release() }
            var out = ByteBuilder(capacity: b.count)
            do throws(Raise) { try body(b.bytes, &out) } catch { out.free(); throw error }
            return BytesRef.make(&out)
        }
        /// The same for arguments that may be ASCII text.
        func decode(_ v: Value, _ body: (UnsafeBufferPointer<UInt8>, inout ByteBuilder) throws(Raise) -> Void) throws(Raise) -> Value {
            if v.isStr {
                let s = StrRef(v)
                guard s.isASCII else { throw Errors.valueError("string argument should contain only ASCII characters") }
                var out = ByteBuilder(capacity: s.count)
                do throws(Raise) { try body(UnsafeBufferPointer(start: s.latin, count: s.count), &out) } catch { out.free(); throw error }
                return BytesRef.make(&out)
            }
            guard Buffers.supports(v) else { throw Errors.typeError("argument should be bytes, buffer or ASCII string, not '\(v.type)'") }
            return try build(v, body)
        }
        func check(_ e: StaticString?) throws(Raise) { if let e { throw Errors.make(error, e.description) } }

        func hexlify(_ a: Args) throws(Raise) -> Value {
            let b = try Buffers.get(a[0])
            defer { b.release() }
            if !a.has(1) {
                let n = b.count
                try Heap.demand(n &* 2)
                let r = BytesRef.unfilled(n &* 2)
                HexText.write(b.text.bytes, n, r.data)
                return r.value
            }
            let s = try HexText.make(b.text, a[1], a.has(2) ? try TextArguments.cInt(a[2]) : 1)
            return BytesRef.make(StrRef(s).latin, StrRef(s).count)
        }
        func unhexlify(_ a: Args) throws(Raise) -> Value { try decode(a[0]) { p, out throws(Raise) in try check(Binascii.unhexlify(p, into: &out)) } }
        m.function("hexlify", "(data, sep=<unset>, bytes_per_sep=1)", effect: .reads) { a throws(Raise) in try hexlify(a) }
        m.function("b2a_hex", "(data, sep=<unset>, bytes_per_sep=1)", effect: .reads) { a throws(Raise) in try hexlify(a) }
        m.function("unhexlify", "(hexstr, /)", effect: .reads) { a throws(Raise) in try unhexlify(a) }
        m.function("a2b_hex", "(hexstr, /)", effect: .reads) { a throws(Raise) in try unhexlify(a) }
        m.function("b2a_base64", "(data, /, *, newline=True)", effect: .reads) { a throws(Raise) in
            let newline = try Operations.isTrue(a[1])
            return try build(a[0]) { p, out in Binascii.toBase64(p, newline: newline, into: &out) }
        }
        m.function("a2b_base64", "(data, /, *, strict_mode=False)", effect: .reads) { a throws(Raise) in
            let strict = try Operations.isTrue(a[1])
            return try decode(a[0]) { p, out throws(Raise) in
                switch Binascii.fromBase64(p, strict: strict, into: &out) {
                case nil: break
                case .length(let n)?: throw Errors.make(error, "Invalid base64-encoded string: number of data characters (\(n)) cannot be 1 more than a multiple of 4")
                case .message(let t)?: throw Errors.make(error, t.description)
                }
            }
        }
        m.function("b2a_uu", "(data, /, *, backtick=False)") { a throws(Raise) in
            let backtick = try Operations.isTrue(a[1])
            return try build(a[0]) { p, out throws(Raise) in try check(Binascii.toUU(p, backtick: backtick, into: &out)) }
        }
        m.function("a2b_uu", "(data, /)") { a throws(Raise) in try decode(a[0]) { p, out throws(Raise) in try check(Binascii.fromUU(p, into: &out)) } }
        m.function("b2a_qp", "(data, quotetabs=False, istext=True, header=False)") { a throws(Raise) in
            let tabs = try Operations.isTrue(a[1]), text = try Operations.isTrue(a[2]), header = try Operations.isTrue(a[3])
            return try build(a[0]) { p, out in Binascii.toQuotedPrintable(p, quoteTabs: tabs, isText: text, header: header, into: &out) }
        }
        m.function("a2b_qp", "(data, header=False)") { a throws(Raise) in
            let header = try Operations.isTrue(a[1])
            return try decode(a[0]) { p, out in Binascii.fromQuotedPrintable(p, header: header, into: &out) }
        }
        m.function("crc32", "(data, crc=0, /)", effect: .reads) { a throws(Raise) in
            let start = try Checksum.start(a[1])
            let b = try Buffers.get(a[0])
            defer { b.release() }
            return .int(Int(Binascii.crc32(b.bytes, start)))
        }
        m.function("crc_hqx", "(data, crc, /)") { a throws(Raise) in
            let start = try Checksum.start(a[1])
            let b = try Buffers.get(a[0])
            defer { b.release() }
            return .int(Int(Binascii.crcHQX(b.bytes, UInt16(truncatingIfNeeded: start))))
        }
    }
}

/// Start values of checksums: ints taken modulo 2^32.
enum Checksum {
    static func start(_ v: Value) throws(Raise) -> UInt32 {
        let o = try Operations.indexObject(v)
        if let i = Integers.asInt64(o) { return UInt32(truncatingIfNeeded: i) }
        return UInt32(truncatingIfNeeded: IntObject(o).view.wrapped)
    }
}
