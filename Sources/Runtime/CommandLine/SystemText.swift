import Glibc
import Primitives

/// Text that comes from the system, whose bytes need not be UTF-8: arguments, file names, variables of the environment.
public enum SystemText {
    /// As `os.fsdecode`: what is no UTF-8 becomes lone surrogates.
    public static func value(_ bytes: [UInt8]) -> Value { bytes.withUnsafeBufferPointer { value($0) } }
    public static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Value {
        guard let p = bytes.baseAddress, !bytes.isEmpty else { return StrRef.empty }
        if Text.isASCII(p, bytes.count) { return StrRef.make(ascii: p, bytes.count) }
        do throws(Raise) { return try Codecs.decode(.utf8, .none, bytes, errors: StrRef.intern("surrogateescape"), final: true).text } catch {
            Errors.take()
            return StrRef.make(String(decoding: bytes, as: UTF8.self))
        }
    }
    /// As `os.fsencode`; text that cannot come from the system (other surrogates) is taken as UTF-8 with replacements.
    public static func bytes(_ v: Value) -> [UInt8] {
        let s = StrRef(v)
        if s.kind == 1 && Text.isASCII(UnsafeRawPointer(s.data).assumingMemoryBound(to: UInt8.self), s.count) {
            return Array(UnsafeBufferPointer(start: UnsafeRawPointer(s.data).assumingMemoryBound(to: UInt8.self), count: s.count))
        }
        do throws(Raise) {
            let b = BytesRef(try Codecs.encode(s, .utf8, errors: StrRef.intern("surrogateescape")))
            return Array(UnsafeBufferPointer(start: b.data, count: b.count))
        } catch {
            Errors.take()
            return Array(s.string.utf8)
        }
    }
    /// A variable of the environment; nil if unset or empty.
    public static func environment(_ name: String) -> [UInt8]? {
        guard let p = getenv(name), p[0] != 0 else { return nil }
        return Array(UnsafeBufferPointer(start: UnsafeRawPointer(p).assumingMemoryBound(to: UInt8.self), count: strlen(p)))
    }
}
extension Array where Element == UInt8 {
    /// For messages and for text known to be ASCII.
    var text: String { String(decoding: self, as: UTF8.self) }
    func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
        (self + [0]).withUnsafeBufferPointer { p in body(UnsafeRawPointer(p.baseAddress!).assumingMemoryBound(to: CChar.self)) }
    }
}
