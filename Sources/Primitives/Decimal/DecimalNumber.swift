// Decimal numbers after the General Decimal Arithmetic specification (PEP 327), with libmpdec's conditions: every operation
// gives its result and adds to a status; who calls decides which conditions become errors. Nothing here knows Python.

/// Conditions, as libmpdec numbers them.
public enum DecimalStatus {
    public static let clamped: UInt32 = 1, conversionSyntax: UInt32 = 2, divisionByZero: UInt32 = 4, divisionImpossible: UInt32 = 8, divisionUndefined: UInt32 = 0x10
    public static let inexact: UInt32 = 0x40, invalidContext: UInt32 = 0x80, invalidOperation: UInt32 = 0x100, memory: UInt32 = 0x200, overflow: UInt32 = 0x800
    public static let rounded: UInt32 = 0x1000, subnormal: UInt32 = 0x2000, underflow: UInt32 = 0x4000, floatOperation: UInt32 = 0x8000
    /// All that count as InvalidOperation.
    public static let invalid: UInt32 = conversionSyntax | divisionImpossible | divisionUndefined | invalidContext | invalidOperation | memory
    public static let errors: UInt32 = invalid | divisionByZero
}
public enum DecimalRounding: Int { case up, down, ceiling, floor, halfUp, halfDown, halfEven, zeroFiveUp }

public struct DecimalContext {
    public var precision: Int, emin: Int, emax: Int
    public var rounding: DecimalRounding
    public var clamp: Bool
    public init(precision: Int, emin: Int, emax: Int, rounding: DecimalRounding, clamp: Bool) {
        self.precision = precision; self.emin = emin; self.emax = emax; self.rounding = rounding; self.clamp = clamp
    }
    public static let limit = 999_999_999_999_999_999
    /// The widest there is: results are exact or do not exist.
    public static let widest = DecimalContext(precision: limit, emin: -limit, emax: limit, rounding: .halfEven, clamp: false)
    public var etiny: Int { emin - (precision - 1) }
    public var etop: Int { emax - (precision - 1) }
}

public struct DecimalNumber {
    public enum Kind: UInt8 { case finite, infinite, quiet, signaling }
    public var negative: Bool
    public var kind: Kind
    /// The payload of a NaN.
    public var coefficient: Natural
    public var exponent: Int

    @inline(__always) public init(_ negative: Bool, _ c: Natural, _ e: Int, _ kind: Kind = .finite) { self.negative = negative; coefficient = c; exponent = e; self.kind = kind }
    public static let nan = DecimalNumber(false, .zero, 0, .quiet)
    public static func infinity(_ negative: Bool) -> DecimalNumber { DecimalNumber(negative, .zero, 0, .infinite) }
    @inline(__always) public var isFinite: Bool { kind == .finite }
    @inline(__always) public var isInfinite: Bool { kind == .infinite }
    @inline(__always) public var isNaN: Bool { kind.rawValue >= 2 }
    @inline(__always) public var isZero: Bool { kind == .finite && coefficient.isZero }
    public var digits: Int { coefficient.digits }
    /// Exponent of the most significant digit.
    public var adjusted: Int { exponent &+ coefficient.digits &- 1 }
    public var isInteger: Bool {
        if !isFinite { return false }
        if exponent >= 0 || coefficient.isZero { return true }
        return coefficient.trailingZeros(atMost: -exponent) == -exponent
    }
    public func withSign(_ n: Bool) -> DecimalNumber { var d = self; d.negative = n; return d }

    // MARK: rounding

    /// Whether the coefficient goes up one when REST (as `dividedByPower10` has it) was cut off.
    static func roundsUp(_ c: Natural, _ rest: Int, _ negative: Bool, _ r: DecimalRounding) -> Bool {
        if rest == 0 { return false }
        switch r {
        case .up: return true
        case .down: return false
        case .ceiling: return !negative
        case .floor: return negative
        case .halfUp: return rest >= 5
        case .halfDown: return rest > 5
        case .halfEven: return rest > 5 || rest == 5 && c.isOdd
        case .zeroFiveUp: let d = c.lastDigit; return d == 0 || d == 5
        }
    }
    /// Makes the number fit the context. (mpd_qfinalize)
    public mutating func finalize(_ x: DecimalContext, _ s: inout UInt32) {
        if kind != .finite {
            if isNaN { fixPayload(x) }
            return
        }
        checkExponent(x, &s)
        if kind != .finite { return }
        let n = coefficient.digits
        if n > x.precision {
            let k = n - x.precision, (q, rest) = coefficient.dividedByPower10(k)
            coefficient = q; exponent += k
            s |= DecimalStatus.rounded
            if rest != 0 {
                s |= DecimalStatus.inexact
                if DecimalNumber.roundsUp(q, rest, negative, x.rounding) {
                    coefficient = q + .one
                    if coefficient.digits > x.precision {
                        coefficient = coefficient.dividedByPower10(1).0; exponent += 1
                        checkExponent(x, &s)
                    }
                }
            }
        }
    }
    mutating func fixPayload(_ x: DecimalContext) {
        let room = x.precision - (x.clamp ? 1 : 0)
        if coefficient.isZero { return }
        if room <= 0 { coefficient = .zero } else if coefficient.digits > room { coefficient = coefficient.lowDigits(room) }
    }
    private mutating func checkExponent(_ x: DecimalContext, _ s: inout UInt32) {
        let adjusted = self.adjusted
        if adjusted > x.emax {
            if coefficient.isZero {
                exponent = x.clamp ? x.emax - (x.precision - 1) : x.emax
                s |= DecimalStatus.clamped
                return
            }
            let largest: Bool
            switch x.rounding {
            case .up, .halfUp, .halfDown, .halfEven: largest = false
            case .down, .zeroFiveUp: largest = true
            case .ceiling: largest = negative
            case .floor: largest = !negative
            }
            if largest {
                coefficient = Natural.power10(x.precision) - .one
                exponent = x.emax - x.precision + 1
            } else { self = DecimalNumber.infinity(negative) }
            s |= DecimalStatus.overflow | DecimalStatus.inexact | DecimalStatus.rounded
        } else if x.clamp && exponent > x.etop {
            let k = exponent - x.etop
            coefficient = coefficient.timesPower10(k)
            exponent -= k
            s |= DecimalStatus.clamped
            if !coefficient.isZero && adjusted < x.emin { s |= DecimalStatus.subnormal }
        } else if adjusted < x.emin {
            let tiny = x.etiny
            if coefficient.isZero {
                if exponent < tiny { exponent = tiny; s |= DecimalStatus.clamped }
                return
            }
            s |= DecimalStatus.subnormal
            if exponent < tiny {
                let (q, rest) = coefficient.dividedByPower10(tiny - exponent)
                exponent = tiny
                coefficient = DecimalNumber.roundsUp(q, rest, negative, x.rounding) ? q + .one : q
                s |= DecimalStatus.rounded
                if rest != 0 {
                    s |= DecimalStatus.inexact | DecimalStatus.underflow
                    if coefficient.isZero { s |= DecimalStatus.clamped }
                }
            }
        }
    }
    static func invalid(_ s: inout UInt32, _ condition: UInt32 = DecimalStatus.invalidOperation) -> DecimalNumber { s |= condition; return .nan }
    /// The result that a NaN among the operands gives; nil: there is none.
    static func nanResult(_ a: DecimalNumber, _ b: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber? {
        if !a.isNaN && !b.isNaN { return nil }
        var r = a
        if a.kind == .signaling || b.kind == .signaling {
            s |= DecimalStatus.invalidOperation
            r = a.kind == .signaling ? a : b
        } else if !a.isNaN { r = b }
        r.kind = .quiet
        r.fixPayload(x)
        return r
    }
    static func nanResult(_ a: DecimalNumber, _ x: DecimalContext, _ s: inout UInt32) -> DecimalNumber? { a.isNaN ? nanResult(a, a, x, &s) : nil }

    // MARK: text

    /// A numeric string in ASCII; nil: it is none. Exponents beyond all bounds saturate.
    public init?(text p: UnsafePointer<UInt8>, _ n: Int) {
        var i = 0
        var negative = false
        if i < n && (p[i] == 43 || p[i] == 45) { negative = p[i] == 45; i += 1 }
        func lower(_ k: Int) -> UInt8 { k < n ? (p[k] >= 65 && p[k] <= 90 ? p[k] + 32 : p[k]) : 0 }
        func word(_ w: StaticString, _ at: Int) -> Bool {
            for k in 0..<w.utf8CodeUnitCount where lower(at + k) != w.utf8Start[k] { return false }
            return true
        }
        if lower(i) == 105 {
            guard word("inf", i), n == i + 3 || word("infinity", i) && n == i + 8 else { return nil }
            self = DecimalNumber.infinity(negative)
            return
        }
        if lower(i) == 110 || lower(i) == 115 {
            let signaling = lower(i) == 115
            if signaling { i += 1 }
            guard word("nan", i) else { return nil }
            i += 3
            for k in i..<max(i, n) where p[k] < 48 || p[k] > 57 { return nil }
            while i < n && p[i] == 48 { i += 1 }
            self.init(negative, Natural(digits: p + i, n - i), 0, signaling ? .signaling : .quiet)
            return
        }
        // Digits with one point among them.
        let start = i
        var point = -1, count = 0
        while i < n, p[i] == 46 || (p[i] >= 48 && p[i] <= 57) {
            if p[i] == 46 { if point >= 0 { return nil }; point = i } else { count += 1 }
            i += 1
        }
        if count == 0 { return nil }
        let end = i
        var e = 0
        if i < n {
            guard lower(i) == 101 else { return nil }
            i += 1
            var down = false
            if i < n && (p[i] == 43 || p[i] == 45) { down = p[i] == 45; i += 1 }
            guard i < n else { return nil }
            while i < n {
                guard p[i] >= 48 && p[i] <= 57 else { return nil }
                e = e < 300_000_000_000_000_000 ? e * 10 + Int(p[i] - 48) : 3_000_000_000_000_000_000
                i += 1
            }
            if down { e = -e }
        }
        var c: Natural
        if point < 0 { c = Natural(digits: p + start, count) }
        else {
            e -= end - point - 1
            c = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { b in
                var o = 0
                for k in start..<end where k != point { b[o] = p[k]; o += 1 }
                return Natural(digits: UnsafePointer(b.baseAddress!), count)
            }
        }
        if count > 1 && c.isZero { c = .zero }
        self.init(negative, c, e)
    }
    /// Scientific (or engineering) notation, as `to-scientific-string`.
    public func text(engineering: Bool = false, capitals: Bool = true) -> [UInt8] {
        var out: [UInt8] = []
        if negative { out.append(45) }
        if kind != .finite {
            out += kind == .infinite ? "Infinity".utf8 : kind == .quiet ? "NaN".utf8 : "sNaN".utf8
            if isNaN && !coefficient.isZero { out += coefficient.text }
            return out
        }
        let d = coefficient.text, left = exponent + d.count
        let point: Int
        if exponent <= 0 && left > -6 { point = left }
        else if !engineering { point = 1 }
        else if coefficient.isZero { point = ((left + 1) % 3 + 3) % 3 - 1 }
        else { point = ((left - 1) % 3 + 3) % 3 + 1 }
        if point <= 0 {
            out += [48, 46]
            out += [UInt8](repeating: 48, count: -point)
            out += d
        } else if point >= d.count {
            out += d
            out += [UInt8](repeating: 48, count: point - d.count)
        } else {
            out += d[0..<point]
            out.append(46)
            out += d[point...]
        }
        if left != point {
            let e = left - point
            out.append(capitals ? 69 : 101)
            out.append(e < 0 ? 45 : 43)
            out += Natural(UInt128(e.magnitude)).text
        }
        return out
    }
}
