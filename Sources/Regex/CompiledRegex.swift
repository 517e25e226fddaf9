// A pattern ready to be matched.

/// The immutable, thread-safe form of a compiled pattern. Matching state lives in `MatchState`.
public final class CompiledRegex {
    /// Number of capturing groups.
    public let groups: Int
    /// The pattern's flags (`re.RegexFlag` bits), as given.
    public let flags: Int
    /// Fewest characters a match can have.
    public let minimumWidth: Int
    /// The code as given; two patterns are equal when it is (with flags and pattern text).
    public let codes: [UInt32]

    let program: UnsafeMutablePointer<Int32>
    let programCount: Int
    let tables: UnsafeMutablePointer<UInt8>
    let masks: UnsafeMutablePointer<UInt64>
    let descriptors: UnsafeMutablePointer<SetDescriptor>
    let setCodes: UnsafeMutablePointer<UInt32>
    let registerCount: Int
    let strategy: SearchStrategy
    /// The text every match begins with, when `strategy` is `.literal`.
    let prefix: UnsafeMutablePointer<UInt32>
    let prefixCount: Int
    /// The same in bytes, when it fits.
    let bytePrefix: UnsafeMutablePointer<UInt8>?
    /// A character repeated without limit (from none or one on) opens the pattern: when an attempt fails, every other start in the same
    /// run fails as well, since it would try a subset of the same continuations.
    let leadingRun: (kind: ItemKind, argument: Int32)?
    /// The pattern is nothing but `prefix`: finding it is matching it.
    let isPureLiteral: Bool

    /// Compiles `codes`, the output of `re._compiler._code`, for a pattern with `groups` capturing groups.
    /// Throws `.invalidCode` for anything that `re._compiler` could not have emitted.
    public convenience init(codes: [UInt32], groups: Int, flags: Int) throws(RegexError) {
        var decoder = Decoder(code: codes, groups: groups)
        let tree = try decoder.decode()
        self.init(tree, decoder, codes: codes, groups: groups, flags: flags)
    }
    /// Compiles what DECODER, which is consumed, made of `codes`.
    init(_ tree: PatternTree, _ decoder: consuming Decoder, codes: [UInt32], groups: Int, flags: Int) {
        var decoder = decoder
        // Boundaries refer to word sets, which must exist before the tables are laid out.
        var wordSets: [UInt32: Int] = [:]
        CompiledRegex.eachBoundary(tree) { at in
            if wordSets[at.rawValue] == nil { wordSets[at.rawValue] = decoder.wordSet(for: at) }
        }
        let analysis = TreeAnalysis(sets: decoder.setPeeks)
        var emitter = Emitter(groups: groups, analysis: analysis, descriptors: decoder.descriptors) { wordSets[$0.rawValue]! }
        emitter.emit(tree, .all)
        emitter.words.append(Int32(Op.success.rawValue))

        self.groups = groups
        self.flags = flags
        self.codes = codes
        minimumWidth = analysis.minWidth(tree)
        let literal = CompiledRegex.leadingLiteral(tree)
        let prefixText = literal.text
        isPureLiteral = literal.isWhole && groups == 0 && prefixText.count > 0
        if prefixText.count > 1 {
            strategy = .literal
        } else if prefixText.count == 1 {
            strategy = .character(prefixText[0])
        } else if let at = CompiledRegex.leadingPosition(tree) {
            strategy = at == .beginningLine ? .atLineStarts : .atBeginning
        } else {
            let first = analysis.peek(tree, .all)
            if !first.end && first != .anyCharacter {
                if let only = first.onlyCharacter { strategy = .character(only) } else {
                    strategy = .firstSet(table: Int(emitter.definiteTable(first)))
                }
            } else {
                strategy = .everywhere
            }
        }
        if !decoder.hasGroupReferences, let (item, min, max) = CompiledRegex.leadingRepeat(tree), min <= 1, max == SREConstants.maxRepeat {
            switch item {
            case .any: leadingRun = (.any, 0)
            case .anyAll: leadingRun = (.anyAll, 0)
            case .character(let c): leadingRun = (.character, Int32(bitPattern: c))
            case .notCharacter(let c): leadingRun = (.notCharacter, Int32(bitPattern: c))
            case .set(let s): leadingRun = decoder.descriptors[s].isDynamic ? nil : (.set, Int32(s * ProgramLayout.tableStride))
            case .never: leadingRun = nil
            }
        } else {
            leadingRun = nil
        }
        prefixCount = prefixText.count
        prefix = CompiledRegex.copy(prefixText)
        bytePrefix = prefixText.allSatisfy { $0 < 256 } ? CompiledRegex.copy(prefixText.map { UInt8($0) }) : nil
        programCount = emitter.words.count
        program = CompiledRegex.copy(emitter.words)
        tables = CompiledRegex.copy(emitter.tables)
        masks = CompiledRegex.copy(emitter.masks)
        descriptors = CompiledRegex.copy(decoder.descriptors)
        setCodes = CompiledRegex.copy(decoder.setCodes)
        registerCount = emitter.registerCount
    }

    deinit {
        program.deallocate()
        tables.deallocate()
        masks.deallocate()
        descriptors.deallocate()
        setCodes.deallocate()
        prefix.deallocate()
        bytePrefix?.deallocate()
    }

    private static func copy<T>(_ array: [T]) -> UnsafeMutablePointer<T> {
        let p = UnsafeMutablePointer<T>.allocate(capacity: max(array.count, 1))
        array.withUnsafeBufferPointer { if let base = $0.baseAddress { p.initialize(from: base, count: array.count) } }
        return p
    }

    // MARK: What the search can use

    private static func eachBoundary(_ tree: PatternTree, _ body: (SREAt) -> Void) {
        switch tree {
        case .at(let at):
            switch at {
            case .boundary, .nonBoundary, .locBoundary, .locNonBoundary, .uniBoundary, .uniNonBoundary: body(at)
            default: break
            }
        case .sequence(let parts), .branch(let parts): for part in parts { eachBoundary(part, body) }
        case .repeatTree(_, _, _, let inner), .atomic(let inner), .assert(_, _, let inner): eachBoundary(inner, body)
        case .groupExists(_, let yes, let no):
            eachBoundary(yes, body)
            eachBoundary(no, body)
        case .empty, .fail, .item, .mark, .repeatItem, .groupRef: break
        }
    }

    /// The literal text at the start of every match, and whether it is the whole pattern.
    private static func leadingLiteral(_ tree: PatternTree) -> (text: [UInt32], isWhole: Bool) {
        var text: [UInt32] = []
        func walk(_ t: PatternTree) -> Bool {
            switch t {
            case .empty, .mark: return true
            case .item(.character(let c)):
                text.append(c)
                return true
            case .sequence(let parts):
                for part in parts where !walk(part) { return false }
                return true
            case .atomic(let inner):
                return walk(inner)
            default: return false
            }
        }
        let whole = walk(tree)
        return (text, whole)
    }

    /// The position that every match must start at.
    private static func leadingPosition(_ tree: PatternTree) -> SREAt? {
        switch tree {
        case .at(.beginning), .at(.beginningString): return .beginning
        case .at(.beginningLine): return .beginningLine
        case .sequence(let parts):
            for part in parts {
                if case .mark = part { continue }
                return leadingPosition(part)
            }
            return nil
        case .branch(let parts):
            var common: SREAt?
            for part in parts {
                guard let at = leadingPosition(part) else { return nil }
                common = common == nil || common == at ? at : .beginningLine
            }
            return common
        case .atomic(let inner): return leadingPosition(inner)
        default: return nil
        }
    }

    private static func leadingRepeat(_ tree: PatternTree) -> (Item, Int, Int)? {
        switch tree {
        case .repeatItem(_, let min, let max, let item): return (item, min, max)
        case .sequence(let parts):
            for part in parts {
                if case .mark = part { continue }
                return leadingRepeat(part)
            }
            return nil
        default: return nil
        }
    }
}
