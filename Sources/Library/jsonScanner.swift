import Glibc
import Primitives
import Runtime

/// Reads JSON out of a str of one width of code point. Positions are indices of code points. (Modules/_json.c)
struct JSONScanner<U: CodeUnit> {
    let text: StrRef
    let p: UnsafePointer<U>
    let n: Int
    let strict: Bool
    /// unbound: none.
    let objectHook: Value, pairsHook: Value, parseFloat: Value, parseInt: Value, parseConstant: Value

    init(_ s: StrRef, _ strict: Bool) {
        text = s; p = UnsafeRawPointer(s.data).assumingMemoryBound(to: U.self); n = s.count; self.strict = strict
        objectHook = .none; pairsHook = .none; parseFloat = .none; parseInt = .none; parseConstant = .none
    }
    init(_ s: StrRef, _ scanner: Ref) {
        text = s; p = UnsafeRawPointer(s.data).assumingMemoryBound(to: U.self); n = s.count
        strict = scanner.value(2) == .true
        objectHook = scanner.value(3); pairsHook = scanner.value(4); parseFloat = scanner.value(5); parseInt = scanner.value(6); parseConstant = scanner.value(7)
    }
    private func error(_ m: StaticString, _ at: Int) throws(Raise) -> Raise { try JSONModule.decodeError(m, text.value, at) }

    /// Keys met before, by a hash of their characters: lies in the machine stack, where the collector looks.
    static var keySlots: Int { 64 }

    func document(_ i: inout Int) throws(Raise) -> Value {
        var result = Value.unbound, failure: Raise? = nil, at = i
        withUnsafeTemporaryAllocation(of: Value.self, capacity: JSONScanner.keySlots + JSONTemplates.slots) { keys in
            keys.initialize(repeating: .unbound)
            do throws(Raise) { result = try value(&at, keys.baseAddress!, 0) } catch { failure = error }
        }
        if let failure { throw failure }
        i = at
        return result
    }
    @inline(__always) private func skipSpace(_ i: inout Int) {
        while i < n { let c = p[i]; if c == 32 || c == 10 || c == 13 || c == 9 { i &+= 1 } else { return } }
    }
    private func literal(_ i: Int, _ s: StaticString) -> Bool {
        if i + s.utf8CodeUnitCount > n { return false }
        for k in 0..<s.utf8CodeUnitCount where p[i + k] != U(s.utf8Start[k]) { return false }
        return true
    }
    private func constant(_ name: StaticString) throws(Raise) -> Value { try Call.call(parseConstant, StrRef.intern(name.description)) }

    private func value(_ i: inout Int, _ keys: UnsafeMutablePointer<Value>, _ depth: Int) throws(Raise) -> Value {
        if i >= n { throw Errors.stopIteration(.int(i)) }
        let c = p[i]
        switch c {
        case 34:
            i &+= 1
            return try string(&i)
        case 123:
            try NativeRecursion.check(" while decoding a JSON object from a unicode string")
            i &+= 1
            return try object(&i, keys, depth)
        case 91:
            try NativeRecursion.check(" while decoding a JSON array from a unicode string")
            i &+= 1
            return try array(&i, keys, depth)
        case 110: if literal(i, "null") { i &+= 4; return .none }
        case 116: if literal(i, "true") { i &+= 4; return .true }
        case 102: if literal(i, "false") { i &+= 5; return .false }
        case 78: if literal(i, "NaN") { i &+= 3; return try constant("NaN") }
        case 73: if literal(i, "Infinity") { i &+= 8; return try constant("Infinity") }
        case 45: if literal(i, "-Infinity") { i &+= 9; return try constant("-Infinity") }
        default: break
        }
        return try number(&i)
    }
    private func array(_ i: inout Int, _ keys: UnsafeMutablePointer<Value>, _ depth: Int) throws(Raise) -> Value {
        let out = ListRef.allocate()
        skipSpace(&i)
        if i < n && p[i] == 93 { i &+= 1; return out.value }
        while true {
            out.append(try value(&i, keys, depth))
            skipSpace(&i)
            if i < n && p[i] == 44 {
                let comma = i
                i &+= 1
                skipSpace(&i)
                if i < n && p[i] == 93 { throw try error("Illegal trailing comma before end of array", comma) }
                continue
            }
            if i < n && p[i] == 93 { i &+= 1; return out.value }
            throw try error("Expecting ',' delimiter", i)
        }
    }
    private func object(_ i: inout Int, _ keys: UnsafeMutablePointer<Value>, _ depth: Int) throws(Raise) -> Value {
        let pairs: ListRef? = pairsHook.isNone ? nil : ListRef.allocate()
        let templates = JSONTemplates(slots: keys + JSONScanner.keySlots)
        // (What hooks get they may change.)
        let template = pairs == nil && objectHook.isNone ? templates.at(depth) : nil
        var out = template?.copy() ?? DictRef.allocate()
        // How many entries of the copied table have their values; -1: nothing is copied.
        var filled = template == nil ? -1 : 0, isPlain = template == nil && depth < JSONTemplates.depths
        skipSpace(&i)
        if i < n && p[i] == 125 { i &+= 1 } else {
            while true {
                guard i < n && p[i] == 34 else { throw try error("Expecting property name enclosed in double quotes", i) }
                i &+= 1
                var key = Value.unbound
                if filled >= 0 {
                    if filled < out.count && isNext(out.key(filled), &i) { key = out.key(filled) } else {
                        out = first(filled, of: out)
                        filled = -1
                        templates.missed(depth)
                    }
                }
                if filled < 0 { key = try self.key(&i, keys, &isPlain) }
                skipSpace(&i)
                guard i < n && p[i] == 58 else { throw try error("Expecting ':' delimiter", i) }
                i &+= 1
                skipSpace(&i)
                let v = try value(&i, keys, depth + 1)
                if filled >= 0 {
                    out.replaceValue(filled, v)
                    filled &+= 1
                } else if let pairs { pairs.append(TupleRef.make(key, v)) } else { try out.set(key, v) }
                skipSpace(&i)
                if i < n && p[i] == 125 { i &+= 1; break }
                guard i < n && p[i] == 44 else { throw try error("Expecting ',' delimiter", i) }
                let comma = i
                i &+= 1
                skipSpace(&i)
                if i < n && p[i] == 125 { throw try error("Illegal trailing comma before end of object", comma) }
            }
        }
        if let pairs { return try Call.call(pairsHook, pairs.value) }
        if filled < 0 { if isPlain && objectHook.isNone { templates.note(out, depth) } }
        else if filled < out.count {
            out = first(filled, of: out)
            templates.missed(depth)
        }
        return objectHook.isNone ? out.value : try Call.call(objectHook, out.value)
    }
    /// A dict of the first COUNT entries of D.
    @inline(never) private func first(_ count: Int, of d: DictRef) -> DictRef {
        let out = DictRef.allocate()
        for k in 0..<count { out.set(name: d.key(k), d.valueAt(k)) }
        return out
    }
    /// Whether the key K and its closing quote come at I: I ends behind them.
    @inline(__always) private func isNext(_ k: Value, _ i: inout Int) -> Bool {
        let s = StrRef(k), count = s.count, q = s.latin
        guard i &+ count < n, p[i &+ count] == 34 else { return false }
        if U.bitWidth == 8 { if memcmp(p + i, q, count) != 0 { return false } }
        else { for j in 0..<count where U(q[j]) != p[i &+ j] { return false } }
        i = i &+ count &+ 1
        return true
    }
    /// A key: short plain ones, which their text spells without escapes, come out of the cache; others are not PLAIN.
    @inline(__always) private func key(_ i: inout Int, _ keys: UnsafeMutablePointer<Value>, _ plain: inout Bool) throws(Raise) -> Value {
        var j = i, h: UInt = 0xcbf2_9ce4
        let limit = min(n, i &+ 32)
        while j < limit {
            let c = p[j]
            if c == 34 {
                let slot = keys + Int((h ^ h &>> 15) & UInt(JSONScanner.keySlots - 1)), known = slot.pointee
                let count = j &- i
                if known.bits != 0 && StrRef(known).count == count && StrRef(known).isASCII {
                    let q = StrRef(known).latin
                    var k = 0
                    while k < count && U(q[k]) == p[i &+ k] { k &+= 1 }
                    if k == count { i = j &+ 1; return known }
                }
                let s = count == 0 ? StrRef.empty : StrRef.make(TextView(base: UnsafeRawPointer(p + i), count: count, kind: U.bitWidth / 8))
                _ = StrRef(s).hash
                slot.pointee = s
                i = j &+ 1
                return s
            }
            if c == 92 || c < 32 || c >= 128 { break }
            h = (h ^ UInt(truncatingIfNeeded: c)) &* 0x100_0193
            j &+= 1
        }
        plain = false
        let s = try string(&i)
        let hash = StrRef(s).hash, slot = keys + Int((UInt(bitPattern: hash) ^ UInt(bitPattern: hash) &>> 15) & UInt(JSONScanner.keySlots - 1)), known = slot.pointee
        if known.bits != 0 && StrRef(known).hash == hash && StrRef.equal(StrRef(known), StrRef(s)) { return known }
        slot.pointee = s
        return s
    }

    /// The string whose opening quote lies before I; I ends behind the closing one. (scanstring_unicode)
    func string(_ i: inout Int) throws(Raise) -> Value {
        let begin = i - 1
        var j = i, mask: U = 0
        while j < n {
            let c = p[j]
            if c == 34 || c == 92 || c < 32 { break }
            mask |= c
            j &+= 1
        }
        if j < n && p[j] == 34 {
            let s = StrRef.make(TextView(base: UnsafeRawPointer(p + i), count: j &- i, kind: U.bitWidth / 8, isASCII: U.bitWidth == 8 && mask < 128))
            i = j &+ 1
            return s
        }
        var b = TextBuilder(capacity: j - i + 32)
        do throws(Raise) {
            var from = i
            while true {
                var j = from
                while j < n {
                    let c = p[j]
                    if c == 34 || c == 92 { break }
                    if c < 32 && strict { throw try error("Invalid control character at", j) }
                    j &+= 1
                }
                if j >= n { throw try error("Unterminated string starting at", begin) }
                if j > from { b.append(TextView(base: UnsafeRawPointer(p + from), count: j - from, kind: U.bitWidth / 8)) }
                if p[j] == 34 { i = j + 1; break }
                j += 1
                if j >= n { throw try error("Unterminated string starting at", begin) }
                let c = UInt32(truncatingIfNeeded: p[j])
                j += 1
                switch c {
                case 34, 92, 47: b.append(c)
                case 98: b.append(UInt8(8))
                case 102: b.append(UInt8(12))
                case 110: b.append(UInt8(10))
                case 114: b.append(UInt8(13))
                case 116: b.append(UInt8(9))
                case 117:
                    guard let high = hex(j) else { throw try error("Invalid \\uXXXX escape", j - 1) }
                    var point = high
                    j += 4
                    if high >= 0xd800 && high <= 0xdbff, j + 5 < n, p[j] == 92, p[j + 1] == 117 {
                        guard let low = hex(j + 2) else { throw try error("Invalid \\uXXXX escape", j + 1) }
                        if low >= 0xdc00 && low <= 0xdfff { point = 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00); j += 6 }
                    }
                    b.append(point)
                default: throw try error("Invalid \\escape", j - 2)
                }
                from = j
            }
        } catch { b.free(); throw error }
        return StrRef.make(&b)
    }
    private func hex(_ at: Int) -> UInt32? {
        if at + 4 > n { return nil }
        var v: UInt32 = 0
        for k in 0..<4 {
            let c = UInt32(truncatingIfNeeded: p[at + k])
            switch c {
            case 48...57: v = v << 4 | (c - 48)
            case 97...102: v = v << 4 | (c - 87)
            case 65...70: v = v << 4 | (c - 55)
            default: return nil
            }
        }
        return v
    }

    @inline(__always) private func isDigit(_ i: Int) -> Bool { i < n && p[i] &- 48 < 10 }

    /// (_match_number_unicode)
    private func number(_ at: inout Int) throws(Raise) -> Value {
        let start = at
        var i = start
        let negative = p[i] == 45
        if negative { i &+= 1 }
        guard isDigit(i) else { throw Errors.stopIteration(.int(start)) }
        var small = 0
        let digits = i
        if p[i] == 48 { i &+= 1 } else {
            while i < n { let d = p[i] &- 48; if d >= 10 { break }; small = small &* 10 &+ Int(truncatingIfNeeded: d); i &+= 1 }
        }
        var isFloat = false
        if i + 1 < n && p[i] == 46 && isDigit(i + 1) {
            isFloat = true
            i &+= 2
            while isDigit(i) { i &+= 1 }
        }
        if i + 1 < n && (p[i] == 101 || p[i] == 69) {
            var j = i &+ 1
            if j < n && (p[j] == 43 || p[j] == 45) { j &+= 1 }
            if isDigit(j) {
                while isDigit(j) { j &+= 1 }
                isFloat = true
                i = j
            }
        }
        at = i
        if isFloat {
            if parseFloat == Types.float.value { return Value(float: double(start, i)) }
            return try Call.call(parseFloat, piece(start, i))
        }
        if parseInt == Types.int.value && i - digits <= 18 { return .int(negative ? -small : small) }
        return try Call.call(parseInt, piece(start, i))
    }
    private func piece(_ a: Int, _ b: Int) -> Value { StrRef.make(TextView(base: UnsafeRawPointer(p + a), count: b - a, kind: U.bitWidth / 8)) }
    private func double(_ a: Int, _ b: Int) -> Double {
        if U.bitWidth == 8 {
            return FloatParse.parse(UnsafeBufferPointer(start: UnsafeRawPointer(p + a).assumingMemoryBound(to: UInt8.self), count: b - a)) ?? .nan
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: b - a) { t in
            for k in 0..<(b - a) { t[k] = UInt8(truncatingIfNeeded: p[a + k]) }
            return FloatParse.parse(UnsafeBufferPointer(t)) ?? .nan
        }
    }
}
