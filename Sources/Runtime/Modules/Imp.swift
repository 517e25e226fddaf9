import Primitives

/// The module `_imp`: builtin modules, nothing frozen, no extension modules yet.
extension NativeModule {
    static let imp = NativeModule("_imp") { m throws(Raise) in
        m.constant("check_hash_based_pycs", StrRef.make(Configuration.current.checkPycs))
        m.int("pyc_magic_number_token", 3627 | 0x0A0D << 16)
        m.function("lock_held", "()") { a throws(Raise) in .false }
        m.function("acquire_lock", "()") { a throws(Raise) in .none }
        m.function("release_lock", "()") { a throws(Raise) in .none }
        m.function("extension_suffixes", "()") { a throws(Raise) in ListRef.allocate().value }
        m.function("is_builtin", "(name, /)") { a throws(Raise) in Value(int: NativeModule.all[StrRef(a[0]).string] != nil ? 1 : 0) }
        m.function("is_frozen", "(name, /)") { a throws(Raise) in .false }
        m.function("is_frozen_package", "(name, /)") { a throws(Raise) in throw Errors.make(Exceptions.importError, "No such frozen object named \(StrRef(a[0]).string)") }
        m.function("find_frozen", "(name, /, *, withdata=False)") { a throws(Raise) in .none }
        m.function("get_frozen_object", "(name, data=None, /)") { a throws(Raise) in throw Errors.make(Exceptions.importError, "No such frozen object named \(StrRef(a[0]).string)") }
        m.function("init_frozen", "(name, /)") { a throws(Raise) in .none }
        m.function("_frozen_module_names", "()") { a throws(Raise) in ListRef.allocate().value }
        m.function("_override_frozen_modules_for_tests", "(override, /)") { a throws(Raise) in .none }
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
            throw Errors.make(Exceptions.importError, "extension modules are not supported yet: \(Operations.reprText(a[0]))")
        }
        m.function("exec_dynamic", "(mod, /)") { a throws(Raise) in Value(int: 0) }
        m.function("source_hash", "(key, source)") { a throws(Raise) in throw Errors.notImplemented("_imp.source_hash: bytecode files are not used") }
    }
}
