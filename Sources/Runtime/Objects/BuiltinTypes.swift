/// Declares the members of all builtin types, base types first. One line a file.
enum BuiltinTypes {
    static func define() {
        DescriptorTypes.start(); GenericAlias.start(); UnionType.start(); WeakrefTypes.start()
        ObjectType.define(); TypeType.define(); DescriptorTypes.define(); FunctionType.define(); CodeType.define(); ModuleType.define(); BuiltinFunctionTypes.define()
        MappingProxy.define(); Namespace.define(); SingletonTypes.define(); GenericAlias.define(); UnionType.define(); WeakrefTypes.define()
        TextTypes.define()
    }
}
