import Glibc
import Primitives
import Runtime

/// Objects of JSON documents mostly have the keys of the one before, in the same order. The last dict at each depth of nesting is the template of
/// the next: its table is copied as a whole, and as long as the text goes on with the template's keys only values are put in place, without hashing
/// or looking up anything. An object that differs is filled as ever from there on; a depth at which many do has no templates any more.
///
/// Lies in the machine stack behind the cache of keys, where the collector looks: the dicts, then how often each was no good (ints).
struct JSONTemplates {
    static var depths: Int { 8 }
    static var slots: Int { 2 * depths }
    private static var mostMisses: Int { 8 }
    let slots: UnsafeMutablePointer<Value>

    /// The template for objects at DEPTH; its entries 0 ..< count are plain keys.
    @inline(__always) func at(_ depth: Int) -> DictRef? {
        guard depth < JSONTemplates.depths, slots[depth].bits != 0 else { return nil }
        return DictRef(slots[depth])
    }
    /// The template of DEPTH was no good.
    func missed(_ depth: Int) {
        slots[depth] = .unbound
        slots[JSONTemplates.depths + depth] = Value(int: misses(depth) + 1)
    }
    /// Whether an object was made at DEPTH before: of one alone no template is made.
    private func isFirst(_ depth: Int) -> Bool {
        if slots[JSONTemplates.depths + depth].isInt { return false }
        slots[JSONTemplates.depths + depth] = Value(int: 0)
        return true
    }
    private func misses(_ depth: Int) -> Int { let v = slots[JSONTemplates.depths + depth]; return v.isInt ? v.int : 0 }
    /// D is made, all of whose keys are ASCII that their text spells without escapes: a template.
    func note(_ d: DictRef, _ depth: Int) {
        guard d.count > 1, d.count <= 256, d.table.used == d.count, !isFirst(depth), misses(depth) < JSONTemplates.mostMisses else { return }
        slots[depth] = d.value
    }
}
