import Primitives

/// The module `_imp`: builtin and frozen modules, no extension modules yet.
extension NativeModule {
    static let imp = NativeModule("_imp") { m throws(Raise) in
        m.constant("check_hash_based_pycs", StrRef.make(Configuration.current.checkPycs))
        m.int("pyc_magic_number_token", 3627 | 0x0A0D << 16)
        m.function("lock_held", "()") { a throws(Raise) in .false }
        m.function("acquire_lock", "()") { a throws(Raise) in .none }
        m.function("release_lock", "()") { a throws(Raise) in .none }
        m.function("extension_suffixes", "()") { a throws(Raise) in ListRef.allocate().value }
        m.function("is_builtin", "(name, /)") { a throws(Raise) in Value(int: NativeModule.named(StrRef(a[0]).string) != nil ? 1 : 0) }
        func missing(_ name: Value) -> Raise {
            let e = ExceptionRef.make(Exceptions.importError, args: TupleRef.make(StrRef.make("No such frozen object named \(Operations.reprText(name))")))
            e.ref.set(ExceptionRef.firstExtra, TupleRef(ExceptionRef(e).args)[0])
            e.ref.set(ExceptionRef.firstExtra + 1, name)
            return Errors.raise(e)
        }
        m.function("is_frozen", "(name, /)") { a throws(Raise) in Value(bool: FrozenModules.find(a[0]) != nil) }
        m.function("is_frozen_package", "(name, /)") { a throws(Raise) in
            guard let f = FrozenModules.find(a[0]) else { throw missing(a[0]) }
            return Value(bool: f.isPackage)
        }
        m.function("find_frozen", "(name, /, *, withdata=False)") { a throws(Raise) in
            guard let f = FrozenModules.find(a[0]) else { return .none }
            return TupleRef.make(.none, Value(bool: f.isPackage), StrRef.intern(f.origin.description))
        }
        m.function("get_frozen_object", "(name, data=None, /)") { a throws(Raise) in
            if !a[1].isNone {
                do throws(Raise) {
                    let v = try Call.call(try Operations.getAttribute(try ImportSystem.importModule("marshal"), StrRef.intern("loads")), a[1])
                    if v.isExactly(Types.code) { return v }
                } catch { try Errors.swallow(error, Types.exception) }
                let e = ExceptionRef.make(Exceptions.importError, args: TupleRef.make(StrRef.make("Frozen object named \(Operations.reprText(a[0])) is invalid")))
                e.ref.set(ExceptionRef.firstExtra, TupleRef(ExceptionRef(e).args)[0])
                e.ref.set(ExceptionRef.firstExtra + 1, a[0])
                throw Errors.raise(e)
            }
            guard let f = FrozenModules.find(a[0]), let code = try f.code() else { throw missing(a[0]) }
            return code
        }
        m.function("init_frozen", "(name, /)") { a throws(Raise) in .none }
        m.function("_frozen_module_names", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            for n in FrozenModules.names { l.append(StrRef.intern(n.description)) }
            return l.value
        }
        m.function("_override_frozen_modules_for_tests", "(override, /)") { a throws(Raise) in FrozenModules.override = try Operations.index(a[0]); return .none }
        m.function("_override_multi_interp_extensions_check", "(override, /)") { a throws(Raise) in Value(int: 0) }
        m.function("_fix_co_filename", "(code, path, /)") { a throws(Raise) in .none }
        m.function("create_builtin", "(spec, /)") { a throws(Raise) in
            let name = try Operations.getAttribute(a[0], StrRef.intern("name"))
            if let loaded = DictRef(ImportSystem.modules).find(StrRef.intern(name)) { return loaded }
            guard let v = try NativeModule.create(StrRef(name).string) else { return .none }
            return v
        }
        m.function("exec_builtin", "(mod, /)") { a throws(Raise) in Value(int: 0) }
        m.function("create_dynamic", "(spec, file=<unrepresentable>, /)") { a throws(Raise) in
            for n in ["name", "origin"] {
                let v = try Operations.getAttribute(a[0], StrRef.intern(n))
                if v.isStr && StrRef(v).string.utf8.contains(0) { throw Errors.valueError("embedded null character") }
            }
            throw Errors.make(Exceptions.importError, "extension modules are not supported yet: \(Operations.reprText(a[0]))")
        }
        m.function("exec_dynamic", "(mod, /)") { a throws(Raise) in Value(int: 0) }
        m.function("source_hash", "(key, source)") { a throws(Raise) in
            let key = try Operations.index(a[0]), b = try Buffers.get(a[1])
            defer { b.release() }
            var h = Hashing.sipHash13(UnsafeRawPointer(b.base), b.count, UInt64(bitPattern: Int64(key)), 0).littleEndian
            return withUnsafeBytes(of: &h) { BytesRef.make($0.baseAddress!.assumingMemoryBound(to: UInt8.self), 8) }
        }
    }
}
