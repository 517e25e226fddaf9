/// Text and binary types, in the order in which they need each other.
enum TextTypes {
    static func define() {
        TextBuffer.start()
        BytesType.define()
        ByteArrayType.define()
        MemoryView.define()
        StrType.define()
        TemplateObject.define()
        CodecRegistry.start()
    }
}
