import Primitives
import Runtime

/// `_string`: what `string.Formatter` is made of.
extension NativeModule {
    static let string = NativeModule("_string") { m throws(Raise) in
        let pieces = TypeFactory.make("formatteriterator", size: 32, layout: .fields(2, 4))
        pieces.special("__iter__", "($self, /)") { a in a[0] }
        pieces.special("__next__", "($self, /)") { a throws(Raise) in
            var i = a[0].ref.value(3).int
            guard let p = try StrFormat.nextPiece(StrRef(a[0].ref.value(2)).view, &i) else { throw Errors.stopIteration() }
            a[0].ref.setWord(3, Value(int: i).bits)
            let t = TupleRef.allocate(4)
            t[0] = StrRef.make(p.literal)
            t[1] = p.hasField ? StrRef.make(p.name) : .none
            t[2] = p.hasField ? StrRef.make(p.spec) : .none
            t[3] = p.conversion == 0 ? .none : StrRef.character(p.conversion)
            return t.value
        }
        let accesses = TypeFactory.make("fieldnameiterator", size: 32, layout: .fields(2, 4))
        accesses.special("__iter__", "($self, /)") { a in a[0] }
        accesses.special("__next__", "($self, /)") { a throws(Raise) in
            var i = a[0].ref.value(3).int
            guard let p = try StrFormat.nextAccess(StrRef(a[0].ref.value(2)).view, &i) else { throw Errors.stopIteration() }
            a[0].ref.setWord(3, Value(int: i).bits)
            return TupleRef.make(Value(bool: p.isAttribute), p.index >= 0 ? .int(p.index) : StrRef.make(p.text))
        }
        func iterator(_ t: TypeRef, _ s: Value, _ at: Int) -> Value {
            let r = Heap.allocate(32, t)
            r.initialize(2, s); r.setWord(3, Value(int: at).bits)
            return Value(r)
        }
        m.function("formatter_parser", "(string, /)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("expected str, got \(a[0].type)") }
            return iterator(pieces, a[0], 0)
        }
        m.function("formatter_field_name_split", "(string, /)") { a throws(Raise) in
            guard a[0].isStr else { throw Errors.typeError("expected str, got \(a[0].type)") }
            let v = StrRef(a[0]).view, end = StrFormat.firstEnd(v), i = try StrFormat.integer(v.slice(0, end))
            return TupleRef.make(i >= 0 ? .int(i) : StrRef.make(v.slice(0, end)), iterator(accesses, a[0], end))
        }
    }
}
