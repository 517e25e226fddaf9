import CSupport
import Glibc
import Runtime

/// Foreign functions and callbacks (`CFuncPtr`).
///
/// A call converts its arguments into cells of 16 bytes on the stack, lets libffi make the call without the interpreter lock (functions of `PyDLL`: with it) and turns the
/// result into a value. A callback is a libffi closure whose context is the address of its `CFuncPtr`, which does not move.
enum CFunctions {
    static func argumentTypes(_ d: CData) -> Value { d.ref.value(5).isUnbound ? d.info.pointee.proto : d.ref.value(5) }
    static func resultType(_ d: CData) -> Value { d.ref.value(6).isUnbound ? d.info.pointee.result : d.ref.value(6) }

    static func define() {
        let t = CTypes.function
        t.new("($type, /, *args, **kwds)") { a throws(Raise) in try make(TypeRef(a[0].ref), TupleRef(a[1])) }
        t.special("__bool__", "($self, /)") { a throws(Raise) in Value(bool: CData(a[0]).target != nil) }
        t.special("__repr__", "($self, /)") { a throws(Raise) in StrRef.make("<\(a[0].type.bareName) object at \(CInstances.address(a[0]))>") }
        t.getter("argtypes", set: { v, x throws(Raise) in
            if x.isNone { v.ref.set(5, .none); return }
            guard x.isTuple || x.isList || x.type.hasSlot(.getitem) else { throw Errors.typeError("_argtypes_ must be a sequence of types") }
            let list = try Operations.tuple(x)
            try CMetatypes.checkArguments(list)
            v.ref.set(5, list)
        }, delete: { v throws(Raise) in v.ref.set(5, .unbound) }) { v in let a = argumentTypes(CData(v)); return a.isUnbound ? .none : a }
        t.getter("restype", set: { v, x throws(Raise) in
            guard x.isNone || CTypes.info(x) != nil || Call.isCallable(x) else { throw Errors.typeError("restype must be a type, a callable, or None") }
            v.ref.set(6, x)
        }, delete: { v throws(Raise) in v.ref.set(6, .unbound) }) { v in resultType(CData(v)) }
        t.getter("errcheck", set: { v, x throws(Raise) in
            guard x.isNone || Call.isCallable(x) else { throw Errors.typeError("the errcheck attribute must be callable") }
            v.ref.set(7, x.isNone ? .unbound : x)
        }, delete: { v throws(Raise) in v.ref.set(7, .unbound) }) { v in v.ref.value(7).isUnbound ? .none : v.ref.value(7) }
        t.special("__call__", "($self, /, *args, **kwargs)") { a throws(Raise) in try call(CData(a[0]), TupleRef(a[1]), a[2]) }
    }
    /// `prototype()`, `prototype(address)`, `prototype(callable)`, `prototype((name, library)[, paramflags])`.
    private static func make(_ t: TypeRef, _ a: TupleRef) throws(Raise) -> Value {
        let d = try CData.make(t)
        if a.count == 0 { return d.value }
        if a[0].isTuple {
            let spec = TupleRef(a[0])
            guard spec.count == 2 else { throw Errors.typeError("argument 1 must be a sequence of length 2, not \(spec.count)") }
            var name = ""
            if spec[0].isStr { name = StrRef(spec[0]).string } else if spec[0].isBytes { name = String(cString: BytesRef(spec[0]).data) }
            else { throw Errors.typeError("the _name_ attribute must be a string") }
            let handle = try Operations.getAttribute(spec[1], StrRef.intern("_handle"))
            guard handle.isIntLike else { throw Errors.typeError("the _handle attribute of the second argument must be an integer") }
            _ = dlerror()
            guard let p = CSymbols.find(UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(handle))), name) else {
                let e = ExceptionRef.make(Exceptions.attributeError, args: TupleRef.make(StrRef.make(dlerror().map { String(cString: $0) } ?? "symbol '\(name)' not found")))
                throw Errors.raise(e)
            }
            d.target = p
            d.ref.set(9, spec[1])
            if a.count > 1 && !a[1].isNone { try checkFlags(d, a[1]) }
            try d.keep(0, spec[1])
            return d.value
        }
        if a[0].isIntLike {
            d.target = UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(a[0])))
            return d.value
        }
        guard Call.isCallable(a[0]) else { throw Errors.typeError("argument must be callable or integer function address") }
        try callback(d, a[0])
        return d.value
    }
    private static func checkFlags(_ d: CData, _ flags: Value) throws(Raise) {
        guard flags.isTuple else { throw Errors.typeError("paramflags must be a tuple or None") }
        let types = argumentTypes(d)
        if types.isTuple && TupleRef(types).count != TupleRef(flags).count { throw Errors.valueError("paramflags must have the same length as argtypes") }
        for k in 0..<TupleRef(flags).count {
            let f = TupleRef(flags)[k]
            guard f.isTuple, TupleRef(f).count >= 1, TupleRef(f).count <= 3, TupleRef(f)[0].isIntLike else { throw Errors.typeError("paramflags must be a sequence of (int [,string [,value]]) tuples") }
        }
        d.ref.set(8, flags)
    }

    // MARK: callbacks

    private static func callback(_ d: CData, _ f: Value) throws(Raise) {
        let types = argumentTypes(d)
        guard types.isTuple else { throw Errors.typeError("cannot construct instance of this class: no argtypes") }
        var ffi: [UnsafeMutableRawPointer?] = []
        for k in 0..<TupleRef(types).count {
            guard let i = CTypes.info(TupleRef(types)[k]), let p = i.pointee.ffi else { throw Errors.typeError("cannot build parameter") }
            ffi.append(p)
        }
        let r = resultType(d)
        var result = dx_ffi_type(CChar(bitPattern: UInt8(ascii: "v")))
        if !r.isNone {
            guard let i = CTypes.info(r), i.pointee.kind == .simple else { throw Errors.typeError("invalid result type for callback function") }
            result = i.pointee.ffi
        }
        var closure: UnsafeMutableRawPointer? = nil
        let code = ffi.withUnsafeMutableBufferPointer { p in
            dx_ffi_closure(result, p.baseAddress, Int32(p.count), { result, arguments, context in
                InterpreterLock.reentering { CFunctions.enter(result.unsafelyUnwrapped, arguments, CData(context.unsafelyUnwrapped)) }
            }, UnsafeMutableRawPointer(d.ref), &closure)
        }
        guard let code else { throw Errors.runtimeError("ffi_prep_closure failed") }
        d.ref.setWord(16, UInt64(UInt(bitPattern: closure)))
        Heap.registerNative(d.ref)
        d.target = code
        d.ref.set(4, f)
        try d.keep(0, f)
    }
    /// C calls: D's callable gets the arguments. Errors are reported, not raised: C could not pass them on.
    private static func enter(_ result: UnsafeMutableRawPointer, _ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ d: CData) {
        let types = TupleRef(argumentTypes(d)), f = d.ref.value(4), r = resultType(d)
        let usesErrno = d.info.pointee.flags & 8 != 0
        if usesErrno { dx_ffi_swap_errno() }
        defer { if usesErrno { dx_ffi_swap_errno() } }
        memset(result, 0, 8)
        do throws(Raise) {
            let list = ListRef.allocate(capacity: types.count)
            for k in 0..<types.count {
                guard let p = arguments?[k] else { break }
                let t = TypeRef(types[k].ref), i = try CTypes.concrete(t)
                if CTypes.isPlainSimple(i) { list.append(try CTypes.get(i.pointee.code, p, swapped: i.pointee.swapped)); continue }
                let x = try CData.make(t)
                memcpy(x.memory, p, i.pointee.size)
                list.append(x.value)
            }
            let v = try Call.call(f, tuple: list.asTuple())
            if r.isNone { return }
            guard let i = CTypes.info(r) else { return }
            do throws(Raise) {
                // Small integers travel as whole words.
                if CTypes.isInteger(i.pointee.code) && CTypes.size(of: i.pointee.code) < 8 {
                    var cell: UInt64 = 0
                    _ = try CTypes.set(i.pointee.code, &cell, v)
                    let x = try CTypes.get(i.pointee.code, &cell)
                    result.storeBytes(of: x.int, as: Int.self)
                } else {
                    let kept = CTypes.isData(v) ? .none : try CTypes.set(i.pointee.code, result, v, swapped: i.pointee.swapped)
                    if CTypes.isData(v) { memcpy(result, CData(v).memory, min(CData(v).size, i.pointee.size)) }
                    if kept.isPointer && i.pointee.code != UInt8(ascii: "O") && !v.isBytes { try d.keep(1, kept) }
                }
            } catch { Errors.unraisable("Exception ignored while converting result of ctypes callback function \(Operations.reprText(f))", .none) }
        } catch { Errors.unraisable("Exception ignored while calling ctypes callback function \(Operations.reprText(f))", .none) }
    }

    // MARK: calls

    private static func call(_ d: CData, _ given: TupleRef, _ keywords: Value) throws(Raise) -> Value {
        let types = argumentTypes(d), flags = d.ref.value(8)
        var actual = given.value, outputs = Value.unbound
        if flags.isTuple { (actual, outputs) = try bind(d, TupleRef(flags), types, given, keywords) }
        let arguments = TupleRef(actual), n = arguments.count
        if types.isTuple {
            let need = TupleRef(types).count
            if need > n { throw Errors.typeError("this function takes at least \(need) argument\(need == 1 ? "" : "s") (\(n) given)") }
        }
        if n > 1024 { throw Errors.make(CTypes.argumentError, "too many arguments (\(n)), maximum is 1024") }
        guard let code = d.target else { throw Errors.valueError("NULL function pointer") }
        let keep = ListRef.allocate()
        let result = try invoke(code, arguments, types, resultType(d), keep, flags: d.info.pointee.flags)
        var r = result
        if d.ref.value(7).isPointer { r = try Call.call(d.ref.value(7), result, d.value, actual) }
        _ = keep.count
        if outputs.isUnbound || d.ref.value(7).isPointer && r != actual { return r }
        let out = ListRef(outputs)
        let list = ListRef.allocate()
        for k in 0..<out.count { list.append(try Call.call(try Operations.getAttribute(out[k], StrRef.intern("__ctypes_from_outparam__")))) }
        return list.count == 1 ? list[0] : list.asTuple()
    }
    /// Arguments by `paramflags`: 1 in, 2 out, 4 in with default 0. The out ones come back as a list (unbound: there are none).
    private static func bind(_ d: CData, _ flags: TupleRef, _ types: Value, _ given: TupleRef, _ keywords: Value) throws(Raise) -> (Value, Value) {
        let all = ListRef.allocate(), out = ListRef.allocate()
        var next = 0, used = 0
        for k in 0..<flags.count {
            let f = TupleRef(flags[k]), flag = try TextArguments.cInt(f[0])
            let name: Value = f.count > 1 ? f[1] : .none, fallback: Value = f.count > 2 ? f[2] : .unbound
            switch flag & 7 {
            case 0, 1, 5, 3:
                var v = Value.unbound
                if next < given.count { v = given[next]; next += 1; used += 1 }
                else if keywords.isDict, name.isStr, let x = DictRef(keywords).find(name) { v = x; used += 1 }
                else if !fallback.isUnbound { v = fallback }
                else if flag & 7 == 5 { v = Value(int: 0) }
                else { throw name.isStr ? Errors.typeError("required argument '\(StrRef(name))' missing") : Errors.typeError("not enough arguments") }
                if flag & 2 != 0 { out.append(v) }
                all.append(v)
            case 2:
                guard let i = CTypes.info(TupleRef(types)[k]), i.pointee.proto.isType else { throw Errors.typeError("\(Operations.reprText(TupleRef(types)[k])) 'out' parameter must be passed as default value") }
                let x = i.pointee.kind == .array ? try CData.make(TypeRef(i.pointee.type.ref)).value : try Call.call(i.pointee.proto)
                out.append(x)
                all.append(i.pointee.kind == .array ? x : CParameters.byReference(CData(x), offset: 0))
            case 4: all.append(fallback.isUnbound ? Value(int: 0) : fallback)
            default: throw Errors.valueError("paramflag \(flag) not yet implemented")
            }
        }
        let total = given.count + (keywords.isDict ? DictRef(keywords).count : 0)
        if total > used { throw Errors.typeError("call takes exactly \(used) arguments (\(total) given)") }
        return (all.asTuple(), out.count > 0 ? out.value : .unbound)
    }
    private static func argumentFailure(_ k: Int) -> Raise {
        let e = Errors.take()
        let text = (try? Operations.str(e)).map { StrRef($0).string } ?? ""
        return Errors.make(CTypes.argumentError, "argument \(k + 1): \(e.type): \(text)")
    }
    static func invoke(_ code: UnsafeMutableRawPointer, _ arguments: TupleRef, _ types: Value, _ resultType: Value, _ keep: ListRef, flags: Int) throws(Raise) -> Value {
        let n = arguments.count, declared = types.isTuple ? TupleRef(types).count : 0
        var failure: Raise? = nil, value = Value.none
        let ri = CTypes.info(resultType)
        let resultSize = max(32, ri?.pointee.size ?? 0)
        withUnsafeTemporaryAllocation(byteCount: n * 32 + resultSize + 16, alignment: 16) { memory in
            let cells = memory.baseAddress.unsafelyUnwrapped
            let ffi = (cells + n * 16).assumingMemoryBound(to: UnsafeMutableRawPointer?.self), places = ffi + n
            let result = cells + n * 32
            memset(result, 0, resultSize)
            do throws(Raise) {
                for k in 0..<n {
                    do throws(Raise) {
                        var v = arguments[k]
                        if k < declared {
                            let t = TupleRef(types)[k]
                            let f = try Operations.getAttribute(t, StrRef.intern("from_param"))
                            v = try Call.call(f, v)
                            keep.append(v)
                        }
                        let s = try CParameters.convert(v, cells + k * 16, keep, k + 1)
                        ffi[k] = s.type; places[k] = s.address
                    } catch { throw error.isExceptionKind ? argumentFailure(k) : error }
                }
                let rt = ri == nil ? (resultType.isNone ? dx_ffi_type(CChar(bitPattern: UInt8(ascii: "v"))) : dx_ffi_type(CChar(bitPattern: UInt8(ascii: "i")))) : ri!.pointee.ffi
                let usesErrno: Int32 = flags & 8 != 0 ? 1 : 0
                let fixed = Int32(types.isTuple && declared < n && declared > 0 ? declared : -1)
                let status = flags & 4 != 0 ? dx_ffi_call(code, rt, ffi, places, Int32(n), fixed, result, usesErrno)
                    : InterpreterLock.blocking { dx_ffi_call(code, rt, ffi, places, Int32(n), fixed, result, usesErrno) }
                if status != 0 { throw Errors.runtimeError("ffi_prep_cif failed") }
                if let e = CTypesFunctions.pending { CTypesFunctions.pending = nil; throw e }
                value = try CFunctions.result(resultType, ri, result)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return value
    }
    private static func result(_ type: Value, _ i: CTypePointer?, _ p: UnsafeMutableRawPointer) throws(Raise) -> Value {
        if type.isNone { return .none }
        guard let i else { return try Call.call(type, Value(int: Int(p.load(as: Int32.self)))) }
        var v: Value
        if CTypes.isPlainSimple(i) { v = try CTypes.get(i.pointee.code, p) } else {
            let d = try CData.make(TypeRef(type.ref))
            memcpy(d.memory, p, i.pointee.size)
            v = d.value
        }
        let check = try Operations.findAttribute(type, StrRef.intern("_check_retval_"))
        if !check.isUnbound { v = try Call.call(check, v) }
        return v
    }
}
