import Runtime

extension Library {
    /// Text, encodings and binary data.
    static var text: [NativeModule] { [.codecs, .string, .unicodedata, .structs, .binascii, .json] }
}
