import Glibc
import Runtime

/// `pwd` and `grp`: the account databases.
enum Accounts {
    nonisolated(unsafe) static var passwd: StructSequence! = nil, group: StructSequence! = nil
    static func text(_ p: UnsafePointer<CChar>?) throws(Raise) -> Value { p == nil ? .none : try PathArgument.decode(p!) }
    static func make(_ p: Glibc.passwd) throws(Raise) -> Value {
        let v = passwd.allocate()
        v.ref.set(4, try text(p.pw_name)); v.ref.set(5, try text(p.pw_passwd)); v.ref.set(6, Value(int: Int(p.pw_uid))); v.ref.set(7, Value(int: Int(p.pw_gid)))
        v.ref.set(8, try text(p.pw_gecos)); v.ref.set(9, try text(p.pw_dir)); v.ref.set(10, try text(p.pw_shell))
        return v
    }
    static func make(_ g: Glibc.group) throws(Raise) -> Value {
        let members = ListRef.allocate()
        if var p = g.gr_mem { while let n = p.pointee { members.append(try PathArgument.decode(n)); p += 1 } }
        let v = group.allocate()
        v.ref.set(4, try text(g.gr_name)); v.ref.set(5, try text(g.gr_passwd)); v.ref.set(6, Value(int: Int(g.gr_gid))); v.ref.set(7, members.value)
        return v
    }
    static func name(_ v: Value, _ function: String, _ label: String) throws(Raise) -> PathArgument {
        guard v.isStr else { throw Errors.typeError("\(function)() argument\(label) must be str, not \(TextArguments.describe(v))") }
        return try PathArgument(v, function: "", argument: "")
    }
}
extension NativeModule {
    public static let pwd = NativeModule("pwd") { m throws(Raise) in
        Accounts.passwd = .define("struct_passwd", module: "pwd", fields: ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"])
        m.type(Accounts.passwd.type)
        m.function("getpwnam", "(name, /)") { a throws(Raise) in
            let n = try Accounts.name(a[0], "getpwnam", "")
            guard let p = Glibc.getpwnam(n.cString) else { throw Errors.keyError(StrRef.make("getpwnam(): name not found: \(Operations.reprText(a[0]))")) }
            return try Accounts.make(p.pointee)
        }
        m.function("getpwuid", "(uidobj, /)") { a throws(Raise) in
            let missing = "getpwuid(): uid not found"
            if !a[0].isIntLike && a[0].type.slot(.index).isUnbound { throw Errors.typeError("uid should be integer, not \(a[0].type)") }
            guard let i = Integers.asInt64(try Operations.indexObject(a[0])), i >= 0, i < 1 << 32, let p = Glibc.getpwuid(UInt32(i)) else { throw Errors.keyError(StrRef.make("\(missing): \(Operations.reprText(a[0]))")) }
            return try Accounts.make(p.pointee)
        }
        m.function("getpwall", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            setpwent()
            while let p = getpwent() { l.append(try Accounts.make(p.pointee)) }
            endpwent()
            return l.value
        }
    }
    public static let grp = NativeModule("grp") { m throws(Raise) in
        Accounts.group = .define("struct_group", module: "grp", fields: ["gr_name", "gr_passwd", "gr_gid", "gr_mem"])
        m.type(Accounts.group.type)
        m.function("getgrnam", "(name)") { a throws(Raise) in
            let n = try Accounts.name(a[0], "getgrnam", " 'name'")
            guard let p = Glibc.getgrnam(n.cString) else { throw Errors.keyError(StrRef.make("getgrnam(): name not found: \(Operations.reprText(a[0]))")) }
            return try Accounts.make(p.pointee)
        }
        m.function("getgrgid", "(id)") { a throws(Raise) in
            if !a[0].isIntLike && a[0].type.slot(.index).isUnbound { throw Errors.typeError("gid should be integer, not \(a[0].type)") }
            guard let i = Integers.asInt64(try Operations.indexObject(a[0])), i >= 0, i < 1 << 32, let p = Glibc.getgrgid(UInt32(i)) else { throw Errors.keyError(StrRef.make("getgrgid(): gid not found: \(Operations.reprText(a[0]))")) }
            return try Accounts.make(p.pointee)
        }
        m.function("getgrall", "()") { a throws(Raise) in
            let l = ListRef.allocate()
            setgrent()
            while let p = getgrent() { l.append(try Accounts.make(p.pointee)) }
            endgrent()
            return l.value
        }
    }
}
