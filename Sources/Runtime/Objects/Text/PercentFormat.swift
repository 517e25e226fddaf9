import Primitives

/// `%` formatting of str and bytes: one scanner, two sets of rules. (unicode_format, _PyBytes_FormatEx)
struct PercentFormat {
    let format: TextView
    let isBytes: Bool
    let arguments: Value
    /// A tuple of arguments, or one argument.
    let isTuple: Bool
    var next = 0
    var isMapping: Bool
    var usedKeys = false
    var out: TextBuilder

    static func format(_ s: StrRef, _ arguments: Value) throws(Raise) -> Value {
        var f = PercentFormat(s.view, arguments, bytes: false)
        do throws(Raise) { try f.run() } catch { f.out.free(); throw error }
        // A format that only stands for itself is the result, a str of a subclass too.
        if s.count > 0, Text.find(s.view, 37, 0, s.count) < 0 { f.out.free(); return s.value }
        return StrRef.make(&f.out)
    }
    /// The formatted bytes, still in the builder.
    static func format(bytes: TextView, _ arguments: Value) throws(Raise) -> TextBuilder {
        var f = PercentFormat(bytes, arguments, bytes: true)
        do throws(Raise) { try f.run() } catch { f.out.free(); throw error }
        return f.out
    }
    private init(_ v: TextView, _ a: Value, bytes: Bool) {
        format = v; isBytes = bytes; arguments = a; isTuple = a.isTuple
        isMapping = !a.isTuple && !a.isStr && !(bytes && (a.isBytes || a.isInstance(of: Types.bytearray))) && a.type.hasSlot(.getitem) && a.type != DequeRef.type
        out = TextBuilder(capacity: v.count + 32)
    }
    private mutating func argument() throws(Raise) -> Value {
        if isTuple {
            let t = TupleRef(arguments)
            if next < t.count { next += 1; return t[next - 1] }
        } else if next == 0 { next = 1; return arguments }
        throw Errors.typeError("not enough arguments for format string")
    }
    private struct Flags { var left = false, plus = false, space = false, alternate = false, zero = false }

    private mutating func run() throws(Raise) {
        let n = format.count
        var i = 0
        while i < n {
            let j = Text.find(format, 37, i, n)
            if j < 0 { out.append(format.slice(i, n)); break }
            out.append(format.slice(i, j))
            i = try conversion(j + 1)
        }
        if isMapping ? false : (isTuple ? next < TupleRef(arguments).count : next == 0 && !usedKeys) {
            throw Errors.typeError("not all arguments converted during \(isBytes ? "bytes" : "string") formatting")
        }
    }
    private func at(_ i: Int) throws(Raise) -> UInt32 {
        if i >= format.count { throw Errors.valueError("incomplete format") }
        return format[i]
    }
    /// One conversion whose `%` lies before I; returns where it ends.
    private mutating func conversion(_ start: Int) throws(Raise) -> Int {
        var i = start
        var c = try at(i)
        if c == 37 { out.append(UInt8(37)); return i + 1 }
        var keyed = Value.unbound
        if c == 40 {
            guard isMapping else { throw Errors.typeError("format requires a mapping") }
            var depth = 1
            let from = i + 1
            i = from
            while i < format.count && depth > 0 { if format[i] == 41 { depth -= 1 } else if format[i] == 40 { depth += 1 }; i += 1 }
            if depth > 0 { throw Errors.valueError("incomplete format key") }
            let key = format.slice(from, i - 1)
            keyed = try Operations.getItem(arguments, isBytes ? BytesRef.make(key.bytes, key.count) : StrRef.make(key))
            usedKeys = true
            c = try at(i)
        }
        var flags = Flags()
        scan: while true {
            switch c {
            case 45: flags.left = true
            case 43: flags.plus = true
            case 32: flags.space = true
            case 35: flags.alternate = true
            case 48: flags.zero = true
            default: break scan
            }
            i += 1; c = try at(i)
        }
        var width = -1, precision = -1
        if c == 42 {
            width = try star("width")
            if width < 0 { flags.left = true; width = -width }
            i += 1; c = try at(i)
        } else if c >= 48 && c <= 57 {
            width = 0
            while c >= 48 && c <= 57 {
                if width > (Int.max - 9) / 10 { throw Errors.valueError("width too big") }
                width = width * 10 + Int(c - 48)
                i += 1; c = try at(i)
            }
        }
        if c == 46 {
            precision = 0
            i += 1; c = try at(i)
            if c == 42 {
                precision = max(0, try star("precision"))
                i += 1; c = try at(i)
            } else {
                while c >= 48 && c <= 57 {
                    if precision > (Int(Int32.max) - 9) / 10 { throw Errors.valueError("precision too big") }
                    precision = precision * 10 + Int(c - 48)
                    i += 1; c = try at(i)
                }
            }
        }
        if c == 104 || c == 108 || c == 76 { i += 1; c = try at(i) }
        if width > 1 << 40 || width > 0 && !Heap.canAllocate(width) { throw Errors.memoryError() }
        let v = keyed.isUnbound ? try argument() : keyed
        switch c {
        case 115, 114, 97, 98 where c != 98 || isBytes: try text(v, c, width, precision, flags)
        case 99: try character(v, width, flags)
        case 100, 105, 117, 120, 88, 111: try integer(v, UInt8(c), width, precision, flags)
        case 101, 69, 102, 70, 103, 71: try float(v, UInt8(c), width, precision, flags)
        default:
            let shown = c > 31 && c < 127 ? String(Character(Unicode.Scalar(c)!)) : "?"
            throw Errors.valueError("unsupported format character '\(shown)' (0x\(String(c, radix: 16))) at index \(i)")
        }
        return i + 1
    }
    private mutating func star(_ what: String) throws(Raise) -> Int {
        let v = try argument()
        guard v.isIntLike else { throw Errors.typeError("* wants int") }
        guard let i = Integers.asInt64(v), what != "precision" || i == Int(Int32(truncatingIfNeeded: i)) else { throw Errors.overflowError("Python int too large to convert to C \(what == "precision" ? "int" : "ssize_t")") }
        return i
    }
    private mutating func pad(_ t: TextView, _ width: Int, _ left: Bool) {
        let gap = width - t.count
        if gap > 0 && !left { out.append(repeating: 32, count: gap) }
        out.append(t)
        if gap > 0 && left { out.append(repeating: 32, count: gap) }
    }
    private mutating func text(_ v: Value, _ c: UInt32, _ width: Int, _ precision: Int, _ flags: Flags) throws(Raise) {
        if isBytes && (c == 115 || c == 98) {
            try BytesConversion.withBytesForFormat(v) { p, n in
                let t = TextView(base: UnsafeRawPointer(p), count: n, kind: 1)
                pad(precision >= 0 && precision < n ? t.slice(0, precision) : t, width, flags.left)
            }
            return
        }
        let s: Value
        if c == 115 { s = try Operations.str(v) }
        else if c == 114 && !isBytes { s = try Operations.repr(v) }
        else { s = try TextOperations.ascii(v) }
        let t = StrRef(s.ref).view
        pad(precision >= 0 && precision < t.count ? t.slice(0, precision) : t, width, flags.left)
    }
    private mutating func character(_ v: Value, _ width: Int, _ flags: Flags) throws(Raise) {
        var one: UInt32 = 0
        if isBytes {
            if v.isBytes || v.isInstance(of: Types.bytearray) {
                let (p, n) = BytesConversion.contents(v)
                guard n == 1 else { throw Errors.typeError("%c requires an integer in range(256) or a single byte, not a \(v.isBytes ? "bytes" : "bytearray") object of length \(n)") }
                one = UInt32(p[0])
            } else {
                guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("%c requires an integer in range(256) or a single byte, not \(ObjectType.qualified(v.type))") }
                let i = TextArguments.clamp(try Operations.indexObject(v))
                guard i >= 0 && i < 256 else { throw Errors.overflowError("%c arg not in range(256)") }
                one = UInt32(i)
            }
        } else if v.isStr {
            let s = StrRef(v)
            guard s.count == 1 else { throw Errors.typeError("%c requires an int or a unicode character, not a string of length \(s.count)") }
            one = s[0]
        } else {
            guard v.isIntLike || v.type.hasSlot(.index) else { throw Errors.typeError("%c requires an int or a unicode character, not \(ObjectType.qualified(v.type))") }
            let i = TextArguments.clamp(try Operations.indexObject(v))
            guard i >= 0 && i < 0x110000 else { throw Errors.overflowError("%c arg not in range(0x110000)") }
            one = UInt32(i)
        }
        let gap = width - 1
        if gap > 0 && !flags.left { out.append(repeating: 32, count: gap) }
        out.append(one)
        if gap > 0 && flags.left { out.append(repeating: 32, count: gap) }
    }
    /// SIGN, PREFIX and DIGITS in a field.
    private mutating func number(_ negative: Bool, _ prefix: StaticString?, _ digits: UnsafeBufferPointer<UInt8>, _ width: Int, _ flags: Flags) {
        let sign: UInt8 = negative ? 45 : flags.plus ? 43 : flags.space ? 32 : 0
        let gap = width - digits.count - (sign != 0 ? 1 : 0) - (prefix == nil ? 0 : 2)
        if gap > 0 && !flags.left && !flags.zero { out.append(repeating: 32, count: gap) }
        if sign != 0 { out.append(sign) }
        if let prefix { out.append(prefix) }
        if gap > 0 && !flags.left && flags.zero { out.append(repeating: 48, count: gap) }
        out.append(latin1: digits)
        if gap > 0 && flags.left { out.append(repeating: 32, count: gap) }
    }
    private mutating func integer(_ v: Value, _ c: UInt8, _ width: Int, _ precision: Int, _ flags: Flags) throws(Raise) {
        var i = v
        if !v.isIntLike {
            if c == 120 || c == 88 || c == 111 {
                guard v.type.hasSlot(.index) else { throw wants("an integer", c, v) }
                i = try Operations.indexObject(v)
            } else {
                let t = v.type
                let m = t.slot(.int).isUnbound ? t.slot(.index) : t.slot(.int)
                if m.isUnbound { throw wants("a real number", c, v) }
                do throws(Raise) { i = try Operations.callSlot(m, v) } catch {
                    guard error.isException, Errors.matches(Exceptions.typeError) else { throw error }
                    Errors.take()
                    throw wants("a real number", c, v)
                }
                guard i.isIntLike else { throw wants("a real number", c, v) }
            }
        }
        let base = c == 111 ? 8 : c == 120 || c == 88 ? 16 : 10
        var b = ByteBuilder()
        defer { b.free() }
        var storage: UInt = 0
        let negative: Bool
        if let small = Integers.asInt64(i) {
            let view = IntView(small, &storage)
            negative = small < 0
            withUnsafeMutablePointer(to: &storage) { p in
                let u = IntView(limbs: p, count: view.count, negative: false)
                b.count += BigInt.toText(u, base: base, into: b.reserve(BigInt.textRoom(u, base: base) + 1))
            }
        } else {
            negative = IntObject(i).view.negative
            if base == 10 {
                // int's own conversion knows the limit of digits.
                let r = StrRef(try Operations.callSlot(Types.int.slot(.repr), i).ref)
                b.append(r.latin + (negative ? 1 : 0), r.count - (negative ? 1 : 0))
            } else {
                let view = IntObject(i).view.magnitude
                b.count += BigInt.toText(view, base: base, into: b.reserve(BigInt.textRoom(view, base: base) + 1))
            }
        }
        if precision > b.count {
            guard Heap.canAllocate(precision) else { throw Errors.memoryError() }
            let gap = precision - b.count, had = b.count
            b.reserve(gap)
            for k in stride(from: had - 1, through: 0, by: -1) { b.base![k + gap] = b.base![k] }
            for k in 0..<gap { b.base![k] = 48 }
            b.count += gap
        }
        if c == 88 { for k in 0..<b.count where b.base![k] >= 97 { b.base![k] -= 32 } }
        number(negative, flags.alternate && base != 10 ? (c == 111 ? "0o" : c == 120 ? "0x" : "0X") : nil, b.view, width, flags)
    }
    private func wants(_ what: String, _ c: UInt8, _ v: Value) -> Raise {
        Errors.typeError("%\(Character(Unicode.Scalar(c))) format: \(what) is required, not \(v.type)")
    }
    private mutating func float(_ v: Value, _ c: UInt8, _ width: Int, _ precision: Int, _ flags: Flags) throws(Raise) {
        let x: Double
        if v.isFloatLike { x = v.asDouble } else {
            do throws(Raise) { x = try FloatArgument.double(v) } catch {
                guard isBytes, error.isException, Errors.matches(Exceptions.typeError) else { throw error }
                Errors.take()
                throw Errors.typeError("float argument required, not \(v.type)")
            }
        }
        if precision > FloatFormat.mostDigits { throw Errors.valueError("precision too big") }
        if precision > 1 << 20 && !Heap.canAllocate(precision) { throw Errors.memoryError() }
        var b = ByteBuilder()
        defer { b.free() }
        FloatFormat.format(x, code: c, precision: precision < 0 ? 6 : precision, flags.alternate ? [.alternate] : [], into: &b)
        let negative = b.count > 0 && b.base![0] == 45
        number(negative, nil, negative ? UnsafeBufferPointer(start: b.base! + 1, count: b.count - 1) : b.view, width, flags)
    }
}

/// Float arguments of native functions. (PyFloat_AsDouble)
public enum FloatArgument {
    public static func double(_ v: Value) throws(Raise) -> Double {
        if v.isFloatLike { return v.asDouble }
        if v.isInt { return Double(v.int) }
        if v.isIntLike {
            if let i = Integers.asInt64(v) { return Double(i) }
            guard let d = BigInt.toDouble(IntObject(v).view) else { throw Errors.overflowError("int too large to convert to float") }
            return d
        }
        let t = v.type, f = t.slot(.float)
        if !f.isUnbound {
            let r = try Operations.callSlot(f, v)
            guard r.isFloatLike else { throw Errors.typeError("\(t.text).__float__ returned non-float (type \(r.type))") }
            return r.asDouble
        }
        if t.hasSlot(.index) { return try double(try Operations.indexObject(v)) }
        throw Errors.typeError("must be real number, not \(t.text)")
    }
}
extension TextOperations {
    /// `ascii(v)`.
    public static func ascii(_ v: Value) throws(Raise) -> Value {
        let r = try Operations.repr(v)
        let s = StrRef(r.ref)
        if s.isASCII { return r }
        var b = TextBuilder(capacity: s.count)
        for i in 0..<s.count { let c = s[i]; if c < 0x80 { b.append(c) } else { Text.escape(c, into: &b) } }
        return StrRef.make(&b)
    }
}
