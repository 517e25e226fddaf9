// `ast.dump(tree, include_attributes=True)`: for comparing with the reference implementation, and for debugging.

import Glibc

extension SyntaxTree {
    /// The text of the dump, UTF-8.
    /// - Parameter attributes: whether positions are included.
    public func dump(attributes: Bool = true) -> [UInt8] {
        var dumper = Dumper(attributes: attributes)
        dumper.node(root)
        return dumper.out
    }
}

private struct Dumper {
    let attributes: Bool
    var out: [UInt8] = []

    init(attributes: Bool) { self.attributes = attributes }

    mutating func put(_ text: StaticString) {
        out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    mutating func put(_ text: String) { out.append(contentsOf: text.utf8) }

    mutating func node(_ node: Node) {
        let row = node.kind.nodeClass
        put(row.name)
        put("(")
        var first = true
        var keywords = false
        for (index, field) in row.fields.enumerated() {
            // As `ast.dump` does: absent optionals and empty lists are left out.
            let before = out.count
            if !first { put(", ") }
            put(field.name)
            put("=")
            if value(node, index, field.type) { first = false } else { out.removeLast(out.count - before); keywords = true }
        }
        _ = keywords
        if attributes && row.group.hasPosition {
            for (name, number) in [("lineno", node.line), ("col_offset", node.column), ("end_lineno", node.endLine), ("end_col_offset", node.endColumn)] {
                if !first { put(", ") }
                first = false
                put(name)
                put("=")
                put(String(number))
            }
        }
        put(")")
    }

    /// Whether the field is shown.
    mutating func value(_ node: Node, _ index: Int, _ type: FieldType) -> Bool {
        switch type {
        case .identifier: quoted(node.string(node.name(index)!), bytes: false)
        case .optionalIdentifier, .optionalString:
            guard let name = node.name(index) else { return false }
            quoted(node.string(name), bytes: false)
        case .identifiers:
            let names = node.names(index)
            if names.isEmpty { return false }
            put("[")
            for (k, name) in names.enumerated() {
                if k > 0 { put(", ") }
                quoted(node.string(name), bytes: false)
            }
            put("]")
        case .int, .optionalInt: put(String(node.int(index)))
        case .constant:
            if node.kind == .interpolation { quoted(node.string(node.name(index)!), bytes: false) } else { constant(node) }
        case .node: self.node(node.node(index))
        case .optionalNode:
            guard let child = node.optional(index) else { return false }
            self.node(child)
        case .nodes, .optionalNodes:
            let list = node.list(index)
            if list.isEmpty { return false }
            put("[")
            for k in 0..<list.count {
                if k > 0 { put(", ") }
                if let child = list.optional(k) { self.node(child) } else { put("None") }
            }
            put("]")
        case .binaryOperator: put(BinaryOperator(rawValue: UInt8(node.int(index)))!.name); put("()")
        case .unaryOperator: put(UnaryOperator(rawValue: UInt8(node.int(index)))!.name); put("()")
        case .boolOperator: put(BoolOperator(rawValue: UInt8(node.int(index)))!.name); put("()")
        case .compareOperators:
            put("[")
            for (k, op) in node.names(index).enumerated() {
                if k > 0 { put(", ") }
                put(CompareOperator(rawValue: UInt8(op))!.name)
                put("()")
            }
            put("]")
        case .context: put(ExprContext(rawValue: UInt8(node.int(index)))!.name); put("()")
        }
        return true
    }

    mutating func constant(_ node: Node) {
        switch node.constant {
        case .none: put("None")
        case .true: put("True")
        case .false: put("False")
        case .ellipsis: put("Ellipsis")
        case .int(let value): put(String(value))
        case .bigInt(let index):
            let digits = node.string(index)
            if digits.count > 2 && digits[1] == 120 { put(decimal(hexadecimal: digits)) } else { out.append(contentsOf: digits) }
        case .float(let value): put(pythonRepr(value))
        case .complex(let value): put(complexRepr(value))
        case .str(let index): quoted(node.string(index), bytes: false)
        case .bytes(let index): quoted(node.string(index), bytes: true)
        }
    }

    private func decimal(hexadecimal text: UnsafeBufferPointer<UInt8>) -> String {
        // Schoolbook: base 10^9 limbs, a nibble at a time.
        var limbs: [UInt64] = [0]
        for c in text.dropFirst(2) {
            var carry = UInt64(c < 58 ? c - 48 : c - 87)
            for k in limbs.indices {
                let v = limbs[k] * 16 + carry
                limbs[k] = v % 1_000_000_000
                carry = v / 1_000_000_000
            }
            if carry > 0 { limbs.append(carry) }
        }
        var result = String(limbs.last!)
        for limb in limbs.dropLast().reversed() {
            let digits = String(limb)
            result += String(repeating: "0", count: 9 - digits.count) + digits
        }
        return result
    }

    mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, bytes: Bool) {
        if bytes { put("b") }
        let quote: UInt8 = text.contains(39) && !text.contains(34) ? 34 : 39
        out.append(quote)
        var i = 0
        while i < text.count {
            let c = text[i]
            switch c {
            case quote, 92: out.append(92); out.append(c)
            case 9: put("\\t")
            case 10: put("\\n")
            case 13: put("\\r")
            case 32..<127: out.append(c)
            default:
                if bytes || c < 128 {
                    put("\\x" + hex(UInt32(c), 2))
                } else {
                    let length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4
                    var value = UInt32(c & (length == 2 ? 0x1f : length == 3 ? 0x0f : 0x07))
                    for k in 1..<length { value = value << 6 | UInt32(text[i + k] & 63) }
                    if let scalar = Unicode.Scalar(value), isPrintable(scalar) {
                        for k in 0..<length { out.append(text[i + k]) }
                    } else {
                        put(value < 0x100 ? "\\x" + hex(value, 2) : value < 0x10000 ? "\\u" + hex(value, 4) : "\\U" + hex(value, 8))
                    }
                    i += length - 1
                }
            }
            i += 1
        }
        out.append(quote)
    }
}

/// `repr` of a str or bytes object.
func pythonRepr(string: UnsafeBufferPointer<UInt8>, bytes: Bool) -> String {
    var dumper = Dumper(attributes: false)
    dumper.quoted(string, bytes: bytes)
    return String(decoding: dumper.out, as: UTF8.self)
}

/// `repr` of a float.
func pythonRepr(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value.isNaN { return "nan" }
    // Swift prints the same shortest digits; only the layout differs.
    var digits = "", exponent = 0, negative = false
    var seenPoint = false, pointAt = 0
    let text = value.description
    var mantissa = Substring(text)
    if let e = text.firstIndex(of: "e") {
        exponent = Int(text[text.index(after: e)...])!
        mantissa = text[..<e]
    }
    for c in mantissa {
        if c == "-" { negative = true } else if c == "." { seenPoint = true; pointAt = digits.count } else { digits.append(c) }
    }
    if !seenPoint { pointAt = digits.count }
    var point = pointAt + exponent
    while digits.hasPrefix("0") && digits.count > 1 { digits.removeFirst(); point -= 1 }
    while digits.hasSuffix("0") && digits.count > 1 { digits.removeLast() }
    if digits == "0" { return negative ? "-0.0" : "0.0" }
    let sign = negative ? "-" : ""
    if point > 16 || point < -3 {
        let e = point - 1
        let first = digits.removeFirst()
        let fraction = digits.isEmpty ? "" : "." + digits
        return sign + String(first) + fraction + "e" + (e < 0 ? "-" : "+") + (abs(e) < 10 ? "0" : "") + String(abs(e))
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) + ".0" }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
}

/// `repr` of a complex number with real part 0.
func complexRepr(_ imaginary: Double) -> String {
    var text = pythonRepr(imaginary)
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text + "j"
}
