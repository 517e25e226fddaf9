# append and pop in traces: growth, the empty list, lists of all kinds, strings compared, builtin methods of subclasses.
import random


class L(list):
    pass


class D(dict):
    pass


def stack(n):
    st, out = [], []
    for i in range(n):
        st.append(i)
        st.append(i * 1.5)
        st.append(str(i))
        st.append(None)
        st.append(-i)
        if i % 3 == 0:
            out.append(st.pop())
            out.append(st.pop())
        if i % 5 == 0:
            a = st.pop()
            b = st.pop()
            st.append((a, b))
    return len(st), len(out), st[-3:], out[-3:], st[::97]


def empties(n):
    l, caught = [], 0
    for i in range(n):
        if i % 2:
            l.append(i)
        try:
            l.pop()
            l.pop()
        except IndexError as e:
            caught += 1
            text = str(e)
    return l, caught, text


def many(n):
    ls = [[] for _ in range(n)]
    for i in range(n * 20):
        ls[i % n].append(i)
        ls[i % n].append(None)
        ls[(i * 7) % n].append(i + 0.5)
    return sum(len(l) for l in ls), ls[3][:4:2], ls[n - 1][-1]


def held(n):
    """Old lists that get new objects."""
    l = [0] * 1000
    for i in range(n):
        l.append([i])
        if len(l) > 3000:
            del l[500:]
    return len(l), l[-1], sum(x[0] for x in l if x)


def subclasses(n):
    l, d, r = L(), D(), random.Random(5)
    l.name = "x"
    for i in range(n):
        l.append(i)
        if i % 4 == 3:
            l.pop()
        d.setdefault(i % 10, []).append(i)
        d.get(i, None)
        x = r.random() + r.getrandbits(8)
        l.append(x)
    return type(l).__name__, len(l), l[-1], sorted((k, len(v)) for k, v in d.items())[:3], r.random()


def machine(n):
    program = [("push", 1), ("push", 2), ("add", None), ("dup", None), ("pop", None), ("jump", 0)]
    built = ["".join(["pu", "sh"]), "ad" + "d"[:1], "dup"]
    st, pc, steps = [], 0, 0
    while steps < n:
        op, arg = program[pc]
        if steps % 50 == 49:
            op = built[steps % 3]
        pc = (pc + 1) % len(program)
        steps += 1
        if op == "push":
            st.append(arg)
        elif op == "add":
            st.append(st.pop() + st.pop() if len(st) > 1 else 0)
        elif op == "dup":
            st.append(st[-1] if st else 0)
        elif op != "jump":
            if st:
                st.pop()
        else:
            pc = arg
        if len(st) > 50:
            st.clear()
    return len(st), st[-3:]


print(stack(400))
print(empties(300))
print(many(40))
print(held(6000))
print(subclasses(400))
print(machine(3000))
