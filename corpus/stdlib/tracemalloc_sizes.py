"""What tracemalloc tells: sums that follow what lives, the lines that allocate, snapshots and their differences."""
import gc
import sys
import tracemalloc


def make(n):
    return [str(i) * 20 for i in range(n)]


print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
try:
    tracemalloc.take_snapshot()
except RuntimeError as e:
    print(e)
for n in (0, -1, 1 << 20):
    try:
        tracemalloc.start(n)
    except ValueError as e:
        print(e)
tracemalloc.start(3)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
before = tracemalloc.get_traced_memory()[0]
first = tracemalloc.take_snapshot()
def work():
    data = make(5000)
    now, peak = tracemalloc.get_traced_memory()
    print(now - before > 500_000, peak >= now)
    second = tracemalloc.take_snapshot()
    top = second.filter_traces([tracemalloc.Filter(True, __file__)]).statistics("lineno")[0]
    print(top.traceback[0].lineno, top.count >= 5000, top.size > 500_000)
    difference = second.compare_to(first, "lineno")[0]
    print(difference.traceback[0].lineno, difference.size_diff > 500_000, difference.count_diff >= 5000)
    print([f.lineno for f in tracemalloc.get_object_traceback(data[0])])
    print(second.statistics("traceback")[0].traceback.total_nframe)
    return peak


peak = work()
gc.collect()
print(tracemalloc.get_traced_memory()[0] < before + 400_000, tracemalloc.get_traced_memory()[1] >= peak)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < peak)
tracemalloc.clear_traces()
print(tracemalloc.get_traced_memory()[0] < 10_000, tracemalloc.get_tracemalloc_memory() >= 0)
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback(make))

# Where code begins.
for source in ("\n\nx = 1", "", "\n\n@d\ndef f(): pass"):
    code = compile(source, "<s>", "exec")
    print(code.co_firstlineno, [c.co_firstlineno for c in code.co_consts if hasattr(c, "co_firstlineno")])
print(sys._getframe().f_code.co_firstlineno)
