import sys
# The limit may change while a trace runs: what it is at the end must follow.
def change(n):
    sys.setrecursionlimit(sys.getrecursionlimit() + n)
class Room:
    def __enter__(self): change(50)
    def __exit__(self, *a): change(-50)
def used(): 
    try:
        sys.setrecursionlimit(1)
    except RecursionError as e:
        return str(e)
def work(i):
    with Room():
        return i + 1
def main():
    t = 0
    for i in range(3000):
        t = work(t)
        if i % 500 == 499: print(t, used())
    change(100)
    for i in range(2000):
        change(-1 if i % 2 else 1)
    print(used())
    for i in range(3000):
        change(1)
    print(used(), sys.getrecursionlimit())
    def gen():
        for i in range(3000):
            change(-1)
            yield i
    print(sum(gen()), used(), sys.getrecursionlimit())
main()
print(used())
def deep(n): return deep(n - 1) + 1 if n else 0
print(deep(900))
try: deep(1100)
except RecursionError as e: print(e)
