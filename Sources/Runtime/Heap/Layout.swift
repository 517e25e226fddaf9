/// How the collector walks an object of a type: an optional counted or custom part, then the words [from, to) as values
/// (`to` = 0xFFFF: to the end of the cell; `to` = 0xFFFE: the last `from` words of the cell). Plain layouts visit the words
/// [countWord, firstWord) too. Eight bytes, stored in the type object.
public struct Layout {
    /// What the first part is: words, a count and as many words, or the insides of one of the runtime's own types.
    public enum Kind: UInt8 { case plain, counted, text, dictTable, setTable, generator, code, type }
    var kind: Kind = .plain
    /// Counted: word that holds the count.
    var countWord: UInt8 = 0
    var firstWord: UInt8 = 0
    /// Index in `finalizers` for objects registered with `Heap.registerNative`, which hold something outside the heap.
    var finalizer: UInt8 = 0
    var from: UInt16 = 0, to: UInt16 = 0

    nonisolated(unsafe) static var finalizers: [(Ref) -> Void] = [{ _ in }]

    /// No values inside.
    public static let opaque = Layout()
    /// The words [FROM, TO) are values.
    public static func fields(_ from: Int, _ to: Int) -> Layout { Layout(from: UInt16(from), to: UInt16(to)) }
    /// All words from FROM to the end of the cell are values or zero.
    public static func allFields(from: Int = 2) -> Layout { Layout(from: UInt16(from), to: 0xFFFF) }
    /// A count at word COUNT, then that many values from word FIRST.
    public static func counted(count: Int, first: Int) -> Layout { Layout(kind: .counted, countWord: UInt8(count), firstWord: UInt8(first)) }
    /// The collector knows how to walk the type (`Collector.visit`).
    static func special(_ k: Kind) -> Layout { Layout(kind: k) }
    /// The same with words [FROM, TO) as well.
    public func with(from: Int, to: Int) -> Layout { var l = self; l.from = UInt16(from); l.to = UInt16(to); return l }
    static let trailing: UInt16 = 0xFFFE
    /// This layout for a subclass whose instances have values from word FROM to their end behind what the base has.
    func extended(from: Int) -> Layout {
        var l = self
        if l.to == 0xFFFF { return l }
        if l.to == l.from { l.from = UInt16(from) }
        else if l.kind == .plain && l.firstWord == 0 && l.to < 256 { l.countWord = UInt8(l.from); l.firstWord = UInt8(l.to); l.from = UInt16(from) }
        l.to = 0xFFFF
        return l
    }
    /// This layout for a subclass of a builtin of variable size: COUNT values at the end of the cell.
    func trailing(_ count: Int) -> Layout { var l = self; l.from = UInt16(count); l.to = Layout.trailing; return l }
    /// RELEASE runs when an object registered with `Heap.registerNative` dies; it must not touch other heap objects.
    public func finalizing(_ release: @escaping (Ref) -> Void) -> Layout { var l = self; Layout.finalizers.append(release); l.finalizer = UInt8(Layout.finalizers.count - 1); return l }
}
extension Heap {
    /// OBJECT's layout has a finalizer that must run when it dies.
    public static func registerNative(_ object: Ref) { Collector.natives.append(object) }
    /// The word at P is a root for good.
    public static func addRoot(_ p: UnsafeMutablePointer<Value>) { Collector.roots.append(p) }
}
