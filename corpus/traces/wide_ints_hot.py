# Ints of 64 bits in traces: hashes, generators of random numbers, what divides them, signs and larger ints among them.
M64 = 0xFFFFFFFFFFFFFFFF
M32 = 0xFFFFFFFF

def xorshift(s, n):
    for _ in range(n):
        s ^= (s << 13) & M64
        s ^= s >> 7
        s ^= (s << 17) & M64
    return s

def splitmix(x, n):
    out = 0
    for _ in range(n):
        x = (x + 0x9E3779B97F4A7C15) & M64
        z = x
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
        out = (out + (z ^ (z >> 31))) % 2**64
    return x, out

def fnv(data):
    h = 0xCBF29CE484222325
    for c in data:
        h ^= c
        h = h * 0x100000001B3 & M64
    return h

def murmur(k, n):
    h = 0
    for i in range(n):
        k = (k * 0xCC9E2D51 + i) & M32
        k = ((k << 15) | (k >> 17)) & M32
        h ^= k * 0x1B873593 & M32
        h = (h * 5 + 0xE6546B64) % (1 << 32)
    return h

def rotr(x, n):
    return (x >> n) | ((x << (64 - n)) & M64)

def sha512ish(w, n):
    a, e, f = 0x6A09E667F3BCC908, 0x510E527FADE682D1, 0x9B05688C2B3E6C1F
    for i in range(n):
        s1 = rotr(e, 14) ^ rotr(e, 18) ^ rotr(e, 41)
        ch = (e & f) ^ (~e & a)
        t = (a + s1 + ch + w + i) & M64
        a, e, f = e, (f + t) & M64, (a ^ t) & M64
    return a, e, f

def lcg(s, n):
    hist = [0] * 7
    top = 0
    for _ in range(n):
        s = (s * 6364136223846793005 + 1442695040888963407) & M64
        hist[s % 7] += 1
        top += s >> 33
        if s > 1 << 63:
            top -= 1
        elif s & 1:
            top += 2
        top += s // 3 & 15
    return s, hist, top

def mixed(n):
    a, r = 1, []
    for i in range(n):
        a = a * 3 - (1 << 62)
        if a.bit_length() > 90 or a < -(1 << 80):
            r.append(a % 1000003)
            a = i - 50
        b = a & M64
        c = (a | i) ^ -7
        d = ~a & 0xFFFF
        r[-1:] = [(r[-1] if r else 0) + b % 11 + c % 13 + d + (a >> 3) % 5]
    return r[:5], sum(r), a

def mulhi(n):
    x, t = 0x9E3779B97F4A7C15, 0
    for i in range(n):
        p = x * (x ^ i | 1)
        t ^= p >> 64
        x = (p ^ (p >> 64)) & M64
        t = (t * 1000003 + x) % 998244353
    return x, t

def grows(n):
    a, b = 1, 1
    for i in range(n):
        a, b = b, a + b
    x = 3
    for i in range(n // 4):
        x = x * x % (2**127 - 1)
    return a % 10**18, x

def modmul(n):
    t, m = 1, (1 << 61) - 1
    for i in range(1, n):
        t = t * (t + i) % m
    return t

def small(n):
    # Mostly immediate, large now and then.
    x, c = 1, 0
    for i in range(n):
        x = (x * 2862933555777941757 + 3037000493) & M64
        y = x >> (60 if i % 50 else 1)
        z = y * 5 + i
        c += z & 0xFF
        z ^= i
        c ^= z % 1000
    return c

N = 4000
print(xorshift(88172645463325252, N), xorshift(1, 300))
print(splitmix(7, N))
print(fnv(b"hello world\0\xff" * 200), fnv(bytes(500)))
print(murmur(12345, N))
print(sha512ish(0xD807AA98A3030242, N))
print(lcg(1, N))
print(mixed(N))
print(mulhi(N))
print(grows(600))
print(modmul(N))
print(small(N))
