/// The docstrings of slot wrappers: one text a special method, whatever the type. (Objects/typeobject.c, slotdefs)
enum SlotDocs {
    static func text(_ name: String) -> String? {
        guard name.hasPrefix("__"), name.hasSuffix("__"), name.utf8.count > 4 else { return nil }
        let bare = String(name.dropFirst(2).dropLast(2))
        if let t = whole[bare] { return t }
        if let op = operators[bare] { return "Return self\(op)value." }
        if bare.hasPrefix("r"), let op = operators[String(bare.dropFirst())] { return "Return value\(op)self." }
        if bare.hasPrefix("i"), let op = operators[String(bare.dropFirst())] { return "Implement self\(op)=value." }
        return nil
    }
    private static let operators = [
        "add": "+", "and": "&", "floordiv": "//", "lshift": "<<", "mod": "%", "mul": "*", "matmul": "@", "or": "|", "rshift": ">>", "sub": "-", "truediv": "/", "xor": "^",
        "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
    ]
    private static let whole = [
        "abs": "abs(self)", "aiter": "Return an awaitable, that resolves in asynchronous iterator.", "anext": "Return a value or raise StopAsyncIteration.",
        "await": "Return an iterator to be used in await expression.", "bool": "True if self else False",
        "buffer": "Return a buffer object that exposes the underlying memory of the object.", "call": "Call self as a function.",
        "contains": "Return bool(key in self).", "del": "Called when the instance is about to be destroyed.", "delattr": "Implement delattr(self, name).",
        "delete": "Delete an attribute of instance.", "delitem": "Delete self[key].", "divmod": "Return divmod(self, value).", "float": "float(self)",
        "get": "Return an attribute of instance, which is of type owner.", "getattribute": "Return getattr(self, name).", "getitem": "Return self[key].",
        "hash": "Return hash(self).", "index": "Return self converted to an integer, if self is suitable for use as an index into a list.",
        "init": "Initialize self.  See help(type(self)) for accurate signature.", "int": "int(self)", "invert": "~self", "iter": "Implement iter(self).",
        "len": "Return len(self).", "neg": "-self", "next": "Implement next(self).", "pos": "+self", "pow": "Return pow(self, value, mod).",
        "rdivmod": "Return divmod(value, self).", "release_buffer": "Release the buffer object that exposes the underlying memory of the object.",
        "repr": "Return repr(self).", "rpow": "Return pow(value, self, mod).", "set": "Set an attribute of instance to value.",
        "setattr": "Implement setattr(self, name, value).", "setitem": "Set self[key] to value.", "str": "Return str(self).",
    ]
}
