import Glibc
import Runtime

/// Parameters of statements, and adaption of objects to what the database stores.
enum SQLiteBinding {
    static func bind(_ s: SQLite.Statement?, _ parameters: Value, _ c: SQLiteConnection) throws(Raise) {
        let need = Int(SQLite.bindCount(s))
        if parameters.isTuple || parameters.isList || !parameters.isDict && isSequence(parameters) {
            let n = parameters.isTuple ? TupleRef(parameters).count : parameters.isList ? ListRef(parameters).count : try Operations.length(parameters)
            if n != need { throw SQLite.programming("Incorrect number of bindings supplied. The current statement uses \(need), and there are \(n) supplied.") }
            for i in 0..<n {
                if let name = SQLite.bindName(s, Int32(i + 1)), name.pointee != 63 {
                    throw SQLite.programming("Binding \(i + 1) ('\(String(cString: name))') is a named parameter, but you supplied a sequence which requires nameless (qmark) placeholders.")
                }
                let v = parameters.isTuple ? TupleRef(parameters)[i] : parameters.isExactly(Types.list) && i < ListRef(parameters).count ? ListRef(parameters)[i] : try Operations.getItem(parameters, Value(int: i))
                try one(s, Int32(i + 1), v, nil, c)
            }
            return
        }
        guard parameters.isDict || isMapping(parameters) else { throw SQLite.programming("parameters are of unsupported type") }
        for i in 0..<need {
            guard let p = SQLite.bindName(s, Int32(i + 1)) else { throw SQLite.programming("Binding \(i + 1) has no name, but you supplied a dictionary (which has only names).") }
            let key = StrRef.make(String(cString: p + 1))
            let v: Value
            if parameters.isExactly(Types.dict) {
                guard let x = DictRef(parameters).find(key) else { throw SQLite.programming("You did not supply a value for binding parameter :\(String(cString: p + 1)).") }
                v = x
            } else {
                do throws(Raise) { v = try Operations.getItem(parameters, key) } catch {
                    try Errors.swallow(error, Exceptions.lookupError)
                    throw SQLite.programming("You did not supply a value for binding parameter :\(String(cString: p + 1)).")
                }
            }
            try one(s, Int32(i + 1), v, String(cString: p + 1), c)
        }
    }
    private static func isSequence(_ v: Value) -> Bool {
        guard let abc = try? ImportSystem.importModule("collections.abc"), let t = try? Operations.getAttribute(abc, StrRef.intern("Mapping")) else { return v.type.hasSlot(.getitem) }
        if let r = try? Call.call(builtin("isinstance"), v, t), r == .true { return false }
        return v.type.hasSlot(.getitem) && v.type.hasSlot(.len)
    }
    private static func builtin(_ n: String) -> Value { (try? Operations.getAttribute((try? ImportSystem.importModule("builtins")) ?? .none, StrRef.intern(n))) ?? .none }
    private static func isMapping(_ v: Value) -> Bool { v.type.hasSlot(.getitem) }

    private static func one(_ s: SQLite.Statement?, _ i: Int32, _ given: Value, _ name: String?, _ c: SQLiteConnection) throws(Raise) {
        var v = given
        if SQLiteModuleState.adaptsBasics || !(v.isNone || v.isInt || v.isFloat || v.isExactly(Types.int) || v.isExactly(Types.float) || v.isExactly(Types.str) || v.isExactly(Types.bytearray)) {
            v = try adapt(v, SQLiteModuleState.prepareProtocol.value, v)
        }
        var code: Int32 = 0
        if v.isNone { code = SQLite.bindNull(s, i) }
        else if v.isIntLike {
            guard let n = Integers.asInt64(v) else { throw Errors.overflowError("Python int too large to convert to SQLite INTEGER") }
            code = SQLite.bindInt(s, i, Int64(n))
        } else if v.isFloatLike { code = SQLite.bindDouble(s, i, v.asDouble) }
        else if v.isStr {
            if StrRef(v).count == 0 { code = SQLite.bindText(s, i, "", 0, SQLite.transient) }
            else { code = try SQLite.withUTF8(v) { p, n throws(Raise) in SQLite.bindText(s, i, p, Int32(n), SQLite.transient) } }
        } else if Buffers.supports(v) {
            let b = try Buffers.get(v)
            defer { b.release() }
            if b.count > Int(Int32.max) { throw Errors.overflowError("BLOB longer than INT_MAX bytes") }
            code = SQLite.bindBlob(s, i, b.base, Int32(b.count), SQLite.transient)
        } else {
            throw SQLite.programming("Error binding parameter \(i): type '\(given.typeName)' is not supported")
        }
        if code != 0 { throw SQLiteCallbacks.failure(c.database) }
    }
    /// `adapt(obj, proto, alt)`: a registered adapter, `__adapt__`, `__conform__`, or ALT. (pysqlite_microprotocols_adapt)
    static func adapt(_ v: Value, _ proto: Value, _ alt: Value) throws(Raise) -> Value {
        if let f = try DictRef(SQLiteModuleState.adapters).get(TupleRef.make(v.type.value, proto)) { return try Call.call(f, v) }
        for (o, name, x) in [(proto, "__adapt__", v), (v, "__conform__", proto)] {
            let m = try Operations.findAttribute(o, StrRef.intern(name))
            if m.isUnbound { continue }
            let r: Value
            do throws(Raise) { r = try Call.call(m, x) } catch { try Errors.swallow(error, Exceptions.typeError); continue }
            if !r.isNone { return r }
        }
        if !alt.isUnbound { return alt }
        throw SQLite.programming("can't adapt")
    }
}
