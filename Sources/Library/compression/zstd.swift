import CSupport
import Primitives
import Runtime

/// libzstd, opened when `_zstd` is imported.
struct Zstd {
    /// ZSTD_inBuffer and ZSTD_outBuffer.
    struct Buffer {
        var data: UnsafeMutableRawPointer?
        var size: Int
        var pos: Int
        init(data d: UnsafeMutableRawPointer?, size n: Int, pos p: Int) { data = d; size = n; pos = p }
    }
    typealias Context = UnsafeMutableRawPointer
    typealias Stream = @convention(c) (Context?, UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int32) -> Int
    let versionNumber: @convention(c) () -> UInt32, isError: @convention(c) (Int) -> UInt32, errorName: @convention(c) (Int) -> UnsafePointer<CChar>
    let minLevel: @convention(c) () -> Int32, maxLevel: @convention(c) () -> Int32
    let makeC: @convention(c) () -> Context?, makeD: @convention(c) () -> Context?, freeC: @convention(c) (Context?) -> Int, freeD: @convention(c) (Context?) -> Int
    let setC: @convention(c) (Context?, Int32, Int32) -> Int, setD: @convention(c) (Context?, Int32, Int32) -> Int
    let compress: Stream, decompress: @convention(c) (Context?, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
    let resetC: @convention(c) (Context?, Int32) -> Int, pledge: @convention(c) (Context?, UInt64) -> Int
    let loadC: @convention(c) (Context?, UnsafeRawPointer?, Int) -> Int, prefixC: @convention(c) (Context?, UnsafeRawPointer?, Int) -> Int
    let loadD: @convention(c) (Context?, UnsafeRawPointer?, Int) -> Int, prefixD: @convention(c) (Context?, UnsafeRawPointer?, Int) -> Int
    let contentSize: @convention(c) (UnsafeRawPointer?, Int) -> UInt64, frameDict: @convention(c) (UnsafeRawPointer?, Int) -> UInt32, frameSize: @convention(c) (UnsafeRawPointer?, Int) -> Int
    let dictID: @convention(c) (UnsafeRawPointer?, Int) -> UInt32
    let train: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeRawPointer?, UnsafePointer<Int>?, UInt32) -> Int
    let boundsC: UnsafeMutableRawPointer, boundsD: UnsafeMutableRawPointer
    let library: DynamicLibrary
    nonisolated(unsafe) static var shared: Zstd! = nil
    nonisolated(unsafe) static var error = TypeRef(), dictionary = TypeRef(), compressor = TypeRef(), decompressor = TypeRef()
    nonisolated(unsafe) static var parameterTypes = Value.unbound

    init() throws(Raise) {
        let l = try DynamicLibrary("libzstd.so.1")
        library = l
        versionNumber = try l.function("ZSTD_versionNumber"); isError = try l.function("ZSTD_isError"); errorName = try l.function("ZSTD_getErrorName")
        minLevel = try l.function("ZSTD_minCLevel"); maxLevel = try l.function("ZSTD_maxCLevel")
        makeC = try l.function("ZSTD_createCCtx"); makeD = try l.function("ZSTD_createDCtx"); freeC = try l.function("ZSTD_freeCCtx"); freeD = try l.function("ZSTD_freeDCtx")
        setC = try l.function("ZSTD_CCtx_setParameter"); setD = try l.function("ZSTD_DCtx_setParameter")
        compress = try l.function("ZSTD_compressStream2"); decompress = try l.function("ZSTD_decompressStream")
        resetC = try l.function("ZSTD_CCtx_reset"); pledge = try l.function("ZSTD_CCtx_setPledgedSrcSize")
        loadC = try l.function("ZSTD_CCtx_loadDictionary"); prefixC = try l.function("ZSTD_CCtx_refPrefix")
        loadD = try l.function("ZSTD_DCtx_loadDictionary"); prefixD = try l.function("ZSTD_DCtx_refPrefix")
        contentSize = try l.function("ZSTD_getFrameContentSize"); frameDict = try l.function("ZSTD_getDictID_fromFrame"); frameSize = try l.function("ZSTD_findFrameCompressedSize")
        dictID = try l.function("ZSTD_getDictID_fromDict"); train = try l.function("ZDICT_trainFromBuffer")
        boundsC = try l.function("ZSTD_cParam_getBounds"); boundsD = try l.function("ZSTD_dParam_getBounds")
    }
    func name(_ code: Int) -> String { String(cString: errorName(code)) }
    func check(_ code: Int, _ what: String) throws(Raise) { if isError(code) != 0 { throw Errors.make(Zstd.error, "\(what): \(name(code))") } }
    func bounds(_ parameter: Int, compress: Bool) throws(Raise) -> (Int, Int) {
        var low: Int32 = 0, high: Int32 = 0
        let e = dx_zstd_bounds(compress ? boundsC : boundsD, Int32(truncatingIfNeeded: parameter), &low, &high)
        try check(Int(e), "Unable to get zstd \(compress ? "compression" : "decompression") parameter bounds")
        return (Int(low), Int(high))
    }
    private static let names: [Int: String] = [
        100: "compression_level", 101: "window_log", 102: "hash_log", 103: "chain_log", 104: "search_log", 105: "min_match", 106: "target_length", 107: "strategy",
        160: "enable_long_distance_matching", 161: "ldm_hash_log", 162: "ldm_min_match", 163: "ldm_bucket_size_log", 164: "ldm_hash_rate_log",
        200: "content_size_flag", 201: "checksum_flag", 202: "dict_id_flag", 400: "nb_workers", 401: "job_size", 402: "overlap_log",
    ]
    /// Sets the parameter KEY, or tells what is wrong with it.
    func set(_ context: Context?, _ key: Int, _ value: Int, compress: Bool) throws(Raise) {
        let code = compress ? setC(context, Int32(truncatingIfNeeded: key), Int32(truncatingIfNeeded: value)) : setD(context, Int32(truncatingIfNeeded: key), Int32(truncatingIfNeeded: value))
        if isError(code) == 0 { return }
        let kind = compress ? "compression" : "decompression", known = compress ? Zstd.names[key] : key == 100 ? "window_log_max" : nil
        guard let known, let (low, high) = try? bounds(key, compress: compress) else { throw Errors.valueError("invalid \(kind) parameter '\(known ?? "unknown parameter (key \(key))")'") }
        throw Errors.valueError("\(kind) parameter '\(known)' received an illegal value \(value); the valid range is [\(low), \(high)]")
    }
    func setOptions(_ context: Context?, _ options: Value, compress: Bool) throws(Raise) {
        guard options.isDict else { throw Errors.typeError("Zstd\(compress ? "Compressor" : "Decompressor")() argument 'options' must be dict, not \(TextArguments.describe(options))") }
        let items = try Operations.list(options)
        for i in 0..<items.count {
            let k = items[i], other = Zstd.parameterTypes.isTuple ? TupleRef(Zstd.parameterTypes)[compress ? 1 : 0] : .none
            if other.isType && k.isInstance(of: TypeRef(other.ref)) {
                throw Errors.typeError("\(compress ? "" : "de")compression options dictionary key must not be a \(compress ? "Decompression" : "Compression")Parameter attribute")
            }
            let key = try TextArguments.cInt(k), value = try TextArguments.cInt(try Operations.getItem(options, k))
            if compress && key == 100 { try setLevel(context, value) } else { try set(context, key, value, compress: compress) }
        }
    }
    func setLevel(_ context: Context?, _ level: Int) throws(Raise) {
        if level < Int(minLevel()) || level > Int(maxLevel()) { throw Errors.valueError("illegal compression level \(level); the valid range is [\(minLevel()), \(maxLevel())]") }
        try set(context, 100, level, compress: true)
    }
    /// Loads what a `zstd_dict` argument names: a ZstdDict, or (dict, way) as its attributes give it. The context copies it, a prefix it only refers to.
    func load(_ context: Context?, _ v: Value, compress: Bool) throws(Raise) {
        var d = v, way = 1
        if v.isTuple && TupleRef(v).count == 2 && TupleRef(v)[1].isInt { d = TupleRef(v)[0]; way = TupleRef(v)[1].int }
        guard d.isInstance(of: Zstd.dictionary), way >= 0, way <= 2 else { throw Errors.typeError("zstd_dict argument should be a ZstdDict object.") }
        let b = BytesRef(d.ref.value(2))
        let code = way == 2 ? (compress ? prefixC : prefixD)(context, b.data, b.count) : (compress ? loadC : loadD)(context, b.data, b.count)
        try check(code, "Unable to load Zstandard dictionary or prefix for \(compress ? "" : "de")compression")
    }
}
extension Zstd {
    /// Raw word 2: the context, 3 the last mode (compressor: as an int; decompressor: input not yet read), 4 the dictionary.
    static func free(compressor r: Ref) { _ = shared.freeC(UnsafeMutableRawPointer(bitPattern: UInt(r.word(2)))) }
    static func free(decompressor r: Ref) { _ = shared.freeD(UnsafeMutableRawPointer(bitPattern: UInt(r.word(2)))) }
    private static func context(_ v: Value) -> Context? { UnsafeMutableRawPointer(bitPattern: UInt(v.ref.word(2))) }

    private static func run(_ v: Value, _ input: UnsafeBufferPointer<UInt8>, _ mode: Int32) throws(Raise) -> Value {
        let z = shared!, c = context(v)
        var out = ByteBuilder(), i = Buffer(data: UnsafeMutableRawPointer(mutating: input.baseAddress), size: input.count, pos: 0)
        while true {
            let room = max(32768, min(out.count, 1 << 24))
            var o = Buffer(data: out.reserve(room), size: room, pos: 0)
            let left = z.compress(c, &o, &i, mode)
            out.count += o.pos
            if z.isError(left) != 0 {
                out.free()
                v.ref.set(3, Value(int: 2))
                _ = z.resetC(c, 1)
                throw Errors.make(error, "Unable to compress Zstandard data: \(z.name(left))")
            }
            if mode == 0 ? i.pos == i.size : left == 0 { break }
        }
        v.ref.set(3, Value(int: Int(mode)))
        return BytesRef.make(&out)
    }
    static func defineCompressor() {
        let t = TypeFactory.make("ZstdCompressor", module: "compression.zstd", size: 40, layout: Layout.fields(3, 5).finalizing { free(compressor: $0) })
        compressor = t
        t.new("($type, /, level=None, options=None, zstd_dict=None)") { a throws(Raise) in
            let z = shared!, c = z.makeC(), r = Instance.allocate(TypeRef(a[0].ref))
            r.setWord(2, UInt64(UInt(bitPattern: c))); r.initialize(3, Value(int: 2)); r.initialize(4, a[3])
            Heap.registerNative(r)
            if !a[1].isNone && !a[2].isNone { throw Errors.typeError("Only one of level or options should be used.") }
            if !a[1].isNone {
                guard a[1].isIntLike else { throw Errors.typeError("invalid type for level, expected int") }
                guard let level = Integers.asInt64(a[1]), level >= Int(Int32.min), level <= Int(Int32.max) else {
                    throw Errors.valueError("illegal compression level; the valid range is [\(z.minLevel()), \(z.maxLevel())]")
                }
                try z.setLevel(c, level)
            }
            if !a[2].isNone { try z.setOptions(c, a[2], compress: true) }
            if !a[3].isNone { try z.load(c, a[3], compress: true) }
            return Value(r)
        }
        for (i, n) in ["CONTINUE", "FLUSH_BLOCK", "FLUSH_FRAME"].enumerated() { t.constant(n, Value(int: i)) }
        t.field("last_mode", word: 3)
        t.method("compress", "($self, /, data, mode=0)") { a throws(Raise) in
            let mode = try TextArguments.cInt(a[2])
            if mode < 0 || mode > 2 { throw Errors.valueError("mode argument wrong value, it should be one of ZstdCompressor.CONTINUE, ZstdCompressor.FLUSH_BLOCK, ZstdCompressor.FLUSH_FRAME.") }
            let b = try Buffers.get(a[1])
            defer { b.release() }
            return try run(a[0], b.bytes, Int32(mode))
        }
        t.method("flush", "($self, /, mode=2)") { a throws(Raise) in
            let mode = try TextArguments.cInt(a[1])
            if mode != 1 && mode != 2 { throw Errors.valueError("mode argument wrong value, it should be ZstdCompressor.FLUSH_FRAME or ZstdCompressor.FLUSH_BLOCK.") }
            return try run(a[0], UnsafeBufferPointer(start: nil, count: 0), Int32(mode))
        }
        t.method("set_pledged_input_size", "($self, size, /)") { a throws(Raise) in
            var size = UInt64.max
            if !a[1].isNone {
                guard a[1].isIntLike else { throw Errors.typeError("an integer is required") }
                let wrong = "size argument should be a positive int less than 18446744073709551614"
                if Integers.isNegative(a[1]) { throw Errors.valueError(wrong) }
                let n = Integers.with(a[1]) { $0.count > 1 ? UInt64.max : $0.count == 0 ? 0 : UInt64($0.limbs[0]) }
                if n >= UInt64.max - 1 { throw Errors.valueError(wrong) }
                size = n
            }
            if a[0].ref.value(3) != Value(int: 2) { throw Errors.valueError("set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME") }
            try shared.check(shared.pledge(context(a[0]), size), "Unable to set pledged uncompressed content size")
            return .none
        }
        t.special("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle 'compression.zstd.ZstdCompressor' object") }
    }
    /// Words: raw 2 the context, 3 input kept, 4 the dictionary, 5 eof, 6 whether input is needed, 7 unused data.
    static func defineDecompressor() {
        let t = TypeFactory.make("ZstdDecompressor", module: "compression.zstd", size: 64, layout: Layout.fields(3, 8).finalizing { free(decompressor: $0) })
        decompressor = t
        t.new("($type, /, zstd_dict=None, options=None)") { a throws(Raise) in
            let z = shared!, c = z.makeD(), r = Instance.allocate(TypeRef(a[0].ref))
            r.setWord(2, UInt64(UInt(bitPattern: c))); r.initialize(3, BytesRef.empty); r.initialize(4, a[1]); r.initialize(5, .false); r.initialize(6, .true); r.initialize(7, BytesRef.empty)
            Heap.registerNative(r)
            if !a[2].isNone { try z.setOptions(c, a[2], compress: false) }
            if !a[1].isNone { try z.load(c, a[1], compress: false) }
            return Value(r)
        }
        t.field("eof", word: 5); t.field("needs_input", word: 6); t.field("unused_data", word: 7)
        t.method("decompress", "($self, /, data, max_length=-1)") { a throws(Raise) in
            let limit = try TextArguments.size(a[2]), r = a[0].ref, z = shared!
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if r.value(5) == .true { throw Errors.make(Exceptions.eofError, "Already at the end of a Zstandard frame.") }
            var input = b.bytes
            let kept = r.value(3)
            var joined = Value.none
            if BytesRef(kept).count > 0 {
                joined = TupleBytes.concatenate(kept, b.count == 0 ? BytesRef.empty : BytesRef.make(b.bytes.baseAddress.unsafelyUnwrapped, b.count))
                input = UnsafeBufferPointer(start: BytesRef(joined).data, count: BytesRef(joined).count)
            }
            var out = ByteBuilder(), i = Buffer(data: UnsafeMutableRawPointer(mutating: input.baseAddress), size: input.count, pos: 0), ended = false, full = false
            while true {
                let room = limit < 0 ? max(32768, min(out.count, 1 << 24)) : min(limit - out.count, max(32768, out.count))
                var spare: UInt8 = 0
                let target: UnsafeMutableRawPointer? = room > 0 ? UnsafeMutableRawPointer(out.reserve(room)) : withUnsafeMutablePointer(to: &spare) { UnsafeMutableRawPointer($0) }
                var o = Buffer(data: target, size: room, pos: 0)
                let code = z.decompress(context(a[0]), &o, &i)
                out.count += o.pos
                if z.isError(code) != 0 { out.free(); r.set(3, BytesRef.empty); throw Errors.make(error, "Unable to decompress Zstandard data: \(z.name(code))") }
                if code == 0 { ended = true; break }
                if o.pos == o.size { if limit >= 0 && out.count >= limit { full = true; break }; continue }
                if i.pos == i.size { break }
            }
            let rest = i.pos == i.size ? BytesRef.empty : BytesRef.make(input.baseAddress.unsafelyUnwrapped + i.pos, i.size - i.pos)
            withExtendedLifetime(joined.bits) {}
            if ended { r.set(5, .true); r.set(6, .false); r.set(7, rest); r.set(3, BytesRef.empty) } else { r.set(3, rest); r.set(6, Value(bool: !full)) }
            return BytesRef.make(&out)
        }
        t.special("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle 'compression.zstd.ZstdDecompressor' object") }
    }
    /// Words: 2 the content (bytes).
    static func defineDictionary() {
        let t = TypeFactory.make("ZstdDict", module: "compression.zstd", size: 24, layout: .fields(2, 3))
        dictionary = t
        func id(_ v: Value) -> Int { let b = BytesRef(v.ref.value(2)); return Int(shared.dictID(b.data, b.count)) }
        t.new("($type, dict_content, /, *, is_raw=False)") { a throws(Raise) in
            let b = try Buffers.get(a[1])
            defer { b.release() }
            if b.count < 8 { throw Errors.valueError("Zstandard dictionary content too short (must have at least eight bytes)") }
            let content = BytesRef.make(b.bytes.baseAddress.unsafelyUnwrapped, b.count), r = Instance.allocate(TypeRef(a[0].ref))
            r.initialize(2, content)
            if try !Operations.isTrue(a[2]), id(Value(r)) == 0 { throw Errors.valueError("invalid Zstandard dictionary") }
            return Value(r)
        }
        t.field("dict_content", word: 2)
        t.getter("dict_id") { v in Value(int: id(v)) }
        for (i, n): (Int, StaticString) in [(0, "as_digested_dict"), (1, "as_undigested_dict"), (2, "as_prefix")] { t.getter(n) { v in TupleRef.make(v, Value(int: i)) } }
        t.special("__len__", "($self, /)") { a throws(Raise) in Value(int: BytesRef(a[0].ref.value(2)).count) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<ZstdDict dict_id=\(id(a[0])) dict_size=\(BytesRef(a[0].ref.value(2)).count)>") }
        t.special("__reduce__", "($self, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle 'compression.zstd.ZstdDict' object") }
    }
    static func functions(_ m: ModuleBuilder) {
        m.function("get_frame_size", "(frame_buffer)") { a throws(Raise) in
            let b = try Buffers.get(a[0])
            defer { b.release() }
            let n = shared.frameSize(b.bytes.baseAddress, b.count)
            if shared.isError(n) != 0 {
                throw Errors.make(error, "Error when finding the compressed size of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than this complete frame. Zstd error message: \(shared.name(n)).")
            }
            return Value(int: n)
        }
        m.function("get_frame_info", "(frame_buffer)") { a throws(Raise) in
            let b = try Buffers.get(a[0])
            defer { b.release() }
            let n = shared.contentSize(b.bytes.baseAddress, b.count)
            if n == UInt64.max - 1 {
                throw Errors.make(error, "Error when getting information from the header of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than the frame header (6~18 bytes).")
            }
            return TupleRef.make(n == UInt64.max ? .none : Value.uint(UInt(n)), Value(int: Int(shared.frameDict(b.bytes.baseAddress, b.count))))
        }
        m.function("get_param_bounds", "(parameter, is_compress)") { a throws(Raise) in
            let (low, high) = try shared.bounds(try TextArguments.cInt(a[0]), compress: try Operations.isTrue(a[1]))
            return TupleRef.make(Value(int: low), Value(int: high))
        }
        m.function("set_parameter_types", "(c_parameter_type, d_parameter_type)") { a throws(Raise) in
            for (i, n) in ["c_parameter_type", "d_parameter_type"].enumerated() where !a[i].isType {
                throw Errors.typeError("set_parameter_types() argument '\(n)' must be type, not \(TextArguments.describe(a[i]))")
            }
            if parameterTypes.isUnbound { Heap.addRoot(&parameterTypes) }
            parameterTypes = TupleRef.make(a[0], a[1])
            return .none
        }
        m.function("train_dict", "(samples_bytes, samples_sizes, dict_size, /)") { a throws(Raise) in
            let size = try TextArguments.size(a[2])
            if size <= 0 { throw Errors.valueError("dict_size argument should be positive number.") }
            guard a[0].isBytes, a[1].isTuple else { throw Errors.typeError("train_dict() takes bytes and a tuple of sizes") }
            let sizes = TupleRef(a[1])
            var all: [Int] = [], total = 0
            for i in 0..<sizes.count { let n = try TextArguments.size(sizes[i]); all.append(n); total &+= n }
            if total != BytesRef(a[0]).count { throw Errors.valueError("The samples size tuple doesn't match the concatenation's size.") }
            var out = ByteBuilder()
            let n = shared.train(out.reserve(size), size, BytesRef(a[0]).data, all, UInt32(all.count))
            if shared.isError(n) != 0 { out.free(); throw Errors.make(error, "Unable to train the Zstandard dictionary: \(shared.name(n))") }
            out.count += n
            return BytesRef.make(&out)
        }
        m.function("finalize_dict", "(custom_dict_bytes, samples_bytes, samples_sizes, dict_size, compression_level, /)") { a throws(Raise) in
            throw Errors.notImplemented("_zstd.finalize_dict")
        }
    }
}
extension NativeModule {
    /// (Modules/_zstd)
    public static let zstd = NativeModule("_zstd", doc: "Implementation module for Zstandard compression.") { m throws(Raise) in
        Zstd.shared = try Zstd()
        Zstd.error = TypeFactory.make("ZstdError", module: "compression.zstd", base: Types.exception, subclassable: true)
        Zstd.defineCompressor(); Zstd.defineDecompressor(); Zstd.defineDictionary()
        for t in [Zstd.compressor, Zstd.decompressor, Zstd.dictionary, Zstd.error] { m.type(t) }
        Zstd.functions(m)
        let v = Int(Zstd.shared.versionNumber())
        m.int("zstd_version_number", v)
        m.constant("zstd_version", StrRef.make("\(v / 10000).\(v / 100 % 100).\(v % 100)"))
        m.ints("ZSTD_CLEVEL_DEFAULT=3 ZSTD_DStreamOutSize=131072 ZSTD_fast=1 ZSTD_dfast=2 ZSTD_greedy=3 ZSTD_lazy=4 ZSTD_lazy2=5 ZSTD_btlazy2=6 ZSTD_btopt=7 ZSTD_btultra=8 ZSTD_btultra2=9 ZSTD_c_compressionLevel=100 ZSTD_c_windowLog=101 ZSTD_c_hashLog=102 ZSTD_c_chainLog=103 ZSTD_c_searchLog=104 ZSTD_c_minMatch=105 ZSTD_c_targetLength=106 ZSTD_c_strategy=107 ZSTD_c_enableLongDistanceMatching=160 ZSTD_c_ldmHashLog=161 ZSTD_c_ldmMinMatch=162 ZSTD_c_ldmBucketSizeLog=163 ZSTD_c_ldmHashRateLog=164 ZSTD_c_contentSizeFlag=200 ZSTD_c_checksumFlag=201 ZSTD_c_dictIDFlag=202 ZSTD_c_nbWorkers=400 ZSTD_c_jobSize=401 ZSTD_c_overlapLog=402 ZSTD_d_windowLogMax=100")
    }
}
