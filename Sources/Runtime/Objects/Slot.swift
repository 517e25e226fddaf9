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
    public var text: String { StrRef(name).string }
    /// What stands between the underscores, in the order of the cases: asking an enumeration for the names of its cases takes reflection.
    private static let words: StaticString = """
        getattribute getattr setattr delattr new init call del repr str format bytes hash bool dir lt le eq ne gt ge \
        add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor \
        radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor \
        iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ior ixor \
        neg pos abs invert int float complex index round trunc floor ceil \
        len length_hint getitem setitem delitem missing contains iter next reversed \
        get set delete set_name enter exit aenter aexit await aiter anext \
        instancecheck subclasscheck class_getitem init_subclass prepare mro_entries match_args reduce reduce_ex buffer release_buffer fspath copy annotate
        """
    nonisolated(unsafe) static var names: UnsafeMutablePointer<Value>! = nil
    static func start() {
        names = .allocate(capacity: Slot.allCases.count)
        var i = 0
        WordList.each(words) { p, n in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: n + 4) { b in
                let q = b.baseAddress.unsafelyUnwrapped
                q[0] = 95; q[1] = 95; q[n + 2] = 95; q[n + 3] = 95
                (q + 2).update(from: p, count: n)
                names[i] = InternTable.intern(utf8: q, n + 4)
            }
            i += 1
        }
        assert(i == Slot.allCases.count)
    }
}

/// Words of a text that stands in the program, separated by spaces and line ends.
public enum WordList {
    @inline(__always) public static func each(_ t: StaticString, _ body: (UnsafePointer<UInt8>, Int) -> Void) {
        let p = t.utf8Start, n = t.utf8CodeUnitCount
        var i = 0
        while i < n {
            while i < n && p[i] <= 32 { i += 1 }
            let start = i
            while i < n && p[i] > 32 { i += 1 }
            if i > start { body(p + start, i - start) }
        }
    }
    /// `NAME=NUMBER` pairs, the names as interned strs.
    public static func pairs(_ t: StaticString, _ body: (Value, Int) -> Void) {
        each(t) { p, n in
            var e = 0
            while e < n && p[e] != 61 { e += 1 }
            var v = 0, k = e + 1, negative = false
            if k < n && p[k] == 45 { negative = true; k += 1 }
            while k < n { v = v * 10 + Int(p[k]) - 48; k += 1 }
            body(InternTable.intern(utf8: p, e), negative ? -v : v)
        }
    }
    /// All words as interned strs, in a new list.
    public static func list(_ t: StaticString) -> ListRef {
        let l = ListRef.allocate()
        each(t) { p, n in l.append(InternTable.intern(utf8: p, n)) }
        return l
    }
}
