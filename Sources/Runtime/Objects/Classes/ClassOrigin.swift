/// Which class statement made a class, and as the how manyth.
///
/// A function that defines classes makes others at each call, and as a rule those of the last call are met no more. Traces that were compiled for them ask `isSuperseded`
/// where they are left: instead of a bridge for each further class (a list of classes compared in turn, of which the last is the one in use) they are recorded anew.
/// A type's `originWord` holds the number of the statement and above it the number of the class, as plain bits.
enum ClassOrigin {
    /// Classes made, by statement (those with the number 0 were not made by one).
    nonisolated(unsafe) private static var made = RawArray<UInt32>()

    /// CLASS was made by the statement with the body CODE.
    static func note(_ cls: TypeRef, _ code: Code) {
        if made.count == 0 { made.append(0) }
        if code.classStatement == 0 { code.classStatement = UInt32(made.count); made.append(0) }
        let n = made[Int(code.classStatement)] &+ 1
        made[Int(code.classStatement)] = n
        cls.ref.setWord(TypeRef.originWord, UInt64(n) << 32 | UInt64(code.classStatement))
    }
    /// Whether the statement that made CLASS has made another since.
    static func isSuperseded(_ cls: TypeRef) -> Bool {
        let w = cls.ref.word(TypeRef.originWord)
        return w != 0 && UInt32(truncatingIfNeeded: w >> 32) != made[Int(UInt32(truncatingIfNeeded: w))]
    }
}
