// The compiler's checks of `match` (PEP 634): patterns that shadow later ones, names bound twice, repeated keys.

/// What a pattern has bound so far.
private struct PatternState {
    var stores: [UInt32] = []
    /// Whether a pattern that always matches may stand here.
    var allowIrrefutable = false
}

extension Checker {
    func match(_ node: Node) throws(AnalysisStop) {
        try expression(node.node(0))
        let cases = node.list(1)
        for i in 0..<cases.count {
            let item = cases[i], isLast = i == cases.count - 1, top = item.node(0)
            // A trailing `case _` is the default and no pattern.
            if !(isLast && cases.count > 1 && top.kind == .matchAs && top.name(1) == nil) {
                var state = PatternState(allowIrrefutable: item.optional(1) != nil || isLast)
                try pattern(top, &state)
            }
            if let test = item.optional(1) { try expression(test) }
            try statements(item.list(2))
        }
    }

    private func store(_ node: Node, _ field: Int, _ state: inout PatternState) throws(AnalysisStop) {
        guard node.name(field) != nil else { return }
        try store(node.id(field), node, &state)
    }

    private func store(_ name: UInt32, _ node: Node, _ state: inout PatternState) throws(AnalysisStop) {
        if state.stores.contains(name) { throw fail("multiple assignments to name '\(text(name))' in pattern", node) }
        state.stores.append(name)
    }

    private func inner(_ node: Node, _ state: inout PatternState) throws(AnalysisStop) {
        let outer = state.allowIrrefutable
        state.allowIrrefutable = true
        try pattern(node, &state)
        state.allowIrrefutable = outer
    }

    private func pattern(_ node: Node, _ state: inout PatternState) throws(AnalysisStop) {
        try analyzer.enterLevel()
        defer { analyzer.depth &-= 1 }
        switch node.kind {
        case .matchValue:
            if !isLiteralOrAttribute(node.node(0)) { throw fail("patterns may only match literals and attribute lookups", node) }
            try expression(node.node(0))
        case .matchAs:
            if let inside = node.optional(0) {
                try pattern(inside, &state)
            } else if !state.allowIrrefutable {
                if node.name(1) != nil { throw fail("name capture '\(text(node.id(1)))' makes remaining patterns unreachable", node) }
                throw fail("wildcard makes remaining patterns unreachable", node)
            }
            try store(node, 1, &state)
        case .matchStar: try store(node, 0, &state)
        case .matchSequence:
            let list = node.list(0)
            if (0..<list.count).filter({ list[$0].kind == .matchStar }).count > 1 {
                throw fail("multiple starred names in sequence pattern", node)
            }
            for i in 0..<list.count { try inner(list[i], &state) }
        case .matchMapping:
            let keys = node.list(0), values = node.list(1)
            var seen: [String] = []
            for i in 0..<keys.count {
                let key = keys[i]
                if !isLiteralOrAttribute(key) { throw fail("mapping pattern keys may only match literals and attribute lookups", node) }
                if key.kind != .attribute, let (identity, shown) = value(key) {
                    if seen.contains(identity) { throw fail("mapping pattern checks duplicate key (\(shown))", node) }
                    seen.append(identity)
                }
            }
            for i in 0..<keys.count { try expression(keys[i]) }
            for i in 0..<values.count { try inner(values[i], &state) }
            try store(node, 2, &state)
        case .matchClass:
            let names = node.names(2), positional = node.list(1), keyword = node.list(3)
            for i in 0..<names.count {
                for k in i + 1..<max(i + 1, names.count) where names[i] == names[k] {
                    throw fail("attribute name repeated in class pattern: \(text(UInt32(names[i])))", keyword[k])
                }
            }
            try expression(node.node(0))
            for i in 0..<positional.count { try inner(positional[i], &state) }
            for i in 0..<keyword.count { try inner(keyword[i], &state) }
        case .matchOr:
            let alternatives = node.list(0)
            var control: [UInt32] = []
            for i in 0..<alternatives.count {
                var own = PatternState(allowIrrefutable: i == alternatives.count - 1 && state.allowIrrefutable)
                try pattern(alternatives[i], &own)
                if i == 0 {
                    control = own.stores
                } else if own.stores.count != control.count || own.stores.contains(where: { !control.contains($0) }) {
                    throw fail("alternative patterns bind different names", node)
                }
            }
            for name in control { try store(name, node, &state) }
        default: break
        }
    }

    /// A literal, possibly with a sign or the sum of a complex number, or a dotted name.
    private func isLiteralOrAttribute(_ node: Node) -> Bool {
        switch node.kind {
        case .constant, .attribute, .unaryOp, .binOp: return true
        default: return false
        }
    }

    /// A key's value in a form in which equal keys look equal, and as its `repr`.
    private func value(_ node: Node) -> (String, String)? {
        switch node.kind {
        case .unaryOp:
            guard let (identity, shown) = value(node.node(1)) else { return nil }
            return identity == "n:0.0" ? (identity, shown) : ("n:-" + identity.dropFirst(2), "-" + shown)
        case .binOp:
            guard let a = value(node.node(0)), let b = value(node.node(2)) else { return nil }
            let sign = node.int(1) == Int(BinaryOperator.add.rawValue) ? "+" : "-"
            return ("c:\(a.0)\(sign)\(b.0)", "(\(a.1)\(sign)\(b.1))")
        case .constant:
            switch node.constant {
            case .none: return ("none", "None")
            case .true: return ("n:1.0", "True")
            case .false: return ("n:0.0", "False")
            case .ellipsis: return ("ellipsis", "Ellipsis")
            case .int(let v): return (Int64(exactly: Double(v)) == v ? "n:\(Double(v))" : "n:\(v)", String(v))
            case .bigInt(let i): return ("n:\(text(UInt32(i)))", text(UInt32(i)))
            case .float(let v): return ("n:\(v)", pythonRepr(v))
            case .complex(let v): return (v == 0 ? "n:0.0" : "j:\(v)", complexRepr(v))
            case .str(let i): return ("s:\(i)", pythonRepr(string: analyzer.builder.strings.string(UInt32(i)), bytes: false))
            case .bytes(let i): return ("b:\(i)", pythonRepr(string: analyzer.builder.strings.string(UInt32(i)), bytes: true))
            }
        default: return nil
        }
    }
}
