/// The exception classes and their instances (PyBaseExceptionObject): args 24, notes 32 (here unused: `__notes__` is an attribute), traceback 40,
/// context 48, cause 56, suppress_context 64; then the attribute words.
public struct ExceptionRef {
    public let ref: Ref
    @inline(__always) public init(_ v: Value) { ref = v.ref }
    public static let argsWord = 3, tracebackWord = 5, contextWord = 6, causeWord = 7, suppressWord = 8, attributesWord = 9, firstExtra = 11
    public var args: Value { get { ref.value(3) } nonmutating set { ref.set(3, newValue) } }
    /// Unbound: none. The same for context and cause.
    public var traceback: Value { get { ref.value(5) } nonmutating set { ref.set(5, newValue) } }
    public var context: Value { get { ref.value(6) } nonmutating set { ref.set(6, newValue) } }
    public var cause: Value { get { ref.value(7) } nonmutating set { ref.set(7, newValue) } }
    public var suppressContext: Bool { get { ref.value(8) == .true } nonmutating set { ref.setWord(8, Value(bool: newValue).bits) } }

    /// An instance of the builtin exception class T, without running `__init__`.
    public static func make(_ t: TypeRef, args: Value) -> Value {
        let r = Heap.allocate(max(88, t.instanceSize), t)
        r.initialize(3, args); r.setWord(8, Value.false.bits)
        if t.attributes != 0 { r.initialize(t.attributes, t.rootShape) }
        // `msg` of errors raised natively.
        if t.instanceSize > 104 && TupleRef(args).count == 1 && (t.isSubtype(of: Exceptions.importError) || t.isSubtype(of: Exceptions.syntaxError)) { r.initialize(firstExtra, TupleRef(args)[0]) }
        return Value(r)
    }
}

/// The builtin exception types by name. `Exceptions.typeError` etc.; all of them are in `byName`.
public enum Exceptions {
    nonisolated(unsafe) public private(set) static var all: [(name: String, type: TypeRef)] = []
    nonisolated(unsafe) public static var typeError = TypeRef(), valueError = TypeRef(), attributeError = TypeRef(), nameError = TypeRef(), unboundLocalError = TypeRef(), keyError = TypeRef(), indexError = TypeRef()
    nonisolated(unsafe) public static var lookupError = TypeRef(), stopIteration = TypeRef(), stopAsyncIteration = TypeRef(), generatorExit = TypeRef(), runtimeError = TypeRef(), recursionError = TypeRef(), notImplementedError = TypeRef()
    nonisolated(unsafe) public static var zeroDivisionError = TypeRef(), overflowError = TypeRef(), arithmeticError = TypeRef(), floatingPointError = TypeRef(), memoryError = TypeRef(), osError = TypeRef(), importError = TypeRef(), moduleNotFoundError = TypeRef()
    nonisolated(unsafe) public static var syntaxError = TypeRef(), indentationError = TypeRef(), tabError = TypeRef(), systemError = TypeRef(), systemExit = TypeRef(), keyboardInterrupt = TypeRef(), assertionError = TypeRef(), eofError = TypeRef(), bufferError = TypeRef()
    nonisolated(unsafe) public static var unicodeError = TypeRef(), unicodeDecodeError = TypeRef(), unicodeEncodeError = TypeRef(), unicodeTranslateError = TypeRef(), referenceError = TypeRef(), baseExceptionGroup = TypeRef(), exceptionGroup = TypeRef()
    nonisolated(unsafe) public static var warning = TypeRef(), deprecationWarning = TypeRef(), runtimeWarning = TypeRef(), syntaxWarning = TypeRef(), resourceWarning = TypeRef(), userWarning = TypeRef(), bytesWarning = TypeRef(), encodingWarning = TypeRef(), importWarning = TypeRef(), pendingDeprecationWarning = TypeRef()
    nonisolated(unsafe) public static var blockingIOError = TypeRef(), fileNotFoundError = TypeRef(), fileExistsError = TypeRef(), permissionError = TypeRef(), isADirectoryError = TypeRef(), notADirectoryError = TypeRef(), interruptedError = TypeRef(), brokenPipeError = TypeRef(), timeoutError = TypeRef()
    nonisolated(unsafe) public static var incompleteInputError = TypeRef(), pythonFinalizationError = TypeRef()

    public static func named(_ n: String) -> TypeRef? { all.first { $0.name == n }?.type }

    /// Extra words beyond the base exception's, per class that has native attributes.
    static func start() {
        all.append(("BaseException", Types.baseException))
        Types.baseException.attributes = ExceptionRef.attributesWord
        Types.baseException.rootShape = Shape.root(Types.baseException)
        @discardableResult func make(_ name: String, _ base: TypeRef, extra: Int = 0) -> TypeRef {
            let t = TypeFactory.make(name, base: base, size: extra == 0 ? nil : (ExceptionRef.firstExtra + extra) * 8, layout: .allFields(), subclassable: true)
            if extra == 0 { t.rootShape = Shape.root(t) }
            all.append((name, t))
            return t
        }
        Types.exception = make("Exception", Types.baseException)
        let e = Types.exception
        generatorExit = make("GeneratorExit", Types.baseException); keyboardInterrupt = make("KeyboardInterrupt", Types.baseException); systemExit = make("SystemExit", Types.baseException, extra: 1)
        baseExceptionGroup = make("BaseExceptionGroup", Types.baseException, extra: 3)
        exceptionGroup = make("ExceptionGroup", baseExceptionGroup)
        // ExceptionGroup(BaseExceptionGroup, Exception)
        let g = exceptionGroup
        g.ref.set(TypeRef.basesWord, TupleRef.make(baseExceptionGroup.value, e.value))
        g.ref.set(TypeRef.mroWord, TupleRef.from(g.value, baseExceptionGroup.value, e.value, Types.baseException.value, Types.object.value))
        Subclasses.add(g, to: e)
        arithmeticError = make("ArithmeticError", e); floatingPointError = make("FloatingPointError", arithmeticError); overflowError = make("OverflowError", arithmeticError); zeroDivisionError = make("ZeroDivisionError", arithmeticError)
        assertionError = make("AssertionError", e); attributeError = make("AttributeError", e, extra: 2); bufferError = make("BufferError", e); eofError = make("EOFError", e)
        importError = make("ImportError", e, extra: 4); moduleNotFoundError = make("ModuleNotFoundError", importError)
        lookupError = make("LookupError", e); indexError = make("IndexError", lookupError); keyError = make("KeyError", lookupError)
        memoryError = make("MemoryError", e); nameError = make("NameError", e, extra: 1); unboundLocalError = make("UnboundLocalError", nameError)
        osError = make("OSError", e, extra: 5)
        blockingIOError = make("BlockingIOError", osError); make("ChildProcessError", osError)
        let connection = make("ConnectionError", osError)
        brokenPipeError = make("BrokenPipeError", connection); make("ConnectionAbortedError", connection); make("ConnectionRefusedError", connection); make("ConnectionResetError", connection)
        fileExistsError = make("FileExistsError", osError); fileNotFoundError = make("FileNotFoundError", osError); interruptedError = make("InterruptedError", osError)
        isADirectoryError = make("IsADirectoryError", osError); notADirectoryError = make("NotADirectoryError", osError); permissionError = make("PermissionError", osError)
        make("ProcessLookupError", osError); timeoutError = make("TimeoutError", osError)
        referenceError = make("ReferenceError", e); runtimeError = make("RuntimeError", e); notImplementedError = make("NotImplementedError", runtimeError); recursionError = make("RecursionError", runtimeError)
        pythonFinalizationError = make("PythonFinalizationError", runtimeError)
        stopAsyncIteration = make("StopAsyncIteration", e); stopIteration = make("StopIteration", e, extra: 1)
        syntaxError = make("SyntaxError", e, extra: 9); indentationError = make("IndentationError", syntaxError); tabError = make("TabError", indentationError)
        incompleteInputError = make("_IncompleteInputError", syntaxError)
        systemError = make("SystemError", e); typeError = make("TypeError", e); valueError = make("ValueError", e)
        unicodeError = make("UnicodeError", valueError); unicodeDecodeError = make("UnicodeDecodeError", unicodeError, extra: 5)
        unicodeEncodeError = make("UnicodeEncodeError", unicodeError, extra: 5); unicodeTranslateError = make("UnicodeTranslateError", unicodeError, extra: 5)
        warning = make("Warning", e); deprecationWarning = make("DeprecationWarning", warning); userWarning = make("UserWarning", warning); runtimeWarning = make("RuntimeWarning", warning)
        syntaxWarning = make("SyntaxWarning", warning); resourceWarning = make("ResourceWarning", warning); bytesWarning = make("BytesWarning", warning); encodingWarning = make("EncodingWarning", warning)
        importWarning = make("ImportWarning", warning); make("FutureWarning", warning); pendingDeprecationWarning = make("PendingDeprecationWarning", warning); make("UnicodeWarning", warning)
    }
}
