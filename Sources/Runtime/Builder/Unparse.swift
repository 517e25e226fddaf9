import Syntax

/// The source form of an expression, as CPython's compiler makes it for annotations under `from __future__ import annotations`.
///
/// One walk over the tree that appends UTF-8; parentheses come from comparing the level that the place asks for with that of the operator. The
/// walk follows `ast_unparse.c` in what it writes, oddities included (`lambda*a: x`, `x[b,]` for a one-element tuple), which is not what
/// `ast.unparse` writes: the two have different rules for tuples, quotes and blanks.
/// Rejected: going through `ast.unparse` of the library, whose text differs and which would have to be imported by every module with annotations.
struct Unparse {
    private var out: [UInt8] = []
    private typealias S = Syntax.Node

    /// How tightly a place binds; an expression below it gets parentheses.
    private enum Level: Int, Comparable {
        case tuple, test, or, and, not, compare, bitOr, bitXor, bitAnd, shift, arithmetic, term, factor, power, await, atom
        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
        static let expr = Level.bitOr
        var next: Level { Level(rawValue: min(rawValue + 1, Level.atom.rawValue)).unsafelyUnwrapped }
    }

    /// The text of S, a str.
    static func text(_ s: Syntax.Node) -> Value {
        var u = Unparse()
        u.expression(s, .test)
        return u.out.withUnsafeBufferPointer { $0.count == 0 ? StrRef.empty : StrRef.make(utf8: $0.baseAddress!, $0.count) }
    }

    private mutating func put(_ t: StaticString) { out.append(contentsOf: UnsafeBufferPointer(start: t.utf8Start, count: t.utf8CodeUnitCount)) }
    private mutating func put(_ b: UnsafeBufferPointer<UInt8>) { out.append(contentsOf: b) }
    private mutating func put(_ t: String) { out.append(contentsOf: t.utf8) }
    private mutating func grouped(_ parenthesized: Bool, _ body: (inout Unparse) -> Void) {
        if parenthesized { put("(") }
        body(&self)
        if parenthesized { put(")") }
    }
    private mutating func list(_ l: NodeList, _ level: Level) {
        for (i, x) in l.enumerated() { if i > 0 { put(", ") }; expression(x, level) }
    }

    private mutating func expression(_ s: S, _ level: Level) {
        switch s.kind {
        case .boolOp:
            let isAnd = BoolOperator(rawValue: UInt8(s.int(0))) == .and, own: Level = isAnd ? .and : .or
            grouped(level > own) { u in
                for (i, x) in s.list(1).enumerated() { if i > 0 { u.put(isAnd ? " and " : " or ") }; u.expression(x, own.next) }
            }
        case .binOp: binary(s, level)
        case .unaryOp: unary(s, level)
        case .lambda:
            let a = s.node(0)
            grouped(level > .test) { u in
                u.put(a.list(0).count + a.list(1).count > 0 ? "lambda " : "lambda")
                u.arguments(a)
                u.put(": ")
                u.expression(s.node(1), .test)
            }
        case .ifExp:
            grouped(level > .test) { u in
                u.expression(s.node(1), .or); u.put(" if "); u.expression(s.node(0), .or); u.put(" else "); u.expression(s.node(2), .test)
            }
        case .dict:
            put("{")
            let keys = s.list(0), values = s.list(1)
            for i in 0..<values.count {
                if i > 0 { put(", ") }
                if let k = keys.optional(i) { expression(k, .test); put(": "); expression(values[i], .test) } else { put("**"); expression(values[i], .expr) }
            }
            put("}")
        case .set: put("{"); list(s.list(0), .test); put("}")
        case .generatorExp: put("("); expression(s.node(0), .test); comprehensions(s.list(1)); put(")")
        case .listComp: put("["); expression(s.node(0), .test); comprehensions(s.list(1)); put("]")
        case .setComp: put("{"); expression(s.node(0), .test); comprehensions(s.list(1)); put("}")
        case .dictComp: put("{"); expression(s.node(0), .test); put(": "); expression(s.node(1), .test); comprehensions(s.list(2)); put("}")
        case .compare:
            grouped(level > .compare) { u in
                u.expression(s.node(0), .bitOr)
                let ops = s.names(1), right = s.list(2)
                for i in 0..<right.count {
                    u.put([" == ", " != ", " < ", " <= ", " > ", " >= ", " is ", " is not ", " in ", " not in "][ops[i]])
                    u.expression(right[i], .bitOr)
                }
            }
        case .call: call(s)
        case .joinedStr, .templateStr: formatted(s)
        case .formattedValue, .interpolation: var b = Unparse(); b.field(s); put(s.kind == .interpolation ? "t" : "f"); quote(b.out)
        case .constant: constant(s)
        case .attribute:
            expression(s.node(0), .atom)
            if s.node(0).kind == .constant, isInt(s.node(0).constant) { put(" ") }
            put("."); put(s.string(s.name(1)!))
        case .subscript: expression(s.node(0), .atom); put("["); expression(s.node(1), .tuple); put("]")
        case .starred: put("*"); expression(s.node(0), .expr)
        case .name: put(s.string(s.name(0)!))
        case .list: put("["); list(s.list(0), .test); put("]")
        case .tuple:
            let l = s.list(0)
            if l.isEmpty { put("()"); return }
            grouped(level > .tuple) { u in u.list(l, .test); if l.count == 1 { u.put(",") } }
        case .slice:
            if let x = s.optional(0) { expression(x, .test) }
            put(":")
            if let x = s.optional(1) { expression(x, .test) }
            if let x = s.optional(2) { put(":"); expression(x, .test) }
        case .yield: put("(yield"); if let x = s.optional(0) { put(" "); expression(x, .test) }; put(")")
        case .yieldFrom: put("(yield from "); expression(s.node(0), .test); put(")")
        case .await: grouped(level > .await) { u in u.put("await "); u.expression(s.node(0), .atom) }
        case .namedExpr: grouped(level > .tuple) { u in u.expression(s.node(0), .atom); u.put(" := "); u.expression(s.node(1), .atom) }
        default: put("<\(s.kind.nodeClass.name)>")
        }
    }
    private func isInt(_ c: ConstantValue) -> Bool { switch c { case .int, .bigInt: return true; default: return false } }

    private mutating func binary(_ s: S, _ level: Level) {
        let own: Level, sign: StaticString
        switch BinaryOperator(rawValue: UInt8(s.int(1))).unsafelyUnwrapped {
        case .add: own = .arithmetic; sign = " + "
        case .sub: own = .arithmetic; sign = " - "
        case .mult: own = .term; sign = " * "
        case .matMult: own = .term; sign = " @ "
        case .div: own = .term; sign = " / "
        case .mod: own = .term; sign = " % "
        case .floorDiv: own = .term; sign = " // "
        case .pow: own = .power; sign = " ** "
        case .lShift: own = .shift; sign = " << "
        case .rShift: own = .shift; sign = " >> "
        case .bitOr: own = .bitOr; sign = " | "
        case .bitXor: own = .bitXor; sign = " ^ "
        case .bitAnd: own = .bitAnd; sign = " & "
        }
        let toRight = own == .power
        grouped(level > own) { u in
            u.expression(s.node(0), toRight ? own.next : own)
            u.put(sign)
            u.expression(s.node(2), toRight ? own : own.next)
        }
    }
    private mutating func unary(_ s: S, _ level: Level) {
        let own: Level, sign: StaticString
        switch UnaryOperator(rawValue: UInt8(s.int(0))).unsafelyUnwrapped {
        case .invert: own = .factor; sign = "~"
        case .not: own = .not; sign = "not "
        case .uAdd: own = .factor; sign = "+"
        case .uSub: own = .factor; sign = "-"
        }
        grouped(level > own) { u in u.put(sign); u.expression(s.node(1), own) }
    }
    private mutating func argument(_ a: S) {
        put(a.string(a.name(0)!))
        if let t = a.optional(1) { put(": "); expression(t, .test) }
    }
    private mutating func arguments(_ a: S) {
        let only = a.list(0).count, positional = a.list(0).map { $0 } + a.list(1).map { $0 }, defaults = a.list(6)
        var first = true
        func comma(_ u: inout Unparse) { if first { first = false } else { u.put(", ") } }
        for (i, x) in positional.enumerated() {
            comma(&self)
            argument(x)
            let d = i - positional.count + defaults.count
            if d >= 0 { put("="); expression(defaults[d], .test) }
            if only > 0 && i + 1 == only { put(", /") }
        }
        if a.optional(2) != nil || !a.list(3).isEmpty {
            comma(&self)
            put("*")
            if let v = a.optional(2) { argument(v) }
        }
        for (i, x) in a.list(3).enumerated() {
            comma(&self)
            argument(x)
            if let d = a.list(4).optional(i) { put("="); expression(d, .test) }
        }
        if let k = a.optional(5) { comma(&self); put("**"); argument(k) }
    }
    private mutating func comprehensions(_ l: NodeList) {
        for g in l {
            put(g.int(3) != 0 ? " async for " : " for ")
            expression(g.node(0), .tuple)
            put(" in ")
            expression(g.node(1), .or)
            for c in g.list(2) { put(" if "); expression(c, .or) }
        }
    }
    private mutating func call(_ s: S) {
        expression(s.node(0), .atom)
        let a = s.list(1), k = s.list(2)
        if a.count == 1 && k.isEmpty && a[0].kind == .generatorExp { expression(a[0], .test); return }
        put("(")
        list(a, .test)
        for (i, x) in k.enumerated() {
            if i > 0 || !a.isEmpty { put(", ") }
            if let n = x.name(0) { put(x.string(n)); put("=") } else { put("**") }
            expression(x.node(1), .test)
        }
        put(")")
    }

    // MARK: constants

    private mutating func representation(_ v: Value) {
        do throws(Raise) { put(StrRef(try Operations.repr(v)).string) } catch { Errors.take() }
    }
    /// The repr of a str of these bytes.
    private mutating func quote(_ b: [UInt8]) {
        b.withUnsafeBufferPointer { p in representation(p.count == 0 ? StrRef.empty : StrRef.make(utf8: p.baseAddress!, p.count)) }
    }
    /// What a float's repr cannot say as a literal: infinity.
    private mutating func number(_ d: Double, _ suffix: StaticString) {
        if d.isInfinite { put("1e309") } else if suffix.utf8CodeUnitCount > 0 { representation(Literals.complex(d)); return } else { representation(Value(float: d)) }
        put(suffix)
    }
    private mutating func constant(_ s: S) {
        switch s.constant {
        case .none: put("None")
        case .true: put("True")
        case .false: put("False")
        case .ellipsis: put("...")
        case .int(let i): put(String(i))
        case .bigInt(let i): representation(Literals.bigInt(s.string(i)))
        case .float(let d): number(d, "")
        case .complex(let d): number(d, "j")
        case .str(let i):
            if let k = s.name(1) { put(s.string(k)) }
            quote(Array(s.string(i)))
        case .bytes(let i): representation(Literals.bytes(s.string(i)))
        }
    }

    // MARK: f-strings and t-strings

    private mutating func formatted(_ s: S) {
        var body = Unparse()
        body.parts(s.list(0), inSpecification: false)
        put(s.kind == .templateStr ? "t" : "f")
        quote(body.out)
    }
    /// The text between the quotes, before it is quoted.
    private mutating func parts(_ l: NodeList, inSpecification: Bool) {
        for x in l {
            switch x.kind {
            case .constant:
                guard case .str(let i) = x.constant else { continue }
                for b in x.string(i) { out.append(b); if !inSpecification && (b == 123 || b == 125) { out.append(b) } }
            case .joinedStr, .templateStr: parts(x.list(0), inSpecification: inSpecification)
            default: field(x)
            }
        }
    }
    private mutating func field(_ s: S) {
        var inner = Unparse(), conversion = 1
        if s.kind == .interpolation { inner.put(s.string(s.name(1)!)); conversion = 2 } else { inner.expression(s.node(0), .or) }
        // A blank keeps `{{` from being an escaped brace.
        put(inner.out.first == 123 ? "{ " : "{")
        out += inner.out
        let c = s.int(conversion)
        if c > 0 { put("!"); out.append(UInt8(truncatingIfNeeded: c)) }
        if let spec = s.optional(conversion + 1) {
            put(":")
            if spec.kind == .joinedStr { parts(spec.list(0), inSpecification: true) } else { expression(spec, .test) }
        }
        put("}")
    }
}
