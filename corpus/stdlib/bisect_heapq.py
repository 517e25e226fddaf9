import bisect, heapq, graphlib, uuid, secrets, numbers, keyword
l = [1, 3, 3, 5]; print(bisect.bisect(l, 3), bisect.bisect_left(l, 3), bisect.bisect_right(l, 0), bisect.bisect([(1, "a"), (2, "b")], 1, key=lambda t: t[0])); bisect.insort(l, 4); print(l)
h = [5, 1, 4, 2]; heapq.heapify(h); print(h[0], heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), sorted(h), heapq.nlargest(2, [3, 1, 5]), heapq.nsmallest(2, "hello"), list(heapq.merge([1, 4], [2, 3])), heapq.nlargest(2, ["aa", "b"], key=len)); heapq.heappush(h, 3); print([heapq.heappop(h) for _ in range(len(h))])
try: heapq.heappop([])
except IndexError as e: print(e)
print(list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[0], uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, "x.org"), len(secrets.token_hex(4)), isinstance(1, numbers.Integral), keyword.iskeyword("match"), keyword.issoftkeyword("match"), keyword.kwlist[:5])
