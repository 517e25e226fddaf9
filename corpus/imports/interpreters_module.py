# There is one interpreter; the modules about others can be imported.
from concurrent.futures import *
from concurrent import futures, interpreters
print(InterpreterPoolExecutor.__module__, "InterpreterPoolExecutor" in futures.__all__)
print(interpreters.get_current().id, interpreters.get_main() is interpreters.get_current(), len(interpreters.list_all()))
for v in None, 1, 2.5, "a", b"b", (1, ("x", None)), [], {}, (1, []), object():
    print(type(v).__name__, interpreters.is_shareable(v))
print(issubclass(interpreters.NotShareableError, TypeError), interpreters.InterpreterNotFoundError.__mro__[1])
