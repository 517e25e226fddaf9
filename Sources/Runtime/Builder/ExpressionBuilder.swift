import Syntax

extension NodeBuilder {
    /// Whether evaluating the node can suspend the frame: it contains a `yield` or `await` that belongs to this code.
    @inline(__always) func suspends(_ s: S) -> Bool { canSuspend && mayBeLeft(s) }
    private func mayBeLeft(_ s: S) -> Bool {
        if let known = suspendCache[Int(s.offset)] { return known != 0 }
        var found = false
        switch s.kind {
        case .yield, .yieldFrom, .await: found = true
        case .lambda: found = suspends(s.node(0))
        case .functionDef, .asyncFunctionDef, .classDef: found = false
        case .generatorExp: found = suspends(s.list(1)[0].node(1))
        case .comprehension where s.int(3) != 0: found = true
        default:
            search: for (i, field) in s.kind.nodeClass.fields.enumerated() {
                switch field.type {
                case .node: if suspends(s.node(i)) { found = true; break search }
                case .optionalNode: if let x = s.optional(i), suspends(x) { found = true; break search }
                case .nodes, .optionalNodes: for x in s.list(i) where suspends(x) { found = true; break search }
                default: break
                }
            }
        }
        suspendCache[Int(s.offset)] = found ? 1 : 0
        return found
    }

    /// A child as an operand: locals and constants need no node.
    func operand(_ s: S) throws -> Operand {
        if _slowPath(reportsLines), let o = try lined(s) { return o }
        switch s.kind {
        case .constant: return Operand(constant(s))
        case .name: return try read(mangled(s.name(0)!), s)
        default:
            let e = try expression(s)
            if type(of: e) == ConstantNode.self { return Operand(unsafeDowncast(e, to: ConstantNode.self).value) }
            return Operand(e)
        }
    }
    func read(_ index: Int, _ s: S) throws -> Operand {
        if index == tree.index(.debug) { return Operand(Value(bool: code.source.optimize == 0)) }
        switch find(index) {
        case .local(let slot): return Operand(local: slot, localRead(slot, index, s))
        case .cell(let slot, let free) where !seesClass: return Operand(expressionNode(CellNode(slot, name(index), isFree: free), s))
        case .cell(let slot, let free): return Operand(classDict(index, s) { expressionNode(CellNode(slot, name(index), isFree: free), s) })
        case .global:
            if !seesClass || scope.lookup(index)?.resolution == .globalExplicit { return Operand(expressionNode(caching(GlobalNode(name(index))), s)) }
            return Operand(classDict(index, s) { expressionNode(caching(GlobalNode(name(index))), s) })
        case .name: return Operand(expressionNode(caching(NameNode(name(index))), s))
        case .classCell(let slot): return Operand(expressionNode(ClassCellNode(slot, name(index)), s))
        }
    }
    /// In annotation and type scopes of a class: its namespace comes first.
    private func classDict(_ index: Int, _ s: S, _ plain: () -> Expression) -> Expression {
        let e = plain()
        let i = tree.index(.classDict)
        guard seesClass, index != i else { return e }
        switch places[i] {
        case .cell(let slot, _)?, .local(let slot)?, .classCell(let slot)?: return expressionNode(ClassDictNode(slot, name(index), Operand(e)), s)
        default: return e
        }
    }
    func constant(_ s: S) -> Value {
        switch s.constant {
        case .none: return .none
        case .true: return .true
        case .false: return .false
        case .ellipsis: return .ellipsis
        case .int(let i): return code.constant(Value.int(Int(i)))
        case .bigInt(let t): return code.pooled(Literals.bigInt(code.syntax.string(t)))
        case .float(let d): return code.constant(Value(float: d))
        case .complex(let d): return code.pooled(Literals.complex(d))
        case .str(let i):
            let b = code.syntax.string(i)
            if b.count == 0 { return StrRef.empty }
            // Strings that look like names are interned, as CPython does.
            if b.count <= 64 && b.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 65 && $0 <= 90) || ($0 >= 48 && $0 <= 57) || $0 == 95 }) { return name(i) }
            return string(i)
        case .bytes(let i): return code.pooled(Literals.bytes(code.syntax.string(i)))
        }
    }

    /// `operands` of one.
    @inline(__always) private func withOperand(_ x: S, _ s: S, _ build: (Operand) -> Expression) throws -> Expression {
        if suspends(x) { return try operands([x], s) { build($0[0]) } }
        return build(try operand(x))
    }
    /// Operands of a composite node. If one suspends, all up to the last that does go to temporaries: BUILD gets their reads and the sequence is put around its result.
    func operands(_ list: [S], _ s: S, _ build: ([Operand]) throws -> Expression) throws -> Expression {
        guard let last = list.lastIndex(where: { suspends($0) }) else { return try build(try list.map { try operand($0) }) }
        return try area(last + 1) { base in
            var steps: [(Int, Operand)] = []
            for i in 0...last { steps.append((base + i, try at(i) { try operand(list[i]) })) }
            var reads = (0...last).map { Operand(local: base + $0, Operand.dummy) }
            for i in (last + 1)..<max(list.count, last + 1) { reads.append(try at(last + 1) { try operand(list[i]) }) }
            let result = try at(last + 1) { try build(reads) }
            return expressionNode(SequenceNode(steps, Operand(result)), s)
        }
    }
    /// Two operands, of which the second is evaluated while the first lies at A.
    @inline(__always) func operandsInArea(_ l: S, _ r: S, _ a: Int) throws -> (Operand, Operand) {
        let saved = top
        defer { top = saved }
        top = a
        if top > maxTop { maxTop = top }
        let x = try operand(l)
        top = a + 1
        if top > maxTop { maxTop = top }
        return (x, try operand(r))
    }
    /// Operands that are evaluated while earlier ones lie in the operand area from BASE on.
    func operandsInArea(_ list: [S], _ base: Int) throws -> [Operand] {
        if list.isEmpty { return [] }
        let saved = top
        defer { top = saved }
        var out: [Operand] = []
        out.reserveCapacity(list.count)
        for (i, x) in list.enumerated() {
            top = base + i
            if top > maxTop { maxTop = top }
            out.append(try operand(x))
        }
        return out
    }

    func expression(_ s: S) throws -> Expression {
        if _slowPath(reportsLines) {
            let outer = surrounding
            surrounding = around(s)
            defer { surrounding = outer }
            return try plainExpression(s)
        }
        return try plainExpression(s)
    }
    private func plainExpression(_ s: S) throws -> Expression {
        if let c = capture, c.offset == s.offset {
            capture = nil
            return expressionNode(CaptureNode(try expression(s), c.slot), s)
        }
        switch s.kind {
        case .constant: return expressionNode(ConstantNode(constant(s)), s)
        case .name:
            let o = try read(mangled(s.name(0)!), s)
            return o.isConstant ? expressionNode(ConstantNode(o.value), s) : o.node
        case .binOp:
            if let folded = ConstantFolding.fold(s, self) ?? ConstantFolding.text(s, self) { return expressionNode(ConstantNode(folded), s) }
            return try area(2) { a in
                try binaryOperands(s.node(0), s.node(2), a, s) { l, r in expressionNode(ArithmeticNode.make(NodeBuilder.operators[s.int(1)], l, r, inPlace: false), s, a) }
            }
        case .unaryOp:
            if let folded = ConstantFolding.fold(s, self) { return expressionNode(ConstantNode(folded), s) }
            return try withOperand(s.node(1), s) { o in
                switch UnaryOperator(rawValue: UInt8(s.int(0))) {
                case .not: return expressionNode(NotNode(o), s)
                case .invert: return expressionNode(UnaryNode(.invert, o), s)
                case .uAdd: return expressionNode(UnaryNode(.pos, o), s)
                default: return expressionNode(UnaryNode(.neg, o), s)
                }
            }
        case .boolOp:
            let list = s.list(1)
            var out: [Operand] = []
            out.reserveCapacity(list.count)
            for i in 0..<list.count { out.append(try at(i) { try operand(list[i]) }) }
            return expressionNode(LogicNode(out, isAnd: s.int(0) == Int(BoolOperator.and.rawValue)), s)
        case .compare: return try comparison(s)
        case .ifExp:
            let c = try at(0) { try operand(s.node(0)) }, y = try at(1) { try operand(s.node(1)) }, n = try at(2) { try operand(s.node(2)) }
            return expressionNode(ConditionalNode(c, y, n), s)
        case .namedExpr:
            code.hasWalrus = true
            return expressionNode(NamedNode(try target(s.node(0)), try at(0) { try operand(s.node(1)) }), s)
        case .call: return try call(s)
        case .attribute:
            return try withOperand(s.node(0), s) { o in expressionNode(caching(AttributeNode.make(o, identifier(s.name(1)!))), s) }
        case .`subscript`:
            return try area(2) { a in try binaryOperands(s.node(0), s.node(1), a, s) { l, r in expressionNode(SubscriptNode.make(l, r), s, a) } }
        case .slice:
            if let c = ConstantFolding.slice(s, self) { return expressionNode(ConstantNode(c), s) }
            let parts = (0..<3).map { s.optional($0) }
            let present = parts.compactMap { $0 }
            return try area(3) { a in try operands(present, s) { o in
                var i = 0
                let all = parts.map { p -> Operand in if p == nil { return Operand(Value.none) }; i += 1; return o[i - 1] }
                return expressionNode(SliceNode(all[0], all[1], all[2]), s, a)
            } }
        case .tuple, .list, .set: return try display(s)
        case .dict: return try dictionary(s)
        case .joinedStr, .formattedValue, .templateStr: return try formatted(s)
        case .lambda, .generatorExp: return try functionExpression(s)
        case .listComp, .setComp, .dictComp: return try comprehension(s)
        case .yield:
            let point = resumePoint(1)
            let v = try s.optional(0).map { x in try at(0) { try operand(x) } } ?? Operand(Value.none)
            return suspendingNode(YieldNode(v, point, wrapsAsync: isAsyncGenerator), s, top)
        case .yieldFrom, .await:
            return try area(1) { a in
                let point = resumePoint(1)
                let v = try at(0) { try operand(s.node(0)) }
                return suspendingNode(DelegateNode(v, point, isAwait: s.kind == .await), s, a)
            }
        case .starred: throw Unsupported(what: "starred expression here")
        default: throw Unsupported(what: "expression \(s.kind)")
        }
    }
    static let operators: [Operations.Binary] = [.add, .sub, .mul, .matmul, .truediv, .mod, .pow, .lshift, .rshift, .or, .xor, .and, .floordiv]

    /// Two operands whose results lie at A and A + 1 where a snapshot needs them.
    func binaryOperands(_ l: S, _ r: S, _ a: Int, _ s: S, _ build: (Operand, Operand) throws -> Expression) throws -> Expression {
        if suspends(l) || suspends(r) { return try operands([l, r], s) { o in try build(o[0], o[1]) } }
        let (x, y) = try operandsInArea(l, r, a)
        return try build(x, y)
    }
    private func comparison(_ s: S) throws -> Expression {
        let ops = s.names(1), others = s.list(2)
        func kind(_ n: Int) -> ChainNode.Kind {
            switch CompareOperator(rawValue: UInt8(ops[n])).unsafelyUnwrapped {
            case .eq: return .compare(.eq)
            case .notEq: return .compare(.ne)
            case .lt: return .compare(.lt)
            case .ltE: return .compare(.le)
            case .gt: return .compare(.gt)
            case .gtE: return .compare(.ge)
            case .is: return .is_(false)
            case .isNot: return .is_(true)
            case .in: return .contains(false)
            case .notIn: return .contains(true)
            }
        }
        if ops.count > 1 { return try area(2) { a in try operands([s.node(0)] + others.map { $0 }, s) { o in expressionNode(ChainNode(o, (0..<ops.count).map(kind)), s, a) } } }
        return try area(2) { a in
            try binaryOperands(s.node(0), others[0], a, s) { l, r in
                switch kind(0) {
                case .compare(let c): return expressionNode(ComparisonNode.make(c, l, r), s, a)
                case .is_(let n): return expressionNode(IsNode(l, r, negated: n), s, a)
                case .contains(let n): return expressionNode(ContainsNode(l, try constantContainer(others[0], r), negated: n), s, a)
                }
            }
        }
    }
    /// `x in [1, 2]`, `x in {1, 2}`: a constant tuple or frozenset serves as well.
    private func constantContainer(_ s: S, _ o: Operand) throws -> Operand {
        guard s.kind == .list || s.kind == .set, !s.list(0).isEmpty, let t = ConstantFolding.tuple(s, self) else { return o }
        if s.kind == .set {
            // (Constants have hashes.)
            do throws(Raise) { return Operand(code.constant(try SetRef.from(t, type: Types.frozenset).value)) } catch { _ = Errors.take(); return o }
        }
        return Operand(t)
    }
    /// N operands, of which I is evaluated while those before it lie in the operand area from BASE on; nothing in them suspends.
    private func children(_ n: Int, _ base: Int, _ item: (Int) -> S) throws -> Children<Operand> {
        let saved = top, first = passedOn.count
        defer { top = saved; passedOn.shrink(to: first) }
        for i in 0..<n {
            top = base + i
            if top > maxTop { maxTop = top }
            passedOn.append(try operand(item(i)))
        }
        return Children(passedOn.start + first, n)
    }
    private func hasStar(_ l: NodeList) -> Bool {
        for i in 0..<l.count where l[i].kind == .starred { return true }
        return false
    }
    private func display(_ s: S) throws -> Expression {
        if !canSuspend, s.kind != .set, !hasStar(s.list(0)) {
            if s.kind == .tuple, let t = ConstantFolding.tuple(s, self) { return expressionNode(ConstantNode(t), s) }
            let l = s.list(0)
            return try area(max(1, l.count)) { a in
                let items = try children(l.count, a) { l[$0] }
                return s.kind == .tuple ? expressionNode(TupleNode(items), s, a) : expressionNode(ListNode(items), s, a)
            }
        }
        let list = s.list(0).map { $0 }
        if s.kind == .tuple, let t = ConstantFolding.tuple(s, self) { return expressionNode(ConstantNode(t), s) }
        let starred = list.contains { $0.kind == .starred }
        let plain = list.map { $0.kind == .starred ? $0.node(0) : $0 }
        let suspended = list.contains { suspends($0) }
        if s.kind == .set, !starred, list.count <= HashedDisplayNode.most, !suspended { return try hashed(list, s, isDict: false) }
        if starred || s.kind == .set {
            return try area(1 + StarDisplayNode.leading(list.map { $0.kind == .starred })) { a in
                try operands(plain, s) { o in
                    expressionNode(StarDisplayNode(zip(o, list).map { (value: $0, starred: $1.kind == .starred) }, s.kind == .set ? .set : s.kind == .list ? .list : .tuple), s, a)
                }
            }
        }
        return try area(max(1, list.count)) { a in
            func make(_ o: [Operand]) -> Expression { s.kind == .tuple ? expressionNode(TupleNode(o), s, a) : expressionNode(ListNode(o), s, a) }
            if suspended { return try operands(list, s) { o in make(o) } }
            return make(try operandsInArea(list, a))
        }
    }
    private func hashed(_ list: [S], _ s: S, isDict: Bool) throws -> Expression {
        try area(list.count + 1) { a in
            expressionNode(HashedDisplayNode(try operandsInArea(list, a), isDict: isDict), s, a)
        }
    }
    private func dictionary(_ s: S) throws -> Expression {
        let keys = s.list(0), values = s.list(1), n = values.count
        if !canSuspend, hasConstantKeys(keys, n) {
            return try area(2) { a in
                // (Keys that are constants need no node: only the values are evaluated.)
                let first = passedOn.count
                defer { passedOn.shrink(to: first) }
                for i in 0..<n { passedOn.append(try operand(keys[i])); passedOn.append(try operand(values[i])) }
                let items = passedOn.start + first
                return expressionNode(DictNode(Children(n) { items[2 * $0] }, Children(n) { items[2 * $0 + 1] }), s, a)
            }
        }
        var flat: [S] = [], pairs = 0, computed = 0
        for i in 0..<n {
            if let k = keys.optional(i) { flat.append(k); pairs += 1; if k.kind != .constant { computed += 1 } }
            flat.append(values[i])
        }
        // Whether hashing a key at once, before the next is evaluated, could be told from hashing all of them in the end.
        let isHashedLate = computed > 0 && pairs > 1
        if isHashedLate, pairs == n, 2 * n <= HashedDisplayNode.most, !flat.contains(where: { suspends($0) }) { return try hashed(flat, s, isDict: true) }
        return try area(isHashedLate ? GroupedDictNode.slots : 2) { a in
            return try operands(flat, s) { o in
                var k: [Operand?] = [], v: [Operand] = [], j = 0
                for i in 0..<n {
                    if keys.optional(i) != nil { k.append(o[j]); j += 1 } else { k.append(nil) }
                    v.append(o[j]); j += 1
                }
                return isHashedLate ? expressionNode(GroupedDictNode(k, v), s, a) : expressionNode(DictNode(k, v), s, a)
            }
        }
    }
    private func hasConstantKeys(_ keys: NodeList, _ n: Int) -> Bool {
        for i in 0..<n { guard let k = keys.optional(i), k.kind == .constant else { return false } }
        return true
    }
    private func formatted(_ s: S) throws -> Expression {
        switch s.kind {
        case .formattedValue:
            return try area(2) { a in
                let list = [s.node(0)] + (s.optional(2).map { [$0] } ?? [])
                return try operands(list, s) { o in expressionNode(FormatNode(o[0], s.int(1), o.count > 1 ? o[1] : nil), s, a) }
            }
        case .joinedStr:
            let parts = s.list(0)
            if parts.isEmpty { return expressionNode(ConstantNode(StrRef.empty), s) }
            if parts.count == 1 { return parts[0].kind == .constant ? try expression(parts[0]) : try formatted(parts[0]) }
            return try area(parts.count) { a in
                if suspends(s) { return try operands(parts.map { $0 }, s) { o in expressionNode(JoinNode(Children(o)), s, a) } }
                return expressionNode(JoinNode(try children(parts.count, a) { parts[$0] }), s, a)
            }
        default:
            let list = s.list(0).map { $0 }
            return try area(2) { a in
                var flat: [S] = []
                let parts = list.filter { $0.kind == .interpolation }
                for p in parts { flat.append(p.node(0)); if let spec = p.optional(3) { flat.append(spec) } }
                return try operands(flat, s) { o in
                    var out: [TemplateNode.Part] = [], j = 0
                    for p in parts {
                        let v = o[j]; j += 1
                        var spec: Operand? = nil
                        if p.optional(3) != nil { spec = o[j]; j += 1 }
                        var t = Value.none
                        if case .str(let i) = p.interpolationText { t = string(i) }
                        out.append(TemplateNode.Part(value: v, text: t, conversion: p.int(2), spec: spec))
                    }
                    // Strings between interpolations, empty ones included.
                    var strings: [Value] = [], pending = false
                    for x in list {
                        if x.kind == .interpolation { if !pending { strings.append(StrRef.empty) }; pending = false } else { strings.append(constant(x)); pending = true }
                    }
                    if !pending { strings.append(StrRef.empty) }
                    let t = code.constant(strings.withUnsafeBufferPointer { TupleRef.make($0.baseAddress!, $0.count) })
                    return expressionNode(TemplateNode(t, out), s, a)
                }
            }
        }
    }
    // MARK: calls

    /// The tuple of the keywords' names, unbound for none.
    private func keywordNames(_ keywords: [S]) -> Value {
        if keywords.isEmpty { return .unbound }
        let names = TupleRef.allocate(keywords.count)
        let v = code.constant(names.value)
        for (i, k) in keywords.enumerated() { names[i] = name(k.name(0)!) }
        return v
    }
    /// `super().name(…)` in a method of a class; nil for any other call.
    private func superCall(_ s: S, _ f: S, _ args: [S], _ a: Int) throws -> Expression? {
        let call = f.node(0)
        guard call.kind == .call, call.list(1).isEmpty, call.list(2).isEmpty, call.node(0).kind == .name, call.node(0).name(0) == tree.index(.super), scope.kind == .function, comprehensions.isEmpty,
              code.argumentCount > 0, let first = code.parameterIndices.first, let place = places[first],
              let k = code.freeIndices.firstIndex(of: tree.index(.dunderClass)), !args.contains(where: { suspends($0) }) else { return nil }
        let slot: Int, isCell: Bool
        switch place {
        case .local(let i): slot = i; isCell = false
        case .cell(let i, false): slot = i; isCell = true
        default: return nil
        }
        let function = try operand(call.node(0)), o = try operandsInArea(args, a + 1)
        let attribute = position(Node(), f)
        return expressionNode(caching(SuperCallNode(function, parameter: slot, isCell: isCell, cell: code.firstFree + k, identifier(f.name(1)!), o, attribute)), s, a)
    }
    /// The call if nothing in it suspends, without `*`, `**` and `super()`: most are, and this makes no lists besides that of the operands.
    private func plainCall(_ s: S, _ f: S, _ args: NodeList, _ keywords: NodeList) throws -> Expression? {
        let n = args.count, k = keywords.count, reduces = k == 0 && (n == 2 || n == 3) && ReduceLoop.isNamed(f)
        let isMethod = f.kind == .attribute && !reduces
        if canSuspend || isMethod && f.node(0).kind == .call { return nil }
        for i in 0..<n where args[i].kind == .starred { return nil }
        for i in 0..<k where keywords[i].name(0) == nil { return nil }
        let joins = n == 1 && k == 0 && isMethod && args[0].kind == .generatorExp && f.name(1).map { f.text($0) == "join" } ?? false
        let kind = n == 1 && k == 0 && !isMethod && f.kind == .name ? f.name(0).flatMap { ConsumerLoop.Kind(SyntaxTree.bytes(f, $0)) } : nil
        let keyed = n == 1 && k > 0 && k < 3 && !isMethod && f.kind == .name ? keyedCall(f, keywords) : nil
        return try area(n + k + 1 + (reduces ? ReduceLoop.slots : keyed != nil ? KeyedLoop.slots : kind == nil && !joins ? 0 : 5)) { a in
            let saved = top
            defer { top = saved }
            func next(_ x: S, _ i: Int) throws -> Operand {
                top = a + i
                if top > maxTop { maxTop = top }
                return try operand(x)
            }
            let callee = try next(isMethod ? f.node(0) : f, 0)
            let first = passedOn.count
            defer { passedOn.shrink(to: first) }
            for i in 0..<n { passedOn.append(try next(args[i], i + 1)) }
            for i in 0..<k { passedOn.append(try next(keywords[i].node(1), n + i + 1)) }
            if joins { passedOn[first] = Operand(expressionNode(MaterializeNode(passedOn[first], position(caching(ConsumerLoop(.list, area: a + 2)), s), receiver: a), s)); code.hasLoops = true }
            if let kind { return consumer(kind, callee, passedOn[first], s, a, isInlined: args[0].kind == .generatorExp) }
            let names = k == 0 ? Value.unbound : keywordNames(keywords.map { $0 })
            let out = Children(passedOn.start + first, n + k)
            if isMethod {
                let attribute = position(Node(), f)
                return expressionNode(caching(MethodCallNode(callee, identifier(f.name(1)!), out, positional: n, names: names, attribute)), s, a)
            }
            if let keyed {
                let loop = position(caching(KeyedLoop(keyed.kind, area: a + n + k + 1)), s)
                code.hasLoops = true
                return expressionNode(KeyedCallNode(callee, out, names: names, loop, key: keyed.key, other: keyed.other), s, a)
            }
            if reduces {
                let loop = position(caching(ReduceLoop(area: a + n + 1)), s)
                code.hasLoops = true
                return expressionNode(ReduceCallNode(callee, out, loop), s, a)
            }
            return k == 0 ? expressionNode(CallNode.make(callee, out), s, a) : expressionNode(KeywordCallNode(callee, out, positional: n, names: names), s, a)
        }
    }
    /// What `min`, `max` or `sorted` with one argument and these keywords is as a loop; nil for all other calls.
    private func keyedCall(_ f: S, _ keywords: NodeList) -> (kind: KeyedLoop.Kind, key: Int, other: Int)? {
        guard let kind = f.name(0).flatMap({ KeyedLoop.Kind(rawValue: f.text($0)) }) else { return nil }
        var key = -1, other = -1
        for i in 0..<keywords.count {
            let name = keywords[i].name(0).map { keywords[i].text($0) }
            if name == "key" && key < 0 { key = i + 1 } else if name == (kind == .sorted ? "reverse" : "default") && other < 0 { other = i + 1 } else { return nil }
        }
        return key < 0 ? nil : (kind, key, other)
    }
    private func consumer(_ k: ConsumerLoop.Kind, _ callee: Operand, _ argument: Operand, _ s: S, _ a: Int, isInlined: Bool) -> Expression {
        // (CPython makes a loop of its own of these, and its position is the function's name.)
        let loop = position(caching(ConsumerLoop(k, area: a + 1)), isInlined && (k == .any || k == .all || k == .tuple) ? s.node(0) : s)
        code.hasLoops = true
        return expressionNode(ConsumerCallNode(callee, argument, loop), s, a)
    }
    private func call(_ s: S) throws -> Expression {
        let f = s.node(0)
        if let plain = try plainCall(s, f, s.list(1), s.list(2)) { return plain }
        let args = s.list(1).map { $0 }, keywords = s.list(2).map { $0 }
        let stars = args.contains { $0.kind == .starred } || keywords.contains { $0.name(0) == nil }
        if stars {
            return try area(StarCallNode.slots(args.count + keywords.count)) { a in
                let flat = [f] + args.map { $0.kind == .starred ? $0.node(0) : $0 } + keywords.map { $0.node(1) }
                return try operands(flat, s) { o in
                    let p = args.enumerated().map { (value: o[1 + $0.offset], starred: $0.element.kind == .starred) }
                    let k = keywords.enumerated().map { (name: $0.element.name(0).map { name($0) } ?? .unbound, value: o[1 + args.count + $0.offset]) }
                    return expressionNode(StarCallNode(o[0], p, k), s, a)
                }
            }
        }
        let n = args.count + keywords.count
        let kind = args.count == 1 && keywords.isEmpty && f.kind == .name && !suspends(args[0]) ? f.name(0).flatMap { ConsumerLoop.Kind(SyntaxTree.bytes(f, $0)) } : nil
        return try area(n + 1 + (kind == nil ? 0 : 3)) { a in
            if keywords.isEmpty && f.kind == .attribute, let e = try superCall(s, f, args, a) { return e }
            if f.kind == .attribute {
                let make = { (o: [Operand]) -> Expression in
                    let attribute = self.position(Node(), f)
                    return self.expressionNode(self.caching(MethodCallNode(o[0], self.identifier(f.name(1)!), Children(Array(o.dropFirst())), positional: args.count, names: self.keywordNames(keywords), attribute)), s, a)
                }
                let flat = [f.node(0)] + args + keywords.map { $0.node(1) }
                if flat.contains(where: { suspends($0) }) { return try operands(flat, s, make) }
                return make(try operandsInArea(flat, a))
            }
            let flat = [f] + args + keywords.map { $0.node(1) }
            let make = { (o: [Operand]) -> Expression in
                if let kind { return self.consumer(kind, o[0], o[1], s, a, isInlined: args[0].kind == .generatorExp) }
                if keywords.isEmpty { return self.expressionNode(CallNode.make(o[0], Children(Array(o.dropFirst()))), s, a) }
                return self.expressionNode(KeywordCallNode(o[0], Children(Array(o.dropFirst())), positional: args.count, names: self.keywordNames(keywords)), s, a)
            }
            if flat.contains(where: { suspends($0) }) { return try operands(flat, s, make) }
            return make(try operandsInArea(flat, a))
        }
    }
}
extension Syntax.Node {
    /// The text of an Interpolation.
    var interpolationText: ConstantValue { if let i = name(1) { return .str(i) }; return .none }
}
/// Constants of literals that are heap objects.
enum Literals {}
/// Folding of constant expressions, as CPython's compiler does where it can be seen (`is` on constants, docstrings, speed).
enum ConstantFolding {
    /// Unary minus and arithmetic of small numbers.
    static func fold(_ s: Syntax.Node, _ b: NodeBuilder) -> Value? {
        switch s.kind {
        case .constant: let v = b.constant(s); return v.isInt || v.isFloat || v.isExactly(Types.complex) ? v : nil
        case .unaryOp:
            guard let v = fold(s.node(1), b), v.isInt || v.isFloat, UnaryOperator(rawValue: UInt8(s.int(0))) == .uSub else { return nil }
            return v.isInt ? b.code.constant(.int(-v.int)) : b.code.constant(Value(float: -v.float))
        case .binOp:
            guard let l = fold(s.node(0), b), let r = fold(s.node(2), b), l.isInt || l.isFloat, r.isInt || r.isFloat else { return nil }
            let op = NodeBuilder.operators[s.int(1)]
            switch op {
            case .add, .sub, .mul, .truediv, .floordiv, .mod, .and, .or, .xor: break
            case .pow: guard l.isInt, r.isInt, r.int >= 0, r.int <= 128, abs(l.int) < 1 << 20 else { return nil }
            case .lshift: guard l.isInt, r.isInt, r.int >= 0, r.int <= 128 else { return nil }
            default: return nil
            }
            do throws(Raise) { return b.code.pooled(try Operations.binary(op, l, r)) } catch { Errors.take(); return nil }
        default: return nil
        }
    }
    /// Literals of strs or bytes added, or repeated up to 4096 characters (as safe_multiply).
    static func text(_ s: Syntax.Node, _ b: NodeBuilder) -> Value? {
        guard s.kind == .binOp else { return nil }
        func part(_ x: Syntax.Node) -> Value? {
            if x.kind == .binOp { return text(x, b) }
            guard x.kind == .constant else { return nil }
            let v = b.constant(x)
            return v.isExactly(Types.str) || v.isExactly(Types.bytes) ? v : nil
        }
        let op = NodeBuilder.operators[s.int(1)]
        guard op == .add || op == .mul else { return nil }
        let l: Value, r: Value
        if op == .add {
            guard let x = part(s.node(0)), let y = part(s.node(2)), x.type == y.type else { return nil }
            l = x; r = y
        } else if let x = part(s.node(0)) {
            guard s.node(2).kind == .constant else { return nil }
            l = x; r = b.constant(s.node(2))
        } else {
            guard s.node(0).kind == .constant, let y = part(s.node(2)) else { return nil }
            l = y; r = b.constant(s.node(0))
        }
        do throws(Raise) {
            let n = try Operations.length(l)
            if op == .mul {
                guard r.isInt, r.int >= 0, r.int <= 4096, n &* r.int <= 4096 else { return nil }
            } else if try n &+ Operations.length(r) > 4096 { return nil }
            let v = try Operations.binary(op, l, r)
            return v.isStr && isNameLike(v) ? b.code.constant(StrRef.intern(v)) : b.code.pooled(v)
        } catch { Errors.take(); return nil }
    }
    /// Strings that look like names are interned.
    private static func isNameLike(_ v: Value) -> Bool {
        let s = StrRef(v)
        guard s.isASCII, s.count <= 64 else { return false }
        let p = s.data.assumingMemoryBound(to: UInt8.self)
        for i in 0..<s.count where !((p[i] | 32 >= 97 && p[i] | 32 <= 122) || p[i] >= 48 && p[i] <= 57 || p[i] == 95) { return false }
        return true
    }
    static func tuple(_ s: Syntax.Node, _ b: NodeBuilder) -> Value? {
        let list = s.list(0)
        for x in list where !isConstant(x, b) { return nil }
        if list.isEmpty { return TupleRef.empty }
        let t = TupleRef.allocate(list.count)
        let v = b.code.constant(t.value)
        for i in 0..<list.count { t[i] = value(list[i], b) }
        return b.code.pooled(v)
    }
    private static func isConstant(_ s: Syntax.Node, _ b: NodeBuilder) -> Bool {
        s.kind == .constant || s.kind == .tuple && s.list(0).allSatisfy { isConstant($0, b) } || s.kind == .unaryOp && fold(s, b) != nil
    }
    private static func value(_ s: Syntax.Node, _ b: NodeBuilder) -> Value { s.kind == .constant ? b.constant(s) : s.kind == .tuple ? tuple(s, b)! : fold(s, b)! }
    static func slice(_ s: Syntax.Node, _ b: NodeBuilder) -> Value? {
        var parts: [Value] = []
        for i in 0..<3 {
            guard let p = s.optional(i) else { parts.append(.none); continue }
            guard isConstant(p, b), p.kind != .tuple else { return nil }
            parts.append(value(p, b))
        }
        return b.code.constant(SliceObject.make(parts[0], parts[1], parts[2]))
    }
}
