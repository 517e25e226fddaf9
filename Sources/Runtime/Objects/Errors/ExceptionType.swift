enum ExceptionType {
    static func addNote(_ e: Value, _ note: Value) throws(Raise) {
        let k = StrRef.intern("__notes__")
        var notes = try Operations.findAttribute(e, k)
        if notes.isUnbound { notes = ListRef.allocate().value; try Operations.setAttribute(e, k, notes) }
        guard notes.isList else { throw Errors.typeError("Cannot add note: __notes__ is not a list") }
        ListRef(notes).append(note)
    }
}
