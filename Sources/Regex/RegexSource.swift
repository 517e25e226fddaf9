// A pattern's code, checked but not compiled yet.

/// Programs compile many patterns when their modules are loaded, and match few of them: what a pattern needs for matching is made when it is first matched. Its code is
/// validated at once (`Decoder`), so that nothing can fail later.
public final class RegexSource {
    /// Number of capturing groups.
    public let groups: Int
    /// The pattern's flags (`re.RegexFlag` bits), as given.
    public let flags: Int
    /// The code as given; two patterns are equal when it is (with flags and pattern text).
    public let codes: [UInt32]
    private var decoded: (tree: PatternTree, decoder: Decoder)?
    private var compiled: CompiledRegex?

    /// Checks `codes`, the output of `re._compiler._code`, for a pattern with `groups` capturing groups.
    /// Throws `.invalidCode` for anything that `re._compiler` could not have emitted.
    public init(codes: [UInt32], groups: Int, flags: Int) throws(RegexError) {
        var decoder = Decoder(code: codes, groups: groups)
        let tree = try decoder.decode()
        self.codes = codes; self.groups = groups; self.flags = flags
        decoded = (tree, decoder)
    }
    /// The pattern ready to be matched.
    public var regex: CompiledRegex {
        if let compiled { return compiled }
        let d = decoded.unsafelyUnwrapped
        decoded = nil
        let made = CompiledRegex(d.tree, d.decoder, codes: codes, groups: groups, flags: flags)
        compiled = made
        return made
    }
}
