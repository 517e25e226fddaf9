// `from __future__ import ...` (PEP 236).

/// Features switched on in a module; the bits are CPython's `CO_FUTURE_*`.
public struct FutureFeatures: OptionSet {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let barryAsBDFL = FutureFeatures(rawValue: 0x400000)
    public static let generatorStop = FutureFeatures(rawValue: 0x800000)
    public static let annotations = FutureFeatures(rawValue: 0x1000000)

    var annotations: Bool { contains(.annotations) }
}

extension Analyzer {
    /// Reads the imports at the head of a module; elsewhere they are refused by the checks.
    func findFuture() throws(AnalysisStop) {
        guard root.kind == .module || root.kind == .interactive else { return }
        let body = root.list(0)
        var first = true, done = false
        for i in 0..<body.count {
            let node = body[i]
            if node.kind == .importFrom, node.int(2) == 0, node.name(0) != nil, node.id(0) == Keywords.future {
                if done { throw fail("from __future__ imports must occur at the beginning of the file", node) }
                let names = node.list(1)
                for k in 0..<names.count { try feature(names[k]) }
                lastFuture = i
            } else if first && isDocstring(node) {
                first = false
                continue
            } else {
                done = true
                if node.kind != .importFrom && node.kind != .expr { return }
            }
            first = false
        }
    }

    private func feature(_ alias: Node) throws(AnalysisStop) {
        let name = text(alias.id(0))
        switch name {
        case "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function", "unicode_literals",
             "generator_stop": break
        case "barry_as_FLUFL": future.insert(.barryAsBDFL)
        case "annotations": future.insert(.annotations)
        case "braces": throw fail("not a chance", alias)
        default: throw fail("future feature \(name) is not defined", alias)
        }
    }
}
