import CSupport
import Glibc
import Primitives

// Making strs: from views and builders, of subclasses, by concatenation in one allocation.
extension StrRef {
    /// The text for the kernels. Valid while the str is alive.
    @inline(__always) public var view: TextView { TextView(base: UnsafeRawPointer(data), count: count, kind: kind, isASCII: isASCII) }

    /// A new str (or instance of a subclass), contents zero.
    static func allocate(_ count: Int, kind: Int, ascii: Bool, type: TypeRef) -> StrRef {
        if type == Types.str { return allocate(count, kind: kind, ascii: ascii) }
        let size = (((ascii ? 40 : 56) + (count + 1) * kind) + 7) & ~7
        let r = Instance.allocate(type, size: size)
        r.setWord(2, UInt64(count))
        r.storeBytes(of: UInt32(kind << 2) | 32 | (ascii ? 64 : 0), toByteOffset: 32, as: UInt32.self)
        return StrRef(r)
    }
    /// A str with the code points of V, in the narrowest form.
    public static func make(_ v: TextView) -> Value {
        if v.isASCII {
            if v.count == 1 { return character(UInt32(v.bytes[0])) }
            if v.count == 0 { return empty }
            let s = allocate(v.count, kind: 1, ascii: true)
            dx_copy(s.data, v.base, v.count)
            return s.value
        }
        return make(v.base, count: v.count, kind: v.kind)
    }
    /// ASCII text.
    public static func make(ascii p: UnsafePointer<UInt8>, _ n: Int) -> Value { make(TextView(ascii: p, count: n)) }
    /// An instance of TYPE with the text of V.
    static func make(_ v: TextView, type: TypeRef) -> Value {
        if type == Types.str { return make(v) }
        let mask = v.mask, k = Text.kind(mask)
        let s = allocate(v.count, kind: k, ascii: mask < 0x80, type: type)
        Text.copy(v, to: s.data, kind: k)
        return s.value
    }
    /// What the builder holds; frees it.
    public static func make(_ b: inout TextBuilder) -> Value {
        let v = b.view
        let r: Value
        if v.count <= 1 || Text.kind(b.mask) != v.kind { r = make(v) } else {
            let s = allocate(v.count, kind: v.kind, ascii: b.mask < 0x80)
            dx_copy(s.data, v.base, v.count * v.kind)
            r = s.value
        }
        b.free()
        return r
    }
    /// The code points [from, to), which must lie in range.
    public func slice(_ from: Int, _ to: Int) -> Value {
        let n = to &- from
        if n <= 0 { return StrRef.empty }
        if n == count && ref.type == Types.str { return value }
        return StrRef.make(view.slice(from, to))
    }
    /// An exact str with the same text: itself unless it is an instance of a subclass.
    public var exact: Value { ref.type == Types.str ? value : StrRef.make(view) }

    /// The concatenation of N strs in one allocation.
    public static func concatenate(_ p: UnsafePointer<Value>, _ n: Int) -> Value {
        var total = 0, kind = 1, ascii = true, filled = 0, last = empty
        for i in 0..<n {
            let s = StrRef(p[i].ref), c = s.count
            if c == 0 { continue }
            total &+= c; filled &+= 1; last = p[i]
            if !s.isASCII { ascii = false; if s.kind > kind { kind = s.kind } }
        }
        if filled == 0 { return empty }
        if filled == 1 { return StrRef(last.ref).exact }
        if total > 1 << 20 && !Heap.canAllocate(total &* kind) { MemoryPressure.refuse(); return p[0] }
        let out = allocate(total, kind: kind, ascii: ascii)
        var d = out.data
        for i in 0..<n {
            let s = StrRef(p[i].ref), c = s.count
            if s.kind == kind { dx_copy(d, s.data, c &* kind) } else { Text.copy(s.view, to: d, kind: kind) }
            d += c &* kind
        }
        return out.value
    }
}

/// Operations on strs for the nodes.
public enum TextOperations {
    /// `a + b` of two strs.
    @inline(__always) public static func concatenate(_ a: Value, _ b: Value) -> Value {
        let x = StrRef(a.ref), y = StrRef(b.ref)
        if _fastPath(x.isASCII && y.isASCII && x.ref.type == Types.str && y.ref.type == Types.str) {
            let n = x.count, m = y.count
            if _slowPath(n >= TextBuffer.threshold && m < n) { return TextBuffer.append(x, y) }
            if n == 0 { return b }
            if m == 0 { return a }
            if _slowPath(n &+ m > 1 << 20) { return concatenateSlow(a, b) }
            let s = StrRef.allocate(n &+ m, kind: 1, ascii: true)
            dx_copy(s.data, x.data, n)
            dx_copy(s.data + n, y.data, m)
            return s.value
        }
        return concatenateSlow(a, b)
    }
    @inline(never) static func concatenateSlow(_ a: Value, _ b: Value) -> Value {
        let x = StrRef(a.ref), y = StrRef(b.ref)
        if x.count >= TextBuffer.threshold && y.count < x.count && y.count > 0 && y.kind <= x.kind && (y.isASCII || !x.isASCII) && x.ref.type == Types.str { return TextBuffer.append(x, y) }
        var p = (a, b)
        return withUnsafePointer(to: &p) { $0.withMemoryRebound(to: Value.self, capacity: 2) { StrRef.concatenate($0, 2) } }
    }
    /// An f-string: the concatenation of COUNT strs.
    @inline(__always) public static func join(_ p: UnsafePointer<Value>, _ count: Int) -> Value { StrRef.concatenate(p, count) }

    /// `s * n`.
    static func repeated(_ s: StrRef, _ n: Int) throws(Raise) -> Value {
        let c = s.count
        if n <= 0 || c == 0 { return StrRef.empty }
        if n == 1 { return s.exact }
        let (total, over) = c.multipliedReportingOverflow(by: n)
        if over { throw Errors.overflowError("repeated string is too long") }
        if total > 1 << 40 || !Heap.canAllocate(total * s.kind + 64) { throw Errors.memoryError() }
        let k = s.kind
        let out = StrRef.allocate(total, kind: k, ascii: s.isASCII)
        fillRepeated(out.data, s.data, c * k, total * k)
        return out.value
    }
    /// Fills TOTAL bytes with repetitions of UNIT bytes, doubling what is there.
    static func fillRepeated(_ d: UnsafeMutableRawPointer, _ from: UnsafeRawPointer, _ unit: Int, _ total: Int) {
        if total == 0 { return }
        if unit == 1 { memset(d, Int32(from.load(as: UInt8.self)), total); return }
        dx_copy(d, from, unit)
        var done = unit
        // Short ones from the source: reading back what was just written in smaller pieces would stall.
        while done < 64 && done &+ unit <= total { dx_copy(d + done, from, unit); done &+= unit }
        while done < total { let n = min(done, total - done); dx_copy(d + done, d, n); done += n }
    }

    /// `separator.join(items)`.
    public static func join(_ separator: StrRef, _ iterable: Value) throws(Raise) -> Value {
        // The list keeps the items alive and in place while they are looked at.
        let n: Int
        let holder: Value
        if iterable.isExactly(Types.tuple) { holder = iterable; n = TupleRef(iterable).count }
        else if iterable.isExactly(Types.list) { holder = iterable; n = ListRef(iterable).count }
        else {
            if !iterable.type.hasSlot(.iter) && !iterable.type.hasSlot(.getitem) { throw Errors.typeError("can only join an iterable") }
            let l = try Operations.list(iterable)
            holder = l.value; n = l.count
        }
        let items = holder.ref.type == Types.tuple ? TupleRef(holder).items : ListRef(holder).items
        if n == 0 { return StrRef.empty }
        if n == 1 && items[0].isExactly(Types.str) { return items[0] }
        var total = 0, kind = 1, ascii = true
        for i in 0..<n {
            let v = items[i]
            guard v.isStr else { throw Errors.typeError("sequence item \(i): expected str instance, \(v.type) found") }
            let s = StrRef(v.ref)
            total &+= s.count
            if !s.isASCII { ascii = false; if s.kind > kind { kind = s.kind } }
        }
        let sep = separator.count
        if sep > 0 && n > 1 {
            total &+= sep &* (n &- 1)
            if !separator.isASCII { ascii = false; if separator.kind > kind { kind = separator.kind } }
        }
        if total == 0 { return StrRef.empty }
        try Heap.demand(total &* kind)
        let out = StrRef.allocate(total, kind: kind, ascii: ascii)
        var d = out.data
        let one = sep == 1 && kind == 1 ? separator.latin[0] : 0
        for i in 0..<n {
            if i > 0 && sep > 0 {
                if sep == 1 && kind == 1 { d.storeBytes(of: one, as: UInt8.self); d += 1 }
                else { Text.copy(separator.view, to: d, kind: kind); d += sep &* kind }
            }
            let s = StrRef(items[i].ref), c = s.count
            if s.kind == kind { dx_copy(d, s.data, c &* kind) } else { Text.copy(s.view, to: d, kind: kind) }
            d += c &* kind
        }
        if total == 1 && kind == 1 { return StrRef.character(out[0]) }
        return out.value
    }

    /// `a op b` for an exact str A where no method of a subclass can come first; nil: not decided here.
    @inline(never) static func binary(_ op: Operations.Binary, _ a: Value, _ b: Value) throws(Raise) -> Value? {
        switch op {
        case .add: return b.isExactly(Types.str) ? concatenate(a, b) : nil
        case .mod: return b.isStr && !b.isExactly(Types.str) ? nil : try PercentFormat.format(StrRef(a.ref), b)
        case .mul: return b.isInt ? try repeated(StrRef(a.ref), b.int) : nil
        default: return nil
        }
    }
    /// An int in decimal.
    @inline(never) public static func decimal(_ i: Int) -> Value {
        if UInt(bitPattern: i) < 10 { return StrRef.latinCharacters[48 &+ i] }
        var m = i.magnitude, digits = 1
        var bound: UInt = 10
        while digits < 19 && m >= bound { digits &+= 1; bound &*= 10 }
        let s = StrRef.allocate(digits &+ (i < 0 ? 1 : 0), kind: 1, ascii: true), p = s.latin
        var at = s.count
        while m >= 100 {
            // Two digits a division.
            let q = m / 100, r = m &- q &* 100, tens = (r &* 103) &>> 10
            at &-= 2
            p[at] = UInt8(truncatingIfNeeded: 48 &+ tens); p[at &+ 1] = UInt8(truncatingIfNeeded: 48 &+ r &- tens &* 10)
            m = q
        }
        if m >= 10 {
            let tens = m / 10
            at &-= 1
            p[at] = UInt8(truncatingIfNeeded: 48 &+ m &- tens &* 10)
            m = tens
        }
        p[at &- 1] = UInt8(truncatingIfNeeded: 48 &+ m)
        if i < 0 { p[0] = 45 }
        return s.value
    }
    /// `part in s`.
    static func contains(_ s: StrRef, _ part: StrRef) -> Bool { Text.find(s.view, part.view, 0, s.count) >= 0 }

    /// -1, 0, 1.
    @inline(__always) static func compare(_ a: StrRef, _ b: StrRef) -> Int { a.ref == b.ref ? 0 : Text.compare(a.view, b.view) }

    /// `s[i]` for an immediate int.
    @inline(__always) public static func item(_ s: StrRef, _ index: Int) throws(Raise) -> Value {
        var i = index
        let n = s.count
        if i < 0 { i &+= n }
        if UInt(bitPattern: i) >= UInt(bitPattern: n) { throw Errors.indexError("string index out of range") }
        return StrRef.character(s[i])
    }
    /// `s[start:stop:step]`, resolved.
    static func slice(_ s: StrRef, _ r: SliceRange) -> Value {
        if r.count <= 0 { return StrRef.empty }
        if r.step == 1 { return s.slice(r.start, r.start + r.count) }
        let k = s.kind
        if r.count == 1 { return StrRef.character(s[r.start]) }
        if s.isASCII {
            let out = StrRef.allocate(r.count, kind: 1, ascii: true)
            dx_stride_8(s.latin + r.start, r.step, out.latin, r.count)
            return out.value
        }
        // The stretch may be narrower than the whole.
        return withUnsafeTemporaryAllocation(byteCount: r.count * k, alignment: 8) { b in
            let p = b.baseAddress!
            switch k {
            case 1: dx_stride_8(s.latin + r.start, r.step, p.assumingMemoryBound(to: UInt8.self), r.count)
            case 2: dx_stride_16(s.wide + r.start, r.step, p.assumingMemoryBound(to: UInt16.self), r.count)
            default: dx_stride_32(s.full + r.start, r.step, p.assumingMemoryBound(to: UInt32.self), r.count)
            }
            return StrRef.make(UnsafeRawPointer(b.baseAddress!), count: r.count, kind: k)
        }
    }
}
