import CSupport
import Glibc
import Runtime

/// The metatypes: what happens when a class of C data is made, and what such classes can do.
enum CMetatypes {
    private static func attribute(_ t: Value, _ n: String) throws(Raise) -> Value? {
        let v = try Operations.findAttribute(t, StrRef.intern(n))
        return v.isUnbound ? nil : v
    }
    private static func baseInfo(_ t: TypeRef) -> CTypePointer? { t.base.isPointer ? CTypes.info(TypeRef(t.base.ref)) : nil }

    static func define() {
        func meta(_ n: String) -> TypeRef { TypeFactory.make(n, module: "_ctypes", base: n == "CType_Type" ? Types.type : CTypes.metaBase, subclassable: true) }
        CTypes.metaBase = meta("CType_Type")
        CTypes.simpleMeta = meta("PyCSimpleType"); CTypes.structMeta = meta("PyCStructType"); CTypes.unionMeta = meta("UnionType")
        CTypes.pointerMeta = meta("PyCPointerType"); CTypes.arrayMeta = meta("PyCArrayType"); CTypes.functionMeta = meta("PyCFuncPtrType")
        common(CTypes.metaBase)
        for (t, initialize) in [(CTypes.simpleMeta, simple), (CTypes.pointerMeta, pointer), (CTypes.arrayMeta, array), (CTypes.functionMeta, function),
                                (CTypes.structMeta, { t throws(Raise) in try structure(t, .structure) }), (CTypes.unionMeta, { t throws(Raise) in try structure(t, .union) })] as [(TypeRef, (TypeRef) throws(Raise) -> Void)] {
            t.special("__init__", "($self, name, bases, namespace, /, **kwds)") { a throws(Raise) in try initialize(TypeRef(a[0].ref)); return .none }
        }
        for t in [CTypes.structMeta, CTypes.unionMeta] {
            let kind: CTypeInfo.Kind = t == CTypes.structMeta ? .structure : .union
            t.special("__setattr__", "($self, name, value, /)") { a throws(Raise) in
                _ = try Operations.callSlot(Types.type.slot(.setattr), a[0], a[1], a[2])
                if a[1].isStr && StrRef(a[1]).equals("_fields_") { try CStructures.setFields(TypeRef(a[0].ref), a[2], kind) }
                return .none
            }
        }
        CTypes.pointerMeta.method("set_type", "($self, type, /)") { a throws(Raise) in
            let t = TypeRef(a[0].ref)
            guard let i = CTypes.info(t) else { throw Errors.typeError("abstract class") }
            try setTarget(i, a[1])
            t.constant("_type_", a[1]); t.modified(StrRef.intern("_type_"))
            return .none
        }
    }

    // MARK: making classes

    private static func simple(_ t: TypeRef) throws(Raise) {
        guard let c = try attribute(t.value, "_type_") else { throw Errors.attributeError(t.value, StrRef.intern("_type_"), message: "class must define a '_type_' attribute") }
        guard c.isStr else { throw Errors.typeError("class must define a '_type_' string attribute") }
        guard StrRef(c).count == 1 else { throw Errors.valueError("class must define a '_type_' attribute which must be a string of length 1") }
        guard CTypes.codes.unicodeScalars.contains(where: { $0.value == StrRef(c)[0] }) else {
            throw Errors.attributeError(t.value, StrRef.intern("_type_"), message: "class must define a '_type_' attribute which must be\na single character string containing one of the\nsupported types: '\(CTypes.codes)'.")
        }
        let code = UInt8(StrRef(c)[0])
        let i = CTypes.register(t, .simple)
        i.pointee.code = code; i.pointee.size = CTypes.size(of: code); i.pointee.alignment = CTypes.alignment(of: code); i.pointee.ffi = CTypes.ffi(of: code)
        if let b = baseInfo(t), b.pointee.kind == .simple { i.pointee.swapped = b.pointee.swapped }
        i.pointee.proto = c
        i.pointee.format = formatOf(code, swapped: i.pointee.swapped)
        // The twin with the other byte order.
        if t.base == CTypes.simple.value && TypeRef(t.value.ref).value.type == CTypes.simpleMeta && hasOtherOrder(code) {
            let d = DictRef.allocate()
            d.set(name: StrRef.intern("_type_"), c)
            let twin = TypeRef(try Call.call(Types.type.slot(.new), t.value.type.value, t.name, TupleRef.make(CTypes.simple.value), d.value).ref)
            let j = CTypes.register(twin, .simple, from: i)
            j.pointee.swapped = true; j.pointee.format = formatOf(code, swapped: true)
            t.constant("__ctype_le__", t.value); t.constant("__ctype_be__", twin.value)
            twin.constant("__ctype_le__", t.value); twin.constant("__ctype_be__", twin.value)
            t.modified(); twin.modified()
        }
    }
    private static func hasOtherOrder(_ c: UInt8) -> Bool { CTypes.isInteger(c) && CTypes.size(of: c) > 1 || c == UInt8(ascii: "f") || c == UInt8(ascii: "d") }
    private static func formatOf(_ code: UInt8, swapped: Bool) -> Value {
        var c = String(UnicodeScalar(code))
        switch c { case "u": c = "<w"; case "z", "Z": c = "&" + (c == "z" ? "<c" : "<u"); default: break }
        if c.count > 1 { return StrRef.make(c) }
        return StrRef.make((swapped ? ">" : "<") + c)
    }
    static func setTarget(_ i: CTypePointer, _ target: Value) throws(Raise) {
        guard let p = CTypes.info(target) else { throw Errors.typeError("_type_ must have storage info") }
        i.pointee.proto = target
        i.pointee.format = StrRef.make("&" + (p.pointee.format.isStr ? StrRef(p.pointee.format).string : "B"))
        if p.pointee.pointerType.isUnbound && TypeRef(i.pointee.type.ref).base == CTypes.pointer.value { p.pointee.pointerType = i.pointee.type }
    }
    private static func pointer(_ t: TypeRef) throws(Raise) {
        let i = CTypes.register(t, .pointer)
        i.pointee.size = 8; i.pointee.alignment = 8; i.pointee.length = 1; i.pointee.ffi = dx_ffi_type(CChar(bitPattern: UInt8(ascii: "P")))
        i.pointee.format = StrRef.make("&B")
        if let target = try attribute(t.value, "_type_") { try setTarget(i, target) }
    }
    private static func array(_ t: TypeRef) throws(Raise) {
        if t.base == CTypes.array.value || baseInfo(t) == nil {
            guard try attribute(t.value, "_length_") != nil else { throw Errors.attributeError(t.value, StrRef.intern("_length_"), message: "class must define a '_length_' attribute") }
        }
        guard let l = try attribute(t.value, "_length_") else { throw Errors.attributeError(t.value, StrRef.intern("_length_"), message: "class must define a '_length_' attribute") }
        guard l.isIntLike else { throw Errors.typeError("The '_length_' attribute must be an integer") }
        if Integers.isNegative(l) { throw Errors.valueError("The '_length_' attribute must not be negative") }
        guard let n = Integers.asInt64(l) else { throw Errors.overflowError("The '_length_' attribute is too large") }
        guard let item = try attribute(t.value, "_type_") else { throw Errors.attributeError(t.value, StrRef.intern("_type_"), message: "class must define a '_type_' attribute") }
        guard let p = CTypes.info(item), !p.pointee.isAbstract else { throw Errors.typeError("_type_ must have storage info") }
        let (bytes, over) = p.pointee.size.multipliedReportingOverflow(by: n)
        if over { throw Errors.overflowError("array too large") }
        let i = CTypes.register(t, .array)
        i.pointee.proto = item; i.pointee.length = n; i.pointee.size = bytes; i.pointee.alignment = p.pointee.alignment
        i.pointee.ffi = dx_ffi_type(CChar(bitPattern: UInt8(ascii: "P")))
        i.pointee.format = p.pointee.format
        let inner = p.pointee.kind == .array ? TupleRef(p.pointee.shape) : TupleRef(TupleRef.empty)
        let shape = TupleRef.allocate(inner.count + 1)
        shape[0] = Value.int(n)
        for k in 0..<inner.count { shape[k + 1] = inner[k] }
        i.pointee.shape = shape.value
        if CTypes.isPlainSimple(p) {
            if p.pointee.code == UInt8(ascii: "c") { CArrays.addBytes(t) } else if p.pointee.code == UInt8(ascii: "u") { CArrays.addText(t) }
            t.modified()
        }
    }
    private static func function(_ t: TypeRef) throws(Raise) {
        guard let f = try attribute(t.value, "_flags_") else { throw Errors.typeError("class must define _flags_ which must be an integer") }
        let i = CTypes.register(t, .function)
        i.pointee.size = 8; i.pointee.alignment = 8; i.pointee.flags = try TextArguments.cInt(f)
        i.pointee.ffi = dx_ffi_type(CChar(bitPattern: UInt8(ascii: "P"))); i.pointee.format = StrRef.make("X{}")
        if let a = try attribute(t.value, "_argtypes_") {
            guard a.isTuple else { throw Errors.typeError("_argtypes_ must be a sequence of types") }
            try checkArguments(a)
            i.pointee.proto = a
        }
        if let r = try attribute(t.value, "_restype_") {
            guard r.isNone || CTypes.info(r) != nil || Call.isCallable(r) else { throw Errors.typeError("_restype_ must be a type, a callable, or None") }
            i.pointee.result = r
        }
    }
    static func checkArguments(_ a: Value) throws(Raise) {
        let t = TupleRef(a)
        for k in 0..<t.count where try attribute(t[k], "from_param") == nil { throw Errors.typeError("item \(k + 1) in _argtypes_ has no from_param method") }
    }
    private static func structure(_ t: TypeRef, _ kind: CTypeInfo.Kind) throws(Raise) {
        if try attribute(t.value, "_abstract_") != nil && t.dict.find(StrRef.intern("_abstract_")) != nil { return }
        let base = baseInfo(t)
        let i = CTypes.register(t, kind, from: base)
        if base == nil { i.pointee.alignment = 1; i.pointee.format = StrRef.make("B") }
        base?.pointee.isFinal = true
        if let f = t.dict.find(StrRef.intern("_fields_")) {
            // Through the class's own `__setattr__`, which a metaclass may replace.
            try Operations.setAttribute(t.value, StrRef.intern("_fields_"), f)
        }
    }

    // MARK: what classes can do

    private static func common(_ m: TypeRef) {
        m.method("from_address", "($self, value, /)") { a throws(Raise) in
            guard a[1].isIntLike else { throw Errors.typeError("integer expected") }
            return try CData.at(TypeRef(a[0].ref), UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(a[1]))), base: .unbound).value
        }
        func region(_ a: Args, writable: Bool) throws(Raise) -> (UnsafeMutableRawPointer, CTypePointer) {
            let i = try CTypes.concrete(TypeRef(a[0].ref)), offset = try TextArguments.size(a[2])
            if offset < 0 { throw Errors.valueError("offset cannot be negative") }
            let b = try Buffers.get(a[1])
            if writable && b.readonly { throw Errors.typeError("underlying buffer is not writable") }
            if i.pointee.size > b.count - offset { throw Errors.valueError("Buffer size too small (\(b.count) instead of at least \(i.pointee.size + offset) bytes)") }
            return (b.base + offset, i)
        }
        m.method("from_buffer", "($self, source, offset=0, /)") { a throws(Raise) in
            let (p, _) = try region(a, writable: true)
            let view = try MemoryView.make(a[1], checked: true)
            let d = try CData.at(TypeRef(a[0].ref), p, base: .unbound)
            try d.keep(-1, view)
            return d.value
        }
        m.method("from_buffer_copy", "($self, source, offset=0, /)") { a throws(Raise) in
            let (p, i) = try region(a, writable: false)
            let d = try CData.make(TypeRef(a[0].ref))
            memcpy(d.memory, p, i.pointee.size)
            return d.value
        }
        m.method("in_dll", "($self, library, name, /)") { a throws(Raise) in
            guard a[2].isStr else { throw Errors.typeError("in_dll() argument 2 must be str, not \(a[2].type)") }
            let handle = try Operations.getAttribute(a[1], StrRef.intern("_handle"))
            guard handle.isIntLike else { throw Errors.typeError("the _handle attribute of the second argument must be an integer") }
            _ = dlerror()
            guard let p = CSymbols.find(UnsafeMutableRawPointer(bitPattern: UInt(try CTypes.masked(handle))), StrRef(a[2]).string) else {
                throw Errors.valueError(dlerror().map { String(cString: $0) } ?? "symbol '\(StrRef(a[2]))' not found")
            }
            return try CData.at(TypeRef(a[0].ref), p, base: .unbound).value
        }
        m.method("from_param", "($self, value, /)") { a throws(Raise) in try CParameters.fromParameter(TypeRef(a[0].ref), a[1]) }
        m.getter("__pointer_type__", set: { t, v throws(Raise) in
            guard let i = CTypes.info(t) else { throw Errors.typeError("abstract class") }
            i.pointee.pointerType = v
        }) { t throws(Raise) in
            if let i = CTypes.info(t), i.pointee.pointerType.isPointer { return i.pointee.pointerType }
            throw Errors.attributeError(t, StrRef.intern("__pointer_type__"), message: "type \(Operations.reprText(t)) has no attribute '__pointer_type__'")
        }
        func times(_ a: Args) throws(Raise) -> Value {
            guard a[1].isIntLike || !a[1].type.slot(.index).isUnbound else { throw Errors.typeError("can't multiply sequence by non-int of type '\(a[1].type)'") }
            let n = try TextArguments.size(a[1])
            if n < 0 { throw Errors.valueError("Array length must be >= 0, not \(n)") }
            return try CArrays.type(TypeRef(a[0].ref), n)
        }
        m.special("__mul__", "($self, value, /)") { a throws(Raise) in try times(a) }
        m.special("__rmul__", "($self, value, /)") { a throws(Raise) in try times(a) }
    }
}

/// Members of structures and unions.
enum CStructures {
    /// `_fields_ = …`: lays the members out (`ctypes._layout`) and makes the descriptors. (PyCStructUnionType_update_stginfo)
    static func setFields(_ t: TypeRef, _ fields: Value, _ kind: CTypeInfo.Kind) throws(Raise) {
        guard let i = CTypes.info(t) else { return }
        if i.pointee.isFinal { throw Errors.attributeError(t.value, StrRef.intern("_fields_"), message: "_fields_ is final") }
        let base = t.base.isPointer ? CTypes.info(TypeRef(t.base.ref)) : nil
        let layout = try ImportSystem.importModule("ctypes._layout")
        let sub = try Operations.getAttribute(layout, StrRef.intern("get_layout"))
        let l = try Call.call(sub, t.value, fields, Value(bool: kind == .structure), base == nil ? .none : t.base)
        if i.pointee.isFinal { throw Errors.attributeError(t.value, StrRef.intern("_fields_"), message: "_fields_ is final") }
        let list = try Operations.list(try Operations.getAttribute(l, StrRef.intern("fields")))
        i.pointee.size = try TextArguments.size(try Operations.getAttribute(l, StrRef.intern("size")))
        i.pointee.alignment = try TextArguments.size(try Operations.getAttribute(l, StrRef.intern("align")))
        i.pointee.format = try Operations.getAttribute(l, StrRef.intern("format_spec"))
        let all = ListRef.allocate()
        if let base, base.pointee.fields.isPointer { let b = ListRef(base.pointee.fields); for k in 0..<b.count { all.append(b[k]) } }
        let anonymous = try Operations.findAttribute(t.value, StrRef.intern("_anonymous_"))
        let names = anonymous.isUnbound || t.dict.find(StrRef.intern("_anonymous_")) == nil ? ListRef.allocate() : try Operations.list(anonymous)
        for k in 0..<list.count {
            let f = list[k]
            f.ref.set(4, t.value)
            for n in 0..<names.count where try Operations.isEqual(names[n], f.ref.value(2)) { f.ref.setWord(10, 1) }
            let inner = try CTypes.concrete(TypeRef(f.ref.value(3).ref))
            inner.pointee.isFinal = true
            all.append(f)
            t.constant(StrRef(f.ref.value(2)).string, f)
        }
        i.pointee.fields = all.value
        i.pointee.length = all.count
        for n in 0..<names.count {
            guard names[n].isStr, let f = t.dict.find(StrRef.intern(names[n])), f.isExactly(CTypes.field) else {
                throw Errors.attributeError(t.value, names[n], message: "'\(names[n].isStr ? StrRef(names[n]).string : "?")' is specified in _anonymous_ but not in _fields_")
            }
            guard let inner = CTypes.info(f.ref.value(3)), inner.pointee.fields.isPointer else { throw Errors.attributeError(t.value, names[n]) }
            expose(t, f, inner)
        }
        i.pointee.ffi = describe(i)
        t.modified()
    }
    /// The members of an anonymous member become members of the outer type.
    private static func expose(_ t: TypeRef, _ outer: Value, _ inner: CTypePointer) {
        let l = ListRef(inner.pointee.fields)
        for k in 0..<l.count {
            let f = l[k]
            let g = CField.make(f.ref.value(2), f.ref.value(3), offset: CField.number(outer, 5) + CField.number(f, 5), size: CField.number(f, 6), index: CField.number(outer, 7) + CField.number(f, 7),
                                bits: CField.number(f, 8), low: CField.number(f, 9), anonymous: CField.number(f, 10) != 0)
            t.constant(StrRef(f.ref.value(2)).string, g)
            if CField.number(f, 10) != 0, let deeper = CTypes.info(f.ref.value(3)), deeper.pointee.fields.isPointer { expose(t, g, deeper) }
        }
    }
    /// libffi's description: members in order; of unions the one that decides the class a calling convention puts it in.
    private static func describe(_ i: CTypePointer) -> UnsafeMutableRawPointer? {
        var members: [UnsafeMutableRawPointer?] = []
        func add(_ t: CTypePointer) {
            if t.pointee.kind == .array {
                guard let item = CTypes.info(t.pointee.proto) else { return }
                for _ in 0..<min(t.pointee.length, 1 << 12) { add(item) }
            } else if let f = t.pointee.ffi { members.append(f) }
        }
        let l = ListRef(i.pointee.fields)
        if i.pointee.kind == .union {
            var best: CTypePointer? = nil, hasInteger = false
            for k in 0..<l.count {
                guard let m = CTypes.info(l[k].ref.value(3)) else { continue }
                if m.pointee.kind != .simple || !"fdg".utf8.contains(m.pointee.code) { hasInteger = true }
                if best == nil || m.pointee.size > best!.pointee.size { best = m }
            }
            // A union that holds an integer anywhere travels in integer registers.
            if hasInteger { for _ in 0..<max(1, i.pointee.size / 8) { members.append(dx_ffi_type(CChar(bitPattern: i.pointee.size >= 8 ? UInt8(ascii: "Q") : i.pointee.size >= 4 ? UInt8(ascii: "I") : i.pointee.size >= 2 ? UInt8(ascii: "H") : UInt8(ascii: "B")))) } }
            else if let best { add(best) }
        } else {
            var last = -1
            for k in 0..<l.count {
                let f = l[k]
                if CField.number(f, 8) > 0 && CField.number(f, 5) == last { continue }
                last = CField.number(f, 5)
                if let m = CTypes.info(f.ref.value(3)) { add(m) }
            }
        }
        if members.isEmpty { return nil }
        return members.withUnsafeMutableBufferPointer { dx_ffi_struct(i.pointee.size, i.pointee.alignment, $0.baseAddress, $0.count) }
    }
}
