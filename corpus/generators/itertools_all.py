import itertools as it, operator
print(list(it.islice(it.count(5, 2), 3)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat(1, 3)), list(it.chain("ab", [1], ())), list(it.chain.from_iterable(["ab", [1]])), list(it.compress("abcd", [1, 0, 1, 0])), list(it.dropwhile(lambda x: x < 3, [1, 3, 2])), list(it.takewhile(lambda x: x < 3, [1, 3, 2])), list(it.filterfalse(lambda x: x % 2, range(5))), list(it.filterfalse(None, [0, 1])))
print(list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], operator.mul)), list(it.accumulate([1, 2], initial=10)), list(it.accumulate([])), list(it.accumulate("abc")), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise("abcd")), list(it.zip_longest("ab", [1], fillvalue="-")), list(it.batched("abcde", 2)), list(it.islice("abcdef", 1, None, 2)), list(it.islice("abc", 2)))
print(list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)), list(it.product()), list(it.product("ab", [])), list(it.permutations("abc", 2)), list(it.permutations([1, 2, 3]))[:3], list(it.combinations("abcd", 2)), list(it.combinations_with_replacement("ab", 2)), list(it.combinations("ab", 3)), len(list(it.permutations(range(5)))))
for k, g in it.groupby("aaabbc"): print(k, list(g), end=" ")
print([(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)]); groups = it.groupby("aab"); k1, g1 = next(groups); k2, g2 = next(groups); print(list(g1), list(g2))
a, b = it.tee([1, 2, 3]); print(next(a), list(b), list(a), [list(t) for t in it.tee("xy", 3)], it.tee([], 0)); print(it.count(1), it.count(1.5, 0.5), it.repeat(5), it.repeat(5, 2), list(map(lambda *q: q, it.count(), "ab")))
c = it.count(10**20, -1); print(next(c), next(c)); c = it.count(2**63 - 1); print(next(c), next(c)); c = it.count(0.5); print(next(c), next(c)); r = it.repeat("x", 3); next(r); print(operator.length_hint(r))
for op in (lambda: it.islice([1], -1), lambda: it.islice([1], 1, 2, 0), lambda: it.islice([1], "a"), lambda: it.count("a"), lambda: it.chain(5).__next__(), lambda: it.product(repeat=-1), lambda: it.permutations("ab", -1), lambda: it.combinations("ab"), lambda: list(it.batched("ab", 0)), lambda: it.tee([], -1), lambda: it.zip_longest(5), lambda: it.zip_longest([], bad=1), lambda: it.accumulate(), lambda: it.cycle(5), lambda: list(it.starmap(pow, [5])), lambda: it.repeat(), lambda: it.groupby(5), lambda: list(it.batched("abc", 2, strict=True)), lambda: next(it.cycle([])), lambda: it.compress([1]), lambda: it.pairwise(5)):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
def primes():
    s = it.count(2)
    while True: p = next(s); yield p; s = filter(lambda n, p=p: n % p, s)
print(list(it.islice(primes(), 15)))
def roundrobin(*its):
    its = [iter(i) for i in its]
    while its:
        for i in its[:]:
            try: yield next(i)
            except StopIteration: its.remove(i)
print(list(roundrobin("abc", "d", "ef")), list(it.chain.from_iterable(it.combinations([1, 2, 3], r) for r in range(4))), list(zip(*[iter(range(6))] * 3)), dict(it.zip_longest("ab", [1])), sum(it.islice(it.accumulate(it.repeat(2), operator.mul), 10)), "".join(it.chain(*it.repeat("ab", 2))))
print([type(x).__name__ for x in (it.chain(), it.count(), it.cycle(""), it.groupby(""), it.product(), it.islice("", 0), it.tee("")[0])], hasattr(it.count(), "__next__"), list(it.chain([1], (n for n in (2,)), {3}, {4: 0}, "5", range(6, 8))))
