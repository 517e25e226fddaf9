import Primitives
import Runtime

/// `_csv`: dialects, the reader's state machine and the writer. (Modules/_csv.c)
///
/// A Dialect: value 2 lineterminator (str); raw words 3 delimiter, 4 quotechar, 5 escapechar (code points, 0: none), 6 quoting, 7 flags
/// (1 doublequote, 2 skipinitialspace, 4 strict).
struct CSVDialect {
    let ref: Ref
    init(_ v: Value) { ref = v.ref }
    nonisolated(unsafe) static var type = TypeRef(), registry = Value.unbound, error = TypeRef()
    nonisolated(unsafe) static var fieldLimit = 128 * 1024
    static let all = 1, minimal = 0, none = 3, nonNumeric = 2, notNull = 5, strings = 4

    var terminator: StrRef { StrRef(ref.value(2)) }
    var delimiter: UInt32 { UInt32(ref.word(3)) }
    var quote: UInt32 { UInt32(truncatingIfNeeded: ref.word(4)) }
    var escape: UInt32 { UInt32(truncatingIfNeeded: ref.word(5)) }
    /// What stands for "no character": above all code points.
    static let noCharacter: UInt32 = 0xFFFF_FFFF
    var quoting: Int { Int(ref.word(6)) }
    var doubleQuote: Bool { ref.word(7) & 1 != 0 }
    var skipsSpace: Bool { ref.word(7) & 2 != 0 }
    var isStrict: Bool { ref.word(7) & 4 != 0 }

    static func fail(_ m: String) -> Raise { Errors.make(error, m) }

    static let names: [StaticString] = ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"]

    /// From a dialect (name, Dialect, or any object with its attributes; unbound: none) and keyword arguments.
    static func make(_ given: Value, _ keywords: Value, type: TypeRef = CSVDialect.type) throws(Raise) -> Value {
        var source = given
        if source.isNone { source = .unbound }
        if source.isStr {
            guard let d = try DictRef(registry).get(source) else { throw fail("unknown dialect") }
            source = d
        }
        let options = DictRef(keywords)
        if !source.isUnbound && source.isExactly(CSVDialect.type) && options.count == 0 { return source }
        // Known options in order, unbound where absent.
        let values = ListRef.allocate(capacity: 8)
        var known = 0
        for n in names {
            let key = StrRef.intern(n.description)
            var v = Value.unbound
            if let x = options.find(key) { v = x; known += 1 } else if !source.isUnbound { v = try Operations.findAttribute(source, key) }
            values.append(v.isUnbound ? .notImplemented : v)
        }
        if known < options.count {
            var i = -1
            while options.next(&i) {
                if names.contains(where: { StrRef(options.key(i)).equals($0) }) { continue }
                throw Errors.typeError("this function got an unexpected keyword argument '\(StrRef(options.key(i)).string)'")
            }
        }
        func has(_ i: Int) -> Bool { !values[i].isNotImplemented }
        func character(_ i: Int, _ fallback: UInt32, optional: Bool) throws(Raise) -> UInt32 {
            if !has(i) { return fallback }
            let v = values[i]
            if v.isNone && optional { return noCharacter }
            let what = "\"\(names[i])\" must be a unicode character\(optional ? " or None" : ""), not "
            guard v.isStr else { throw Errors.typeError(what + v.typeName) }
            guard StrRef(v).count == 1 else { throw Errors.typeError(what + "a string of length \(StrRef(v).count)") }
            return StrRef(v)[0]
        }
        let delimiter = try character(0, 44, optional: false)
        let double = has(1) ? try Operations.isTrue(values[1]) : true
        let escape = try character(2, noCharacter, optional: true)
        var terminator = StrRef.make("\r\n")
        if has(3) {
            guard values[3].isStr else { throw Errors.typeError("\"lineterminator\" must be a string, not \(values[3].type)") }
            terminator = values[3]
        }
        let quote = try character(4, 34, optional: true)
        var quoting = minimal
        if has(5) {
            guard values[5].isIntLike else { throw Errors.typeError("\"quoting\" must be an integer, not \(values[5].type)") }
            quoting = TextArguments.clamp(values[5])
        }
        let skip = has(6) ? try Operations.isTrue(values[6]) : false, strict = has(7) ? try Operations.isTrue(values[7]) : false
        if quoting < 0 || quoting > 5 { throw Errors.typeError("bad \"quoting\" value") }
        if has(4) && values[4].isNone && !has(5) { quoting = none }
        if quoting != none && quote == noCharacter { throw Errors.typeError("quotechar must be set if quoting enabled") }
        func check(_ name: String, _ c: UInt32, space: Bool) throws(Raise) {
            if c == 10 || c == 13 || c == 32 && skip && !space { throw Errors.valueError("bad \(name) value") }
            let t = StrRef(terminator)
            for i in 0..<t.count where t[i] == c { throw Errors.valueError("bad \(name) or lineterminator value") }
        }
        try check("delimiter", delimiter, space: true)
        if escape != noCharacter { try check("escapechar", escape, space: false) }
        if quote != noCharacter { try check("quotechar", quote, space: false) }
        if delimiter == escape { throw Errors.valueError("bad delimiter or escapechar value") }
        if delimiter == quote { throw Errors.valueError("bad delimiter or quotechar value") }
        if escape != noCharacter && escape == quote { throw Errors.valueError("bad escapechar or quotechar value") }
        let r = type == CSVDialect.type ? Heap.allocate(64, type) : Instance.allocate(type)
        r.set(2, terminator)
        r.setWord(3, UInt64(delimiter)); r.setWord(4, UInt64(quote)); r.setWord(5, UInt64(escape)); r.setWord(6, UInt64(quoting))
        r.setWord(7, (double ? 1 : 0) | (skip ? 2 : 0) | (strict ? 4 : 0))
        return Value(r)
    }
    static func character(_ c: UInt32) -> Value { c == noCharacter ? .none : StrRef.character(c) }
}

/// A reader: 2 the input iterator, 3 the dialect, 4 the fields so far (a list); raw 5 lines read.
struct CSVReader {
    let ref: Ref
    let dialect: CSVDialect
    nonisolated(unsafe) static var type = TypeRef()
    private enum State { case startRecord, startField, escapedChar, inField, inQuotedField, escapeInQuotedField, quoteInQuotedField, eatNewline, afterEscapedNewline }
    private var state = State.startRecord
    private var field = TextBuilder()
    private var isQuoted = false
    private let fields: ListRef
    /// What a field is does not depend on whether it was quoted.
    private let isSimple: Bool

    private init(_ r: Ref) { ref = r; dialect = CSVDialect(r.value(3)); fields = ListRef.allocate(); isSimple = dialect.quoting != CSVDialect.nonNumeric && dialect.quoting != CSVDialect.strings }

    /// The next record, nil at the end of the input.
    static func next(_ r: Ref) throws(Raise) -> Value? {
        var reader = CSVReader(r)
        do throws(Raise) {
            let v = try reader.record()
            reader.field.free()
            return v
        } catch { reader.field.free(); throw error }
    }
    private mutating func record() throws(Raise) -> Value? {
        repeat {
            guard let line = try Operations.next(ref.value(2)) else {
                if field.count != 0 || state == .inQuotedField {
                    if dialect.isStrict { throw CSVDialect.fail("unexpected end of data") }
                    try save()
                    return fields.value
                }
                return nil
            }
            guard line.isStr else { throw CSVDialect.fail("iterator should return strings, not \(line.typeName) (the file should be opened in text mode)") }
            ref.setWord(5, ref.word(5) + 1)
            let s = StrRef(line), v = s.view
            var i = 0
            while i < s.count {
                // A field that is all plain and ends at a delimiter is taken as it is, plain stretches of others at once.
                if (state == .startField || state == .startRecord) && field.count == 0 && isSimple && s.isASCII, let n = plain(s, i), n < s.count, v[n] == dialect.delimiter, n - i <= CSVDialect.fieldLimit {
                    isQuoted = false
                    fields.append(StrRef.make(v.slice(i, n)))
                    state = .startField
                    i = n + 1
                    continue
                }
                if state == .inQuotedField && s.isASCII, let n = quotedPlain(s, i) {
                    try append(v.slice(i, n))
                    i = n
                    continue
                }
                if (state == .inField || state == .startField) && s.isASCII, let n = plain(s, i) {
                    try append(v.slice(i, n))
                    if state == .startField { isQuoted = false }
                    state = .inField
                    i = n
                    continue
                }
                try step(v[i])
                i += 1
            }
            try step(CSVReader.endOfLine)
        } while state != .startRecord
        return fields.value
    }
    private static let endOfLine: UInt32 = 0xFFFF_FFFE
    /// The end of the run of ordinary ASCII characters at I; nil if there is none.
    private func plain(_ s: StrRef, _ i: Int) -> Int? {
        let p = s.latin, n = s.count, d = dialect.delimiter, q = dialect.quote, e = dialect.escape
        if state != .inField && dialect.skipsSpace { return nil }
        var j = i
        while j < n {
            let c = UInt32(p[j])
            if c == d || c == q || c == e || c == 10 || c == 13 { break }
            j += 1
        }
        return j > i ? j : nil
    }
    /// The same within quotes.
    private func quotedPlain(_ s: StrRef, _ i: Int) -> Int? {
        let p = s.latin, n = s.count, q = dialect.quote, e = dialect.escape
        var j = i
        while j < n {
            let c = UInt32(p[j])
            if c == q || c == e { break }
            j += 1
        }
        return j > i ? j : nil
    }
    private mutating func append(_ t: TextView) throws(Raise) {
        if field.count + t.count > CSVDialect.fieldLimit { throw tooLarge() }
        field.append(t)
    }
    private mutating func append(_ c: UInt32) throws(Raise) {
        if field.count >= CSVDialect.fieldLimit { throw tooLarge() }
        field.append(c)
    }
    private func tooLarge() -> Raise { CSVDialect.fail("field larger than field limit (\(CSVDialect.fieldLimit))") }

    /// Ends the field. (parse_save_field)
    private mutating func save() throws(Raise) {
        let q = dialect.quoting
        if field.count == 0 && !isQuoted && (q == CSVDialect.notNull || q == CSVDialect.strings) { fields.append(.none) } else {
            var b = TextBuilder()
            swap(&b, &field)
            let v = b.view
            let s: Value = v.count == 0 ? StrRef.empty : StrRef.make(v)
            b.truncate(0); b.mask = 0
            if b.kind == 1 { swap(&b, &field) }
            b.free()
            let numeric = !isQuoted && StrRef(s).count > 0 && (q == CSVDialect.nonNumeric || q == CSVDialect.strings)
            fields.append(numeric ? try Call.call(Types.float.value, s) : s)
        }
        isQuoted = false
    }
    private mutating func step(_ c: UInt32) throws(Raise) {
        let d = dialect, newline = c == 10 || c == 13 || c == CSVReader.endOfLine, end = c == CSVReader.endOfLine
        switch state {
        case .startRecord:
            if end { return }
            if newline { state = .eatNewline; return }
            state = .startField
            try step(c)
        case .startField:
            isQuoted = false
            if newline {
                try save()
                state = end ? .startRecord : .eatNewline
            } else if c == d.quote && d.quoting != CSVDialect.none { isQuoted = true; state = .inQuotedField }
            else if c == d.escape { state = .escapedChar }
            else if c == 32 && d.skipsSpace { }
            else if c == d.delimiter { try save() }
            else { try append(c); state = .inField }
        case .escapedChar:
            if c == 10 || c == 13 { try append(c); state = .afterEscapedNewline; return }
            try append(end ? 10 : c)
            state = .inField
        case .afterEscapedNewline:
            if end { return }
            state = .inField
            try step(c)
        case .inField:
            if newline {
                try save()
                state = end ? .startRecord : .eatNewline
            } else if c == d.escape { state = .escapedChar }
            else if c == d.delimiter { try save(); state = .startField }
            else { try append(c) }
        case .inQuotedField:
            if end { return }
            if c == d.escape { state = .escapeInQuotedField }
            else if c == d.quote && d.quoting != CSVDialect.none { state = d.doubleQuote ? .quoteInQuotedField : .inField }
            else { try append(c) }
        case .escapeInQuotedField:
            try append(end ? 10 : c)
            state = .inQuotedField
        case .quoteInQuotedField:
            if d.quoting != CSVDialect.none && c == d.quote { try append(c); state = .inQuotedField }
            else if c == d.delimiter { try save(); state = .startField }
            else if newline {
                try save()
                state = end ? .startRecord : .eatNewline
            } else if !d.isStrict { try append(c); state = .inField }
            else {
                throw CSVDialect.fail("'\(Character(Unicode.Scalar(d.delimiter) ?? "?"))' expected after '\(Character(Unicode.Scalar(d.quote) ?? "?"))'")
            }
        case .eatNewline:
            if end { state = .startRecord } else if !newline {
                throw CSVDialect.fail("new-line character seen in unquoted field - do you need to open the file with newline=''?")
            }
        }
    }
}

/// A writer: 2 the bound `write`, 3 the dialect.
struct CSVWriter {
    nonisolated(unsafe) static var type = TypeRef()

    static func write(_ w: Ref, _ row: Value) throws(Raise) -> Value {
        if !row.isPointer || !row.type.hasSlot(.iter) && !row.type.hasSlot(.getitem) { throw CSVDialect.fail("iterable expected, not \(row.typeName)") }
        let d = CSVDialect(w.value(3)), specials = Specials(d)
        var b = TextBuilder(capacity: 256)
        do throws(Raise) {
            let it = try Operations.iterate(row)
            var n = 0, nullField = false
            while let v = try Operations.next(it) {
                let quoted: Bool
                switch d.quoting {
                case CSVDialect.nonNumeric: quoted = !isNumber(v)
                case CSVDialect.all: quoted = true
                case CSVDialect.strings: quoted = v.isStr
                case CSVDialect.notNull: quoted = !v.isNone
                default: quoted = false
                }
                nullField = v.isNone
                if n > 0 { b.append(d.delimiter) }
                if v.isStr { try field(StrRef(v).view, quoted, d, specials, &b) }
                else if v.isNone { try field(TextView(""), quoted, d, specials, &b, isNone: true) }
                else { let s = try Operations.str(v); try field(StrRef(s).view, quoted, d, specials, &b) }
                n += 1
            }
            if n > 0 && b.count == 0 {
                if d.quoting == CSVDialect.none || nullField && (d.quoting == CSVDialect.strings || d.quoting == CSVDialect.notNull) { throw CSVDialect.fail("single empty field record must be quoted") }
                b.append(d.quote); b.append(d.quote)
            }
            b.append(d.terminator.view)
        } catch { b.free(); throw error }
        return try Call.call(w.value(2), StrRef.make(&b))
    }
    private static func isNumber(_ v: Value) -> Bool { v.isIntLike || v.isFloatLike || v.type.hasSlot(.index) || v.type.hasSlot(.float) || v.type.hasSlot(.int) }
    /// The characters below 256 that a field cannot hold as they are.
    private struct Specials {
        private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        init(_ d: CSVDialect) {
            add(d.delimiter); add(d.escape); add(d.quote); add(10); add(13)
            let t = d.terminator
            for i in 0..<t.count { add(t[i]) }
        }
        private mutating func add(_ c: UInt32) {
            let bit = UInt64(1) << UInt64(c & 63)
            switch c >> 6 { case 0: bits.0 |= bit; case 1: bits.1 |= bit; case 2: bits.2 |= bit; case 3: bits.3 |= bit; default: break }
        }
        @inline(__always) func has(_ c: UInt8) -> Bool {
            let w = c < 128 ? (c < 64 ? bits.0 : bits.1) : c < 192 ? bits.2 : bits.3
            return w &>> UInt64(c & 63) & 1 != 0
        }
    }
    /// (join_append_data)
    private static func field(_ t: TextView, _ wanted: Bool, _ d: CSVDialect, _ plain: Specials, _ b: inout TextBuilder, isNone: Bool = false) throws(Raise) {
        var quoted = wanted
        var escapes = false
        let terminator = d.terminator
        // Of ASCII, most fields hold nothing that is special.
        if t.kind == 1 {
            let p = t.base.assumingMemoryBound(to: UInt8.self)
            var i = 0
            while i < t.count && !plain.has(p[i]) { i += 1 }
            if i == t.count && i > 0 && !(p[0] == 32 && d.skipsSpace) {
                if quoted { b.append(d.quote) }
                b.append(t)
                if quoted { b.append(d.quote) }
                return
            }
        }
        for i in 0..<t.count {
            let c = t[i]
            var special = c == d.delimiter || c == d.escape || c == d.quote || c == 10 || c == 13
            if !special { for k in 0..<terminator.count where terminator[k] == c { special = true } }
            if !special { continue }
            if d.quoting == CSVDialect.none { escapes = true; continue }
            if c == d.quote { if d.doubleQuote { quoted = true; escapes = true } else { escapes = true } }
            else if c == d.escape { escapes = true }
            else { quoted = true }
        }
        // A blank field between blank delimiters must be visible.
        if t.count == 0 && d.delimiter == 32 && d.skipsSpace {
            if d.quoting == CSVDialect.none || isNone && (d.quoting == CSVDialect.strings || d.quoting == CSVDialect.notNull) { throw CSVDialect.fail("empty field must be quoted if delimiter is a space and skipinitialspace is true") }
            quoted = true
        }
        if t.count > 0 && t[0] == 32 && d.delimiter == 32 && d.skipsSpace && d.quoting != CSVDialect.none { quoted = true }
        if quoted { b.append(d.quote) }
        if !escapes { b.append(t) } else {
            for i in 0..<t.count {
                let c = t[i]
                var escape = false
                if d.quoting == CSVDialect.none {
                    escape = c == d.delimiter || c == d.escape || c == d.quote || c == 10 || c == 13
                    if !escape { for k in 0..<terminator.count where terminator[k] == c { escape = true } }
                } else if c == d.quote { if d.doubleQuote { b.append(c) } else { escape = true } }
                else if c == d.escape { escape = true }
                if escape {
                    if d.escape == CSVDialect.noCharacter { throw CSVDialect.fail("need to escape, but no escapechar set") }
                    b.append(d.escape)
                }
                b.append(c)
            }
        }
        if quoted { b.append(d.quote) }
    }
}

extension NativeModule {
    static let csv = NativeModule("_csv", doc: "CSV parsing and writing.\n") { m throws(Raise) in
        typealias D = CSVDialect
        D.registry = DictRef.allocate().value
        Heap.addRoot(&D.registry)
        D.error = TypeFactory.make("Error", module: "_csv", base: Types.exception, subclassable: true)
        m.type(D.error)
        for (n, i) in [("QUOTE_MINIMAL", 0), ("QUOTE_ALL", 1), ("QUOTE_NONNUMERIC", 2), ("QUOTE_NONE", 3), ("QUOTE_STRINGS", 4), ("QUOTE_NOTNULL", 5)] { m.int(n, i) }
        m.constant("_dialects", D.registry)

        let t = TypeFactory.make("Dialect", module: "_csv", size: 64, layout: .fields(2, 3), subclassable: true)
        D.type = t
        m.type(t)
        t.new("($type, /, dialect=None, **kwargs)") { a throws(Raise) in try D.make(a[1], a[2], type: TypeRef(a[0].ref)) }
        t.special("__init__", "($self, /, *args, **kwargs)") { _ in .none }
        t.getter("delimiter") { v in D.character(D(v).delimiter) }
        t.getter("quotechar") { v in D.character(D(v).quote) }
        t.getter("escapechar") { v in D.character(D(v).escape) }
        t.getter("lineterminator") { v in D(v).terminator.value }
        t.getter("quoting") { v in .int(D(v).quoting) }
        t.getter("doublequote") { v in Value(bool: D(v).doubleQuote) }
        t.getter("skipinitialspace") { v in Value(bool: D(v).skipsSpace) }
        t.getter("strict") { v in Value(bool: D(v).isStrict) }
        t.method("__reduce_ex__", "($self, protocol, /)") { a throws(Raise) in throw Errors.typeError("cannot pickle '\(a[0].type)' instances") }

        let reader = TypeFactory.make("reader", module: "_csv", size: 48, layout: .fields(2, 5))
        CSVReader.type = reader
        m.constant("Reader", reader.value)
        NativeIterators.register(reader) { r throws(Raise) in try CSVReader.next(r) ?? .unbound }
        reader.field("dialect", word: 3)
        reader.getter("line_num") { v in .int(Int(v.ref.word(5))) }
        reader.new("($type, /, *args, **kwargs)") { _ throws(Raise) in throw Errors.typeError("cannot create '_csv.reader' instances") }
        m.function("reader", "(iterable, /, dialect=<'excel'>, **fmtparams)") { a throws(Raise) in
            let it = try Operations.iterate(a[0]), d = try D.make(a[1], a[2])
            let r = Heap.allocate(48, CSVReader.type)
            r.initialize(2, it); r.initialize(3, d)
            return Value(r)
        }
        let writer = TypeFactory.make("writer", module: "_csv", size: 32, layout: .fields(2, 4))
        CSVWriter.type = writer
        m.constant("Writer", writer.value)
        writer.field("dialect", word: 3)
        writer.new("($type, /, *args, **kwargs)") { _ throws(Raise) in throw Errors.typeError("cannot create '_csv.writer' instances") }
        writer.method("writerow", "($self, row, /)") { a throws(Raise) in try CSVWriter.write(a[0].ref, a[1]) }
        writer.method("writerows", "($self, rows, /)") { a throws(Raise) in
            let it = try Operations.iterate(a[1])
            while let row = try Operations.next(it) { _ = try CSVWriter.write(a[0].ref, row) }
            return .none
        }
        m.function("writer", "(fileobj, /, dialect=<'excel'>, **fmtparams)") { a throws(Raise) in
            let write = try Operations.findAttribute(a[0], StrRef.intern("write"))
            if write.isUnbound { throw Errors.typeError("argument 1 must have a \"write\" method") }
            let d = try D.make(a[1], a[2])
            let r = Heap.allocate(32, CSVWriter.type)
            r.initialize(2, write); r.initialize(3, d)
            return Value(r)
        }
        m.function("list_dialects", "()") { _ throws(Raise) in try Operations.list(D.registry).value }
        m.function("register_dialect", "(name, /, dialect=<'excel'>, **fmtparams)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("dialect name must be a string") }
            try DictRef(D.registry).set(a[0], try D.make(a[1], a[2]))
            return .none
        }
        m.function("unregister_dialect", "(name, /)") { a throws(Raise) in
            if try DictRef(D.registry).remove(a[0]) == nil { throw D.fail("unknown dialect") }
            return .none
        }
        m.function("get_dialect", "(name)") { a throws(Raise) in
            guard let d = try DictRef(D.registry).get(a[0]) else { throw D.fail("unknown dialect") }
            return d
        }
        m.function("field_size_limit", "(new_limit=<unset>)") { a throws(Raise) in
            let old = D.fieldLimit
            if a.has(0) {
                guard a[0].isIntLike else { throw Errors.typeError("limit must be an integer") }
                D.fieldLimit = TextArguments.clamp(a[0])
            }
            return .int(old)
        }
    }
}
