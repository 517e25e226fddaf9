# The functions of the C API by which prompts keep and restore what the system does with a signal.
import ctypes
import signal

get, set_ = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
get.restype = set_.restype = ctypes.c_void_p
get.argtypes = (ctypes.c_int,)
set_.argtypes = (ctypes.c_int, ctypes.c_void_p)

signal.signal(signal.SIGUSR1, lambda n, f: print("handler", n == signal.SIGUSR1))
kept = get(signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
print(get(signal.SIGUSR1) == int(signal.SIG_IGN), kept != int(signal.SIG_IGN))
signal.raise_signal(signal.SIGUSR1)
signal.signal(signal.SIGUSR1, lambda n, f: print("second"))
print(set_(signal.SIGUSR1, int(signal.SIG_IGN)) == kept)
signal.raise_signal(signal.SIGUSR1)
print(set_(signal.SIGUSR1, kept) == int(signal.SIG_IGN))
signal.raise_signal(signal.SIGUSR1)
print(get(signal.SIGUSR1) == kept, get(-1) == 2 ** 64 - 1)
try:
    ctypes.pythonapi.PyOS_nothing
except AttributeError as e:
    print("AttributeError", str(e).endswith("undefined symbol: PyOS_nothing"))
try:
    ctypes.CDLL("libc.so.6").PyOS_getsig
except AttributeError as e:
    print("AttributeError", str(e).endswith("undefined symbol: PyOS_getsig"))
