/// The special methods that types cache. The raw value is the index in the type object.
public enum Slot: Int, CaseIterable {
    case getattribute, getattr, setattr, delattr, new, `init`, call, del, repr, str, format, bytes, hash, bool, dir
    case lt, le, eq, ne, gt, ge
    case add, sub, mul, matmul, truediv, floordiv, mod, divmod, pow, lshift, rshift, and, or, xor
    case radd, rsub, rmul, rmatmul, rtruediv, rfloordiv, rmod, rdivmod, rpow, rlshift, rrshift, rand, ror, rxor
    case iadd, isub, imul, imatmul, itruediv, ifloordiv, imod, ipow, ilshift, irshift, iand, ior, ixor
    case neg, pos, abs, invert, int, float, complex, index, round, trunc, floor, ceil
    case len, lengthHint, getitem, setitem, delitem, missing, contains, iter, next, reversed
    case get, set, delete, setName, enter, exit, aenter, aexit, await, aiter, anext
    case instancecheck, subclasscheck, classGetitem, initSubclass, prepare, mroEntries, matchArgs, reduce, reduceEx, buffer, releaseBuffer, fspath, copy, annotate

    /// The interned name, `__add__` for `.add`.
    public var name: Value { Slot.names[rawValue] }
    /// The slot N places further on.
    @inline(__always) func advanced(_ n: Int) -> Slot { unsafeBitCast(UInt8(truncatingIfNeeded: Int(unsafeBitCast(self, to: UInt8.self)) &+ n), to: Slot.self) }
    public var text: String {
        switch self {
        case .lengthHint: return "__length_hint__"
        case .setName: return "__set_name__"
        case .classGetitem: return "__class_getitem__"
        case .initSubclass: return "__init_subclass__"
        case .mroEntries: return "__mro_entries__"
        case .matchArgs: return "__match_args__"
        case .reduceEx: return "__reduce_ex__"
        case .releaseBuffer: return "__release_buffer__"
        default: return "__\(self)__"
        }
    }
    nonisolated(unsafe) static var names: UnsafeMutablePointer<Value>! = nil
    static func start() { names = .allocate(capacity: Slot.allCases.count); for s in Slot.allCases { names[s.rawValue] = StrRef.intern(s.text) } }
}
