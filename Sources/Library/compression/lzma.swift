import CSupport
import Primitives
import Runtime

/// `_lzma`, over liblzma. (Modules/_lzmamodule.c)
enum LZMAModule {
    nonisolated(unsafe) static var error = TypeRef()
    static let lzma1: UInt64 = 0x4000_0000_0000_0001, lzma2: UInt64 = 0x21, delta: UInt64 = 3
    static let bcj: Set<UInt64> = [4, 5, 6, 7, 8, 9]

    static func fail(_ code: Int32) -> Raise {
        switch code {
        case 5: return Errors.memoryError()
        case 6: return Errors.make(error, "Memory usage limit exceeded")
        case 7: return Errors.make(error, "Input format not supported by decoder")
        case 8: return Errors.make(error, "Invalid or unsupported options")
        case 9: return Errors.make(error, "Corrupt input data")
        case 10: return Errors.make(error, "Insufficient buffer space")
        case 3: return Errors.make(error, "Unsupported integrity check")
        case 11: return Errors.make(error, "Internal error")
        default: return Errors.make(error, "Unrecognized error from liblzma: \(code)")
        }
    }
    private static func number(_ v: Value, max: UInt64) throws(Raise) -> UInt64 {
        let i = try Operations.indexObject(v)
        if Integers.isNegative(i) { throw Errors.overflowError("can't convert negative int to unsigned") }
        guard let n = Integers.asInt64(i), UInt64(n) <= max else {
            guard max == UInt64.max, let n = try? Operations.index(try Operations.binary(.rshift, i, Value(int: 1))) else { throw Errors.overflowError("Value too large for uint32_t type") }
            return UInt64(n) << 1 | (try Operations.isTrue(try Operations.binary(.and, i, Value(int: 1))) ? 1 : 0)
        }
        return UInt64(n)
    }
    /// The filter that a mapping SPEC describes.
    static func filter(_ spec: Value) throws(Raise) -> dx_lzma_filter {
        if !spec.isDict && !spec.type.hasSlot(.getitem) { throw Errors.typeError("Filter specifier must be a dict or dict-like object") }
        func get(_ k: String) throws(Raise) -> Value? {
            do throws(Raise) { return try Operations.getItem(spec, StrRef.intern(k)) } catch { try Errors.swallow(error, Exceptions.keyError); return nil }
        }
        guard let id = try get("id") else { throw Errors.valueError("Filter specifier must have an \"id\" entry") }
        var f = dx_lzma_filter()
        f.id = try number(id, max: UInt64.max)
        var allowed: [String], what: String
        if f.id == lzma1 || f.id == lzma2 { what = "LZMA"; allowed = ["preset", "dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth"] }
        else if f.id == delta { what = "delta"; allowed = ["dist"] }
        else if bcj.contains(f.id) { what = "BCJ"; allowed = ["start_offset"] }
        else { throw Errors.valueError("Invalid filter ID: \(f.id)") }
        if what == "LZMA" {
            var preset: UInt32 = 6
            if let p = try get("preset") { preset = UInt32(try number(p, max: UInt64(UInt32.max))) }
            if dx_lzma_preset(&f, preset) != 0 { throw Errors.make(error, "Invalid compression preset: \(preset)") }
        }
        if what == "delta" { f.dist = 1 }
        allowed.append("id")
        do throws(Raise) {
            let keys = try Operations.list(spec)
            for i in 0..<keys.count {
                let k = keys[i]
                guard k.isStr, allowed.contains(StrRef(k).string) else { throw Errors.typeError("unexpected key") }
                let name = StrRef(k).string
                if name == "id" || name == "preset" { continue }
                let n = UInt32(try number(try Operations.getItem(spec, k), max: UInt64(UInt32.max)))
                switch name {
                case "dict_size": f.dict_size = n
                case "lc": f.lc = n
                case "lp": f.lp = n
                case "pb": f.pb = n
                case "mode": f.mode = n
                case "nice_len": f.nice_len = n
                case "mf": f.mf = n
                case "depth": f.depth = n
                case "dist": f.dist = n
                default: f.start_offset = n
                }
            }
        } catch {
            guard error.isExceptionKind else { throw error }
            Errors.take()
            throw Errors.valueError("Invalid filter specifier for \(what) filter")
        }
        return f
    }
    static func chain(_ v: Value) throws(Raise) -> [dx_lzma_filter] {
        let n = try Operations.length(v)
        if n > 4 { throw Errors.valueError("Too many filters - liblzma supports a maximum of 4") }
        var out: [dx_lzma_filter] = []
        for i in 0..<n { out.append(try filter(try Operations.getItem(v, Value(int: i)))) }
        return out
    }
    static func define(_ m: ModuleBuilder) {
        let codec = BufferedCodec(fail: fail, atEnd: "Already at end of stream")
        let c = TypeFactory.make("LZMACompressor", module: "_lzma", size: 24, layout: BufferedCodec.compressorLayout)
        c.new("($type, format=1, check=-1, preset=None, filters=None)") { a throws(Raise) in
            let format = try TextArguments.cInt(a[1])
            var check = try TextArguments.cInt(a[2])
            if !a[3].isNone && !a[4].isNone { throw Errors.valueError("Cannot specify both preset and filter chain") }
            let preset = a[3].isNone ? 6 : UInt32(try number(a[3], max: UInt64(UInt32.max)))
            if format != 1 && check != -1 && check != 0 { throw Errors.valueError("Integrity checks are only supported by FORMAT_XZ") }
            if format < 1 || format > 3 { throw Errors.valueError("Invalid container format: \(format)") }
            if format == 3 && a[4].isNone { throw Errors.valueError("Must specify filters for FORMAT_RAW") }
            if format == 1 && check == -1 { check = 4 }
            let filters = a[4].isNone ? [] : try chain(a[4])
            var code: Int32 = 0
            if format == 3 && filters.isEmpty { throw fail(11) }
            guard let s = dx_lzma_compressor(Int32(format), Int32(check), preset, filters, filters.count, &code) else {
                if code == -1 { throw Errors.valueError("Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter") }
                throw fail(code)
            }
            return BufferedCodec.makeCompressor(TypeRef(a[0].ref), s)
        }
        codec.compressor(c)
        m.type(c)
        let d = TypeFactory.make("LZMADecompressor", module: "_lzma", size: 56, layout: BufferedCodec.decompressorLayout)
        d.new("($type, format=0, memlimit=None, filters=None)") { a throws(Raise) in
            let format = try TextArguments.cInt(a[1])
            if format == 3 && !a[2].isNone { throw Errors.valueError("Cannot specify memory limit with FORMAT_RAW") }
            let limit = a[2].isNone ? UInt64.max : try number(a[2], max: UInt64.max)
            if format == 3 && a[3].isNone { throw Errors.valueError("Must specify filters for FORMAT_RAW") }
            if format != 3 && !a[3].isNone { throw Errors.valueError("Cannot specify filters except with FORMAT_RAW") }
            if format < 0 || format > 3 { throw Errors.valueError("Invalid container format: \(format)") }
            let filters = a[3].isNone ? [] : try chain(a[3])
            var code: Int32 = 0
            guard let s = dx_lzma_decompressor(Int32(format), limit, filters, filters.count, &code) else { throw fail(code) }
            return BufferedCodec.makeDecompressor(TypeRef(a[0].ref), s)
        }
        codec.decompressor(d)
        d.getter("check") { v in Value(int: OpaquePointer(bitPattern: UInt(v.ref.word(5))).map { Int(dx_lzma_check($0)) } ?? 16) }
        m.type(d)
        m.function("is_check_supported", "(check_id, /)") { a throws(Raise) in Value(bool: dx_lzma_check_is_supported(Int32(try TextArguments.cInt(a[0]))) != 0) }
        m.function("_encode_filter_properties", "(filter, /)") { a throws(Raise) in
            var f = try filter(a[0]), size: UInt32 = 0
            var bytes = [UInt8](repeating: 0, count: 64)
            let r = dx_lzma_encode_properties(&f, &bytes, &size)
            if r != 0 { throw fail(r) }
            return size == 0 ? BytesRef.empty : bytes.withUnsafeBufferPointer { BytesRef.make($0.baseAddress.unsafelyUnwrapped, Int(size)) }
        }
        m.function("_decode_filter_properties", "(filter_id, encoded_props, /)") { a throws(Raise) in
            var f = dx_lzma_filter()
            f.id = try number(a[0], max: UInt64.max)
            let b = try Buffers.get(a[1])
            defer { b.release() }
            let r = dx_lzma_decode_properties(&f, b.bytes.baseAddress, b.count)
            if r != 0 { throw fail(r) }
            let d = DictRef.allocate()
            func put(_ k: String, _ n: UInt32) { d.set(name: StrRef.intern(k), Value(int: Int(n))) }
            d.set(name: StrRef.intern("id"), .int(Int(f.id)))
            if f.id == lzma1 { put("lc", f.lc); put("lp", f.lp); put("pb", f.pb); put("dict_size", f.dict_size) }
            else if f.id == lzma2 { put("dict_size", f.dict_size) }
            else if f.id == delta { put("dist", f.dist) }
            else if bcj.contains(f.id) && b.count > 0 { put("start_offset", f.start_offset) }
            return d.value
        }
    }
}
extension NativeModule {
    public static let lzma = NativeModule("_lzma") { m throws(Raise) in
        if let why = dx_lzma_load() { throw Errors.make(Exceptions.importError, String(cString: why)) }
        m.ints("FORMAT_AUTO=0 FORMAT_XZ=1 FORMAT_ALONE=2 FORMAT_RAW=3 CHECK_NONE=0 CHECK_CRC32=1 CHECK_CRC64=4 CHECK_SHA256=10 CHECK_ID_MAX=15 CHECK_UNKNOWN=16 FILTER_LZMA1=4611686018427387905 FILTER_LZMA2=33 FILTER_DELTA=3 FILTER_X86=4 FILTER_IA64=6 FILTER_ARM=7 FILTER_ARMTHUMB=8 FILTER_SPARC=9 FILTER_POWERPC=5 MF_HC3=3 MF_HC4=4 MF_BT2=18 MF_BT3=19 MF_BT4=20 MODE_FAST=1 MODE_NORMAL=2 PRESET_DEFAULT=6 PRESET_EXTREME=2147483648")
        LZMAModule.error = TypeFactory.make("LZMAError", module: "_lzma", base: Types.exception, subclassable: true)
        m.type(LZMAModule.error)
        LZMAModule.define(m)
    }
}
