import CSupport
import Primitives
import Runtime

/// `zlib`, over libz.
enum ZlibModule {
    nonisolated(unsafe) static var error = TypeRef(), compressType = TypeRef(), decompressType = TypeRef()
    static let ok: Int32 = 0, streamEnd: Int32 = 1, needsDictionary: Int32 = 2, streamError: Int32 = -2, bufferError: Int32 = -5, memoryError: Int32 = -4
    static let noFlush = 0, syncFlush = 2, finish = 4
    typealias Stream = OpaquePointer

    /// "Error -3 while decompressing data: incorrect header check".
    static func fail(_ code: Int32, _ what: String, _ stream: Stream?) -> Raise {
        var text: String? = stream.flatMap { dx_zstream_message($0).map { String(cString: $0) } }
        if text == nil {
            switch code {
            case bufferError: text = "incomplete or truncated stream"
            case streamError: text = "inconsistent stream state"
            case -3: text = "invalid input data"
            default: break
            }
        }
        return Errors.make(error, text == nil ? "Error \(code) \(what)" : "Error \(code) \(what): \(text!)")
    }
    /// Runs the stream over INPUT until it wants no more or LIMIT bytes are out. Returns zlib's last code and how much input was left.
    static func run(_ s: Stream, _ input: UnsafeBufferPointer<UInt8>, _ flush: Int, limit: Int = Int.max, _ out: inout ByteBuilder) -> (code: Int32, left: Int) {
        var p: UnsafePointer<UInt8>? = input.baseAddress, left = input.count
        let start = out.count
        while true {
            var room = min(limit - (out.count - start), max(16384, min(out.count, 1 << 24)))
            if room == 0 { return (ok, left) }
            var to: UnsafeMutablePointer<UInt8>? = out.reserve(room)
            let before = room
            let code = dx_zstream_run(s, &p, &left, &to, &room, Int32(flush))
            out.count += before - room
            if code == streamEnd || code < 0 && code != bufferError || code == needsDictionary { return (code, left) }
            // Room left over: everything there was to say has been said.
            // (Without room left, a buffer error asks for more of it.)
            if room > 0 && (left == 0 || code == bufferError) { return (code, left) }
        }
    }
    static func release(_ r: Ref, _ word: Int) { if let s = OpaquePointer(bitPattern: UInt(r.word(word))) { dx_zstream_free(s) } }
    static func stream(_ r: Ref, _ word: Int) -> Stream? { OpaquePointer(bitPattern: UInt(r.word(word))) }
    static func setStream(_ r: Ref, _ word: Int, _ s: Stream?) { r.setWord(word, UInt64(UInt(bitPattern: s))) }
    static func bytes(_ p: UnsafeBufferPointer<UInt8>, last n: Int) -> Value { n == 0 ? BytesRef.empty : BytesRef.make(p.baseAddress! + (p.count - n), n) }

    // MARK: functions

    static func functions(_ m: ModuleBuilder) {
        m.function("crc32", "(data, value=0, /)", effect: .reads) { a throws(Raise) in
            let start = try Checksum.start(a[1])
            let b = try Buffers.get(a[0])
            defer { b.release() }
            return .int(Int(Binascii.crc32(b.bytes, start)))
        }
        m.function("adler32", "(data, value=1, /)", effect: .reads) { a throws(Raise) in
            let start = try Checksum.start(a[1])
            let b = try Buffers.get(a[0])
            defer { b.release() }
            return .int(Int(Binascii.adler32(b.bytes, start)))
        }
        m.function("compress", "(data, /, level=-1, wbits=15)") { a throws(Raise) in
            let level = try TextArguments.cInt(a[1]), wbits = try TextArguments.cInt(a[2])
            let b = try Buffers.get(a[0])
            defer { b.release() }
            var code: Int32 = 0
            guard let s = dx_deflate_new(Int32(level), 8, Int32(wbits), 8, 0, &code) else {
                if code == memoryError { throw Errors.make(Exceptions.memoryError, "Out of memory while compressing data") }
                if code == streamError { throw Errors.make(error, "Bad compression level") }
                throw fail(code, "while compressing data", nil)
            }
            defer { dx_zstream_free(s) }
            var out = ByteBuilder(capacity: b.count / 2 + 64)
            let (end, _) = run(s, b.bytes, finish, &out)
            if end != streamEnd { out.free(); throw fail(end, "while compressing data", s) }
            return BytesRef.make(&out)
        }
        m.function("decompress", "(data, /, wbits=15, bufsize=16384)") { a throws(Raise) in
            let wbits = try TextArguments.cInt(a[1]), size = try TextArguments.size(a[2])
            if size < 0 { throw Errors.valueError("bufsize must be non-negative") }
            let b = try Buffers.get(a[0])
            defer { b.release() }
            var code: Int32 = 0
            guard let s = dx_inflate_new(Int32(wbits), &code) else {
                if code == memoryError { throw Errors.make(Exceptions.memoryError, "Out of memory while decompressing data") }
                throw fail(code, "while preparing to decompress data", nil)
            }
            defer { dx_zstream_free(s) }
            var out = ByteBuilder(capacity: size)
            let (end, _) = run(s, b.bytes, syncFlush, &out)
            if end != streamEnd { out.free(); throw fail(end == ok ? bufferError : end, "while decompressing data", s) }
            return BytesRef.make(&out)
        }
        m.function("compressobj", "(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=<unset>)") { a throws(Raise) in
            var code: Int32 = 0
            var n: [Int32] = []
            for i in 0..<5 { n.append(Int32(try TextArguments.cInt(a[i]))) }
            guard let s = dx_deflate_new(n[0], n[1], n[2], n[3], n[4], &code) else {
                if code == streamError { throw Errors.valueError("Invalid initialization option") }
                throw fail(code, "while creating compression object", nil)
            }
            let r = Heap.allocate(32, compressType)
            setStream(r, 2, s)
            Heap.registerNative(r)
            if a.has(5) {
                let d = try Buffers.get(a[5])
                defer { d.release() }
                if dx_zstream_set_dictionary(s, d.base, d.count) != ok { throw Errors.valueError("Invalid dictionary") }
            }
            return Value(r)
        }
        m.function("decompressobj", "(wbits=15, zdict=b'')") { a throws(Raise) in
            try makeDecompressor(decompressType, a[0], a.has(1) ? a[1] : BytesRef.empty)
        }
    }
    /// A decompressor: 2 unused data, 3 unconsumed tail, 4 eof, 5 zdict; raw 6 the stream.
    static func makeDecompressor(_ t: TypeRef, _ wbits: Value, _ zdict: Value) throws(Raise) -> Value {
        let bits = try TextArguments.cInt(wbits)
        guard Buffers.supports(zdict) else { throw Errors.typeError("zdict argument must support the buffer protocol") }
        var code: Int32 = 0
        guard let s = dx_inflate_new(Int32(bits), &code) else {
            if code == streamError { throw Errors.valueError("Invalid initialization option") }
            throw fail(code, "while creating decompression object", nil)
        }
        let r = Heap.allocate(64, t)
        r.initialize(2, BytesRef.empty); r.initialize(3, BytesRef.empty); r.initialize(4, .false); r.initialize(5, zdict)
        setStream(r, 6, s)
        Heap.registerNative(r)
        if bits < 0 { try setDictionary(r) }
        return Value(r)
    }
    static func setDictionary(_ r: Ref) throws(Raise) {
        let d = try Buffers.get(r.value(5))
        defer { d.release() }
        if d.count == 0 { return }
        let code = dx_zstream_set_dictionary(stream(r, 6)!, d.base, d.count)
        if code != ok { throw fail(code, "while setting zdict", stream(r, 6)) }
    }
    /// Decompresses with the dictionary supplied when asked for.
    static func inflate(_ r: Ref, _ input: UnsafeBufferPointer<UInt8>, _ flush: Int, limit: Int, _ out: inout ByteBuilder) throws(Raise) -> (code: Int32, left: Int) {
        let s = stream(r, 6)!
        let start = out.count
        var (code, left) = run(s, input, flush, limit: limit, &out)
        if code == needsDictionary && Int(r.value(5).ref.word(2)) > 0 {
            try setDictionary(r)
            let rest = UnsafeBufferPointer(start: input.baseAddress.map { $0 + (input.count - left) }, count: left)
            (code, left) = run(s, rest, flush, limit: limit == Int.max ? limit : limit - (out.count - start), &out)
        }
        return (code, left)
    }

    // MARK: objects

    static func compressor(_ t: TypeRef) {
        t.method("compress", "($self, data, /)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            guard let s = stream(a[0].ref, 2) else { throw fail(streamError, "while compressing data", nil) }
            var out = ByteBuilder()
            let (code, _) = run(s, b.bytes, noFlush, &out)
            if code == streamError { out.free(); throw fail(code, "while compressing data", s) }
            return BytesRef.make(&out)
        }
        t.method("flush", "($self, mode=4, /)") { a throws(Raise) in
            let mode = try TextArguments.cInt(a[1])
            if mode == noFlush { return BytesRef.empty }
            guard let s = stream(a[0].ref, 2) else { throw fail(streamError, "while flushing", nil) }
            var out = ByteBuilder()
            let (code, _) = run(s, UnsafeBufferPointer(start: nil, count: 0), mode, &out)
            if code == streamEnd && mode == finish { setStream(a[0].ref, 2, nil); dx_zstream_free(s) }
            else if code != ok && code != bufferError && code != streamEnd { out.free(); throw fail(code, "while flushing", s) }
            return BytesRef.make(&out)
        }
        func copy(_ a: Args) throws(Raise) -> Value {
            guard let s = stream(a[0].ref, 2) else { throw Errors.valueError("Inconsistent stream state") }
            var code: Int32 = 0
            guard let c = dx_zstream_copy(s, &code) else { throw fail(code, "while copying compression object", s) }
            let r = Heap.allocate(32, compressType)
            setStream(r, 2, c)
            Heap.registerNative(r)
            return Value(r)
        }
        t.method("copy", "($self, /)") { a throws(Raise) in try copy(a) }
        t.method("__copy__", "($self, /)") { a throws(Raise) in try copy(a) }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in try copy(a) }
    }
    static func decompressor(_ t: TypeRef) {
        t.field("unused_data", word: 2); t.field("unconsumed_tail", word: 3); t.field("eof", word: 4)
        /// What is left over goes to unused_data behind the stream's end, else to unconsumed_tail.
        func keep(_ r: Ref, _ code: Int32, _ p: UnsafeBufferPointer<UInt8>, _ left: Int) {
            if code == streamEnd {
                if left > 0 { r.set(2, TupleBytes.concatenate(r.value(2), bytes(p, last: left))) }
                r.set(3, BytesRef.empty)
                r.set(4, .true)
            } else { r.set(3, bytes(p, last: left)) }
        }
        t.method("decompress", "($self, data, /, max_length=0)") { a throws(Raise) in
            let limit = try TextArguments.size(a[2])
            if limit < 0 { throw Errors.valueError("max_length must be non-negative") }
            let b = try Buffers.get(a[1])
            defer { b.release() }
            let r = a[0].ref
            if r.value(4) == .true {
                if b.count > 0 { r.set(2, TupleBytes.concatenate(r.value(2), bytes(b.bytes, last: b.count))) }
                return BytesRef.empty
            }
            var out = ByteBuilder()
            do throws(Raise) {
                let (code, left) = try inflate(r, b.bytes, syncFlush, limit: limit == 0 ? Int.max : limit, &out)
                if code != ok && code != streamEnd && code != bufferError { throw fail(code, "while decompressing data", stream(r, 6)) }
                keep(r, code, b.bytes, left)
            } catch { out.free(); throw error }
            return BytesRef.make(&out)
        }
        t.method("flush", "($self, length=16384, /)") { a throws(Raise) in
            if try TextArguments.size(a[1]) <= 0 { throw Errors.valueError("length must be greater than zero") }
            let r = a[0].ref, tail = r.value(3)
            let p = UnsafeBufferPointer(start: UnsafePointer(BytesRef(tail).data), count: BytesRef(tail).count)
            if r.value(4) == .true { return BytesRef.empty }
            var out = ByteBuilder()
            do throws(Raise) {
                let (code, left) = try inflate(r, p, finish, limit: Int.max, &out)
                if code != ok && code != streamEnd && code != bufferError { throw fail(code, "while flushing", stream(r, 6)) }
                keep(r, code, p, left)
            } catch { out.free(); throw error }
            return BytesRef.make(&out)
        }
        func copy(_ a: Args) throws(Raise) -> Value {
            var code: Int32 = 0
            guard let c = dx_zstream_copy(stream(a[0].ref, 6)!, &code) else { throw fail(code, "while copying decompression object", nil) }
            let r = Heap.allocate(64, decompressType)
            for i in 2..<6 { r.initialize(i, a[0].ref.value(i)) }
            setStream(r, 6, c)
            Heap.registerNative(r)
            return Value(r)
        }
        t.method("copy", "($self, /)") { a throws(Raise) in try copy(a) }
        t.method("__copy__", "($self, /)") { a throws(Raise) in try copy(a) }
        t.method("__deepcopy__", "($self, memo, /)") { a throws(Raise) in try copy(a) }
    }
    /// `_ZlibDecompressor`: as a decompressor, but it keeps its own input (at 3) and has a negative limit for "all".
    static func bufferedDecompressor(_ t: TypeRef) {
        t.new("($type, /, wbits=15, zdict=b'')") { a throws(Raise) in try makeDecompressor(TypeRef(a[0].ref), a[1], a.has(2) ? a[2] : BytesRef.empty) }
        t.field("unused_data", word: 2); t.field("eof", word: 4)
        t.getter("needs_input") { v in Value(bool: v.ref.value(4) != .true && BytesRef(v.ref.value(3)).count == 0 && v.ref.word(7) == 0) }
        t.method("decompress", "($self, /, data, max_length=-1)") { a throws(Raise) in
            let limit = try TextArguments.size(a[2]), r = a[0].ref
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if r.value(4) == .true { throw Errors.make(Exceptions.eofError, "End of stream already reached") }
            let joined = TupleBytes.concatenate(r.value(3), bytes(b.bytes, last: b.count))
            let p = UnsafeBufferPointer(start: UnsafePointer(BytesRef(joined).data), count: BytesRef(joined).count)
            var out = ByteBuilder()
            do throws(Raise) {
                let (code, left) = try inflate(r, p, syncFlush, limit: limit < 0 ? Int.max : limit, &out)
                if code != ok && code != streamEnd && code != bufferError { throw fail(code, "while decompressing data", stream(r, 6)) }
                if code == streamEnd { r.set(4, .true); r.set(2, bytes(p, last: left)); r.set(3, BytesRef.empty) } else { r.set(3, bytes(p, last: left)) }
                // A full answer may have more behind it even without input.
                r.setWord(7, limit >= 0 && out.count >= limit && code != streamEnd ? 1 : 0)
            } catch { out.free(); throw error }
            return BytesRef.make(&out)
        }
    }
}

enum TupleBytes {
    /// The concatenation of two bytes objects.
    static func concatenate(_ a: Value, _ b: Value) -> Value {
        let x = BytesRef(a), y = BytesRef(b)
        if x.count == 0 { return b }
        if y.count == 0 { return a }
        let out = BytesRef.allocate(x.count + y.count)
        out.data.update(from: x.data, count: x.count)
        (out.data + x.count).update(from: y.data, count: y.count)
        return out.value
    }
}

extension NativeModule {
    static let zlib = NativeModule("zlib") { m throws(Raise) in
        typealias Z = ZlibModule
        Z.error = TypeFactory.make("error", module: "zlib", base: Types.exception, subclassable: true)
        m.type(Z.error)
        for (n, i) in [("DEFLATED", 8), ("DEF_BUF_SIZE", 16384), ("DEF_MEM_LEVEL", 8), ("MAX_WBITS", 15), ("Z_BEST_COMPRESSION", 9), ("Z_BEST_SPEED", 1), ("Z_BLOCK", 5),
                       ("Z_DEFAULT_COMPRESSION", -1), ("Z_DEFAULT_STRATEGY", 0), ("Z_FILTERED", 1), ("Z_FINISH", 4), ("Z_FIXED", 4), ("Z_FULL_FLUSH", 3), ("Z_HUFFMAN_ONLY", 2),
                       ("Z_NO_COMPRESSION", 0), ("Z_NO_FLUSH", 0), ("Z_PARTIAL_FLUSH", 1), ("Z_RLE", 3), ("Z_SYNC_FLUSH", 2), ("Z_TREES", 6)] { m.int(n, i) }
        let version = StrRef.make(String(cString: dx_zlib_version()))
        m.constant("ZLIB_VERSION", version); m.constant("ZLIB_RUNTIME_VERSION", version)
        Z.compressType = TypeFactory.make("Compress", module: "zlib", size: 32, layout: Layout.opaque.finalizing { Z.release($0, 2) })
        Z.compressor(Z.compressType)
        Z.decompressType = TypeFactory.make("Decompress", module: "zlib", size: 64, layout: Layout.fields(2, 6).finalizing { Z.release($0, 6) })
        Z.decompressor(Z.decompressType)
        let b = TypeFactory.make("_ZlibDecompressor", module: "zlib", size: 64, layout: Layout.fields(2, 6).finalizing { Z.release($0, 6) })
        Z.bufferedDecompressor(b)
        m.type(b)
        Z.functions(m)
    }
}
