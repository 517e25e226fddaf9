/// What of `_testinternalcapi` has a meaning without CPython's internals.
extension NativeModule {
    static let testInternals = NativeModule("_testinternalcapi", doc: "The part of CPython's test module that asks what any implementation can answer.") { m throws(Raise) in
        m.function("has_inline_values", "(obj, /)", doc: "Whether the attributes of an instance lie in the instance itself.") { a throws(Raise) in
            guard a[0].isPointer, a[0].ref.type.attributes != 0, a[0].ref.type.attributes != TypeRef.attributesAtEnd else { return .false }
            return Value(bool: !Attributes(a[0].ref).isDictionary)
        }
        m.function("get_recursion_depth", "()", doc: "The number of Python functions that are running.") { a throws(Raise) in Value(int: Threads.recursionLimit - thread.pointee.depth) }
        m.function("dict_getitem_knownhash", "(mp, key, hash, /)") { a throws(Raise) in
            guard a[0].isDict else { throw Errors.systemError("bad argument to internal function") }
            guard let v = try DictRef(a[0]).get(a[1]) else { throw Errors.keyError(a[1]) }
            return v
        }
        m.function("way_to", "(inverted_id, /)", doc: "How the object whose id is the complement of the argument is reached: a line per object, the root first.") { a throws(Raise) in
            let i = a[0].isInt ? ~a[0].int : 0, l = ListRef.allocate()
            for s in HeapGraph.way(to: UInt(bitPattern: i)) { l.append(StrRef.make(s)) }
            return l.value
        }
        // Nodes specialize when they first run.
        m.int("SPECIALIZATION_THRESHOLD", 1)
        m.function("get_recursion_limit", "()") { a throws(Raise) in Value(int: Threads.recursionLimit) }
        m.function("get_static_builtin_types", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            let d = DictRef(SysState.builtins)
            var i = -1
            while d.next(&i) { if d.valueAt(i).isType { l.append(d.valueAt(i)) } }
            for t in [Types.function, Types.builtinFunction, Types.method, Types.generator, Types.coroutine, Types.asyncGenerator, Types.module, Types.code, Types.frame, Types.traceback,
                      Types.cell, Types.getset, Types.member, Types.methodDescriptor, Types.wrapperDescriptor, Types.methodWrapper, Types.namespace] { l.append(t.value) }
            return l.value
        }
    }
}
