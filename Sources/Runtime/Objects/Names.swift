/// Interned names that the runtime itself uses.
public enum Names {
    nonisolated(unsafe) public static var __name__ = Value.unbound, __dict__ = Value.unbound, __class__ = Value.unbound, __doc__ = Value.unbound, __module__ = Value.unbound
    nonisolated(unsafe) public static var __qualname__ = Value.unbound, __builtins__ = Value.unbound, __file__ = Value.unbound, __slots__ = Value.unbound, __weakref__ = Value.unbound
    nonisolated(unsafe) public static var __classcell__ = Value.unbound, __classdict__ = Value.unbound, __classdictcell__ = Value.unbound, __build_class__ = Value.unbound, __import__ = Value.unbound, __path__ = Value.unbound
    nonisolated(unsafe) public static var __annotations__ = Value.unbound, __annotate__ = Value.unbound, __annotate_func__ = Value.unbound, __type_params__ = Value.unbound, __all__ = Value.unbound, __spec__ = Value.unbound
    nonisolated(unsafe) public static var __package__ = Value.unbound, __loader__ = Value.unbound, __abstractmethods__ = Value.unbound, __mro__ = Value.unbound, __bases__ = Value.unbound, __orig_bases__ = Value.unbound
    nonisolated(unsafe) public static var __debug__ = Value.unbound, __main__ = Value.unbound, __static_attributes__ = Value.unbound, __firstlineno__ = Value.unbound, __conditional_annotations__ = Value.unbound
    nonisolated(unsafe) public static var metaclass = Value.unbound, builtins = Value.unbound, close = Value.unbound, send = Value.unbound, `throw` = Value.unbound, keys = Value.unbound, append = Value.unbound, add_note = Value.unbound
    nonisolated(unsafe) public static var mro = Value.unbound, items = Value.unbound, write = Value.unbound, flush = Value.unbound, stdout = Value.unbound, stderr = Value.unbound, stdin = Value.unbound, self_ = Value.unbound

    static func start() {
        func n(_ v: inout Value, _ s: String) { v = StrRef.intern(s) }
        n(&__name__, "__name__"); n(&__dict__, "__dict__"); n(&__class__, "__class__"); n(&__doc__, "__doc__"); n(&__module__, "__module__")
        n(&__qualname__, "__qualname__"); n(&__builtins__, "__builtins__"); n(&__file__, "__file__"); n(&__slots__, "__slots__"); n(&__weakref__, "__weakref__")
        n(&__classcell__, "__classcell__"); n(&__classdict__, "__classdict__"); n(&__classdictcell__, "__classdictcell__"); n(&__build_class__, "__build_class__"); n(&__import__, "__import__"); n(&__path__, "__path__")
        n(&__annotations__, "__annotations__"); n(&__annotate__, "__annotate__"); n(&__annotate_func__, "__annotate_func__"); n(&__type_params__, "__type_params__"); n(&__all__, "__all__"); n(&__spec__, "__spec__")
        n(&__package__, "__package__"); n(&__loader__, "__loader__"); n(&__abstractmethods__, "__abstractmethods__"); n(&__mro__, "__mro__"); n(&__bases__, "__bases__"); n(&__orig_bases__, "__orig_bases__")
        n(&__debug__, "__debug__"); n(&__main__, "__main__"); n(&__static_attributes__, "__static_attributes__"); n(&__firstlineno__, "__firstlineno__"); n(&__conditional_annotations__, "__conditional_annotations__")
        n(&metaclass, "metaclass"); n(&builtins, "builtins"); n(&close, "close"); n(&send, "send"); n(&`throw`, "throw"); n(&keys, "keys"); n(&append, "append"); n(&add_note, "add_note")
        n(&mro, "mro"); n(&items, "items"); n(&write, "write"); n(&flush, "flush"); n(&stdout, "stdout"); n(&stderr, "stderr"); n(&stdin, "stdin"); n(&self_, "self")
    }
}
