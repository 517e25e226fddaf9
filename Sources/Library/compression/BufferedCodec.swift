import CSupport
import Primitives
import Runtime

/// What `_bz2` and `_lzma` share: a compressor is raw word 2 (the codec, 0 once flushed); a decompressor has 2 unused data and 3 input not yet read
/// (bytes objects), 4 eof, and raw words 5 the codec, 6 whether output may be waiting.
struct BufferedCodec {
    /// What the library's error number raises.
    let fail: (Int32) -> Raise
    /// The text of EOFError behind the end.
    let atEnd: String
    static let compressorLayout = Layout.opaque.finalizing { dx_codec_free(OpaquePointer(bitPattern: UInt($0.word(2)))) }
    static let decompressorLayout = Layout.fields(2, 5).finalizing { dx_codec_free(OpaquePointer(bitPattern: UInt($0.word(5)))) }

    /// Runs CODEC over INPUT into OUT until it wants more, ends, or LIMIT bytes are out.
    private func run(_ codec: OpaquePointer, _ input: UnsafeBufferPointer<UInt8>, finish: Bool, limit: Int = Int.max, _ out: inout ByteBuilder) throws(Raise) -> (ended: Bool, left: Int) {
        var p: UnsafePointer<UInt8>? = input.baseAddress, left = input.count
        while true {
            var room = min(limit - out.count, max(32768, min(out.count, 1 << 24)))
            if room == 0 { return (false, left) }
            var to: UnsafeMutablePointer<UInt8>? = out.reserve(room), code: Int32 = 0
            let before = room
            let r = dx_codec_run(codec, &p, &left, &to, &room, finish ? 1 : 0, &code)
            out.count += before - room
            if r < 0 { throw fail(code) }
            if r == 1 { return (true, left) }
            if left == 0 && room > 0 && !finish || room == before && !finish { return (false, left) }
        }
    }
    func compressor(_ t: TypeRef) {
        let me = self
        t.method("compress", "($self, data, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            guard let c = OpaquePointer(bitPattern: UInt(a[0].ref.word(2))) else { throw Errors.valueError("Compressor has been flushed") }
            var out = ByteBuilder()
            if b.count == 0 { return BytesRef.empty }
            do throws(Raise) { _ = try me.run(c, b.bytes, finish: false, &out) } catch { out.free(); throw error }
            return BytesRef.make(&out)
        }
        t.method("flush", "($self, /)") { a throws(Raise) in
            guard let c = OpaquePointer(bitPattern: UInt(a[0].ref.word(2))) else { throw Errors.valueError("Repeated call to flush()") }
            a[0].ref.setWord(2, 0)
            defer { dx_codec_free(c) }
            var out = ByteBuilder()
            do throws(Raise) { _ = try me.run(c, UnsafeBufferPointer(start: nil, count: 0), finish: true, &out) } catch { out.free(); throw error }
            return BytesRef.make(&out)
        }
        t.special("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle '\(a[0].type.module).\(a[0].type)' object") }
    }
    static func makeCompressor(_ t: TypeRef, _ c: OpaquePointer) -> Value {
        let r = Instance.allocate(t)
        r.setWord(2, UInt64(UInt(bitPattern: c)))
        Heap.registerNative(r)
        return Value(r)
    }
    static func makeDecompressor(_ t: TypeRef, _ c: OpaquePointer) -> Value {
        let r = Instance.allocate(t)
        r.initialize(2, BytesRef.empty); r.initialize(3, BytesRef.empty); r.initialize(4, .false)
        r.setWord(5, UInt64(UInt(bitPattern: c)))
        Heap.registerNative(r)
        return Value(r)
    }
    func decompressor(_ t: TypeRef) {
        let me = self
        t.field("unused_data", word: 2); t.field("eof", word: 4)
        t.getter("needs_input") { v in Value(bool: v.ref.value(4) != .true && BytesRef(v.ref.value(3)).count == 0 && v.ref.word(6) == 0) }
        t.special("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle '\(a[0].type.module).\(a[0].type)' object") }
        t.method("decompress", "($self, /, data, max_length=-1)") { a throws(Raise) in
            let limit = try TextArguments.size(a[2]), r = a[0].ref
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if r.value(4) == .true { throw Errors.make(Exceptions.eofError, me.atEnd) }
            guard let c = OpaquePointer(bitPattern: UInt(r.word(5))) else { throw Errors.valueError("decompressor is not usable") }
            // Input kept from before comes first.
            var input = b.bytes
            let kept = r.value(3)
            var joined = Value.none
            if BytesRef(kept).count > 0 {
                joined = TupleBytes.concatenate(kept, b.count == 0 ? BytesRef.empty : BytesRef.make(b.bytes.baseAddress.unsafelyUnwrapped, b.count))
                input = UnsafeBufferPointer(start: BytesRef(joined).data, count: BytesRef(joined).count)
            }
            var out = ByteBuilder()
            do throws(Raise) {
                let (ended, left) = try me.run(c, input, finish: false, limit: limit < 0 ? Int.max : limit, &out)
                let rest = left == 0 ? BytesRef.empty : BytesRef.make(input.baseAddress.unsafelyUnwrapped + (input.count - left), left)
                if ended { r.set(4, .true); r.set(2, rest); r.set(3, BytesRef.empty); r.setWord(6, 0) }
                else { r.set(3, rest); r.setWord(6, limit >= 0 && out.count >= limit ? 1 : 0) }
            } catch { out.free(); throw error }
            withExtendedLifetime(joined.bits) {}
            return BytesRef.make(&out)
        }
    }
}
extension TypeRef {
    /// `__module__` as text.
    var module: String { let m = (try? Operations.getAttribute(value, StrRef.intern("__module__"))) ?? .none; return m.isStr ? StrRef(m).string : "builtins" }
}
extension NativeModule {
    /// (Modules/_bz2module.c)
    public static let bz2 = NativeModule("_bz2") { m throws(Raise) in
        if let why = dx_bz2_load() { throw Errors.make(Exceptions.importError, String(cString: why)) }
        let codec = BufferedCodec(fail: { code in
            switch code {
            case -2: return Errors.valueError("Internal error - invalid parameters passed to libbzip2")
            case -3: return Errors.memoryError()
            case -4, -5: return Errors.make(Exceptions.osError, "Invalid data stream")
            case -6: return Errors.make(Exceptions.osError, "Unknown I/O error")
            case -7: return Errors.make(Exceptions.eofError, "Compressed file ended before the logical end-of-stream was detected")
            case -1: return Errors.runtimeError("Internal error - Invalid sequence of commands sent to libbzip2")
            default: return Errors.make(Exceptions.osError, "Unrecognized error from libbzip2: \(code)")
            }
        }, atEnd: "End of stream already reached")
        let c = TypeFactory.make("BZ2Compressor", module: "_bz2", size: 24, layout: BufferedCodec.compressorLayout)
        c.new("($type, compresslevel=9, /)") { a throws(Raise) in
            let level = try TextArguments.cInt(a[1])
            if level < 1 || level > 9 { throw Errors.valueError("compresslevel must be between 1 and 9") }
            var code: Int32 = 0
            guard let s = dx_bz2_compressor(Int32(level), &code) else { throw codec.fail(code) }
            return BufferedCodec.makeCompressor(TypeRef(a[0].ref), s)
        }
        codec.compressor(c)
        m.type(c)
        let d = TypeFactory.make("BZ2Decompressor", module: "_bz2", size: 56, layout: BufferedCodec.decompressorLayout)
        d.new("($type)") { a throws(Raise) in
            var code: Int32 = 0
            guard let s = dx_bz2_decompressor(&code) else { throw codec.fail(code) }
            return BufferedCodec.makeDecompressor(TypeRef(a[0].ref), s)
        }
        codec.decompressor(d)
        m.type(d)
    }
}
