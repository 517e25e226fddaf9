import Runtime

/// `_testlimitedcapi`: what the library's tests of the builtin types ask of CPython's test module, the sequence protocol by index. Other functions are absent.
extension NativeModule {
    public static let testLimitedCAPI = NativeModule("_testlimitedcapi") { m throws(Raise) in
        m.function("sequence_getitem", "(obj, i, /)") { a throws(Raise) in try Operations.getItem(a[0], Value.int(try Operations.index(a[1]))) }
        m.function("sequence_setitem", "(obj, i, v, /)") { a throws(Raise) in
            try Operations.setItem(a[0], Value.int(try Operations.index(a[1])), a[2])
            return Value(int: 0)
        }
        m.function("sequence_delitem", "(obj, i, /)") { a throws(Raise) in
            try Operations.deleteItem(a[0], Value.int(try Operations.index(a[1])))
            return Value(int: 0)
        }
    }
}
