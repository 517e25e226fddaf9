# getattr with a default, and hasattr, of slots that hold nothing and later do.
class S(dict):
    __slots__ = "_root",
    def get(self, key, default=None):
        v = super().get(key, default)
        if v is not default:
            return v
        root = getattr(self, "_root", default)
        if root is not default:
            return root.get(key)
        return default

def run(n):
    a = S(x=1)
    b = S(y=2)
    out = 0
    for i in range(n):
        out += a.get("y", 10)
        if i == n // 2:
            a._root = b
        if i == n - 5:
            del a._root
        if hasattr(a, "_root"):
            out += 100
    return out

print(run(2000), run(2000))

class T:
    __slots__ = ("p", "q")

def flips(n):
    t = T()
    t.p = 1
    seen = []
    for i in range(n):
        if i % 7 == 0:
            t.q = i
        elif i % 7 == 3:
            del t.q
        seen.append(getattr(t, "q", -1))
        try:
            getattr(t, "q")
        except AttributeError as e:
            seen.append(str(e))
    return len(seen), seen[-9:]

print(flips(1500))
