import Syntax

func parsed(_ text: String, _ mode: ParseMode = .exec) throws -> SyntaxTree { try parse(text, mode: mode).tree }

func dumped(_ text: String, _ mode: ParseMode = .exec, attributes: Bool = false) throws -> String {
    String(decoding: try parsed(text, mode).dump(attributes: attributes), as: UTF8.self)
}

/// The error as the tables write it, or "ok".
func outcome(_ text: String, _ mode: ParseMode = .exec, flags: ParseFlags = []) -> String {
    do throws(SyntaxFailure) {
        let result = try parse(text, mode: mode, flags: flags)
        let warnings = result.warnings + (try analyze(result.tree))
        return "ok" + warnings.map { " [\($0.line): \($0.message)]" }.joined()
    } catch {
        let name: String
        switch error.kind {
        case .syntaxError: name = "SyntaxError"
        case .indentationError: name = "IndentationError"
        case .tabError: name = "TabError"
        case .incompleteInput: name = "_IncompleteInputError"
        case .valueError: name = "ValueError"
        case .memory: name = "MemoryError"
        case .recursion: name = "RecursionError"
        }
        if !error.hasPosition { return "\(name): \(error.message)" }
        return "\(name): \(error.message) \(error.line) \(error.column) \(error.endLine) \(error.endColumn)" + (error.text.map { " | \($0)" } ?? "")
    }
}

func escaped(_ text: String) -> String {
    var out = ""
    for c in text.unicodeScalars {
        switch c {
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\t": out += "\\t"
        case "\r": out += "\\r"
        case "\0": out += "\\0"
        default: out.unicodeScalars.append(c)
        }
    }
    return out
}

func unescaped(_ text: String) -> String {
    var out = "", rest = text.unicodeScalars[...]
    while let c = rest.popFirst() {
        if c != "\\" { out.unicodeScalars.append(c); continue }
        switch rest.popFirst() {
        case "n": out += "\n"
        case "t": out += "\t"
        case "r": out += "\r"
        case "0": out += "\0"
        default: out += "\\"
        }
    }
    return out
}
