import Glibc
import Primitives
import Runtime

/// `tell` and `seek` of text streams. A cookie is an int whose 64-bit limbs are: the byte position where decoding starts, decoder flags and
/// bytes to feed (32 bits each), code points to skip and whether the decoder is told of the end (32 bits each). A plain position is a cookie.
struct TextCookie {
    var position = 0, flags = 0, feed = 0, skip = 0, end = false
    init(position p: Int, flags f: Int = 0) { position = p; flags = f }
    init(_ v: Value) throws(Raise) {
        if Integers.isNegative(v) { throw Errors.valueError("negative seek position \(Operations.reprText(v))") }
        let limbs = Integers.with(v) { view -> [UInt] in (0..<3).map { $0 < view.count ? view.limbs[$0] : 0 } }
        position = Int(truncatingIfNeeded: limbs[0])
        flags = Int(limbs[1] & 0xffff_ffff); feed = Int(limbs[1] >> 32)
        skip = Int(limbs[2] & 0xffff_ffff); end = limbs[2] >> 32 != 0
    }
    var value: Value {
        if flags == 0 && feed == 0 && skip == 0 && !end { return Value.int(position) }
        return Integers.make(room: 3) { r in
            r[0] = UInt(position); r[1] = UInt(flags) | UInt(feed) << 32; r[2] = UInt(skip) | (end ? 1 << 32 : 0)
            return IntResult(count: r[2] != 0 ? 3 : 2, negative: false)
        }
    }
}

extension TextRef {
    func tell() throws(Raise) -> Value {
        try checkOpen()
        if !has(F.seekable) { throw IO.unsupported("underlying stream is not seekable") }
        if !has(F.telling) { throw Errors.make(Exceptions.osError, "telling position disabled by next() call") }
        try flushPending()
        _ = try IO.call(value, IONames.flush)
        let at = try IO.call(buffer, IONames.tell)
        let d = decoded
        guard has(F.reading), ref.value(W.snapshot).isPointer else { return at }
        let next = BytesRef(ref.value(W.snapshot))
        let start = try IO.offset(at) - next.count
        let flagsBefore = try TextArguments.size(ref.value(W.snapshotFlags))
        let n = d.isPointer ? used : 0
        if n == 0 { return TextCookie(position: start, flags: flagsBefore).value }
        if d.isPointer && n == StrRef(d).count && codec != C.other && !tail.isPointer && !has(F.pendingCR) { return at }
        return codec == C.other ? try tellSlow(start, flagsBefore, next, n) : try tellNative(start, flagsBefore, next, n)
    }
    /// The fewest bytes that decode to N code points: a binary search, since decoding a prefix gives ever more of them.
    private func tellNative(_ start: Int, _ flagsBefore: Int, _ next: BytesRef, _ n: Int) throws(Raise) -> Value {
        let universal = has(F.universal), translate = has(F.translate), errors = ref.value(W.errors), e = nativeEncoding
        let object = next.value
        func count(_ k: Int) throws(Raise) -> Int {
            let (text, _) = try Codecs.decode(e, object, UnsafeBufferPointer(start: next.data, count: k), errors: errors, final: false)
            if !universal { return StrRef(text).count }
            var s = Newlines.State(pendingCR: flagsBefore & 1 != 0, seen: 0)
            return StrRef(Newlines.translate(text, &s, translate: translate, final: false)).count
        }
        var low = 0, high = next.count
        while low < high {
            let middle = (low + high) / 2
            if try count(middle) >= n { high = middle } else { low = middle + 1 }
        }
        var k = low
        let c = try count(k)
        // A carriage return is given out only together with what follows it: the position is between the two.
        if c > n { k -= 1 }
        return TextCookie(position: start + k).value
    }
    /// Feeds the decoder byte by byte and remembers where it was last in its plain state. (_io_TextIOWrapper_tell_impl)
    private func tellSlow(_ start: Int, _ flagsBefore: Int, _ next: BytesRef, _ n: Int) throws(Raise) -> Value {
        let d = ref.value(W.decoder)
        let saved = try IO.call(d, IONames.getstate)
        var cookie = TextCookie(position: start, flags: flagsBefore)
        cookie.skip = n
        func restore() throws(Raise) { _ = try IO.call(d, IONames.setstate, saved) }
        do throws(Raise) {
            _ = try IO.call(d, IONames.setstate, TupleRef.make(BytesRef.empty, Value(int: flagsBefore)))
            var decodedCount = 0, safe = 0, fed = 0, i = 0
            while i < next.count {
                let text = try IO.call(d, IONames.decode, BytesRef.make(next.data + i, 1))
                decodedCount += StrRef(text).count
                fed += 1; i += 1
                let s = TupleRef(try IO.call(d, IONames.getstate))
                let f = try TextArguments.size(s[1])
                if BytesRef(s[0]).count == 0 && decodedCount <= n {
                    cookie.position = start + i; cookie.flags = f; cookie.feed = 0; cookie.skip = n - decodedCount
                    safe = decodedCount; fed = 0
                }
                if decodedCount >= n { break }
            }
            if cookie.skip > 0 {
                cookie.feed = fed
                if i == next.count && decodedCount < n {
                    decodedCount += StrRef(try IO.call(d, IONames.decode, BytesRef.empty, .true)).count
                    cookie.end = true
                    if decodedCount < n { throw Errors.make(Exceptions.osError, "can't reconstruct logical file position") }
                }
            }
            _ = safe
        } catch {
            let e = error.isException ? Errors.take() : .unbound
            try restore()
            if e.isPointer { throw Errors.raise(e) }
            throw error
        }
        try restore()
        return cookie.value
    }
    func seek(_ cookie: Value, _ whence: Int) throws(Raise) -> Value {
        try checkOpen()
        if !has(F.seekable) { throw IO.unsupported("underlying stream is not seekable") }
        var target = cookie
        switch whence {
        case 1:
            if try Operations.isTrue(cookie) { throw IO.unsupported("can't do nonzero cur-relative seeks") }
            target = try IO.call(value, IONames.tell)
        case 2:
            if try Operations.isTrue(cookie) { throw IO.unsupported("can't do nonzero end-relative seeks") }
            _ = try IO.call(value, IONames.flush)
            forget()
            try resetDecoder()
            let r = try IO.call(buffer, IONames.seek, Value(int: 0), Value(int: 2))
            try resetEncoder(try IO.offset(r) == 0)
            return r
        case 0: break
        default: throw Errors.valueError("invalid whence (\(whence), should be 0, 1 or 2)")
        }
        target = try Operations.indexObject(target)
        let c = try TextCookie(target)
        try flushPending()
        _ = try IO.call(value, IONames.flush)
        _ = try IO.call(buffer, IONames.seek, Value.int(c.position))
        forget()
        try resetDecoder()
        if codec == C.other, ref.value(W.decoder).isPointer {
            let d = ref.value(W.decoder)
            if c.position != 0 || c.flags != 0 { _ = try IO.call(d, IONames.setstate, TupleRef.make(BytesRef.empty, Value(int: c.flags))) }
            ref.set(W.snapshot, BytesRef.empty); ref.set(W.snapshotFlags, Value(int: c.flags))
        } else { set(F.pendingCR, c.flags & 1 != 0) }
        if c.skip > 0 {
            let input = try IO.call(buffer, IONames.read, Value(int: c.feed))
            guard input.isBytes else { throw Errors.typeError("underlying read() should have returned a bytes object, not '\(input.type)'") }
            ref.set(W.snapshot, input); ref.set(W.snapshotFlags, Value(int: c.flags))
            decoded = try decode(input, final: c.end)
            if StrRef(decoded).count < c.skip { throw Errors.make(Exceptions.osError, "can't restore logical file position") }
            used = c.skip
        }
        try resetEncoder(c.position == 0 && c.flags == 0)
        return target
    }
    func resetDecoder() throws(Raise) {
        tail = .unbound
        set(F.pendingCR, false)
        if ref.value(W.decoder).isPointer { _ = try IO.call(ref.value(W.decoder), IONames.reset) }
    }
    private func resetEncoder(_ start: Bool) throws(Raise) {
        let e = ref.value(W.encoder)
        guard e.isPointer else { return }
        if start { _ = try IO.call(e, IONames.reset) } else { _ = try IO.call(e, IONames.setstate, Value(int: 0)) }
    }
}
