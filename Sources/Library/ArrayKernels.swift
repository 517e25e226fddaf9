import Glibc
import Primitives
import Runtime

/// What arrays do with all of their items at once, on the machine numbers themselves: by the width of the items where they are only moved, by their kind where they are compared or become objects.
///
/// Items are compared with a value of the program as numbers only where that is an int, a bool or a float itself; whatever may run code goes through objects one by one (`array.swift`).
extension ArrayRef {
    /// log2 of the bytes of an item.
    var log2: Int { itemSize.trailingZeroBitCount }
    private func each<R>(_ one: (UnsafeMutablePointer<UInt8>) -> R, _ two: (UnsafeMutablePointer<UInt16>) -> R, _ four: (UnsafeMutablePointer<UInt32>) -> R, _ eight: (UnsafeMutablePointer<UInt64>) -> R) -> R {
        let p = address(0)
        switch log2 {
        case 0: return one(p.assumingMemoryBound(to: UInt8.self))
        case 1: return two(p.assumingMemoryBound(to: UInt16.self))
        case 2: return four(p.assumingMemoryBound(to: UInt32.self))
        default: return eight(p.assumingMemoryBound(to: UInt64.self))
        }
    }

    // MARK: moving
    /// Fills the array, whose first K bytes are there, with repetitions of them.
    func repeatFirst(_ k: Int) {
        let p = address(0), all = storage.count
        var done = k
        while done > 0 && done < all { let n = min(done, all - done); memcpy(p + done, p, n); done += n }
    }
    /// N items from FROM on, STEP apart, to DESTINATION.
    func gather(_ from: Int, _ n: Int, step: Int, into destination: UnsafeMutableRawPointer) {
        func copy<T>(_ p: UnsafeMutablePointer<T>) {
            let out = destination.assumingMemoryBound(to: T.self)
            var i = 0, j = from
            while i < n { out[i] = p[j]; i &+= 1; j &+= step }
        }
        if n <= 0 { return }
        if step == 1 { memcpy(destination, address(from), n << log2); return }
        each(copy, copy, copy, copy)
    }
    /// N items from SOURCE to every STEP-th place from FROM on.
    func scatter(_ from: Int, _ n: Int, step: Int, of source: UnsafeRawPointer) {
        func copy<T>(_ p: UnsafeMutablePointer<T>) {
            let s = source.assumingMemoryBound(to: T.self)
            var i = 0, j = from
            while i < n { p[j] = s[i]; i &+= 1; j &+= step }
        }
        each(copy, copy, copy, copy)
    }
    /// Moves what stays together when every STEP-th of N items from FROM on is left out; the array keeps its length.
    func closeGaps(_ from: Int, _ n: Int, step: Int) {
        let count = count
        func close<T>(_ p: UnsafeMutablePointer<T>) {
            var next = from, left = n, to = from, i = from
            while i < count {
                if left > 0 && i == next { next &+= step; left &-= 1 } else { p[to] = p[i]; to &+= 1 }
                i &+= 1
            }
        }
        each(close, close, close, close)
    }
    func reverse() {
        let n = count
        func turn<T>(_ p: UnsafeMutablePointer<T>) {
            var i = 0, j = n &- 1
            while i < j { let x = p[i]; p[i] = p[j]; p[j] = x; i &+= 1; j &-= 1 }
        }
        each(turn, turn, turn, turn)
    }
    func swapBytes() {
        let n = count
        func swap<T: FixedWidthInteger>(_ p: UnsafeMutablePointer<T>) { var i = 0; while i < n { p[i] = p[i].byteSwapped; i &+= 1 } }
        each({ _ in }, swap, swap, swap)
    }

    // MARK: numbers
    /// What the body gives for the items as what they are; nil for text.
    private func numbers<B: NumbersBody>(_ body: B) -> B.Result? {
        let p = UnsafeRawPointer(address(0)), n = count
        func items<T>(_ t: T.Type) -> UnsafeBufferPointer<T> { UnsafeBufferPointer(start: p.assumingMemoryBound(to: t), count: n) }
        switch typecode {
        case UInt8(ascii: "b"): return body.integers(items(Int8.self))
        case UInt8(ascii: "B"): return body.integers(items(UInt8.self))
        case UInt8(ascii: "h"): return body.integers(items(Int16.self))
        case UInt8(ascii: "H"): return body.integers(items(UInt16.self))
        case UInt8(ascii: "i"): return body.integers(items(Int32.self))
        case UInt8(ascii: "I"): return body.integers(items(UInt32.self))
        case UInt8(ascii: "l"), UInt8(ascii: "q"): return body.integers(items(Int64.self))
        case UInt8(ascii: "L"), UInt8(ascii: "Q"): return body.integers(items(UInt64.self))
        case UInt8(ascii: "f"): return body.floats(items(Float.self))
        case UInt8(ascii: "d"): return body.floats(items(Double.self))
        default: return nil
        }
    }
    /// The first place of V at FROM or behind, before TO; -1: there is none. nil: items have to be asked one by one.
    func find(_ v: Value, from: Int, to: Int) -> Int? { numbers(Finding(value: v, from: from, to: to)).flatMap { $0 } }
    /// How often V is there; nil: items have to be asked one by one.
    func occurrences(_ v: Value) -> Int? {
        var n = 0, at = 0
        while true {
            guard let i = find(v, from: at, to: count) else { return nil }
            if i < 0 { return n }
            n += 1; at = i + 1
        }
    }
    /// The first place where two arrays of one kind differ, or where the shorter one ends; nil for text.
    func firstDifference(_ o: ArrayRef) -> Int? { numbers(Comparing(other: UnsafeRawPointer(o.address(0)), count: min(count, o.count))) }
    /// All items; nil for text.
    func numberList() -> ListRef? { numbers(Listing()) }

    /// Appends the ints or floats of ITEMS that fit as they are, up to the first that does not or that is anything else: how many those were.
    func appendNumbers(_ items: UnsafePointer<Value>, _ n: Int) throws(Raise) -> Int {
        if isText || n == 0 { return 0 }
        let at = count, c = typecode
        try resize(at: at, removing: 0, inserting: n)
        var done = 0
        func put<T: FixedWidthInteger>(_ t: T.Type) {
            let p = address(at).assumingMemoryBound(to: T.self)
            while done < n, items[done].isInt, let x = T(exactly: items[done].int) { p[done] = x; done &+= 1 }
        }
        switch c {
        case UInt8(ascii: "b"): put(Int8.self)
        case UInt8(ascii: "B"): put(UInt8.self)
        case UInt8(ascii: "h"): put(Int16.self)
        case UInt8(ascii: "H"): put(UInt16.self)
        case UInt8(ascii: "i"): put(Int32.self)
        case UInt8(ascii: "I"): put(UInt32.self)
        case UInt8(ascii: "l"), UInt8(ascii: "q"): put(Int64.self)
        case UInt8(ascii: "L"), UInt8(ascii: "Q"): put(UInt64.self)
        case UInt8(ascii: "d"):
            let p = address(at).assumingMemoryBound(to: Double.self)
            while done < n, items[done].isFloat || items[done].isExactly(Types.float) || items[done].isInt { p[done] = items[done].isInt ? Double(items[done].int) : items[done].asDouble; done &+= 1 }
        default: break
        }
        if done < n { try resize(at: at + done, removing: n - done, inserting: 0) }
        return done
    }
}

/// Something done with items of each kind (a struct, so that there is code for each).
private protocol NumbersBody {
    associatedtype Result
    func integers<T: FixedWidthInteger>(_ p: UnsafeBufferPointer<T>) -> Result
    func floats<T: BinaryFloatingPoint>(_ p: UnsafeBufferPointer<T>) -> Result
}
private struct Finding: NumbersBody {
    let value: Value, from: Int, to: Int
    func integers<T: FixedWidthInteger>(_ p: UnsafeBufferPointer<T>) -> Int? {
        guard value.isInt || value.isBool else { return nil }
        guard let x = T(exactly: value.isInt ? value.int : value == .true ? 1 : 0) else { return -1 }
        var i = from
        while i < to { if p[i] == x { return i }; i &+= 1 }
        return -1
    }
    func floats<T: BinaryFloatingPoint>(_ p: UnsafeBufferPointer<T>) -> Int? {
        let d: Double
        if value.isFloat || value.isExactly(Types.float) { d = value.asDouble } else if value.isInt, let x = Double(exactly: value.int) { d = x } else { return nil }
        var i = from
        while i < to { if Double(p[i]) == d { return i }; i &+= 1 }
        return -1
    }
}
private struct Comparing: NumbersBody {
    let other: UnsafeRawPointer, count: Int
    func integers<T: FixedWidthInteger>(_ p: UnsafeBufferPointer<T>) -> Int {
        if count == 0 || memcmp(p.baseAddress.unsafelyUnwrapped, other, count * MemoryLayout<T>.size) == 0 { return count }
        let q = other.assumingMemoryBound(to: T.self)
        var i = 0
        while p[i] == q[i] { i &+= 1 }
        return i
    }
    func floats<T: BinaryFloatingPoint>(_ p: UnsafeBufferPointer<T>) -> Int {
        let q = other.assumingMemoryBound(to: T.self)
        var i = 0
        while i < count && p[i] == q[i] { i &+= 1 }
        return i
    }
}
private struct Listing: NumbersBody {
    func integers<T: FixedWidthInteger>(_ p: UnsafeBufferPointer<T>) -> ListRef {
        let out = ListRef.allocate(capacity: p.count)
        if MemoryLayout<T>.size < 8 {
            var i = 0
            while i < p.count { out.items[i] = Value(int: Int(truncatingIfNeeded: p[i])); i &+= 1 }
            out.count = p.count
        } else { for x in p { out.append(Int(exactly: x).map { .int($0) } ?? .uint(UInt(truncatingIfNeeded: x))) } }
        return out
    }
    func floats<T: BinaryFloatingPoint>(_ p: UnsafeBufferPointer<T>) -> ListRef {
        let out = ListRef.allocate(capacity: p.count)
        for x in p { out.append(Value(float: Double(x))) }
        return out
    }
}
