import Runtime

/// `_testlimitedcapi`: what the library's tests of the builtin types ask of CPython's test module, the sequence protocol by index. Other functions are absent.
extension NativeModule {
    public static let testLimitedCAPI = NativeModule("_testlimitedcapi") { m throws(Raise) in
        m.function("object_hasattrstring", "(obj, name, /)") { a throws(Raise) in
            do throws(Raise) { _ = try Operations.getAttribute(a[0], StrRef.intern(try Call.call(try Operations.getAttribute(a[1], StrRef.intern("decode"))))); return Value(int: 1) } catch { Errors.take(); return Value(int: 0) }
        }
        m.function("call_vectorcall", "(callable, /)", doc: "Calls it with \"foo\" and baz=\"bar\".") { a throws(Raise) in
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("baz"), StrRef.make("bar"))
            return try Call.call(a[0], tuple: TupleRef.make(StrRef.make("foo")), dict: d.value)
        }
        m.function("call_vectorcall_method", "(callable, /)", doc: "Calls its method f with \"foo\" and baz=\"bar\".") { a throws(Raise) in
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("baz"), StrRef.make("bar"))
            return try Call.call(try Operations.getAttribute(a[0], StrRef.intern("f")), tuple: TupleRef.make(StrRef.make("foo")), dict: d.value)
        }
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
