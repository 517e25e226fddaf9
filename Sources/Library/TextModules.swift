import Runtime

extension Library {
    /// Text, encodings and binary data.
    static var text: [NativeModule] { [.codecs, .string, .unicodedata, .structs, .binascii, .json, .array, .csv, .zlib, .hashlib, .hmac, .md5, .sha1, .sha2, .sha3, .blake2] }
}
