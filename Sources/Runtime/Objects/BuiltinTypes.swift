/// Declares the members of all builtin types, base types first. One line a file.
enum BuiltinTypes {
    static func define() {
    }
}
