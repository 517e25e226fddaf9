import Glibc
import Primitives
import Runtime

/// `_io.TextIOWrapper`: text over a buffered stream. (Modules/_io/textio.c)
///
/// UTF-8, ASCII and Latin-1 are encoded and decoded here without objects in between (`codec`); other encodings go through the incremental
/// encoders and decoders of `codecs`. Reading decodes chunks into `decoded`, of which `used` code points have been handed out. Writing collects
/// encoded bytes in `pending` and passes them on when they are a chunk's worth. For `tell`, `snapshot` holds the decoder's state before the
/// last chunk and the chunk's bytes.
struct TextRef {
    let ref: Ref
    @inline(__always) init(_ v: Value) { ref = v.ref }
    @inline(__always) var value: Value { Value(ref) }
    static let words = 24
    enum W { static let buffer = 2, encoding = 3, errors = 4, encoder = 5, decoder = 6, newline = 7, flags = 8, codec = 9, decoded = 10, used = 11, snapshot = 12, pending = 13, pendingCount = 14,
                    writeNewline = 15, chunk = 16, tail = 17, seen = 18, snapshotFlags = 19, ratio = 20, name = 21, spare = 22 }
    enum F { static let ready = 1, lineBuffering = 2, writeThrough = 4, universal = 8, translate = 16, seekable = 32, telling = 64, hasRead1 = 128, pendingCR = 256, fast = 512, started = 1024, reading = 2048 }
    enum C { static let other = 0, utf8 = 1, ascii = 2, latin1 = 3 }
    @inline(__always) func number(_ w: Int) -> Int { let v = ref.value(w); return v.isInt ? v.int : 0 }
    @inline(__always) func setNumber(_ w: Int, _ n: Int) { ref.setWord(w, Value(int: n).bits) }
    @inline(__always) var buffer: Value { ref.value(W.buffer) }
    var flags: Int { @inline(__always) get { number(W.flags) } nonmutating set { setNumber(W.flags, newValue) } }
    @inline(__always) func has(_ f: Int) -> Bool { flags & f != 0 }
    func set(_ f: Int, _ on: Bool) { flags = on ? flags | f : flags & ~f }
    var codec: Int { number(W.codec) }
    var used: Int { @inline(__always) get { number(W.used) } nonmutating set { setNumber(W.used, newValue) } }
    var decoded: Value { @inline(__always) get { ref.value(W.decoded) } nonmutating set { ref.set(W.decoded, newValue); used = 0 } }
    /// Bytes of an unfinished character, or unbound (native codecs).
    var tail: Value { get { ref.value(W.tail) } nonmutating set { ref.set(W.tail, newValue) } }
    var nativeEncoding: Codec.Encoding { codec == C.utf8 ? .utf8 : codec == C.ascii ? .ascii : .latin1 }

    func check() throws(Raise) {
        if has(F.ready) { return }
        if buffer.isNone { throw Errors.valueError("underlying buffer has been detached") }
        throw IO.uninitialized()
    }
    func isClosed() throws(Raise) -> Bool {
        if has(F.fast) && BufferedRef(buffer).isFast { return FileIORef(BufferedRef(buffer).raw).fd < 0 }
        return try IO.isClosed(buffer)
    }
    @inline(__always) func checkOpen() throws(Raise) {
        try check()
        if try isClosed() { throw IO.closedError() }
    }

    // MARK: writing

    private static let chunkLimit = 8192
    @inline(__always) private var pendingStore: BytesRef { BytesRef(ref.value(W.pending)) }
    var pendingCount: Int { @inline(__always) get { number(W.pendingCount) } nonmutating set { setNumber(W.pendingCount, newValue) } }

    func write(_ text: Value) throws(Raise) {
        var s = StrRef(text)
        let n = s.count
        if n == 0 && codec != C.other { return }
        var flush = false
        let f = flags
        if f & F.lineBuffering != 0 || ref.value(W.writeNewline).isStr {
            let hasLF = s.kind == 1 ? memchr(s.data, 10, n) != nil : Text.find(s.view, 10, 0, n) >= 0
            if f & F.lineBuffering != 0 { flush = hasLF || Text.find(s.view, 13, 0, n) >= 0 }
            if hasLF && ref.value(W.writeNewline).isStr { s = StrRef(Newlines.replaceLF(s, with: ref.value(W.writeNewline))) }
        }
        if codec != C.other && s.isASCII {
            try append(s.latin, s.count)
        } else {
            let b = try encode(s)
            try append(BytesRef(b).data, BytesRef(b).count)
        }
        if pendingCount >= TextRef.chunkLimit || flush || f & F.writeThrough != 0 { try flushPending() }
        if flush { try flushBuffer() }
        // Of a stream that cannot tell where it is, what was read and decoded stays.
        if !ref.value(W.snapshot).isNone || used > 0 && has(F.telling) {
            ref.set(W.snapshot, .none)
            if decoded.isPointer && StrRef(decoded).count > 0 { decoded = StrRef.empty }
            if ref.value(W.decoder).isPointer { _ = try IO.call(ref.value(W.decoder), IONames.reset) }
            tail = .unbound
        }
    }
    private func encode(_ s: StrRef) throws(Raise) -> Value {
        if codec != C.other { return try Codecs.encode(s, nativeEncoding, errors: ref.value(W.errors)) }
        let e = ref.value(W.encoder)
        if !e.isPointer { throw IO.unsupported("not writable") }
        let b = try IO.call(e, IONames.encode, s.exact)
        guard b.isBytes else { throw Errors.typeError("encoder should return a bytes object, not '\(b.type)'") }
        return b
    }
    @inline(__always) private func append(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) {
        if _slowPath(pendingCount &+ n > pendingStore.count) {
            if pendingCount &+ n > 2 &* TextRef.chunkLimit { try flushPending() }
            if n > 2 &* TextRef.chunkLimit { return try forward(p, n) }
            makeRoom(pendingCount &+ n)
        }
        let c = pendingCount
        memcpy(pendingStore.data + c, p, n)
        pendingCount = c &+ n
    }
    /// Room for N bytes of what is collected: programs make many streams for a line or two.
    @inline(never) private func makeRoom(_ n: Int) {
        if n <= pendingStore.count { return }
        let store = BytesRef.allocate(min(2 * TextRef.chunkLimit, max(256, 2 * n)))
        memcpy(store.data, pendingStore.data, pendingCount)
        ref.set(W.pending, store.value)
    }
    private func forward(_ p: UnsafePointer<UInt8>, _ n: Int) throws(Raise) {
        if has(F.fast) {
            let b = BufferedRef(buffer)
            try b.check()
            if try b.isClosed() { throw Errors.valueError("write to closed file") }
            if b.flags & BufferedRef.writable == 0 { throw IO.unsupported("write") }
            try b.write(p, n)
        } else { try pass(BytesRef.make(p, n)) }
    }
    /// Writes BYTES to a stream that is not ours. A raw file may take a part only: a signal came, or a reader of a pipe went away.
    private func pass(_ bytes: Value) throws(Raise) {
        let r = try IO.call(buffer, IONames.write, bytes)
        guard buffer.isExactly(IO.file), r.isInt else { return }
        var done = r.int
        while done < BytesRef(bytes).count {
            guard let k = try FileIORef(buffer).write(BytesRef(bytes).data + done, BytesRef(bytes).count - done), k > 0 else { return }
            done += k
        }
    }
    /// Passes on what has been collected.
    func flushPending() throws(Raise) {
        let n = pendingCount
        if n == 0 { return }
        pendingCount = 0
        // A stream written in Python may write to this one again.
        if has(F.fast) { try forward(pendingStore.data, n) } else {
            try pass(BytesRef.make(pendingStore.data, n))
        }
    }
    private func flushBuffer() throws(Raise) {
        if has(F.fast) { try BufferedRef(buffer).flushAll() } else { _ = try IO.call(buffer, IONames.flush) }
    }

    // MARK: reading

    /// Decodes INPUT behind what is held back.
    func decode(_ input: Value, final: Bool) throws(Raise) -> Value {
        if codec == C.other {
            let d = ref.value(W.decoder)
            if !d.isPointer { throw IO.unsupported("not readable") }
            if d.isExactly(IO.newlineDecoder) { return try NewlineDecoderType.decode(d, input, final: final) }
            let r = try IO.call(d, IONames.decode, input, Value(bool: final))
            guard r.isStr else { throw Errors.typeError("decoder should return a string result, not '\(r.type)'") }
            return r
        }
        var bytes = input
        if tail.isPointer {
            let a = BytesRef(tail), b = BytesRef(input), j = BytesRef.unfilled(a.count + b.count)
            memcpy(j.data, a.data, a.count); memcpy(j.data + a.count, b.data, b.count)
            bytes = j.value
            tail = .unbound
        }
        let b = BytesRef(bytes)
        let text: Value, consumed: Int
        do throws(Raise) {
            (text, consumed) = try Codecs.decode(nativeEncoding, bytes, UnsafeBufferPointer(start: b.data, count: b.count), errors: ref.value(W.errors), final: final)
        } catch { throw try raisedInPython(error, bytes, final) }
        if consumed < b.count { tail = BytesRef.make(b.data + consumed, b.count - consumed) }
        return newlines(text, final: final)
    }
    /// ERROR, which decoding INPUT raised, as the decoder written in Python raises it: a traceback shows it.
    private func raisedInPython(_ error: Raise, _ input: Value, _ final: Bool) throws(Raise) -> Raise {
        guard codec != C.latin1, ref.value(W.errors).isStr, StrRef(ref.value(W.errors)).equals("strict"), Errors.matches(Exceptions.unicodeDecodeError) else { return error }
        let e = Errors.take()
        let decoder = try IO.call(try CodecRegistry.lookup(StrRef(ref.value(W.encoding))), IONames.incrementaldecoder, ref.value(W.errors))
        _ = try IO.call(decoder, IONames.decode, input, Value(bool: final))
        return Errors.raise(e)
    }
    private func newlines(_ text: Value, final: Bool) -> Value {
        if !has(F.universal) { return text }
        var s = Newlines.State(pendingCR: has(F.pendingCR), seen: number(W.seen))
        let r = Newlines.translate(text, &s, translate: has(F.translate), final: final)
        set(F.pendingCR, s.pendingCR)
        setNumber(W.seen, s.seen)
        return r
    }
    /// Decodes the next chunk; false at the end.
    func readChunk(_ hint: Int = 0) throws(Raise) -> Bool {
        if codec == C.other && !ref.value(W.decoder).isPointer || !has(F.reading) { throw IO.unsupported("not readable") }
        var before = Value.none, flagsBefore = Value(int: 0)
        if has(F.telling) {
            if codec == C.other {
                let s = try IO.call(ref.value(W.decoder), IONames.getstate)
                guard s.isTuple, TupleRef(s).count == 2 else { throw Errors.typeError("illegal decoder state") }
                before = TupleRef(s)[0]; flagsBefore = TupleRef(s)[1]
                guard before.isBytes else { throw Errors.typeError("illegal decoder state: the first item should be a bytes object, not '\(before.type)'") }
            } else { before = tail.isPointer ? tail : BytesRef.empty; flagsBefore = Value(int: has(F.pendingCR) ? 1 : 0) }
        }
        let size = max(number(W.chunk), hint)
        let input: Value
        if has(F.fast) {
            let b = BufferedRef(buffer)
            try b.checkOpen("read of closed file")
            if b.flags & BufferedRef.readable == 0 { throw IO.unsupported("not readable") }
            input = try b.read1(size)
        } else {
            let r = try IO.call(buffer, has(F.hasRead1) ? IONames.read1 : IONames.read, Value(int: size))
            if r.isBytes { input = r } else if Buffers.supports(r) {
                let v = try Buffers.get(r)
                input = BytesRef.make(v.bytes.baseAddress!, v.count)
                v.release()
            } else { throw Errors.typeError("underlying \(has(F.hasRead1) ? "read1" : "read")() should have returned a bytes-like object, not '\(r.type)'") }
        }
        let end = BytesRef(input).count == 0
        let text = try decode(input, final: end)
        decoded = text
        if has(F.telling) {
            let a = BytesRef(before), b = BytesRef(input)
            let next: Value
            if a.count == 0 { next = input } else {
                let j = BytesRef.unfilled(a.count + b.count)
                memcpy(j.data, a.data, a.count); memcpy(j.data + a.count, b.data, b.count)
                next = j.value
            }
            ref.set(W.snapshot, next); ref.set(W.snapshotFlags, flagsBefore)
        }
        if StrRef(text).count > 0 { setNumber(W.ratio, BytesRef(input).count * 1000 / StrRef(text).count) }
        return !end || StrRef(text).count > 0
    }
    /// Takes up to N decoded code points (all for negative N).
    func take(_ n: Int) -> Value {
        let d = decoded
        if !d.isPointer { return StrRef.empty }
        let s = StrRef(d), at = used, left = s.count - at
        let k = n < 0 || n > left ? left : n
        if k == 0 { return StrRef.empty }
        used = at + k
        return s.slice(at, at + k)
    }
    func read(_ n: Int) throws(Raise) -> Value {
        try checkOpen()
        if !has(F.reading) { throw IO.unsupported("not readable") }
        try flushPending()
        if n < 0 {
            let rest = try IO.call(buffer, IONames.read)
            if rest.isNone { throw Errors.make(Exceptions.blockingIOError, "Read returned None.") }
            guard rest.isBytes || Buffers.supports(rest) else { throw Errors.typeError("underlying read() should have returned a bytes-like object, not '\(rest.type)'") }
            var bytes = rest
            if !rest.isBytes { let v = try Buffers.get(rest); bytes = BytesRef.make(v.bytes.baseAddress!, v.count); v.release() }
            let text = try decode(bytes, final: true)
            let first = take(-1)
            if has(F.telling) && !ref.value(W.snapshot).isNone { decoded = StrRef.empty; ref.set(W.snapshot, .none) } else { decoded = StrRef.empty }
            if StrRef(first).count == 0 { return text }
            var p = (first, text)
            return withUnsafePointer(to: &p) { $0.withMemoryRebound(to: Value.self, capacity: 2) { StrRef.concatenate($0, 2) } }
        }
        let first = take(n)
        if StrRef(first).count == n { return first }
        let l = ListRef.allocate()
        l.append(first)
        var have = StrRef(first).count
        while have < n {
            if try !readChunk(n - have) { break }
            let part = take(n - have)
            l.append(part)
            have += StrRef(part).count
        }
        return StrRef.concatenate(l.items, l.count)
    }
    var ending: Newlines.Ending {
        if has(F.translate) || !has(F.universal) && !ref.value(W.newline).isStr { return .lf }
        if has(F.universal) { return .universal }
        let n = ref.value(W.newline)
        return StrRef(n).equals("\n") ? .lf : .custom(n)
    }
    /// The next line, "" at the end.
    func readLine(_ limit: Int) throws(Raise) -> Value {
        try checkOpen()
        // The line may lie within what is decoded.
        let d = decoded
        if d.isPointer && limit < 0 && pendingCount == 0 && has(F.reading) {
            let s = StrRef(d), n = s.count, at = used
            if at < n {
                var resume = 0
                let end = Newlines.find(s.view, at, n, ending, &resume)
                if end >= 0 { used = end; return s.slice(at, end) }
            }
        }
        return try readLineSlow(limit)
    }
    private func readLineSlow(_ limit: Int) throws(Raise) -> Value {
        try flushPending()
        if !has(F.reading) { throw IO.unsupported("not readable") }
        // What has been read of the line so far, without its end.
        var parts = ListRef.allocate(), total = 0
        while true {
            var carry = Value.unbound
            while !decoded.isPointer || StrRef(decoded).count <= used {
                if try !readChunk() {
                    decoded = StrRef.empty
                    ref.set(W.snapshot, has(F.telling) ? ref.value(W.snapshot) : .none)
                    return StrRef.concatenate(parts.items, parts.count)
                }
            }
            // A custom newline may be cut by the chunk's end: its first part is joined to the rest.
            if parts.count == 1 && total < 0 { carry = parts[0]; parts = ListRef.allocate(); total = 0; _ = carry }
            let s = StrRef(decoded), n = s.count, at = used
            var resume = 0
            let e = ending
            if case .custom(let nl) = e, StrRef(nl).count > 1, parts.count > 0 {
                let last = StrRef(parts[parts.count - 1])
                if last.count > 0 && last[last.count - 1] == StrRef(nl)[0] && s[at] == StrRef(nl)[1] {
                    parts.append(s.slice(at, at + 1))
                    used = at + 1
                    return StrRef.concatenate(parts.items, parts.count)
                }
            }
            let limitHere = limit >= 0 ? min(n, at + limit - total) : n
            let end = Newlines.find(s.view, at, n, e, &resume)
            if end >= 0 && end <= limitHere {
                parts.append(s.slice(at, end)); used = end
                return parts.count == 1 ? parts[0] : StrRef.concatenate(parts.items, parts.count)
            }
            parts.append(s.slice(at, limitHere))
            total += limitHere - at
            used = limitHere
            if limit >= 0 && total >= limit { return StrRef.concatenate(parts.items, parts.count) }
        }
    }
    func forget() { decoded = StrRef.empty; ref.set(W.snapshot, .none) }
}
