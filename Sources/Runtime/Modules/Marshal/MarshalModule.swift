/// The module `marshal`: the format of CPython for values. Code objects are written in a form of our own: the tree of the syntax they come from.
extension NativeModule {
    static let marshal = NativeModule("marshal") { m throws(Raise) in
        m.int("version", MarshalWriter.version)
        func version(_ a: Args, _ i: Int) throws(Raise) -> Int {
            let v = a.has(i) ? try Operations.index(a[i]) : MarshalWriter.version
            if v > Int(Int32.max) || v < Int(Int32.min) { throw Errors.overflowError("Python int too large to convert to C int") }
            return v
        }
        m.function("dumps", "(value, version=version, /, *, allow_code=True)") { a throws(Raise) in
            try MarshalWriter.bytes(a[0], version: try version(a, 1), allowCode: try Operations.isTrue(a[2]))
        }
        m.function("dump", "(value, file, version=version, /, *, allow_code=True)") { a throws(Raise) in
            let b = try MarshalWriter.bytes(a[0], version: try version(a, 2), allowCode: try Operations.isTrue(a[3]))
            return try Call.call(try Operations.getAttribute(a[1], StrRef.intern("write")), b)
        }
        m.function("loads", "(bytes, /, *, allow_code=True)") { a throws(Raise) in
            let b = try Buffers.get(a[0])
            defer { b.release() }
            let allow = try Operations.isTrue(a[1]), size = b.count
            // The reader runs no code that could change the bytes; a copy costs less than caring.
            let copy = BytesRef.allocate(size)
            if size > 0 { copy.data.update(from: b.bytes.baseAddress.unsafelyUnwrapped, count: size) }
            var r = MarshalReader(bytes: copy.value, file: .unbound, allowCode: allow)
            return try r.top()
        }
        m.function("load", "(file, /, *, allow_code=True)") { a throws(Raise) in
            let read = try Operations.getAttribute(a[0], StrRef.intern("read"))
            let probe = try Call.call(read, Value(int: 0))
            if !probe.isBytes { throw Errors.typeError("file.read() returned not bytes but \(probe.type)") }
            var r = MarshalReader(bytes: BytesRef.empty, file: read, allowCode: try Operations.isTrue(a[1]))
            return try r.top()
        }
    }
}
