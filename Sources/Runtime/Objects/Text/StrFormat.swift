import Primitives

/// `str.format`: replacement fields, their names, conversions and nested specifications. (Objects/stringlib/unicode_format.h)
public struct StrFormat {
    let positional: Value           // a tuple, unbound for format_map
    let named: Value                // a dict or mapping, unbound if none
    /// nil until the first field without or with a number decides.
    var automatic: Bool? = nil
    var nextIndex = 0

    static func define(_ t: TypeRef) {
        t.method("format", "($self, /, *args, **kwargs)") { a throws(Raise) in
            try run(StrRef(a[0]), a[1], a[2])
        }
        t.method("format_map", "($self, mapping, /)") { a throws(Raise) in try run(StrRef(a[0]), .unbound, a[1]) }
    }
    static func run(_ s: StrRef, _ positional: Value, _ named: Value) throws(Raise) -> Value {
        var f = StrFormat(positional: positional, named: named)
        var b = TextBuilder(capacity: s.count + 32)
        do throws(Raise) { try f.build(s.view, 2, &b) } catch { b.free(); throw error }
        return StrRef.make(&b)
    }

    /// One stretch of a format string: literal text, then perhaps a field.
    public struct Piece {
        public var literal: TextView
        public var hasField = false
        public var name = TextView(""), spec = TextView("")
        public var conversion: UInt32 = 0
        var nestedSpec = false
    }
    /// (MarkupIterator_next)
    public static func nextPiece(_ s: TextView, _ position: inout Int) throws(Raise) -> Piece? {
        let n = s.count
        if position >= n { return nil }
        let start = position
        var i = start, c: UInt32 = 0, markup = false
        while i < n {
            c = s[i]; i += 1
            if c == 123 || c == 125 { markup = true; break }
        }
        if !markup { position = i; return Piece(literal: s.slice(start, i)) }
        if i >= n { throw Errors.valueError(c == 125 ? "Single '}' encountered in format string" : "Single '{' encountered in format string") }
        if s[i] == c { position = i + 1; return Piece(literal: s.slice(start, i)) }
        if c == 125 { throw Errors.valueError("Single '}' encountered in format string") }
        var p = Piece(literal: s.slice(start, i - 1), hasField: true)
        // The field's name.
        let nameStart = i
        var ended = false
        while i < n {
            c = s[i]; i += 1
            if c == 123 { throw Errors.valueError("unexpected '{' in field name") }
            if c == 91 { while i < n && s[i] != 93 { i += 1 }; continue }
            if c == 125 || c == 58 || c == 33 { ended = true; break }
        }
        p.name = s.slice(nameStart, ended ? i - 1 : i)
        if ended && (c == 33 || c == 58) {
            if c == 33 {
                if i >= n { throw Errors.valueError("end of string while looking for conversion specifier") }
                p.conversion = s[i]; i += 1
                if i < n {
                    c = s[i]; i += 1
                    if c == 125 { position = i; return p }
                    if c != 58 { throw Errors.valueError("expected ':' after conversion specifier") }
                }
            }
            let specStart = i
            var depth = 1
            while i < n {
                c = s[i]; i += 1
                if c == 123 { p.nestedSpec = true; depth += 1 }
                if c == 125 {
                    depth -= 1
                    if depth == 0 { p.spec = s.slice(specStart, i - 1); position = i; return p }
                }
            }
            throw Errors.valueError("unmatched '{' in format spec")
        }
        if !ended { throw Errors.valueError("expected '}' before end of string") }
        position = i
        return p
    }

    private mutating func build(_ s: TextView, _ depth: Int, _ out: inout TextBuilder) throws(Raise) {
        if depth <= 0 { throw Errors.valueError("Max string recursion exceeded") }
        var i = 0
        while let p = try StrFormat.nextPiece(s, &i) {
            out.append(p.literal)
            if !p.hasField { continue }
            var v = try field(p.name)
            switch p.conversion {
            case 0: break
            case 114: v = try Operations.repr(v)
            case 115: v = try Operations.str(v)
            case 97: v = try TextOperations.ascii(v)
            case let c where c > 32 && c < 127: throw Errors.valueError("Unknown conversion specifier \(Character(Unicode.Scalar(c)!))")
            case let c: throw Errors.valueError("Unknown conversion specifier \\x\(String(c, radix: 16))")
            }
            if p.spec.count == 0 {
                if v.isExactly(Types.str) { out.append(StrRef(v.ref).view); continue }
                if v.isInt { out.append(decimal: v.int); continue }
                out.append(StrRef(try Operations.format(v, StrRef.empty).ref).view)
                continue
            }
            if !p.nestedSpec, try StrFormat.put(v, p.spec, &out) { continue }
            var spec = Value.unbound
            if p.nestedSpec {
                var b = TextBuilder()
                do throws(Raise) { try build(p.spec, depth - 1, &b) } catch { b.free(); throw error }
                spec = StrRef.make(&b)
            } else { spec = StrRef.make(p.spec) }
            out.append(StrRef(try Operations.format(v, spec).ref).view)
        }
    }
    /// Writes V, a number or a str, as SPEC says; false, with nothing written, where that is for its `__format__` to do or to refuse.
    private static func put(_ v: Value, _ spec: TextView, _ out: inout TextBuilder) throws(Raise) -> Bool {
        let isStr = v.isExactly(Types.str)
        guard isStr || v.isInt || v.isFloat else { return false }
        guard case .success(let f) = FormatSpec.parse(spec, type: isStr ? 115 : v.isInt ? 100 : 0, align: isStr ? 60 : 62), f.width < 1000, f.precision < 1000 else { return false }
        let before = out.count
        let e = isStr ? f.format(text: StrRef(v.ref).view, into: &out)
            : v.isFloat ? f.format(float: v.float, into: &out) : try NumberFormat.write(int: v, f, &out)
        if e != nil { out.count = before }
        return e == nil
    }
    /// -1 unless NAME is all digits.
    public static func integer(_ name: TextView) throws(Raise) -> Int {
        if name.count == 0 { return -1 }
        var r = 0
        for i in 0..<name.count {
            guard let d = UnicodeData.decimal(name[i]) else { return -1 }
            if r > (Int.max - d) / 10 { throw Errors.valueError("Too many decimal digits in format string") }
            r = r * 10 + d
        }
        return r
    }
    /// Where the first part of a field name ends.
    public static func firstEnd(_ name: TextView) -> Int {
        var i = 0
        while i < name.count && name[i] != 46 && name[i] != 91 { i += 1 }
        return i
    }
    /// The next `.name` or `[key]` of a field name.
    public static func nextAccess(_ name: TextView, _ i: inout Int) throws(Raise) -> (isAttribute: Bool, index: Int, text: TextView)? {
        let n = name.count
        if i >= n { return nil }
        let c = name[i]
        i += 1
        if c == 46 {
            let from = i
            while i < n && name[i] != 46 && name[i] != 91 { i += 1 }
            if i == from { throw Errors.valueError("Empty attribute in format string") }
            return (true, -1, name.slice(from, i))
        }
        if c == 91 {
            let from = i
            while i < n && name[i] != 93 { i += 1 }
            if i >= n { throw Errors.valueError("Missing ']' in format string") }
            let t = name.slice(from, i)
            i += 1
            if t.count == 0 { throw Errors.valueError("Empty attribute in format string") }
            return (false, try integer(t), t)
        }
        throw Errors.valueError("Only '.' or '[' may follow ']' in format field specifier")
    }
    private mutating func field(_ name: TextView) throws(Raise) -> Value {
        let end = StrFormat.firstEnd(name)
        let first = name.slice(0, end)
        var index = try StrFormat.integer(first)
        if first.count == 0 || index >= 0 {
            let wantsAutomatic = first.count == 0
            if let automatic, automatic != wantsAutomatic {
                throw Errors.valueError(automatic ? "cannot switch from automatic field numbering to manual field specification" : "cannot switch from manual field specification to automatic field numbering")
            }
            automatic = wantsAutomatic
            if wantsAutomatic { index = nextIndex; nextIndex += 1 }
        }
        var v: Value
        if index >= 0 {
            if positional.isUnbound { throw Errors.valueError("Format string contains positional fields") }
            let t = TupleRef(positional)
            if index >= t.count { throw Errors.indexError("Replacement index \(index) out of range for positional args tuple") }
            v = t[index]
        } else {
            let key = StrRef.make(first)
            if named.isUnbound { throw Errors.keyError(key) }
            v = try Operations.getItem(named, key)
        }
        var i = end
        while let a = try StrFormat.nextAccess(name, &i) {
            if a.isAttribute { v = try Operations.getAttribute(v, StrRef.intern(StrRef.make(a.text))) }
            else if a.index >= 0 { v = try Operations.getItem(v, Value.int(a.index)) }
            else { v = try Operations.getItem(v, StrRef.make(a.text)) }
        }
        return v
    }

    // MARK: str.__format__

    /// `format(s, spec)` of a str.
    static func formatSelf(_ value: Value, _ spec: StrRef) throws(Raise) -> Value {
        let s = StrRef(value)
        if spec.count == 0 { return try Operations.str(value) }
        var b = TextBuilder()
        switch SpecCache.parse(spec, type: 115, align: 60) {
        case .success(let f):
            guard f.width < 1 << 40, Heap.canAllocate(max(0, f.width) * 4 + 64) else { throw Errors.memoryError() }
            if let e = f.format(text: s.view, into: &b) { b.free(); throw failure(e, spec, value) }
        case .failure(let e): throw failure(e, spec, value)
        }
        return StrRef.make(&b)
    }
    /// The exception for a specification that does not suit VALUE.
    static func failure(_ e: FormatError, _ spec: StrRef, _ value: Value) -> Raise {
        var b = TextBuilder()
        e.message(spec: spec.view, typeName: StrRef(value.type.name).view, into: &b)
        return Errors.make(e.isOverflow ? Exceptions.overflowError : Exceptions.valueError, value: StrRef.make(&b))
    }
}

/// Specifications parsed before, by the identity of their strs: those of f-strings and calls of `format` are constants of the program.
enum SpecCache {
    private struct Entry { var type: UInt32 = 0, align: UInt8 = 0, spec = FormatSpec() }
    private static let size = 16
    nonisolated(unsafe) private static var keys: UnsafeMutablePointer<Value>! = nil
    nonisolated(unsafe) private static var entries: UnsafeMutablePointer<Entry>! = nil

    static func parse(_ s: StrRef, type: UInt32, align: UInt8) -> Result<FormatSpec, FormatError> {
        if keys == nil { start() }
        let v = s.value, i = Int(truncatingIfNeeded: v.bits >> 4 ^ v.bits >> 9) & (size - 1)
        if keys[i] == v && entries[i].type == type && entries[i].align == align { return .success(entries[i].spec) }
        let r = FormatSpec.parse(s.view, type: type, align: align)
        if case .success(let f) = r { keys[i] = v; entries[i] = Entry(type: type, align: align, spec: f) }
        return r
    }
    private static func start() {
        keys = .allocate(capacity: size); keys.initialize(repeating: .unbound, count: size)
        entries = .allocate(capacity: size); entries.initialize(repeating: Entry(), count: size)
        for i in 0..<size { Heap.addRoot(keys + i) }
    }
}
