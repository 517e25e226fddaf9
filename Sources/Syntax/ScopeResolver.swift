// Second half of scope analysis: where each name lives.
//
// A name that a scope does not bind is looked for outwards: functions (and scopes like them) that bind it make it free; classes
// are passed over, but for the three names the compiler puts there. Then, inner scopes first, comprehensions are merged into
// the scopes that run them (PEP 709), locals that inner scopes use become cells, and free names are handed outwards.
// CPython copies sets of names down the tree instead; walking outwards is the same relation without the copies. Symbols that
// merging and handing outwards add to a scope must not be found by that walk: they are marked `spliced`.

extension Analyzer {
    func resolveAll() throws(AnalysisStop) { try resolve(0, classScope: -1) }

    private enum Binding { case none, bound(typeParameter: Bool), global }

    /// What a name means to the inside of `scope`'s parents.
    private func binding(_ name: UInt32, from scope: Int) -> Binding {
        var outer = scopes[scope].parent
        while outer >= 0 {
            if scopes[outer].kind == .class {
                if name == names.dunderClass || name == names.classDict || name == names.conditionalAnnotations {
                    return .bound(typeParameter: false)
                }
            } else if let i = map.find(outer, name), !scopes[outer].symbols[i].spliced {
                let flags = SymbolFlags(rawValue: scopes[outer].symbols[i].flags)
                if flags.contains(.global) { return .global }
                if !flags.contains(.nonlocal) && !flags.isDisjoint(with: .bound) {
                    if scopes[outer].kind == .module { return .none }
                    return .bound(typeParameter: flags.contains(.typeParameter))
                }
            }
            outer = scopes[outer].parent
        }
        return .none
    }

    private func failDirective(_ scope: Int, _ name: UInt32, _ message: String) -> AnalysisStop {
        for directive in scopes[scope].directives where directive.name == name { return fail(message, directive.at) }
        return fail(message, scopes[scope].at)
    }

    private func resolveName(_ scope: Int, _ index: Int, _ classScope: Int) throws(AnalysisStop) -> Resolution {
        let symbol = scopes[scope].symbols[index], name = symbol.name
        let flags = SymbolFlags(rawValue: symbol.flags)
        if flags.contains(.global) {
            if flags.contains(.nonlocal) { throw failDirective(scope, name, "name '\(text(name))' is nonlocal and global") }
            return .globalExplicit
        }
        if flags.contains(.nonlocal) {
            if scopes[scope].kind == .module { throw failDirective(scope, name, "nonlocal declaration not allowed at module level") }
            guard case .bound(let typeParameter) = binding(name, from: scope) else {
                throw failDirective(scope, name, "no binding for nonlocal '\(text(name))' found")
            }
            if typeParameter { throw failDirective(scope, name, "nonlocal binding not allowed for type parameter '\(text(name))'") }
            return .free
        }
        if !flags.isDisjoint(with: .bound) { return .local }
        if classScope >= 0, let i = map.find(classScope, name), !scopes[classScope].symbols[i].spliced {
            let inClass = SymbolFlags(rawValue: scopes[classScope].symbols[i].flags)
            if inClass.contains(.global) { return .globalExplicit }
            if !inClass.isDisjoint(with: .bound) && !inClass.contains(.nonlocal) { return .globalImplicit }
        }
        if scopes[scope].kind != .module, case .bound = binding(name, from: scope) { return .free }
        return .globalImplicit
    }

    private func resolve(_ scope: Int, classScope: Int) throws(AnalysisStop) {
        try enterLevel()
        defer { depth &-= 1 }
        for i in scopes[scope].symbols.indices {
            let resolution = try resolveName(scope, i, classScope)
            scopes[scope].symbols[i].resolution = resolution
            if resolution == .free { scopes[scope].flags.insert(.hasFreeVariables) }
        }
        var wanted: [UInt32] = []
        for i in scopes[scope].symbols.indices where scopes[scope].symbols[i].resolution == .free { wanted.append(scopes[scope].symbols[i].name) }
        var newFree: [UInt32] = []
        var inlinedCells: [UInt32] = []
        let kind = scopes[scope].kind, seesClass = scopes[scope].flags.contains(.canSeeClassScope)
        for child in scopes[scope].children {
            var entry = -1
            if scopes[child].flags.contains(.canSeeClassScope) { entry = kind == .class ? scope : classScope }
            try resolve(child, classScope: entry)
            if scopes[child].isComprehension && scopes[child].kind != .generatorExp && !seesClass {
                merge(child, into: scope, &inlinedCells)
                scopes[child].flags.insert(.inlinedComprehension)
            }
            for name in scopes[child].free where !newFree.contains(name) { newFree.append(name) }
            if scopes[child].flags.contains(.hasFreeVariables) || scopes[child].flags.contains(.hasChildFreeVariables) {
                scopes[scope].flags.insert(.hasChildFreeVariables)
            }
        }
        if kind.isFunctionLike {
            for i in scopes[scope].symbols.indices where scopes[scope].symbols[i].resolution == .local {
                let name = scopes[scope].symbols[i].name
                if let at = newFree.firstIndex(of: name) {
                    scopes[scope].symbols[i].resolution = .cell
                    newFree.remove(at: at)
                } else if inlinedCells.contains(name) {
                    scopes[scope].symbols[i].resolution = .cell
                }
            }
        } else if kind == .class {
            for (name, flag) in [(names.dunderClass, ScopeFlags.needsClassClosure), (names.classDict, .needsClassDict),
                                 (names.conditionalAnnotations, .hasConditionalAnnotations)] {
                if let at = newFree.firstIndex(of: name) {
                    newFree.remove(at: at)
                    scopes[scope].flags.insert(flag)
                }
            }
        }
        for name in inlinedCells {
            if let i = map.find(scope, name) { scopes[scope].symbols[i].flags |= SymbolFlags.comprehensionCell.rawValue }
        }
        for name in newFree {
            if let i = map.find(scope, name) {
                if kind == .class || seesClass { scopes[scope].symbols[i].flags |= SymbolFlags.freeClass.rawValue }
            } else if kind != .module, case .bound = binding(name, from: scope) {
                map.insert(scope, name, scopes[scope].symbols.count)
                scopes[scope].symbols.append(SymbolDraft(name: name, flags: 0, resolution: .free, spliced: true))
            }
        }
        for name in newFree where !wanted.contains(name) { wanted.append(name) }
        scopes[scope].free = wanted
        if scopes[scope].flags.isSuperset(of: [.generator, .coroutine]) { scopes[scope].flags.insert(.asyncGenerator) }
    }

    /// Brings the names of an inlined comprehension into the scope that runs it.
    private func merge(_ inner: Int, into scope: Int, _ cells: inout [UInt32]) {
        let isClass = scopes[scope].kind == .class
        for symbol in scopes[inner].symbols {
            if symbol.flags & SymbolFlags.parameter.rawValue != 0 { continue }
            var resolution = symbol.resolution
            if resolution == .cell || symbol.flags & SymbolFlags.comprehensionCell.rawValue != 0 {
                if !cells.contains(symbol.name) { cells.append(symbol.name) }
            }
            let special = symbol.name == names.dunderClass || symbol.name == names.classDict || symbol.name == names.conditionalAnnotations
            if resolution == .free && isClass && special {
                resolution = .globalImplicit
                if !isFreeInChild(inner, symbol.name) { scopes[inner].free.removeAll { $0 == symbol.name } }
            }
            if let i = map.find(scope, symbol.name) {
                let existing = SymbolFlags(rawValue: scopes[scope].symbols[i].flags)
                if !existing.isDisjoint(with: .bound) && !isClass && !isFreeInChild(inner, symbol.name) {
                    scopes[inner].free.removeAll { $0 == symbol.name }
                }
            } else {
                map.insert(scope, symbol.name, scopes[scope].symbols.count)
                scopes[scope].symbols.append(SymbolDraft(name: symbol.name, flags: symbol.flags, resolution: resolution, spliced: true))
            }
        }
    }

    /// The children of inlined comprehensions count as the scope's own.
    private func isFreeInChild(_ scope: Int, _ name: UInt32) -> Bool {
        scopes[scope].children.contains { child in
            if scopes[child].flags.contains(.inlinedComprehension) { return isFreeInChild(child, name) }
            guard let i = map.find(child, name) else { return false }
            return scopes[child].symbols[i].resolution == .free
        }
    }
}
