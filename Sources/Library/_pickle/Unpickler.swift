import Glibc
import Primitives
import Runtime

/// `_pickle.Unpickler`: words 2 `read`, 3 `readline`, 4 `readinto`, 5 `peek` (unbound: not there), 6 the object whose bytes are being read, 7 the stack, 8 the memo
/// (a list, unbound where nothing was put; a dict when sparse), 9 encoding, 10 errors, 11 iterator of buffers, 12 `persistent_load` as set on the instance,
/// 13 what `load` found as `persistent_load`; raw 14 the `UnpickleInput`, retained; 0 until `__init__` ran. (Modules/_pickle.c)
struct Unpickler {
    let ref: Ref
    let input: UnpickleInput
    /// The stack: a list whose items behind its end are not cleared.
    let stack: ListRef
    nonisolated(unsafe) static var type = TypeRef(), proxyType = TypeRef()
    static let size = 120, inputWord = 14, prefetch = 128 << 10

    init(_ r: Ref) {
        ref = r
        input = Unmanaged<UnpickleInput>.fromOpaque(UnsafeRawPointer(bitPattern: UInt(r.word(Unpickler.inputWord))).unsafelyUnwrapped).takeUnretainedValue()
        stack = ListRef(r.value(7))
    }
    static func isReady(_ r: Ref) -> Bool { r.word(inputWord) != 0 }
    static func release(_ r: Ref) {
        if let p = UnsafeRawPointer(bitPattern: UInt(r.word(inputWord))) { Unmanaged<UnpickleInput>.fromOpaque(p).release(); r.setWord(inputWord, 0) }
    }
    static func prepare(_ r: Ref, fixImports: Bool, encoding: Value, errors: Value, buffers: Value) throws(Raise) -> Unpickler {
        if isReady(r) && Unpickler(r).input.running { throw Errors.runtimeError("Unpickler object is already used") }
        if !r.value(7).isPointer || !r.value(7).isList { r.set(7, ListRef.allocate(capacity: 8).value) }
        if !r.value(8).isPointer || !r.value(8).isList || ListRef(r.value(8)).count > 0 { r.set(8, ListRef.allocate().value) }
        r.set(9, encoding); r.set(10, errors)
        // `()` is the default: no buffers.
        r.set(11, buffers.isUnbound || buffers.isNone || buffers == TupleRef.empty ? .unbound : try Operations.iterate(buffers))
        if r.word(inputWord) == 0 {
            r.setWord(inputWord, UInt64(UInt(bitPattern: Unmanaged.passRetained(UnpickleInput()).toOpaque())))
            Heap.registerNative(r)
        }
        let me = Unpickler(r)
        me.input.restart()
        me.input.fixImports = fixImports; me.input.sparse = false; me.input.memoized = 0; me.input.count = 0; me.input.limit = 0; me.input.next = 0; me.input.prefetched = 0
        return me
    }
    /// The unpickler of the last `loads`, for the next one: with the room that its stack and memo have, and nothing of what was read.
    nonisolated(unsafe) static var spare = Value.unbound
    static func takeSpare() -> Ref {
        let s = spare
        spare = .unbound
        return s.isPointer ? s.ref : Heap.allocate(type.instanceSize, type)
    }
    func keep() {
        if input.sparse { return }
        let memo = ListRef(ref.value(8)), most = 512
        if stack.storage.capacity > most || memo.storage.capacity > most { return }
        stack.items.update(repeating: .unbound, count: stack.storage.capacity)
        memo.items.update(repeating: .unbound, count: memo.count)
        stack.count = 0; memo.count = 0
        ref.set(6, .unbound); ref.set(11, .unbound); ref.set(13, .unbound)
        Unpickler.spare = Value(ref)
    }
    func setFile(_ file: Value) throws(Raise) {
        ref.set(5, try Operations.findAttribute(file, PickleNames.peek))
        ref.set(4, try Operations.findAttribute(file, PickleNames.readinto))
        let read = try Operations.findAttribute(file, PickleNames.read), line = try Operations.findAttribute(file, PickleNames.readline)
        if read.isUnbound || line.isUnbound { throw Errors.typeError("file must have 'read' and 'readline' attributes") }
        ref.set(2, read); ref.set(3, line)
    }

    // MARK: reading

    static func truncated() -> Raise { PickleModule.unpicklingError("pickle data was truncated") }
    private func take(_ v: Value) throws(Raise) -> Int {
        guard v.isBytes else {
            if Buffers.supports(v) {
                // Other bytes-like objects are copied once.
                let b = try Buffers.get(v)
                defer { b.release() }
                return try take(BytesRef.make(b.bytes.baseAddress ?? UnsafePointer(BytesRef(BytesRef.empty).data), b.count))
            }
            throw Buffers.notBytesLike(v)
        }
        ref.set(6, v)
        input.data = UnsafePointer(BytesRef(v).data); input.count = BytesRef(v).count; input.next = 0
        input.limit = input.count; input.prefetched = input.count
        return input.count
    }
    /// What was looked at but not taken from the file is taken.
    private func skipConsumed() throws(Raise) {
        let n = input.next - input.prefetched
        if n <= 0 { return }
        _ = try Call.call(ref.value(2), Value(int: n))
        input.prefetched = input.next
    }
    /// Asks the file for N bytes, or a line (N < 0): how many there are now.
    private func refill(_ n: Int) throws(Raise) -> Int {
        try skipConsumed()
        if n < 0 { return try take(try Call.call(ref.value(3))) }
        if !ref.value(5).isUnbound && n < Unpickler.prefetch {
            do throws(Raise) {
                let got = try take(try Call.call(ref.value(5), Value(int: Unpickler.prefetch)))
                input.prefetched = 0
                if n <= got { return n }
            } catch {
                try Errors.swallow(error, Exceptions.notImplementedError)
                ref.set(5, .unbound)
            }
        }
        return try take(try Call.call(ref.value(2), Value.int(n)))
    }
    /// The next N bytes.
    @inline(__always) private func read(_ n: Int) throws(Raise) -> UnsafePointer<UInt8> {
        if n <= input.limit &- input.next {
            let p = input.data + input.next
            input.next &+= n
            return p
        }
        return try readMore(n)
    }
    @inline(never) private func readMore(_ n: Int) throws(Raise) -> UnsafePointer<UInt8> {
        if try leaveFrame(), n <= input.count - input.next { return try read(n) }
        if n > Int.max - input.next { throw Errors.make(PickleModule.error, "read would overflow (invalid bytecode)") }
        if ref.value(2).isUnbound { throw Unpickler.truncated() }
        if try refill(n) < n { throw Unpickler.truncated() }
        input.next = n
        return input.data
    }
    /// At the end of a frame: what follows may be read. Nothing may reach across its end.
    private func leaveFrame() throws(Raise) -> Bool {
        if input.limit == input.count { return false }
        if input.next < input.limit { throw PickleModule.unpicklingError("pickle exhausted before end of frame") }
        input.limit = input.count
        return true
    }
    /// N bytes into P, directly from the file where they are not at hand.
    private func read(into p: UnsafeMutablePointer<UInt8>, _ count: Int) throws(Raise) {
        var n = count, at = 0
        if count > input.limit - input.next { _ = try leaveFrame() }
        let have = min(n, input.count - input.next)
        if have > 0 { memcpy(p, input.data + input.next, have); input.next += have; n -= have; at = have }
        if n == 0 { return }
        if ref.value(2).isUnbound { throw Unpickler.truncated() }
        try skipConsumed()
        if ref.value(4).isUnbound {
            let v = try Call.call(ref.value(2), Value(int: n))
            guard v.isBytes else { throw Errors.valueError("read() returned non-bytes object (\(Operations.reprText(v)))") }
            if BytesRef(v).count < n { throw Unpickler.truncated() }
            memcpy(p + at, BytesRef(v).data, n)
            return
        }
        let room = ByteArrayRef.allocate(n)
        let got = try Operations.index(try Call.call(ref.value(4), try MemoryView.make(room.value)))
        if got < 0 { throw Errors.valueError("readinto() returned negative size") }
        if got < n { throw Unpickler.truncated() }
        memcpy(p + at, room.data, n)
    }
    /// A line with its end.
    private func line() throws(Raise) -> UnsafeBufferPointer<UInt8> {
        if input.next == input.limit { _ = try leaveFrame() }
        let have = input.limit - input.next
        if have > 0, let e = memchr(input.data + input.next, 10, have) {
            let p = input.data + input.next, n = UnsafeRawPointer(e) - UnsafeRawPointer(p) + 1
            input.next += n
            return UnsafeBufferPointer(start: p, count: n)
        }
        _ = try leaveFrame()
        if ref.value(2).isUnbound { throw Unpickler.truncated() }
        let n = try refill(-1)
        if n == 0 || input.data[n - 1] != 10 { throw Unpickler.truncated() }
        input.next = n
        return UnsafeBufferPointer(start: input.data, count: n)
    }
    private func number(_ n: Int) throws(Raise) -> Int {
        let p = try read(n)
        var x: UInt64 = 0
        for i in 0..<n { x |= UInt64(p[i]) &<< UInt64(8 &* i) }
        return Int(Int64(bitPattern: x))
    }
    private func signed(_ n: Int) throws(Raise) -> Int { Int(Int32(truncatingIfNeeded: try number(n))) }
    private func size(_ n: Int, _ what: String) throws(Raise) -> Int {
        let x = try number(n)
        if x < 0 { throw Errors.overflowError("\(what) exceeds system's maximum size of 9223372036854775807 bytes") }
        return x
    }

    // MARK: the stack

    @inline(__always) private func push(_ v: Value) { stack.append(v) }
    @inline(never) private func underflow() -> Raise { PickleModule.unpicklingError(input.marks.isEmpty ? "unpickling stack underflow" : "unexpected MARK found") }
    @inline(__always) private func pop() throws(Raise) -> Value {
        let n = stack.count &- 1
        if n < input.fence { throw underflow() }
        let v = stack.items[n]
        stack.count = n
        return v
    }
    @inline(__always) private func top() throws(Raise) -> Value {
        let n = stack.count &- 1
        if n < input.fence { throw underflow() }
        return stack.items[n]
    }
    private func popMark() throws(Raise) -> Int {
        guard let m = input.marks.popLast() else { throw PickleModule.unpicklingError("could not find MARK") }
        input.fence = input.marks.last ?? 0
        return m
    }
    private func popTuple(from i: Int) throws(Raise) -> Value {
        if i < input.fence || i > stack.count { throw underflow() }
        let t = TupleRef.make(stack.items + i, stack.count - i)
        stack.count = i
        return t
    }
    private func popList(from i: Int) throws(Raise) -> Value {
        if i < input.fence || i > stack.count { throw underflow() }
        let l = ListRef.make(stack.items + i, stack.count - i)
        stack.count = i
        return l
    }

    // MARK: memo

    private func put(_ i: Int, _ v: Value) throws(Raise) {
        if !input.sparse {
            let memo = ListRef(ref.value(8))
            if i < memo.count {
                if memo[i].isUnbound { input.memoized += 1 }
                memo[i] = v
                return
            }
            if i <= memo.count * 2 + 4096 {
                while memo.count < i { memo.append(.unbound) }
                memo.append(v)
                input.memoized += 1
                return
            }
            // As much as CPython would reserve must be there.
            guard i < Int.max / 16, Heap.canAllocate(i * 16) else { throw Errors.memoryError() }
            ref.set(8, try memoDictionary().value)
            input.sparse = true
        }
        let d = DictRef(ref.value(8)), before = d.count
        try d.set(Value.int(i), v)
        if d.count > before { input.memoized += 1 }
    }
    private func get(_ i: Int) throws(Raise) {
        if !input.sparse {
            let memo = ListRef(ref.value(8))
            if i >= 0 && i < memo.count, !memo[i].isUnbound { push(memo[i]); return }
        } else if let v = try DictRef(ref.value(8)).get(Value.int(i)) { push(v); return }
        throw PickleModule.unpicklingError("Memo value not found at index \(i)")
    }
    /// Index -> object.
    func memoDictionary() throws(Raise) -> DictRef {
        if input.sparse { return DictRef(ref.value(8)).copy() }
        let memo = ListRef(ref.value(8)), d = DictRef.allocate()
        for i in 0..<memo.count where !memo[i].isUnbound { try d.set(Value(int: i), memo[i]) }
        return d
    }
    func clearMemo() { ref.set(8, ListRef.allocate().value); input.sparse = false; input.memoized = 0 }
    func setMemo(_ d: DictRef) throws(Raise) {
        clearMemo()
        var i = -1
        while d.next(&i) {
            guard d.key(i).isIntLike else { throw Errors.typeError("memo key must be integers") }
            let k = TextArguments.clamp(d.key(i))
            if k < 0 { throw Errors.valueError("memo key must be positive integers.") }
            try put(k, d.valueAt(i))
        }
    }

    // MARK: load

    /// Runs the program up to its STOP: the object.
    func load() throws(Raise) -> Value {
        if input.running { throw Errors.runtimeError("Unpickler object is already used") }
        input.running = true
        defer { input.running = false }
        input.restart()
        stack.count = 0
        var persistent = ref.value(12)
        if persistent.isUnbound && ref.type != Unpickler.type {
            persistent = try Operations.findAttribute(Value(ref), PickleNames.persistentLoad)
            if PickleModule.isDefault(persistent, "persistent_load") { persistent = .unbound }
        }
        ref.set(13, persistent)
        while true {
            let op: UInt8
            if input.next < input.limit { op = input.data[input.next]; input.next &+= 1 }
            else {
                do throws(Raise) { op = try read(1)[0] } catch {
                    try Errors.swallow(error, PickleModule.unpickling)
                    throw Errors.make(Exceptions.eofError, "Ran out of input")
                }
            }
            switch op {
            case 0x2E:
                let v = try pop()
                try skipConsumed()
                return v
            case 0x4E: push(.none)
            case 0x88: push(.true)
            case 0x89: push(.false)
            case 0x4B: push(Value(int: Int(try read(1)[0])))
            case 0x4D: push(Value(int: try number(2)))
            case 0x4A: push(Value(int: try signed(4)))
            case 0x47:
                let p = try read(8)
                push(Value(float: Double(bitPattern: UInt64(bigEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)))))
            case 0x8C: let n = Int(try read(1)[0]); try text(n)
            case 0x58: try text(try size(4, "BINUNICODE"))
            case 0x8D: try text(try size(8, "BINUNICODE"))
            case 0x94: let v = try top(); try put(input.memoized, v)
            case 0x71: let i = Int(try read(1)[0]); try put(i, try top())
            case 0x72: let i = try number(4); try put(i, try top())
            case 0x68: try get(Int(try read(1)[0]))
            case 0x6A: try get(try number(4))
            case 0x28: input.marks.append(stack.count); input.fence = stack.count
            case 0x29: push(TupleRef.empty)
            case 0x85: let t = TupleRef.make(try top()); stack[stack.count - 1] = t
            case 0x86: if stack.count - 2 < input.fence { throw underflow() }; push(try popTuple(from: stack.count - 2))
            case 0x87: if stack.count - 3 < input.fence { throw underflow() }; push(try popTuple(from: stack.count - 3))
            case 0x74: push(try popTuple(from: try popMark()))
            case 0x5D: push(ListRef.allocate().value)
            case 0x7D: push(DictRef.allocate().value)
            case 0x8F: push(SetRef.allocate().value)
            case 0x6C: push(try popList(from: try popMark()))
            case 0x64: try dictionary(try popMark())
            case 0x61: try append(from: stack.count - 1)
            case 0x65: try append(from: try popMark())
            case 0x73: try setItems(from: stack.count - 2)
            case 0x75: try setItems(from: try popMark())
            case 0x90: try addItems(try popMark())
            case 0x91: push(try Call.call(Types.frozenset.value, try popList(from: try popMark())))
            case 0x43: try bytes(Int(try read(1)[0]))
            case 0x42: try bytes(try size(4, "BINBYTES"))
            case 0x8E: try bytes(try size(8, "BINBYTES"))
            case 0x96: try byteArray(try size(8, "BYTEARRAY8"))
            case 0x80:
                let p = Int(try read(1)[0])
                if p > 5 { throw Errors.valueError("unsupported pickle protocol: \(p)") }
                input.proto = p
            case 0x95:
                let n = try number(8)
                if n < 0 { throw Errors.overflowError("FRAME length exceeds system's maximum of 9223372036854775807 bytes") }
                if input.limit < input.count && input.next < input.limit { throw PickleModule.unpicklingError("beginning of a new frame before end of current frame") }
                input.limit = input.count
                _ = try read(n)
                input.limit = input.next
                input.next -= n
            case 0x52:
                let arguments = try pop(), f = try pop()
                guard arguments.isTuple else { throw Errors.typeError("argument list must be a tuple") }
                push(try Call.call(f, tuple: arguments))
            case 0x62: try build()
            case 0x81: try newObject(keywords: false)
            case 0x92: try newObject(keywords: true)
            case 0x93:
                let name = try pop(), m = try pop()
                guard name.isExactly(Types.str), m.isExactly(Types.str) else { throw PickleModule.unpicklingError("STACK_GLOBAL requires str") }
                push(try find(m, name))
            case 0x63:
                let m = try utf8(try line()), name = try utf8(try line())
                push(try find(m, name))
            case 0x30:
                let n = stack.count
                if let m = input.marks.last, m == n { _ = try popMark() } else { if n <= input.fence { throw underflow() }; stack.count = n - 1 }
            case 0x31: stack.count = try popMark()
            case 0x32: push(try top())
            case 0x8A, 0x8B: try long(op == 0x8A ? Int(try read(1)[0]) : try signed(4))
            case 0x49, 0x4C: try decimal(long: op == 0x4C)
            case 0x46: try float()
            case 0x53, 0x54, 0x55: try string(op)
            case 0x56:
                let l = try line()
                push(try CodecRegistry.decode(BytesRef.make(l.baseAddress!, l.count - 1), StrRef(StrRef.intern("raw-unicode-escape")), .none))
            case 0x67: try get(try index(try line()))
            case 0x70:
                let i = try index(try line()), v = try top()
                if i < 0 { throw Errors.valueError("negative PUT argument") }
                try put(i, v)
            case 0x50, 0x51: try persistentObject(text: op == 0x50)
            case 0x69:
                let m = try ascii(try line()), name = try ascii(try line())
                let cls = try find(m, name)
                push(try instantiate(cls, try popTuple(from: try popMark())))
            case 0x6F:
                let i = try popMark()
                if stack.count - i < 1 { throw underflow() }
                let arguments = try popTuple(from: i + 1), cls = try pop()
                push(try instantiate(cls, arguments))
            case 0x82: try fromRegistry(Int(try read(1)[0]))
            case 0x83: try fromRegistry(try number(2))
            case 0x84: try fromRegistry(try signed(4))
            case 0x97:
                let it = ref.value(11)
                if it.isUnbound { throw PickleModule.unpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given") }
                guard let b = try Operations.next(it) else { throw PickleModule.unpicklingError("not enough out-of-band buffers") }
                push(b)
            case 0x98:
                let m = try MemoryView.make(try top())
                if try Operations.getAttribute(m, PickleNames.readonly) != .true { stack[stack.count - 1] = try Call.call(try Operations.getAttribute(m, PickleNames.toreadonly)) }
            default:
                let shown = op >= 0x20 && op <= 0x7E && op != 0x27 && op != 0x5C ? String(UnicodeScalar(op)) : "\\x" + (op < 16 ? "0" : "") + String(op, radix: 16)
                throw PickleModule.unpicklingError("invalid load key, '\(shown)'.")
            }
        }
    }

    // MARK: text and numbers

    private func text(_ n: Int) throws(Raise) {
        let p = try read(n)
        if Text.isASCII(p, n) { push(StrRef.make(ascii: p, n)); return }
        push(try Codecs.decode(.utf8, ref.value(6), UnsafeBufferPointer(start: p, count: n), errors: PickleNames.surrogatepass, final: true).text)
    }
    private func utf8(_ l: UnsafeBufferPointer<UInt8>) throws(Raise) -> Value {
        try Codecs.decode(.utf8, .none, UnsafeBufferPointer(rebasing: l.dropLast()), errors: .none, final: true).text
    }
    private func ascii(_ l: UnsafeBufferPointer<UInt8>) throws(Raise) -> Value {
        try Codecs.decode(.ascii, .none, UnsafeBufferPointer(rebasing: l.dropLast()), errors: .none, final: true).text
    }
    private func roomFor(_ n: Int) throws(Raise) {
        if n > input.limit - input.next && input.limit < input.count { _ = try leaveFrame() }
        if ref.value(2).isUnbound && n > input.count - input.next { throw Unpickler.truncated() }
        guard Heap.canAllocate(n) else { throw Errors.memoryError() }
    }
    private func bytes(_ n: Int) throws(Raise) {
        if n <= input.count - input.next { push(BytesRef.make(try read(n), n)); return }
        try roomFor(n)
        let b = BytesRef.unfilled(n)
        try read(into: b.data, n)
        push(b.value)
    }
    private func byteArray(_ n: Int) throws(Raise) {
        try roomFor(n)
        let b = ByteArrayRef.allocate(n)
        try read(into: b.data, n)
        push(b.value)
    }
    private func long(_ n: Int) throws(Raise) {
        if n < 0 { throw PickleModule.unpicklingError("LONG pickle has negative byte count") }
        let p = UnsafeBufferPointer(start: try read(n), count: n)
        if n == 0 { push(Value(int: 0)); return }
        push(Integers.make(room: n / 8 + 1) { r in BigInt.fromBytes(p, little: true, signed: true, into: r) })
    }
    private func decimal(long: Bool) throws(Raise) {
        var l = try line()
        if l.count < 2 { throw Unpickler.truncated() }
        if !long && l.count == 3 && l[0] == 48 && (l[1] == 48 || l[1] == 49) { push(Value(bool: l[1] == 49)); return }
        if long && l[l.count - 2] == 0x4C { l = UnsafeBufferPointer(rebasing: l.dropLast(2)) } else if !long { l = UnsafeBufferPointer(rebasing: l.dropLast()) }
        let v = BytesRef.make(l.baseAddress!, l.count)
        do throws(Raise) { push(try Call.call(Types.int.value, StrRef.make(UnsafeRawPointer(BytesRef(v).data), count: l.count, kind: 1), Value(int: 10))) } catch {
            if long { throw error }
            try Errors.swallow(error, Exceptions.valueError)
            throw Errors.valueError("could not convert string to int")
        }
    }
    private func index(_ l: UnsafeBufferPointer<UInt8>) throws(Raise) -> Int {
        try Operations.index(try Call.call(Types.int.value, StrRef.make(UnsafeRawPointer(l.baseAddress!), count: l.count, kind: 1), Value(int: 10)))
    }
    private func float() throws(Raise) {
        let l = try line()
        if l.count < 2 { throw Unpickler.truncated() }
        let s = StrRef.make(UnsafeRawPointer(l.baseAddress!), count: l.count - 1, kind: 1)
        do throws(Raise) { push(try Call.call(Types.float.value, s)) } catch {
            try Errors.swallow(error, Exceptions.valueError)
            throw Errors.valueError("could not convert string to float: '\(StrRef(s))\n'")
        }
    }
    private func string(_ op: UInt8) throws(Raise) {
        var b: Value
        if op == 0x53 {
            let l = UnsafeBufferPointer(rebasing: try line().dropLast())
            guard l.count >= 2, l.first == l.last, l[0] == 34 || l[0] == 39 else { throw PickleModule.unpicklingError("the STRING opcode argument must be quoted") }
            let inner = BytesRef.make(l.baseAddress! + 1, l.count - 2)
            b = TupleRef(try Call.call(try Operations.getAttribute(try Builtins.importModule("_codecs"), StrRef.intern("escape_decode")), inner))[0]
        } else {
            let n = op == 0x54 ? try signed(4) : Int(try read(1)[0])
            if n < 0 { throw PickleModule.unpicklingError("BINSTRING pickle has negative byte count") }
            b = BytesRef.make(try read(n), n)
        }
        let encoding = StrRef(ref.value(9))
        if !encoding.equals("bytes") { b = try Codecs.decode(b, encoding, errors: StrRef(ref.value(10))) }
        push(b)
    }

    // MARK: containers

    private func dictionary(_ i: Int) throws(Raise) {
        let n = stack.count
        if i < input.fence || i > n { throw underflow() }
        if (n - i) % 2 != 0 { throw PickleModule.unpicklingError("odd number of items for DICT") }
        let d = DictRef.allocate()
        d.expect((n - i) / 2)
        var k = i
        while k < n { try d.set(stack[k], stack[k + 1]); k += 2 }
        stack.count = i
        push(d.value)
    }
    /// What stands from index I on goes to the list in front of it.
    private func append(from i: Int) throws(Raise) {
        let n = stack.count
        if i > n || i <= input.fence { throw underflow() }
        if i == n { return }
        let list = stack[i - 1]
        if list.isExactly(Types.list) {
            let l = ListRef(list)
            if n - i == 1 { l.append(stack.items[i]) } else { l.append(stack.items + i, n - i) }
            stack.count = i
            return
        }
        let extend = try Operations.findAttribute(list, PickleNames.extend)
        if !extend.isUnbound {
            _ = try Call.call(extend, try popList(from: i))
            return
        }
        let add = try Operations.getAttribute(list, PickleNames.append)
        for k in i..<n { _ = try Call.call(add, stack[k]) }
        stack.count = i
    }
    private func setItems(from i: Int) throws(Raise) {
        let n = stack.count
        if i > n || i <= input.fence { throw underflow() }
        if i == n { return }
        if (n - i) % 2 != 0 { throw PickleModule.unpicklingError("odd number of items for SETITEMS") }
        let d = stack[i - 1]
        var k = i
        if n - i > 2 && d.isExactly(Types.dict) { DictRef(d).expect((n - i) / 2) }
        if d.isExactly(Types.dict) { while k < n { try DictRef(d).set(stack[k], stack[k + 1]); k += 2 } }
        else { while k < n { try Operations.setItem(d, stack[k], stack[k + 1]); k += 2 } }
        stack.count = i
    }
    private func addItems(_ i: Int) throws(Raise) {
        let n = stack.count
        if i > n || i <= input.fence { throw underflow() }
        if i == n { return }
        let set = stack[i - 1]
        if set.isInstance(of: Types.set) {
            let update = Types.set.lookup(PickleNames.update)
            _ = try Call.call(update, set, try popList(from: i))
            return
        }
        let add = try Operations.getAttribute(set, PickleNames.add)
        for k in i..<n { _ = try Call.call(add, stack[k]) }
        stack.count = i
    }

    // MARK: objects

    private func find(_ m: Value, _ name: Value) throws(Raise) -> Value {
        if ref.type == Unpickler.type { return try findClass(m, name) }
        return try Call.call(try Operations.getAttribute(Value(ref), PickleNames.findClass), m, name)
    }
    func findClass(_ givenModule: Value, _ givenName: Value) throws(Raise) -> Value {
        var m = givenModule, name = givenName
        if PickleModule.isAudited { _ = try Call.call(try Operations.getAttribute(try Builtins.importModule("sys"), StrRef.intern("audit")), StrRef.intern("pickle.find_class"), m, name) }
        if input.proto < 3 && input.fixImports {
            let names = DictRef(try PickleModule.compat("NAME_MAPPING")), imports = DictRef(try PickleModule.compat("IMPORT_MAPPING"))
            if let both = try names.get(TupleRef.make(m, name)), both.isTuple, TupleRef(both).count == 2 { m = TupleRef(both)[0]; name = TupleRef(both)[1] }
            else if let other = try imports.get(m) { m = other }
        }
        guard m.isStr else { throw Errors.typeError("module name must be str, not \(m.type)") }
        guard name.isStr else { throw Errors.typeError("attribute name must be string, not '\(name.type)'") }
        var home = try DictRef(Builtins.modules).get(m) ?? .none
        if home.isNone {
            _ = try Call.call(try Builtins.get("__import__"), m)
            guard let x = try DictRef(Builtins.modules).get(m) else { throw Errors.keyError(m) }
            home = x
        }
        if input.proto < 4 { return try Operations.getAttribute(home, StrRef.intern(name)) }
        let path = try Pickler.path(name)
        if path.count == 1 { return try Operations.getAttribute(home, StrRef.intern(name)) }
        do throws(Raise) { return try Pickler.follow(home, path) } catch {
            guard error.isExceptionKind, Errors.matches(Exceptions.attributeError) else { throw error }
            let old = Errors.take()
            _ = Errors.make(Exceptions.attributeError, "Can't resolve path \(Operations.reprText(name)) on module \(Operations.reprText(m))")
            let e = Errors.take()
            ExceptionRef(e).context = old
            throw PickleModule.rethrow(e)
        }
    }
    private func instantiate(_ cls: Value, _ arguments: Value) throws(Raise) -> Value {
        if TupleRef(arguments).count == 0 && cls.isType, try Operations.findAttribute(cls, PickleNames.getinitargs).isUnbound {
            return try Call.call(try Operations.getAttribute(cls, PickleNames.new), cls)
        }
        return try Call.call(cls, tuple: arguments)
    }
    private func newObject(keywords: Bool) throws(Raise) {
        let named = keywords ? try pop() : Value.unbound, arguments = try pop(), cls = try pop()
        let op = keywords ? "NEWOBJ_EX" : "NEWOBJ"
        guard cls.isType else { throw PickleModule.unpicklingError("\(op) class argument must be a type, not \(cls.typeName)") }
        guard arguments.isTuple else { throw PickleModule.unpicklingError("\(op) args argument must be a tuple, not \(arguments.typeName)") }
        if keywords && !named.isDict { throw PickleModule.unpicklingError("\(op) kwargs argument must be a dict, not \(named.typeName)") }
        let make = TypeRef(cls.ref).lookup(PickleNames.new)
        if make.isUnbound || make.isNone { throw PickleModule.unpicklingError("\(op) class argument '\(TypeRef(cls.ref).text)' doesn't have __new__") }
        let f = try Operations.getAttribute(cls, PickleNames.new)
        if TupleRef(arguments).count == 0 && !keywords { push(try Call.call(f, cls)); return }
        let items = TupleRef(arguments), all = TupleRef.allocate(items.count + 1)
        all[0] = cls
        for i in 0..<items.count { all[i + 1] = items[i] }
        push(try Call.call(f, tuple: all.value, dict: named))
    }
    private func persistentObject(text: Bool) throws(Raise) {
        var id = Value.unbound
        if text {
            let l = try line()
            let known = l.allSatisfy { $0 < 0x80 }
            if !known { throw PickleModule.unpicklingError("persistent IDs in protocol 0 must be ASCII strings") }
            id = try ascii(l)
        } else { id = try pop() }
        let f = ref.value(13)
        if f.isUnbound { throw PickleModule.noPersistentLoad() }
        push(try Call.call(f, id))
    }
    private func fromRegistry(_ code: Int) throws(Raise) {
        if code <= 0 { throw PickleModule.unpicklingError("EXT specifies code <= 0") }
        let cache = DictRef(try PickleModule.copyreg(PickleNames.extensionCache)), key = Value(int: code)
        if let v = try cache.get(key) { push(v); return }
        guard let pair = try DictRef(try PickleModule.copyreg(PickleNames.invertedRegistry)).get(key) else { throw Errors.valueError("unregistered extension code \(code)") }
        guard pair.isTuple, TupleRef(pair).count == 2, TupleRef(pair)[0].isStr, TupleRef(pair)[1].isStr else { throw Errors.valueError("_inverted_registry[\(code)] isn't a 2-tuple of strings") }
        let v = try find(TupleRef(pair)[0], TupleRef(pair)[1])
        try cache.set(key, v)
        push(v)
    }
    private func build() throws(Raise) {
        if stack.count - 2 < input.fence { throw underflow() }
        var state = try pop()
        let object = try top()
        let setstate = try Operations.findAttribute(object, PickleNames.setstate)
        if !setstate.isUnbound { _ = try Call.call(setstate, state); return }
        var slots = Value.unbound
        if state.isTuple && TupleRef(state).count == 2 { slots = TupleRef(state)[1]; state = TupleRef(state)[0] }
        if !state.isNone {
            guard state.isDict else { throw PickleModule.unpicklingError("state is not a dictionary") }
            if !Instance.setAttributes(object, DictRef(state)) {
                let d = try Operations.getAttribute(object, PickleNames.dict), from = DictRef(state)
                var i = -1
                while from.next(&i) {
                    var k = from.key(i)
                    if k.isExactly(Types.str) { k = StrRef.intern(k) }
                    try Operations.setItem(d, k, from.valueAt(i))
                }
            }
        }
        if slots.isUnbound || slots.isNone && false { return }
        guard slots.isDict else { throw PickleModule.unpicklingError("slot state is not a dictionary") }
        let from = DictRef(slots)
        var i = -1
        while from.next(&i) {
            let k = from.key(i)
            guard k.isStr else { throw Errors.typeError("attribute name must be string, not '\(k.type)'") }
            try Operations.setAttribute(object, StrRef.intern(k), from.valueAt(i))
        }
    }
}
