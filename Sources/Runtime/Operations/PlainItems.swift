import Primitives

/// Items of strs and bytes for lists and sets that are filled from them: without an iterator, and an object once for each code point.
enum PlainItems {
    /// Which code points were met, by their low bits; the last one met counts.
    struct Met {
        /// Code point + 1, then the number it has.
        var a = SIMD64<UInt32>(), b = SIMD64<UInt32>()
        static let count = 64
    }

    /// Appends the items of V, if it is an exact str, bytes or bytearray or an iterator over a list from its end; false: it is none of these.
    static func extend(_ out: ListRef, _ v: Value) throws(Raise) -> Bool {
        if !v.isPointer { return false }
        let t = v.ref.type
        if t == Types.str { try extend(out, StrRef(v.ref)); return true }
        if t == Types.bytes || t == Types.bytearray {
            let n = t == Types.bytes ? BytesRef(v).count : ByteArrayRef(v).count
            let to = try room(out, n), p = t == Types.bytes ? BytesRef(v).data : ByteArrayRef(v).data
            for i in 0..<n { to[i] = Value(int: Int(p[i])) }
            out.count &+= n
            return true
        }
        if t == IndexedIterators.listReverse {
            let l = v.ref.value(2)
            if l.isUnbound || l.ref == out.ref { return false }
            let last = Int(Int64(bitPattern: v.ref.word(3)))
            if last >= ListRef(l).count { return false }
            let to = try room(out, last &+ 1), from = ListRef(l).items
            for i in 0..<last &+ 1 { to[i] = from[last &- i] }
            out.count &+= last &+ 1
            v.ref.setWord(2, 0); v.ref.setWord(3, UInt64.max)
            return true
        }
        return false
    }
    /// Where N more items of OUT go, which are there before the next allocation.
    private static func room(_ out: ListRef, _ n: Int) throws(Raise) -> UnsafeMutablePointer<Value> {
        guard Heap.canAllocate((out.count &+ n) &* 9) else { throw Errors.memoryError() }
        if n > 0 { out.reserve(out.count &+ n) }
        let s = out.storage
        s.ref.barrier()
        return s.items + out.count
    }
    private static func extend(_ out: ListRef, _ s: StrRef) throws(Raise) {
        let n = s.count, to = try room(out, n)
        if s.kind == 1 {
            let p = s.latin, table = StrRef.latinCharacters.unsafelyUnwrapped
            for i in 0..<n { to[i] = table[Int(p[i])] }
            out.count &+= n
            return
        }
        var met = Met()
        withUnsafeMutableBytes(of: &met) { raw in
            let points = raw.baseAddress!.assumingMemoryBound(to: UInt32.self), places = points + Met.count, start = out.count
            for i in 0..<n {
                let c = s[i]
                if c < 256 { out.append(StrRef.latinCharacters[Int(c)]); continue }
                let k = Int(c) & (Met.count &- 1)
                if points[k] == c &+ 1 { out.append(out[start &+ Int(places[k])]); continue }
                out.append(StrRef.character(c))
                points[k] = c &+ 1; places[k] = UInt32(truncatingIfNeeded: i)
            }
        }
    }
    /// The same for a set. (Items that a set already has do not change it.)
    static func update(_ out: SetRef, _ v: Value) throws(Raise) -> Bool {
        if !v.isPointer { return false }
        let t = v.ref.type
        if t != Types.str && t != Types.bytes && t != Types.bytearray { return false }
        var met = Met()
        try withUnsafeMutableBytes(of: &met) { (raw) throws(Raise) in
            let points = raw.baseAddress!.assumingMemoryBound(to: UInt32.self)
            let s = t == Types.str ? StrRef(v.ref).view : BytesMethods.view(v)
            for i in 0..<s.count {
                let c = s[i], k = Int(c) & (2 &* Met.count &- 1)
                if points[k] == c &+ 1 { continue }
                points[k] = c &+ 1
                try out.add(t == Types.str ? StrRef.character(c) : Value(int: Int(c)))
            }
        }
        return true
    }
}
