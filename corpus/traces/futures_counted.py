"""Futures and tasks in a trace: its loop asks them, marks them and gives them callbacks by calls that cannot change everything; methods of builtin types that are
bound where they are not called at once are objects only where something needs them.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING, CALLS = "writes=0xffffffff", " call "
PROGRAMS = {
    "futures": (ANYTHING, """
import _asyncio
class Loop:
    def get_debug(self): return False
class G(_asyncio.Future): pass
loop = Loop()
def callback(f): pass
def f(n):
    t, futures = 0, [_asyncio.Future(loop=loop), G(loop=loop)]
    waiter = _asyncio.Future(loop=loop)
    for i in range(n):
        x = futures[i & 1]
        if x.done() or x.cancelled(): continue
        if i < 2000: x.add_done_callback(callback)
        _asyncio.future_add_to_awaited_by(x, waiter)
        _asyncio.future_discard_from_awaited_by(x, waiter)
        x._asyncio_future_blocking = False
        if _asyncio.current_task(loop) is None and _asyncio._get_running_loop() is None: t += 1
        if hasattr(x.__class__, '_asyncio_future_blocking') and not hasattr(Loop, '_asyncio_future_blocking'): t += 1
        if x._source_traceback: t -= 1
        if x.get_loop() is x._loop: t += 1
    return t, [len(x._callbacks) for x in futures]
"""),
    "results": (ANYTHING, """
import _asyncio
class Loop:
    def get_debug(self): return False
loop = Loop()
def f(n):
    t, x = 0, _asyncio.Future(loop=loop)
    x.set_result(3)
    for i in range(n):
        if x.exception() is None: t += x.result()
    return t
"""),
    "bound": (CALLS, """
def f(n):
    t, l, k = 0, [1, 2], 'ab'
    for i in range(n):
        add, find = l.append, k.find
        if add is find: add(i)
        t += i
    return t, l
"""),
}
for name, (unwanted, text) in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                if unwanted in line: print("  calls:", line[:90])
