import Primitives

/// What `__doc__` of the builtin exceptions says: programs print it beside an error's own text.
enum ExceptionDocs {
    /// Called once, when the exceptions exist.
    static func define() {
        var p = texts.utf8Start, left = texts.utf8CodeUnitCount, line: [UInt8] = []
        line.reserveCapacity(256)
        while left > 0 {
            var name = 0, end = 0
            while p[name] != 32 { name += 1 }
            line.removeAll(keepingCapacity: true)
            end = name + 1
            while end < left && p[end] != 10 { line.append(p[end] == 124 ? 10 : p[end]); end += 1 }
            let n = UnsafeBufferPointer(start: p, count: name)
            guard let e = Exceptions.all.first(where: { $0.name.utf8.count == name && $0.name.utf8.elementsEqual(n) }) else { Heap.fatal("a text for an exception that there is not") }
            line.withUnsafeBufferPointer { e.type.constant("__doc__", StrRef.make(utf8: $0.baseAddress.unsafelyUnwrapped, $0.count)) }
            p += min(end + 1, left); left -= min(end + 1, left)
        }
    }
    /// A line each: the name, then the text, where a bar stands for the end of a line.
    private static let texts: StaticString = """
        ArithmeticError Base class for arithmetic errors.
        AssertionError Assertion failed.
        AttributeError Attribute not found.
        BaseException Common base class for all exceptions
        BaseExceptionGroup A combination of multiple unrelated exceptions.
        BlockingIOError I/O operation would block.
        BrokenPipeError Broken pipe.
        BufferError Buffer error.
        BytesWarning Base class for warnings about bytes and buffer related problems, mostly|related to conversion from str or comparing to str.
        ChildProcessError Child process error.
        ConnectionAbortedError Connection aborted.
        ConnectionError Connection error.
        ConnectionRefusedError Connection refused.
        ConnectionResetError Connection reset.
        DeprecationWarning Base class for warnings about deprecated features.
        EOFError Read beyond end of file.
        EncodingWarning Base class for warnings about encodings.
        Exception Common base class for all non-exit exceptions.
        FileExistsError File already exists.
        FileNotFoundError File not found.
        FloatingPointError Floating-point operation failed.
        FutureWarning Base class for warnings about constructs that will change semantically|in the future.
        GeneratorExit Request that a generator exit.
        ImportError Import can't find module, or can't find name in module.
        ImportWarning Base class for warnings about probable mistakes in module imports
        IndentationError Improper indentation.
        IndexError Sequence index out of range.
        InterruptedError Interrupted by signal.
        IsADirectoryError Operation doesn't work on directories.
        KeyError Mapping key not found.
        KeyboardInterrupt Program interrupted by user.
        LookupError Base class for lookup errors.
        MemoryError Out of memory.
        ModuleNotFoundError Module not found.
        NameError Name not found globally.
        NotADirectoryError Operation only works on directories.
        NotImplementedError Method or function hasn't been implemented yet.
        OSError Base class for I/O related errors.
        OverflowError Result too large to be represented.
        PendingDeprecationWarning Base class for warnings about features which will be deprecated|in the future.
        PermissionError Not enough permissions.
        ProcessLookupError Process not found.
        PythonFinalizationError Operation blocked during Python finalization.
        RecursionError Recursion limit exceeded.
        ReferenceError Weak ref proxy used after referent went away.
        ResourceWarning Base class for warnings about resource usage.
        RuntimeError Unspecified run-time error.
        RuntimeWarning Base class for warnings about dubious runtime behavior.
        StopAsyncIteration Signal the end from iterator.__anext__().
        StopIteration Signal the end from iterator.__next__().
        SyntaxError Invalid syntax.
        SyntaxWarning Base class for warnings about dubious syntax.
        SystemError Internal error in the Python interpreter.||Please report this to the Python maintainer, along with the traceback,|the Python version, and the hardware/OS platform and version.
        SystemExit Request to exit from the interpreter.
        TabError Improper mixture of spaces and tabs.
        TimeoutError Timeout expired.
        TypeError Inappropriate argument type.
        UnboundLocalError Local name referenced but not bound to a value.
        UnicodeDecodeError Unicode decoding error.
        UnicodeEncodeError Unicode encoding error.
        UnicodeError Unicode related error.
        UnicodeTranslateError Unicode translation error.
        UnicodeWarning Base class for warnings about Unicode related problems, mostly|related to conversion problems.
        UserWarning Base class for warnings generated by user code.
        ValueError Inappropriate argument value (of correct type).
        Warning Base class for warning categories.
        ZeroDivisionError Second argument to a division or modulo operation was zero.
        _IncompleteInputError incomplete input.
        """
}
