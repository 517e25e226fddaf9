/// Declares the members of all builtin types, base types first. One line a file.
enum BuiltinTypes {
    static func define() {
        SliceObject.start(); RangeObject.start(); SetRef.start()
        DescriptorTypes.start(); GenericAlias.start(); UnionType.start(); WeakrefTypes.start(); FrameObject.start(); TypingTypes.start()
        ObjectType.define(); TypeType.define(); DescriptorTypes.define(); FunctionType.define(); CodeType.define(); ModuleType.define(); BuiltinFunctionTypes.define()
        MappingProxy.define(); Namespace.define(); SingletonTypes.define(); GenericAlias.define(); UnionType.define(); WeakrefTypes.define()
        ExceptionType.define(); Traceback.define(); FrameObject.define(); TypingTypes.define(); ContextVariables.start()
        TextTypes.define()
        IntObject.define(); BoolType.define(); FloatType.define(); ComplexObject.define()
        IndexedIterators.define(); ListType.define(); TupleType.define(); DictIterator.define(); DictView.define(); DictType.define(); SetType.define()
        SliceObject.define(); RangeObject.define(); FunctionalIterators.define()
        ExceptionType.define(); Traceback.define(); FrameObject.define(); GeneratorTypes.define(); ExceptionDocs.define()
    }
}
