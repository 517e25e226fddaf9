/// Members of generator and coroutine objects.
enum GeneratorTypes {
    nonisolated(unsafe) static var coroutineWrapper = TypeRef()
    /// `throw(type, value, traceback)` is on its way out.
    static func deprecated(_ a: Args, _ what: String = "throw") throws(Raise) {
        if a.has(2) { try Warn.deprecated("the (type, exc, tb) signature of \(what)() is deprecated, use the single-arg signature instead.") }
    }
    static func define() {
        let layout = Layout.special(.generator)
        Types.generator = TypeFactory.make("generator", size: 120, layout: layout)
        Types.coroutine = TypeFactory.make("coroutine", size: 120, layout: layout)
        Types.asyncGenerator = TypeFactory.make("async_generator", size: 120, layout: layout)
        coroutineWrapper = TypeFactory.make("coroutine_wrapper", size: 24, layout: .fields(2, 3))
        for t in [Types.generator, Types.coroutine, Types.asyncGenerator] {
            t.flags |= TypeRef.Flags.weakrefable
            t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        }
        for t in [Types.generator, Types.coroutine] {
            let what = t == Types.coroutine ? ("Resumes the coroutine: sends 'value' into coroutine code that waits.", "Raises an exception in coroutine code, where it waits.", "Raises GeneratorExit inside coroutine code, which must not go on waiting.")
                : ("Resumes the generator: 'value' is what its yield gives. Returns the next value, or raises StopIteration.", "Raises an exception where the generator waits.", "Raises GeneratorExit inside the generator, which must not yield any more.") as (StaticString, StaticString, StaticString)
            t.method("send", "($self, value, /)", doc: what.0) { a throws(Raise) in try Generators.orStop(try Generators.resume(a[0], sent: a[1], thrown: .unbound)) }
            t.method("throw", "($self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)", doc: what.1) { a throws(Raise) in try deprecated(a); return try Generators.orStop(try Generators.throwGiven(a[0], a[1], a[2], a[3])) }
            t.method("close", "($self, /)", doc: what.2) { a throws(Raise) in try Generators.close(a[0]) }
            t.special("__del__", "($self, /)") { a throws(Raise) in
                if a[0].type == Types.coroutine && GeneratorObject(a[0]).state == .created { try CoroutineWarnings.neverAwaited(a[0]); return .none }
                if GeneratorObject(a[0]).state == .suspended { _ = try Generators.close(a[0]) }
                return .none
            }
        }
        Types.generator.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        Types.generator.special("__next__", "($self, /)") { a throws(Raise) in try Generators.orStop(try Generators.resume(a[0], sent: .none, thrown: .unbound)) }
        Types.coroutine.special("__await__", "($self, /)") { a throws(Raise) in
            let r = Heap.allocate(24, coroutineWrapper); r.initialize(2, a[0]); return Value(r)
        }
        coroutineWrapper.special("__iter__", "($self, /)") { a throws(Raise) in a[0] }
        coroutineWrapper.special("__next__", "($self, /)") { a throws(Raise) in try Generators.orStop(try Generators.resume(a[0].ref.value(2), sent: .none, thrown: .unbound)) }
        coroutineWrapper.method("send", "($self, value, /)") { a throws(Raise) in try Generators.orStop(try Generators.resume(a[0].ref.value(2), sent: a[1], thrown: .unbound)) }
        coroutineWrapper.method("throw", "($self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)") { a throws(Raise) in try deprecated(a); return try Generators.orStop(try Generators.throwGiven(a[0].ref.value(2), a[1], a[2], a[3])) }
        coroutineWrapper.method("close", "($self, /)") { a throws(Raise) in try Generators.close(a[0].ref.value(2)) }
        for (t, prefix, kind) in [(Types.generator, "gi", "generator"), (Types.coroutine, "cr", "coroutine"), (Types.asyncGenerator, "ag", "async_generator")] {
            t.special("__repr__", "($self, /)") { a throws(Raise) in
                StrRef.make("<\(kind) object \(StrRef(a[0].ref.value(GeneratorObject.qualnameWord)).string) at \(Hexadecimal.address(a[0]))>")
            }
            t.getter("__name__", set: { v, x throws(Raise) in
                guard x.isStr else { throw Errors.typeError("__name__ must be set to a string object") }
                v.ref.set(GeneratorObject.nameWord, x)
            }, delete: { v throws(Raise) in throw Errors.typeError("__name__ must be set to a string object") }, doc: t == Types.coroutine ? "the name of the coroutine" : t == Types.generator ? "the name of the generator" : "the name of the async generator") { v throws(Raise) in v.ref.value(GeneratorObject.nameWord) }
            t.getter("__qualname__", set: { v, x throws(Raise) in
                guard x.isStr else { throw Errors.typeError("__qualname__ must be set to a string object") }
                v.ref.set(GeneratorObject.qualnameWord, x)
            }, delete: { v throws(Raise) in throw Errors.typeError("__qualname__ must be set to a string object") }, doc: t == Types.coroutine ? "the qualified name of the coroutine" : t == Types.generator ? "the qualified name of the generator" : "the qualified name of the async generator") { v throws(Raise) in v.ref.value(GeneratorObject.qualnameWord) }
            func add(_ suffix: String, _ get: @escaping (Value) throws(Raise) -> Value) { Attribute.add(t, "\(prefix)_\(suffix)", get) }
            add("code") { v throws(Raise) in v.ref.value(GeneratorObject.codeWord) }
            add("running") { v throws(Raise) in Value(bool: GeneratorObject(v).state == .running) }
            add("suspended") { v throws(Raise) in Value(bool: GeneratorObject(v).state == .suspended) }
            add("frame") { v throws(Raise) in GeneratorObject(v).state == .finished ? .none : FrameObject.of(GeneratorObject(v).frame) }
            add(prefix == "gi" ? "yieldfrom" : "await") { v throws(Raise) in Generators.delegate(v) }
        }
        Attribute.add(Types.coroutine, "cr_origin") { v throws(Raise) in v.ref.value(GeneratorObject.originWord).orNone }
        AsyncGenerators.define()
    }
}
/// Getters whose names are put together.
enum Attribute {
    static func add(_ t: TypeRef, _ name: String, _ get: @escaping (Value) throws(Raise) -> Value) {
        let a = Accessor("", get, nil, nil)
        let d = Descriptor.make(Types.getset, Unmanaged.passRetained(a).toOpaque(), owner: t.value, name: name)
        t.dict.set(name: d.ref.value(5), d)
    }
}
enum Hexadecimal {
    /// `0x7f…` as `%p`.
    static func address(_ v: Value) -> String { "0x" + String(v.bits, radix: 16) }
}
enum CoroutineWarnings {
    /// How often a dropped coroutine may cause a collection.
    nonisolated(unsafe) private static var budget = 64
    /// The value of an expression statement is the coroutine V, perhaps one that never ran. CPython warns at once, for its last reference is gone.
    /// Here that is certain of the result of a call that made it in this very frame; of others a collection tells (while the budget lasts: a program
    /// that drops coroutines by the thousand is told later).
    @inline(never) static func dropped(_ v: Value, _ f: Frame, byCall: Bool) {
        let t = thread
        guard GeneratorObject(v).state == .created else { return }
        if byCall && t.pointee.lastMade == v.bits && t.pointee.lastMadeFrame == UInt(bitPattern: f.base) {
            do throws(Raise) { try neverAwaited(v) } catch { Errors.unraisable("Exception ignored while finalizing coroutine", v) }
            return
        }
        guard budget > 0 else { return }
        budget -= 1
        Collector.collect(.requested(generation: 2))
        Finalizers.run()
    }
    /// "coroutine 'f' was never awaited", through `warnings`.
    static func neverAwaited(_ c: Value) throws(Raise) {
        defer { Generators.finish(GeneratorObject(c)) }
        let warnings = try ImportSystem.importModule("warnings"), own = try Operations.findAttribute(warnings, StrRef.intern("_warn_unawaited_coroutine"))
        if !own.isUnbound { _ = try Call.call(own, c); return }
        let name = StrRef(c.ref.value(GeneratorObject.qualnameWord)).string
        _ = try Call.call(try Operations.getAttribute(warnings, StrRef.intern("warn")), StrRef.make("coroutine '\(name)' was never awaited"), Exceptions.runtimeWarning.value)
    }
}
