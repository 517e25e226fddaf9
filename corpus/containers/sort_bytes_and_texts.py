# Order of bytes and of strs by their first eight bytes and beyond: prefixes, NULs, equal beginnings, mixed widths.
import random

r = random.Random(5)
b = [bytes(r.choice((0, 1, 65, 255)) for _ in range(r.choice((0, 1, 2, 3, 7, 8, 9, 20)))) for _ in range(300)]
s = [x.decode('latin-1') for x in b]
assert sorted(b) == sorted(b, key=list) and sorted(s) == sorted(s, key=lambda x: [ord(c) for c in x])
print(sorted(b)[::7])
print(ascii(sorted(s)[::11]))
print(ascii(sorted(s[:20] + ['Ж', 'a' * 9, 'a' * 8 + '\0', 'a' * 8, 'a\0', 'a', '😀'])))
print(sorted([1.5, 2, True]), sorted([(1, 'a'), (1, '')]), sorted([3, 2.5, 10**30]))
for wrong in ([1, 'a'], [b'a', 'a'], ['a', b'a'], [b'a', bytearray(b'b'), 1]):
    try:
        sorted(wrong)
    except TypeError as e:
        print(e)
many = [r.choice((-1, 1)) * r.randrange(10 ** r.choice((1, 17, 19, 20, 40))) for _ in range(200)]
print(sorted(many)[::9], sorted(many, reverse=True) == sorted(many)[::-1], sorted([3, 10**30, -10**25, 2**62, True, 2**61]))
