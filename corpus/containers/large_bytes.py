# Large bytes, bytearrays and ints: most die young, some live in containers, some only weakly or for their finalizer.
import gc
import weakref


class Node:
    pass


class Noisy:
    def __del__(self):
        ends.append(self.data[:2] == self.data[-2:])


ends = []
kept = []
weak = []
for i in range(60):
    n = 100000 + i % 7 * 30000
    data = bytes([i % 256]) * n
    array = bytearray(data)
    array += data
    del array[:n]
    number = int.from_bytes(data, 'little') + 1
    if i % 10 == 0:
        kept.append((i, n, data))
    if i % 15 == 0:
        node = Node()
        node.data = bytes(array)
        node.self = node
        weak.append((weakref.ref(node), i, n))
    if i % 20 == 0:
        noisy = Noisy()
        noisy.data = data
        noisy.self = noisy
        noisy = None
    if i % 30 == 0:
        kept.append((i, n, memoryview(bytes(array))))
        kept.append((i, n, (number - 1).to_bytes(n, 'little')))
    for reference, value, length in weak:
        node = reference()
        if node is not None and node.data != bytes([value]) * length:
            print('weakly referenced:', value)
    node = None
print(len(kept), all(data == bytes([i]) * n for i, n, data in kept))
gc.collect()
print(len(ends), all(ends))
