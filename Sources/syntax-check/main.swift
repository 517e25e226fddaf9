// syntax-check FILE             the tree, as `ast.dump(ast.parse(f), include_attributes=True)` prints it, or the error
// syntax-check --record -       for the files named on standard input, lines as tools/syntax-oracle writes them
// syntax-check --errors FILE    "Type: message line column end-line end-column" of `compile`, or "ok"
// syntax-check --cases [codeop] for lines "mode<tab>source" on standard input, what parsing and compiling give
// syntax-check --scopes-of FILE the symbol tables; --scopes: their checksums for the files named on standard input
// syntax-check --mutate FILE... damaged pieces of the files: whether anything traps
// syntax-check --time FILE...   seconds and bytes per second of parsing, and of analysis

import Glibc
import Syntax

func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let n = fread(&chunk, 1, chunk.count, file)
        if n == 0 { return bytes }
        bytes.append(contentsOf: chunk[0..<n])
    }
}

func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { _ = fwrite($0.baseAddress, 1, $0.count, stdout) } }
func write(_ text: String) { write(Array(text.utf8)) }

let crcTable: [UInt32] = (0..<256).map { n in
    var c = UInt32(n)
    for _ in 0..<8 { c = c & 1 != 0 ? 0xedb8_8320 ^ c >> 1 : c >> 1 }
    return c
}

func crc(_ bytes: [UInt8]) -> UInt32 {
    var c: UInt32 = 0xffff_ffff
    for byte in bytes { c = crcTable[Int((c ^ UInt32(byte)) & 255)] ^ c >> 8 }
    return c ^ 0xffff_ffff
}

func describe(_ f: SyntaxFailure) -> String {
    switch f.kind {
    case .valueError: return "ValueError: \(f.message)"
    case .memory: return "MemoryError: \(f.message)"
    case .recursion: return "RecursionError: \(f.message)"
    default: break
    }
    let type = f.kind == .indentationError ? "IndentationError" : f.kind == .tabError ? "TabError"
        : f.kind == .incompleteInput ? "_IncompleteInputError" : "SyntaxError"
    if f.column < 0 && f.line == 0 { return "\(type): \(f.message) 0 -1 None None" }
    if !f.hasPosition { return "\(type): \(f.message) None None None None" }
    return "\(type): \(f.message) \(f.line) \(f.column) \(f.endLine) \(f.endColumn)"
}

func notes(_ warnings: [SyntaxWarningRecord]) -> String { warnings.map { " [\($0.line): \($0.message)]" }.joined() }

func escape(_ text: String) -> String {
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

func unescape(_ text: Substring) -> [UInt8] {
    var out: [UInt8] = [], bytes = Array(text.utf8)[...]
    while let c = bytes.popFirst() {
        if c != 92 { out.append(c); continue }
        switch bytes.popFirst() {
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "0"): out.append(0)
        default: out.append(92)
        }
    }
    return out
}

func outcome(_ source: [UInt8], _ mode: ParseMode, analyzing: Bool, flags: ParseFlags = .ignoreCookie) -> String {
    do throws(SyntaxFailure) {
        let result = try parse(source, mode: mode, flags: flags)
        return "ok" + notes(result.warnings + (analyzing ? try analyze(result.tree) : []))
    } catch { return describe(error) + (error.text.map { " | \($0)" } ?? "") }
}

/// What `compile` makes of the source.
func compiled(_ source: [UInt8]) -> String {
    do throws(SyntaxFailure) {
        let result = try parse(source)
        let warnings = try analyze(result.tree)
        return "ok" + notes(result.warnings + warnings)
    } catch { return describe(error) }
}

func record(_ path: String) -> String {
    guard let source = read(path) else { return "\(path)\tunreadable" }
    let first: String
    do throws(SyntaxFailure) {
        let result = try parse(source)
        let dump = result.tree.dump()
        let sum = String(crc(dump), radix: 16)
        first = "\(dump.count) \(String(repeating: "0", count: 8 - sum.count) + sum)" + notes(result.warnings)
    } catch { first = describe(error) }
    return "\(path)\t\(escape(first))\t\(escape(compiled(source)))"
}

/// The symbol tables, a line each, as tools/syntax-oracle.py prints CPython's.
func scopes(_ source: [UInt8]) -> [UInt8]? {
    guard let result = try? parse(source), (try? analyze(result.tree)) != nil else { return nil }
    let tree = result.tree, records = tree.scopes
    var out: [UInt8] = []
    func name(_ index: Int) -> [UInt8] { Array(tree.string(index)) }
    func children(_ record: ScopeRecord) -> [Int] {
        record.children.flatMap { records[$0].flags.contains(.inlinedComprehension) ? children(records[$0]) : [$0] }
    }
    func show(_ record: ScopeRecord, _ depth: Int) {
        let type: String
        switch record.kind {
        case .module: type = "module"
        case .class: type = "class"
        case .annotation: type = "annotation"
        case .typeParameters: type = "type parameters"
        case .typeAlias: type = "type alias"
        case .typeVariable: type = "type variable"
        default: type = "function"
        }
        if !out.isEmpty { out.append(10) }
        out += Array(String(repeating: " ", count: depth).utf8) + Array(type.utf8) + [32] + name(record.name)
        out += Array(" \(record.line) \(record.flags.contains(.nested) ? 1 : 0) ".utf8)
        let symbols = record.symbols.map { (name($0.name), $0) }.sorted { a, b in
            String(decoding: a.0, as: UTF8.self).unicodeScalars.lexicographicallyPrecedes(String(decoding: b.0, as: UTF8.self).unicodeScalars)
        }
        for (i, (bytes, symbol)) in symbols.enumerated() {
            if i > 0 { out.append(32) }
            let number = [Resolution.local: 1, .globalExplicit: 2, .globalImplicit: 3, .free: 4, .cell: 5][symbol.resolution]!
            out += bytes + Array(":\(symbol.flags.rawValue):\(number)".utf8)
        }
        for child in children(record) { show(records[child], depth + 1) }
    }
    show(records[0], 0)
    return out
}

func seconds() -> Double {
    var t = timespec()
    clock_gettime(CLOCK_MONOTONIC, &t)
    return Double(t.tv_sec) + Double(t.tv_nsec) / 1e9
}

/// Trees may be deep; the work runs on a thread with a large stack.
func onLargeStack(_ work: @escaping () -> Void) {
    final class Box { let work: () -> Void; init(_ work: @escaping () -> Void) { self.work = work } }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 256 << 20)
    var thread = pthread_t()
    pthread_create(&thread, &attributes, { box in
        Unmanaged<Box>.fromOpaque(box!).takeRetainedValue().work()
        return nil
    }, Unmanaged.passRetained(Box(work)).toOpaque())
    pthread_join(thread, nil)
}

onLargeStack {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "--record":
        while let path = readLine() { write(record(path) + "\n") }
    case "--cases":
        // Lines of mode, tab, source with backslash escapes; prints what parsing and compiling them give.
        while let line = readLine(strippingNewline: true) {
            guard let tab = line.firstIndex(of: "\t") else { continue }
            let mode: ParseMode = line.hasPrefix("eval") ? .eval : line.hasPrefix("single") ? .single : .exec
            let source = unescape(line[line.index(after: tab)...])
            // `--cases codeop`: as the interactive console parses, without implied dedents and with incomplete input told apart.
            let flags: ParseFlags = arguments.contains("codeop") ? [.ignoreCookie, .dontImplyDedent, .allowIncompleteInput] : .ignoreCookie
            write("\(line)\t\(escape(outcome(source, mode, analyzing: false, flags: flags)))\t"
                  + "\(escape(outcome(source, mode, analyzing: true, flags: flags)))\n")
        }
    case "--mutate":
        // Prefixes and changed bytes of the files, parsed and analyzed: nothing may trap.
        var state: UInt64 = 0x2545_f491_4f6c_dd1d, runs = 0, accepted = 0
        func next(_ bound: Int) -> Int {
            state ^= state << 13; state ^= state >> 7; state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let alphabet = Array("()[]{}'\"\\\n\t :;,.=*#f@0aé".utf8)
        for path in arguments.dropFirst() {
            guard let source = read(path), !source.isEmpty else { continue }
            for _ in 0..<40 {
                let from = next(source.count), to = min(source.count, from + 1 + next(2000))
                var part = Array(source[from..<to])
                for _ in 0..<next(4) { part[next(part.count)] = next(3) == 0 ? UInt8(next(256)) : alphabet[next(alphabet.count)] }
                let mode = [ParseMode.exec, .exec, .eval, .single][next(4)]
                runs += 1
                if let result = try? parse(part, mode: mode, flags: next(2) == 0 ? .ignoreCookie : .allowIncompleteInput) {
                    accepted += 1
                    _ = try? analyze(result.tree)
                    _ = result.tree.dump()
                }
            }
        }
        write("\(runs) texts, \(accepted) accepted\n")
    case "--scopes":
        while let path = readLine() {
            guard let source = read(path) else { continue }
            guard let text = scopes(source) else { write("\(path)\terror\n"); continue }
            let sum = String(crc(text), radix: 16)
            write("\(path)\t\(text.count) \(String(repeating: "0", count: 8 - sum.count) + sum)\n")
        }
    case "--scopes-of":
        if let path = arguments.dropFirst().first, let source = read(path), let text = scopes(source) { write(text + [10]) }
    case "--errors":
        for path in arguments.dropFirst() {
            guard let source = read(path) else { write("unreadable\n"); continue }
            write(compiled(source) + "\n")
        }
    case "--time":
        let sources = arguments.dropFirst().compactMap(read)
        let total = sources.reduce(0) { $0 + $1.count }
        var trees: [SyntaxTree] = []
        let start = seconds()
        for source in sources { if let result = try? parse(source) { trees.append(result.tree) } }
        let middle = seconds()
        for tree in trees { _ = try? analyze(tree) }
        let end = seconds()
        let words = trees.reduce(0) { $0 + $1.wordCount }
        write("\(sources.count) files, \(total) bytes: parse \(middle - start) s (\(Double(total) / 1e6 / (middle - start)) MB/s), "
              + "analyze \(end - middle) s, trees \(words * 4) bytes\n")
    case let path?:
        guard let source = read(path) else { write("cannot read \(path)\n"); exit(2) }
        do throws(SyntaxFailure) {
            write(try parse(source).tree.dump())
            write("\n")
        } catch {
            write(describe(error) + "\n")
            fflush(stdout)
            exit(1)
        }
    case nil:
        write("usage: syntax-check [--record - | --errors FILE... | --time FILE...] FILE\n")
    }
}
fflush(stdout)
