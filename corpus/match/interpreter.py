# A small interpreter written with match.
from dataclasses import dataclass
from typing import Any
@dataclass(frozen=True)
class Num: v: Any
@dataclass(frozen=True)
class Var: name: str
@dataclass(frozen=True)
class Bin: op: str; l: Any; r: Any
@dataclass(frozen=True)
class Let: name: str; value: Any; body: Any
@dataclass(frozen=True)
class Fun: params: tuple; body: Any
@dataclass(frozen=True)
class Call: f: Any; args: tuple
@dataclass(frozen=True)
class If: c: Any; t: Any; e: Any
def ev(e, env):
    match e:
        case Num(v): return v
        case Var(n) if n in env: return env[n]
        case Var(n): raise NameError(n)
        case Bin("and", l, r): return ev(l, env) and ev(r, env)
        case Bin(("+" | "-" | "*" | "/" | "<" | "==") as op, l, r):
            a, b = ev(l, env), ev(r, env)
            match op:
                case "+": return a + b
                case "-": return a - b
                case "*": return a * b
                case "/": return a / b
                case "<": return a < b
                case "==": return a == b
        case Let(n, Fun() as f, body):
            scope = dict(env); scope[n] = ("closure", f, scope); return ev(body, scope)
        case Let(n, v, body): return ev(body, env | {n: ev(v, env)})
        case Fun(): return ("closure", e, env)
        case Call(f, args):
            match ev(f, env):
                case ("closure", Fun(params, body), scope) if len(params) == len(args):
                    return ev(body, scope | dict(zip(params, (ev(a, env) for a in args))))
                case ("closure", Fun(params), _): raise TypeError(f"expected {len(params)} arguments")
                case other: raise TypeError(f"not callable: {other!r}")
        case If(c, t, e): return ev(t if ev(c, env) else e, env)
        case _: raise SyntaxError(f"bad node {e!r}")
def simplify(e):
    match e:
        case Bin("+", Num(0), x) | Bin("+", x, Num(0)) | Bin("*", Num(1), x) | Bin("*", x, Num(1)): return simplify(x)
        case Bin("*", Num(0), _) | Bin("*", _, Num(0)): return Num(0)
        case Bin(op, Num() as a, Num() as b) if op in "+-*": return Num(ev(Bin(op, a, b), {}))
        case Bin(op, l, r):
            n = Bin(op, simplify(l), simplify(r)); return simplify(n) if n != e else n
        case _: return e
def parse(s):
    match s:
        case int() | float(): return Num(s)
        case str(): return Var(s)
        case ["let", str(n), v, b]: return Let(n, parse(v), parse(b))
        case ["fn", [*ps], b]: return Fun(tuple(ps), parse(b))
        case ["if", c, t, e]: return If(parse(c), parse(t), parse(e))
        case [op, l, r] if op in ("+", "-", "*", "/", "<", "==", "and"): return Bin(op, parse(l), parse(r))
        case [f, *args]: return Call(parse(f), tuple(map(parse, args)))
        case _: raise SyntaxError(f"cannot parse {s!r}")
programs = [5, ["+", 1, ["*", 2, 3]], ["let", "x", 5, ["*", "x", "x"]], ["let", "fact", ["fn", ["n"], ["if", ["<", "n", 2], 1, ["*", "n", ["fact", ["-", "n", 1]]]]], ["fact", 20]], [["fn", ["a", "b"], ["-", "a", "b"]], 10, 3], "unbound", ["/", 1, 0], [["fn", ["a"], "a"]], [5, 1], {}, ["let", "fib", ["fn", ["n"], ["if", ["<", "n", 2], "n", ["+", ["fib", ["-", "n", 1]], ["fib", ["-", "n", 2]]]]], ["fib", 15]], ["and", ["<", 1, 2], ["==", 3, 3]]]
for p in programs:
    try: print(ev(parse(p), {}))
    except Exception as e: print(type(e).__name__, e)
for p in (["+", 0, "x"], ["*", ["+", 1, 2], 1], ["*", "y", ["-", 2, 2]], ["+", ["*", 1, "z"], ["*", 0, "w"]], ["-", 3, "q"]): print(simplify(parse(p)))
