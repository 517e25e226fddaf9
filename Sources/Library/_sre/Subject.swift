import Glibc
import Primitives
import Regex
import Runtime

/// The text a pattern works on: a str, or anything that exposes bytes. Holds no Python value beyond the call it is made for: the
/// objects stay alive through the caller's stack.
struct Subject {
    /// The object as given.
    let string: Value
    /// What owns the memory: `string`, or a bytes copy of it.
    let owner: Value
    let base: UnsafeRawPointer
    /// Characters.
    let count: Int
    /// Bytes a character.
    let width: Int
    let isBytes: Bool

    /// SNAPSHOT: the text must stay as it is while Python code runs, so that changeable objects are copied.
    init(_ v: Value, snapshot: Bool = false) throws(Raise) {
        string = v
        if v.isStr {
            let s = StrRef(v)
            owner = v
            base = UnsafeRawPointer(s.data)
            count = s.count
            width = s.kind
            isBytes = false
            return
        }
        isBytes = true
        width = 1
        if v.isBytes {
            owner = v
            base = UnsafeRawPointer(BytesRef(v).data)
            count = BytesRef(v).count
        } else if v.isInstance(of: Types.bytearray) && !snapshot {
            owner = v
            base = UnsafeRawPointer(ByteArrayRef(v).data)
            count = ByteArrayRef(v).count
        } else {
            let copy = try Subject.copy(v)
            owner = copy
            base = UnsafeRawPointer(BytesRef(copy).data)
            count = BytesRef(copy).count
        }
    }

    /// The bytes that V exposes, as a bytes object.
    private static func copy(_ v: Value) throws(Raise) -> Value {
        func refused() -> Raise { Errors.typeError("expected string or bytes-like object, got '\(v.type)'") }
        guard Buffers.supports(v) else { throw refused() }
        let buffer: Buffer
        do throws(Raise) { buffer = try Buffers.get(v) } catch {
            try Errors.swallow(error, Types.exception)
            throw refused()
        }
        defer { buffer.release() }
        guard buffer.isContiguous else { throw refused() }
        return BytesRef.make(buffer.text)
    }

    /// The part [start, end) as an exact str or bytes; the object itself where it is one and the part is all of it.
    @inline(__always)
    func slice(_ start: Int, _ end: Int) -> Value {
        if isBytes {
            if start == 0 && end == count && owner.isExactly(Types.bytes) { return owner }
            return BytesRef.make((base + start).assumingMemoryBound(to: UInt8.self), max(0, end - start))
        }
        return StrRef(string).slice(start, end)
    }

    /// The empty text of this kind.
    var empty: Value { isBytes ? BytesRef.empty : StrRef.empty }

    @inline(__always)
    func view(_ start: Int, _ end: Int) -> TextView {
        TextView(base: base + start * width, count: end - start, kind: width)
    }
}

/// Builds what `sub` and `expand` return: pieces of text one behind the other, with `join`'s complaints about a piece of the wrong type.
struct PieceBuilder {
    private let isBytes: Bool
    private var text = TextBuilder()
    private var pieces = 0
    /// Items that `join` would have seen so far.
    var pieceCount: Int { get { pieces } set { pieces = newValue } }
    /// The first piece of a wrong type; told when all pieces are there, as `join` would.
    private var wrongIndex = -1, wrongType = TypeRef()

    init(isBytes: Bool) { self.isBytes = isBytes }

    @inline(__always)
    mutating func append(_ view: TextView) {
        pieces += 1
        text.append(view)
    }

    mutating func append(_ piece: Value) throws(Raise) {
        pieces += 1
        if !isBytes {
            if piece.isStr {
                let s = StrRef(piece)
                text.append(TextView(base: UnsafeRawPointer(s.data), count: s.count, kind: s.kind, isASCII: s.isASCII))
                return
            }
        } else if piece.isBytes || (!piece.isStr && Buffers.supports(piece)) {
            let s = try Subject(piece)
            text.append(s.view(0, s.count))
            return
        }
        if wrongIndex < 0 {
            wrongIndex = pieces - 1
            wrongType = piece.type
        }
    }

    mutating func finish() throws(Raise) -> Value {
        if wrongIndex >= 0 {
            text.free()
            throw Errors.typeError("sequence item \(wrongIndex): expected \(isBytes ? "a bytes-like object" : "str instance"), \(wrongType.text) found")
        }
        if !isBytes { return StrRef.make(&text) }
        let view = text.view
        let result = BytesRef.make(view.base.assumingMemoryBound(to: UInt8.self), view.count)
        text.free()
        return result
    }

    mutating func abandon() { text.free() }
}

/// Conversions of arguments, with CPython's messages.
enum SREArguments {
    /// A `Py_ssize_t`.
    static func size(_ v: Value) throws(Raise) -> Int {
        if v.isInt { return v.int }
        guard let i = Integers.asInt64(try Operations.indexObject(v)) else {
            throw Errors.overflowError("Python int too large to convert to C ssize_t")
        }
        return i
    }
    /// A C `int`.
    static func cInt(_ v: Value) throws(Raise) -> Int {
        guard let i = Integers.asInt64(try Operations.indexObject(v)), Int(Int32(truncatingIfNeeded: i)) == i else {
            throw Errors.overflowError("Python int too large to convert to C int")
        }
        return i
    }
    /// `pos` and `endpos` of arguments I and I+1, clamped to the text.
    @inline(__always)
    static func bounds(_ a: Args, _ i: Int, _ count: Int) throws(Raise) -> (pos: Int, end: Int) {
        let pos = a.has(i) ? try size(a[i]) : 0
        let end = a.has(i + 1) ? try size(a[i + 1]) : Int.max
        return (min(max(pos, 0), count), min(max(end, 0), count))
    }
}
