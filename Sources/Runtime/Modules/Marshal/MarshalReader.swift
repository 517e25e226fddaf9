import Primitives
import Syntax

/// Reading what `MarshalWriter` or CPython's `marshal` wrote (code objects only of our own form). Damaged input raises, with CPython's texts.
struct MarshalReader {
    private static let maxDepth = 2000
    private var bytes: Value
    private let file: Value
    private let allowCode: Bool
    private var at = 0
    /// Objects that later references name; a place is reserved before the object exists.
    private let references = ListRef.allocate()
    private var depth = 0

    init(bytes: Value, file: Value, allowCode: Bool) { self.bytes = bytes; self.file = file; self.allowCode = allowCode }

    private static func short() -> Raise { Errors.make(Exceptions.eofError, "marshal data too short") }
    private static func bad(_ what: String) -> Raise { Errors.valueError("bad marshal data (\(what))") }

    /// The next N bytes; their address holds until the next call.
    private mutating func take(_ n: Int) throws(Raise) -> UnsafePointer<UInt8> {
        if file.isUnbound {
            if BytesRef(bytes).count - at < n { throw MarshalReader.short() }
            let p = UnsafePointer(BytesRef(bytes).data + at)
            at += n
            return p
        }
        let b = try Call.call(file, Value(int: n))
        if !b.isBytes { throw Errors.typeError("file.read() returned not bytes but \(b.type)") }
        if BytesRef(b).count < n { throw MarshalReader.short() }
        bytes = b
        return UnsafePointer(BytesRef(b).data)
    }
    private mutating func long() throws(Raise) -> Int {
        let p = try take(4)
        return Int(Int32(bitPattern: UInt32(p[0]) | UInt32(p[1]) << 8 | UInt32(p[2]) << 16 | UInt32(p[3]) << 24))
    }
    private mutating func double() throws(Raise) -> Double {
        let p = try take(8)
        var b: UInt64 = 0
        for i in 0..<8 { b |= UInt64(p[i]) << UInt64(i * 8) }
        return Double(bitPattern: b)
    }
    private mutating func text() throws(Raise) -> Double {
        let n = Int(try take(1)[0])
        let p = try take(n)
        let v = try Call.call(Types.float.value, StrRef.make(utf8: p, n))
        return v.asDouble
    }
    private mutating func size(_ what: String) throws(Raise) -> Int {
        let n = try long()
        if n < 0 { throw MarshalReader.bad("\(what) size out of range") }
        return n
    }
    mutating func top() throws(Raise) -> Value {
        let v = try object()
        if v.isUnbound { throw Errors.typeError("NULL object in marshal data for object") }
        return v
    }
    private mutating func item(_ what: String) throws(Raise) -> Value {
        let v = try object()
        if v.isUnbound { throw Errors.typeError("NULL object in marshal data for \(what)") }
        return v
    }
    /// Unbound for the null object.
    private mutating func object() throws(Raise) -> Value {
        depth += 1
        defer { depth -= 1 }
        if depth > MarshalReader.maxDepth { throw Errors.valueError("recursion limit exceeded") }
        let code: UInt8
        do throws(Raise) { code = try take(1)[0] } catch {
            if error.isException && Errors.matches(Exceptions.eofError) { Errors.take(); throw Errors.make(Exceptions.eofError, "EOF read where object expected") }
            throw error
        }
        let flag = code & 0x80 != 0
        var place = -1
        if flag { place = references.count; references.append(.none) }
        func keep(_ v: Value) -> Value { if place >= 0 { references[place] = v }; return v }
        switch Character(Unicode.Scalar(code & 0x7f)) {
        case "0": if place >= 0 { references.truncate(place) }; return .unbound
        case "N": if place >= 0 { references.truncate(place) }; return .none
        case "S": if place >= 0 { references.truncate(place) }; return Exceptions.stopIteration.value
        case ".": if place >= 0 { references.truncate(place) }; return .ellipsis
        case "F": if place >= 0 { references.truncate(place) }; return .false
        case "T": if place >= 0 { references.truncate(place) }; return .true
        case "i": return keep(Value(int: try long()))
        case "I":
            let p = try take(8)
            var b: UInt64 = 0
            for i in 0..<8 { b |= UInt64(p[i]) << UInt64(i * 8) }
            return keep(.int(Int(Int64(bitPattern: b))))
        case "l": return keep(try bigInt())
        case "f": return keep(Value(float: try text()))
        case "g": return keep(Value(float: try double()))
        case "x": let re = try text(); return keep(ComplexObject.make(Complex(re, try text())))
        case "y": let re = try double(); return keep(ComplexObject.make(Complex(re, try double())))
        case "s":
            let n = try size("bytes object")
            return keep(BytesRef.make(try take(n), n))
        case "A", "a":
            let n = try size("string"), v = StrRef.make(try take(n), count: n, kind: 1)
            return keep(code & 0x7f == 65 ? StrRef.intern(v) : v)
        case "Z", "z":
            let n = Int(try take(1)[0]), v = StrRef.make(try take(n), count: n, kind: 1)
            return keep(code & 0x7f == 90 ? StrRef.intern(v) : v)
        case "t", "u":
            let n = try size("string")
            let v = n == 0 ? StrRef.empty : try Codecs.decode(.utf8, .none, UnsafeBufferPointer(start: try take(n), count: n), errors: StrRef.intern("surrogatepass"), final: true).text
            return keep(code & 0x7f == 116 ? StrRef.intern(v) : v)
        case "(", ")":
            let n = code & 0x7f == 41 ? Int(try take(1)[0]) : try size("tuple")
            // The items may refer to the tuple, which does not exist before its size is proven.
            let l = ListRef.allocate()
            for _ in 0..<n { l.append(try item("tuple")) }
            return keep(l.asTuple())
        case "[":
            let n = try size("list"), l = ListRef.allocate()
            _ = keep(l.value)
            for _ in 0..<n { l.append(try item("list")) }
            return l.value
        case "{":
            let d = DictRef.allocate()
            _ = keep(d.value)
            while true {
                let k = try object()
                if k.isUnbound { break }
                let v = try object()
                if v.isUnbound { break }
                try d.set(k, v)
            }
            return d.value
        case "<", ">":
            let n = try size("set"), l = ListRef.allocate()
            for _ in 0..<n { l.append(try item("set")) }
            return keep(try Call.call(code & 0x7f == 60 ? Types.set.value : Types.frozenset.value, l.value))
        case ":":
            let a = try item("slice"), b = try item("slice"), c = try item("slice")
            return keep(SliceObject.make(a, b, c))
        case "r":
            let n = try long()
            if n < 0 || n >= references.count { throw MarshalReader.bad("invalid reference") }
            return references[n]
        case "c":
            if !allowCode { throw Errors.valueError("unmarshalling code objects is disallowed") }
            return keep(try self.code())
        default: throw MarshalReader.bad("unknown type code")
        }
    }
    private mutating func bigInt() throws(Raise) -> Value {
        let n = try long()
        if n == 0 { return Value(int: 0) }
        if n == Int(Int32.min) { throw MarshalReader.bad("long size out of range") }
        let count = abs(n)
        var bits = ByteBuilder(capacity: count * 2 + 8)
        defer { bits.free() }
        var hold: UInt32 = 0, have: UInt32 = 0
        let p = try take(count * 2)
        for k in 0..<count {
            let d = UInt32(p[k * 2]) | UInt32(p[k * 2 + 1]) << 8
            if d > 0x7fff { throw MarshalReader.bad("digit out of range in long") }
            if k == count - 1 && d == 0 { throw MarshalReader.bad("unnormalized long data") }
            hold |= d << have
            have += 15
            while have >= 8 { bits.append(UInt8(truncatingIfNeeded: hold)); hold >>= 8; have -= 8 }
        }
        bits.append(UInt8(truncatingIfNeeded: hold))
        let v = Integers.fromBytes(UnsafeBufferPointer(start: bits.base, count: bits.count), little: true, signed: false)
        return n < 0 ? try Operations.unary(.neg, v) : v
    }
    private mutating func code() throws(Raise) -> Value {
        let scope = try long(), flags = UInt32(truncatingIfNeeded: try long()), optimize = try long()
        let fileName = try item("code")
        if !fileName.isStr { throw MarshalReader.bad("code without a file name") }
        let n = try size("code")
        guard let tree = SyntaxTree(loading: UnsafeRawBufferPointer(start: try take(n), count: n)) else { throw MarshalReader.bad("code of another version or damaged") }
        var o = Compiler.Options()
        o.flags = flags; o.optimize = optimize
        let module = Compiler.code(tree, fileName: fileName, o)
        if CodeObject(module.ref).code.scope == scope { return module }
        guard let found = try find(module, scope) else { throw MarshalReader.bad("code of a scope that does not exist") }
        return found
    }
    /// The code of a scope within an outer code.
    private func find(_ v: Value, _ scope: Int) throws(Raise) -> Value? {
        let c = CodeObject(v.ref).code
        if c.scope == scope { return v }
        try c.prepareAll()
        for i in 0..<c.constants.count where c.constants[i].isExactly(Types.code) {
            if let found = try find(c.constants[i], scope) { return found }
        }
        return nil
    }
}
