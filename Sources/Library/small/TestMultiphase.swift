import Runtime

/// `_testmultiphase`: what the library's import tests ask of CPython's example of an extension module; its variants in the same file are absent.
extension NativeModule {
    public static let testMultiphase = NativeModule("_testmultiphase", doc: "Test module main") { m throws(Raise) in
        m.function("foo", "(i, j, /)", doc: "The sum of I and J.") { a throws(Raise) in
            let (s, over) = try Operations.index(a[0]).addingReportingOverflow(try Operations.index(a[1]))
            if over { throw Errors.overflowError("Python int too large to convert to C long") }
            return Value.int(s)
        }
        m.constant("int_const", Value(int: 1969))
        m.constant("str_const", StrRef.make("something different"))
    }
}
