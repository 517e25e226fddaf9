"""Collections come at every few allocations."""
import gc

before = gc.get_stats()[0]["collections"]
kept = [[i] for i in range(5000)]
assert gc.get_stats()[0]["collections"] > before + 5, gc.get_stats()
assert kept == [[i] for i in range(5000)]
