// Laying a number out: |left padding|sign|prefix|inner padding|grouped digits|point|fraction|rest|right padding|. Zero padding is
// part of the digits, since the separators go through it. (`calc_number_widths`, `fill_number`)

/// The parts of a number's text and the layout of them.
struct NumberLayout {
    /// ASCII digits of the integer part, the fraction, and what follows (exponent, '%', "inf").
    var digits: UnsafeBufferPointer<UInt8>
    var fraction = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var rest = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var hasPoint = false
    var negative = false
    /// "0x" and the like.
    var prefix = TextView("")

    /// Splits an ASCII number without its sign. (`parse_number`)
    init(_ text: UnsafeBufferPointer<UInt8>, negative: Bool) {
        var i = 0
        while i < text.count && text[i] &- 48 < 10 { i += 1 }
        digits = UnsafeBufferPointer(rebasing: text[0..<i])
        if i < text.count && text[i] == 46 {
            hasPoint = true
            i += 1
            let start = i
            while i < text.count && text[i] &- 48 < 10 { i += 1 }
            fraction = UnsafeBufferPointer(rebasing: text[start..<i])
        }
        rest = UnsafeBufferPointer(rebasing: text[i...])
        self.negative = negative
    }

    /// All of `text` as digits (integers of any base).
    init(digits text: UnsafeBufferPointer<UInt8>, negative: Bool, prefix: TextView) {
        digits = text
        self.negative = negative
        self.prefix = prefix
    }

    /// Sizes of the digit groups from the right, zero padding to `minimum` included. (`_PyUnicode_InsertThousandsGrouping`)
    private static func groups(_ count: Int, minimum: Int, _ grouping: UnsafeBufferPointer<UInt8>, _ separator: Int, _ body: (Int) -> Void) {
        var remaining = count
        var minimum = minimum
        var g = 0
        while g < grouping.count || (g > 0 && grouping[grouping.count - 1] != 127) {
            let size = Int(grouping[Swift.min(g, grouping.count - 1)])
            if size == 127 || size == 0 { break }
            let length = Swift.min(size, Swift.max(remaining, minimum, 1))
            body(length)
            remaining -= Swift.min(remaining, length)
            minimum -= length
            if remaining <= 0 && minimum <= 0 { return }
            minimum -= separator
            g += 1
        }
        body(Swift.max(remaining, minimum, 1))
    }

    func append(_ f: FormatSpec, _ locale: NumberLocale, upper: Bool, into out: inout TextBuilder) {
        let three: StaticString = "\u{3}", four: StaticString = "\u{4}"
        func literal(_ s: StaticString) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: s.utf8Start, count: s.utf8CodeUnitCount) }
        var separator = TextView("")
        var sizes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        var point = TextView(".")
        if f.type == 110 {
            separator = locale.separator
            sizes = locale.grouping
            point = locale.decimalPoint
        } else {
            switch f.grouping {
            case .none: break
            case .comma:
                separator = TextView(",")
                sizes = literal(three)
            case .underscore:
                separator = TextView("_")
                sizes = literal(three)
            case .underscoreByFour:
                separator = TextView("_")
                sizes = literal(four)
            }
        }
        var sign: UInt8 = 0
        if negative { sign = 45 } else if f.sign == 43 || f.sign == 32 { sign = f.sign }
        var fractionWidth = fraction.count
        if f.fractionGrouping != .none && fraction.count > 0 { fractionWidth += (fraction.count - 1) / 3 }
        let others = (sign != 0 ? 1 : 0) + prefix.count + (hasPoint ? point.count : 0) + fractionWidth + rest.count
        let minimum = f.fill == 48 && f.align == 61 ? f.width - others : 0
        var groupedWidth = 0
        withUnsafeTemporaryAllocation(of: Int.self, capacity: Swift.max(digits.count, minimum, 1) + 1) { lengths in
            var n = 0
            if digits.count > 0 {
                NumberLayout.groups(digits.count, minimum: minimum, sizes, separator.count) {
                    lengths[n] = $0
                    groupedWidth += $0 + (n > 0 ? separator.count : 0)
                    n += 1
                }
            }
            let padding = Swift.max(f.width - others - groupedWidth, 0)
            var left = 0, inner = 0, right = 0
            switch f.align {
            case 60: right = padding
            case 94:
                left = padding / 2
                right = padding - left
            case 61: inner = padding
            default: left = padding
            }
            out.reserve(others + groupedWidth + padding)
            out.append(repeating: f.fill, count: left)
            if sign != 0 { out.append(sign) }
            out.append(prefix)
            out.append(repeating: f.fill, count: inner)
            var total = 0
            for i in 0..<n { total += lengths[i] }
            var zeros = total - digits.count
            var next = 0
            for i in stride(from: n - 1, through: 0, by: -1) {
                for _ in 0..<lengths[i] {
                    if zeros > 0 {
                        out.append(UInt8(48))
                        zeros -= 1
                    } else {
                        let c = digits[next]
                        out.append(upper && c >= 97 ? c - 32 : c)
                        next += 1
                    }
                }
                if i > 0 { out.append(separator) }
            }
            if hasPoint { out.append(point) }
            for (i, c) in fraction.enumerated() {
                if i > 0 && i % 3 == 0 && f.fractionGrouping != .none { out.append(UInt8(f.fractionGrouping == .comma ? 44 : 95)) }
                out.append(c)
            }
            out.append(latin1: rest)
            out.append(repeating: f.fill, count: right)
        }
    }
}
