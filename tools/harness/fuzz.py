"""Differential fuzzing: generated programs must print the same under dxpy as under CPython.

A seed gives one program, always the same. Programs are mostly well typed and print what they compute; each statement of
the main part stands in a `try` of its own, so that an error is one more thing to compare. Loops are bounded, numbers and
strings are cut to size by helpers, and some loops run long enough for a trace to be compiled, with values that change
their type on the way. A difference is shrunk by leaving out statements and lifting bodies out of compound statements for as
long as it remains. What rests on the machine (a program that wants more memory than it may have, or does not end under CPython)
is not compared; it is counted as skipped and named.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import pathlib
import random
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 20
MEMORY = 1 << 30
SHRINKING = 120
BATCH = 50

PRELUDE = '''\
def cut(x):
    if isinstance(x, int) and not isinstance(x, bool) and abs(x) >= 10**30: return x % 1000003
    if isinstance(x, float) and (x != x or abs(x) > 1e200): return 1.5
    if isinstance(x, (str, bytes, list, tuple)) and len(x) > 60: return x[:60]
    return x
def show(*values):
    for v in values:
        print(sorted(v, key=repr) if isinstance(v, (set, frozenset)) else v, end=" ")
    print()
def oops(e):
    print(type(e).__name__, str(e).split(" at 0x")[0], [type(c).__name__ for c in (e.__cause__, e.__context__) if c is not None])
'''


class Node:
    """A statement: a line, and for compound statements the parts that follow it (header, list of nodes)."""

    def __init__(self, line, *parts):
        self.line = line
        self.parts = list(parts)  # (header or None, [Node]); the first part's header is None: it belongs to `line`

    def render(self, indent, out):
        out.append("    " * indent + self.line)
        for header, body in self.parts:
            if header is not None:
                out.append("    " * indent + header)
            for node in body or [Node("pass")]:
                node.render(indent + 1, out)


def render(nodes):
    out = []
    for node in nodes:
        node.render(0, out)
    return PRELUDE + "\n".join(out) + "\n"


class Generator:
    KINDS = ("int", "float", "str", "bool", "list", "tuple", "dict", "set")

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.count = 0
        self.functions = []   # (name, number of parameters, kind)
        self.generators = []
        self.classes = []     # (name, methods, attributes)
        self.scopes = [{}]    # name -> kind
        self.in_loop = 0
        self.in_function = 0

    def name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def pick(self, *options):
        return self.r.choice(options)

    def chance(self, p):
        return self.r.random() < p

    def variable(self, kind):
        names = [n for scope in self.scopes for n, k in scope.items() if k == kind]
        return self.r.choice(names) if names else None

    # Expressions

    def literal(self, kind):
        r = self.r
        match kind:
            case "int":
                return str(self.pick(0, 1, 2, 3, 5, 7, 10, -1, -2, -7, 100, 255, 1000, 2**31, 2**62, -2**63, 2**64 + 1, r.randrange(-50, 50)))
            case "float":
                return repr(self.pick(0.0, -0.0, 0.5, 1.0, -1.5, 2.25, 0.1, 1e10, -3.75, 1e-5, 123.456, 1e100, r.randrange(-100, 100) / 8))
            case "str":
                return repr(self.pick("", "a", "abc", "Hello", "x y z", "12", "é", "日本", "a,b,c", "tab\t", "'q'", "%s", "{}", "AbC", "😀!"))
            case "bool":
                return self.pick("True", "False")
            case "list":
                return "[" + ", ".join(self.literal(self.pick("int", "int", "float", "str")) for _ in range(r.randrange(5))) + "]"
            case "tuple":
                items = [self.literal(self.pick("int", "str", "float")) for _ in range(r.randrange(4))]
                return "(" + "".join(i + ", " for i in items) + ")"
            case "dict":
                return "{" + ", ".join(f"{self.literal(self.pick('int', 'str'))}: {self.literal(self.pick('int', 'str', 'float', 'list'))}" for _ in range(r.randrange(4))) + "}"
            case "set":
                return self.pick("set()", "{1, 2, 3}", "{5, 'a'}", "frozenset([1, 7])", "{True, 0.5}")
            case "none":
                return "None"

    def expr(self, kind=None, depth=3):
        kind = kind or self.pick(*self.KINDS)
        if self.chance(0.02):
            kind = self.pick(*self.KINDS, "none")
        if depth <= 0 or self.chance(0.15):
            v = self.variable(kind)
            return v if v and self.chance(0.8) else self.literal(kind)
        choice = getattr(self, "expr_" + kind, None)
        if choice is None:
            return self.literal(kind)
        if self.chance(0.08):
            return self.wrapper(kind, depth)
        return choice(depth - 1)

    def wrapper(self, kind, depth):
        e = self.expr
        match self.r.randrange(6):
            case 0: return f"({e(kind, depth - 1)} if {e('bool', depth - 1)} else {e(kind, depth - 1)})"
            case 1: return f"(lambda p, q=1: {e(kind, depth - 1)})({e(depth=depth - 1)})"
            case 2: return f"[{e(kind, depth - 1)}, {e(kind, depth - 1)}][{self.pick(0, 1, -1)}]"
            case 3: return f"({e(kind, depth - 1)} {self.pick('and', 'or')} {e(kind, depth - 1)})"
            case 4: return f"({self.fresh(kind)} := {e(kind, depth - 1)})"
            case 5: return f"{{'k': {e(kind, depth - 1)}}}['k']"

    def fresh(self, kind):
        n = self.name("w")
        self.scopes[-1][n] = kind
        return n

    def expr_int(self, d):
        e = self.expr
        calls = [f for f in self.functions if f[2] == "int"]
        match self.r.randrange(16):
            case 0 | 1 | 2: return f"({e('int', d)} {self.pick('+', '-', '*')} {e('int', d)})"
            case 3: return f"({e('int', d)} {self.pick('//', '%')} {e('int', d)})"
            case 4: return f"({e('int', d)} {self.pick('&', '|', '^')} {e('int', d)})"
            case 5: return f"({e('int', d)} {self.pick('<<', '>>')} {self.r.randrange(70)})"
            case 6: return f"{self.pick('-', '~', '+', 'abs')}({e('int', d)})"
            case 7: return f"len({e(self.pick('str', 'list', 'dict', 'set', 'tuple'), d)})"
            case 8: return f"cut({e('int', d)}) ** {self.r.randrange(4)}"
            case 9: return f"int({e(self.pick('float', 'int', 'bool', 'str'), d)})"
            case 10: return f"{self.pick('sum', 'max', 'min')}([{e('int', d)}, {e('int', d)}])"
            case 11: return f"sum({self.comprehension('int', d)})"
            case 12: return f"{e('str', d)}.{self.pick('find', 'count')}({e('str', d)})"
            case 13 if calls:
                f = self.r.choice(calls)
                return f"{f[0]}({', '.join(e('int', d) for _ in range(f[1]))})"
            case 14: return f"hash({e(self.pick('int', 'float', 'tuple', 'bool'), d)})"
            case 15: return f"{e('list', d)}[{self.r.randrange(-3, 3)}]"
        return f"round({e('float', d)})"

    def expr_float(self, d):
        e = self.expr
        match self.r.randrange(8):
            case 0 | 1 | 2: return f"({e('float', d)} {self.pick('+', '-', '*')} {e(self.pick('float', 'int'), d)})"
            case 3: return f"({e('int', d)} / {e(self.pick('float', 'int'), d)})"
            case 4: return f"({e('float', d)} {self.pick('//', '%')} {e('float', d)})"
            case 5: return f"float({e(self.pick('int', 'float', 'str'), d)})"
            case 6: return f"round({e('float', d)}, {self.r.randrange(-2, 5)})"
            case 7: return f"{self.pick('abs', '-')}({e('float', d)})"

    def expr_str(self, d):
        e = self.expr
        method = self.pick("upper()", "lower()", "title()", "strip()", "swapcase()", "capitalize()", "casefold()", "[::-1]", "[1:]", "[:2]", "[-1:]", "zfill(6)", "center(7, '*')", "ljust(5)", "replace('a', 'bb')",
                           "lstrip('a')", "expandtabs()", "format(1, 2)", "removeprefix('a')", "partition(',')[0]", "join(['x', 'y'])", "encode().decode()", "translate({97: 'Q'})")
        match self.r.randrange(10):
            case 0: return f"({e('str', d)} + {e('str', d)})"
            case 1: return f"({e('str', d)} * {self.r.randrange(4)})"
            case 2 | 3: return e("str", d) + ("" if method[0] == "[" else ".") + method
            case 4: return f"str({e(depth=d)})" if self.chance(0.5) else f"repr({e('int', d)})"
            case 5:
                spec = self.pick("", ":>8", ":<6", ":^9", "!r", "!s:>5")
                return "f'<{" + f"cut({self.swap(e('str', d))})" + spec + "}>'" if self.chance(0.5) else "f'{" + self.swap(e("int", d)) + self.pick("", ":d", ":x", ":>8", ":,", ":08d", ":+", ":b", "!r", "=") + "}'"
            case 6: return "f'{" + self.swap(e("float", d)) + self.pick(":.2f", ":g", ":e", ":10.3f", "", ":.0f", ":+.1f", "!r", ":%") + "}'"
            case 7: return f"'-'.join(str(j) for j in {e('list', d)})"
            case 8: return f"'%s|%r' % ({e(self.pick('int', 'str'), d)}, {e(self.pick('str', 'float', 'list'), d)})"
            case 9: return f"{e('str', d)}[{self.r.randrange(-4, 4)}]"

    def swap(self, text):
        """An expression inside an f-string must not begin with a brace or hold a bare lambda, colon or walrus."""
        return f"({text})"

    def expr_bool(self, d):
        e = self.expr
        match self.r.randrange(9):
            case 0 | 1 | 2:
                kind = self.pick("int", "int", "float", "str")
                return f"({e(kind, d)} {self.pick('<', '<=', '==', '!=', '>', '>=')} {e(kind, d)})"
            case 3: return f"(not {e('bool', d)})"
            case 4: return f"({e('bool', d)} {self.pick('and', 'or', '==', 'is')} {e('bool', d)})"
            case 5: return f"({e('int', d)} {self.pick('in', 'not in')} {e(self.pick('list', 'tuple', 'dict', 'set'), d)})"
            case 6: return f"isinstance({e(depth=d)}, {self.pick('int', 'str', '(int, float)', 'list', 'bool', 'dict | set')})"
            case 7: return f"({e('int', d)} < {e('int', d)} <= {e('int', d)})"
            case 8: return f"{e('str', d)}.{self.pick('isalpha', 'isdigit', 'isupper', 'isspace', 'isidentifier')}()"

    def comprehension(self, kind, d):
        v = self.name("c")
        source = self.pick(f"range({self.r.randrange(12)})", self.expr("list", d) if kind != "int" else f"range({self.r.randrange(9)})")
        self.scopes.append({v: "int"})
        body = self.expr(kind, d)
        condition = f" if {self.expr('bool', d)}" if self.chance(0.4) else ""
        self.scopes.pop()
        # An assignment expression may not stand in the iterable, nor rebind the iteration variable.
        return f"[{body} for {v} in {re.sub(r'\w+ := ', '', source)}{condition}]"

    def expr_list(self, d):
        e = self.expr
        match self.r.randrange(9):
            case 0 | 1: return self.comprehension(self.pick("int", "str", "float"), d)
            case 2: return f"({e('list', d)} + {e('list', d)})"
            case 3: return f"{e('list', d)}[{self.pick('1:', ':2', '::-1', '::2', '-2:')}]"
            case 4: return f"sorted([{e('int', d)}, {e('int', d)}, {e('int', d)}]{self.pick('', ', reverse=True', ', key=lambda t: -t', ', key=abs')})"
            case 5: return f"list({self.pick('map(str, ', 'reversed(', 'enumerate(', 'filter(None, ')}{e('list', d)}))"
            case 6: return f"list(zip({e('list', d)}, {e(self.pick('list', 'str', 'tuple'), d)}))"
            case 7: return f"{e('str', d)}.split({self.pick('', repr(','), repr('a'))})"
            case 8: return f"[*{e(self.pick('list', 'tuple', 'str', 'dict'), d)}, {e('int', d)}]"

    def expr_tuple(self, d):
        e = self.expr
        match self.r.randrange(4):
            case 0: return f"({e('int', d)}, {e(depth=d)})"
            case 1: return f"tuple({e('list', d)})"
            case 2: return f"({e('tuple', d)} + {e('tuple', d)})"
            case 3: return f"divmod({e('int', d)}, {e('int', d)})"

    def expr_dict(self, d):
        e = self.expr
        match self.r.randrange(5):
            case 0: return f"{{{e('int', d)}: {e(depth=d)}, {e('str', d)}: {e('int', d)}}}"
            case 1: return f"dict(a={e('int', d)}, b={e(depth=d)})"
            case 2: return f"({e('dict', d)} | {e('dict', d)})"
            case 3:
                v = self.name("c")
                return f"{{{v}: {v} * 2 for {v} in range({self.r.randrange(6)})}}"
            case 4: return f"{{**{e('dict', d)}, 'z': {e('int', d)}}}"

    def expr_set(self, d):
        e = self.expr
        match self.r.randrange(3):
            case 0: return f"({e('set', d)} {self.pick('|', '&', '-', '^')} {e('set', d)})"
            case 1: return f"set({e('str', d)})"
            case 2: return f"{{{e('int', d)}, {e('int', d)}}}"

    # Statements

    def block(self, n, depth):
        self.scopes.append({})
        out = []
        for _ in range(self.r.randrange(1, n + 1)):
            out.extend(self.statement(depth))
        self.scopes.pop()
        return out

    def assign(self):
        kind = self.pick("int", "int", "float", "str", "list", "dict", "bool", "tuple", "set")
        value = self.expr(kind)
        old = self.variable(kind)
        if old and self.chance(0.4):
            name = old
        else:
            name = self.name("v")
        self.scopes[-1][name] = kind
        return Node(f"{name} = cut({value})")

    def statement(self, depth):
        r = self.r
        while True:
            match r.randrange(18):
                case 0 | 1 | 2 | 3:
                    return [self.assign()]
                case 4 | 5:
                    return [Node(f"show({self.expr()}, {self.expr()})")]
                case 6:
                    v = self.variable("int")
                    if v:
                        return [Node(f"{v} {self.pick('+=', '-=', '*=', '//=', '|=', '%=', '<<=') if self.chance(0.95) else '/='} {self.pick(1, 2, 3, 7)}"), Node(f"{v} = cut({v})")]
                case 7:
                    v = self.variable("list")
                    if v:
                        call = self.pick(f"append({self.expr('int')})", f"extend({self.expr('list')})", "reverse()", "pop()", f"insert(1, {self.expr('int')})", "sort(key=str)", f"remove({self.expr('int')})", "clear()", f"index({self.expr('int')})")
                        return [Node(f"show({v}.{call}, {v})")]
                case 8:
                    v = self.variable("dict")
                    if v:
                        op = self.pick(f"{v}[{self.expr(self.pick('int', 'str'), 1)}] = {self.expr('int')}", f"show({v}.get({self.expr('int', 1)}), {v}.pop({self.expr('int', 1)}, 'none'))", f"{v}.update({self.expr('dict', 1)})",
                                       f"show(list({v}.items()))", f"show({v}.setdefault({self.expr('int', 1)}, []))", f"del {v}[{self.expr('int', 1)}]")
                        return [Node(op)]
                case 9 if depth:
                    parts = [(None, self.block(2, depth - 1))]
                    if self.chance(0.3):
                        parts.append((f"elif {self.expr('bool', 2)}:", self.block(2, depth - 1)))
                    if self.chance(0.5):
                        parts.append(("else:", self.block(2, depth - 1)))
                    return [Node(f"if {self.expr('bool')}:", *parts)]
                case 10 | 11 if depth and self.in_loop < 2:
                    return [self.loop(depth)]
                case 12 if depth:
                    body = self.block(2, depth - 1)
                    if self.chance(0.5):
                        body.append(Node(f"raise {self.pick('ValueError', 'KeyError', 'TypeError', 'RuntimeError')}({self.expr('str', 1)})" + (f" from {self.pick('None', 'OSError(1)')}" if self.chance(0.2) else "")))
                    caught = self.pick("ValueError", "(KeyError, TypeError)", "Exception", "LookupError", "ArithmeticError")
                    parts = [(None, body), (f"except {caught} as e:", [Node("oops(e)"), *self.block(1, depth - 1)])]
                    if self.chance(0.3):
                        parts.append(("else:", self.block(1, depth - 1)))
                    if self.chance(0.4):
                        parts.append(("finally:", self.block(1, depth - 1)))
                    return [Node("try:", *parts)]
                case 13 if self.in_loop and depth:
                    return [Node(f"if {self.expr('bool', 2)}:", (None, [Node(self.pick("break", "continue"))]))]
                case 14 if self.generators:
                    g, n = r.choice(self.generators)
                    v = self.name("v")
                    return [Node(f"{v} = {g}({', '.join(self.expr('int', 2) for _ in range(n))})"), Node(f"show(next({v}, None), list({v})[:8])")]
                case 15 if self.classes:
                    name, methods, attributes = r.choice(self.classes)
                    v = self.name("o")
                    out = [Node(f"{v} = {name}({self.expr('int', 2)})")]
                    for _ in range(r.randrange(1, 4)):
                        out.append(Node(self.pick(f"show({v}.{r.choice(methods)}({self.expr('int', 2)}))", f"{v}.{r.choice(attributes)} = cut({self.expr('int', 2)})", f"show({v}.{r.choice(attributes)}, {v} + {self.expr('int', 1)})",
                                                  f"show({v} == {v}, {v} < {name}(3), len({v}), bool({v}), {v}[{r.randrange(5)}])", f"show(str({v}), {v}.__dict__)", f"show({v}.missing)")))
                    return out
                case 16:
                    a, b = self.name("v"), self.name("v")
                    target = self.pick(f"{a}, {b}", f"{a}, *{b}", f"*{a}, {b}")
                    self.scopes[-1][a if not target.startswith("*") else b] = "int"
                    return [Node(f"{target} = {self.pick(f'({self.expr("int", 2)}, {self.expr("int", 2)})', self.expr('list', 2))}"), Node(f"show({a}, {b})")]
                case 17 if depth:
                    v = self.expr(self.pick("int", "list", "tuple", "dict", "str"), 2)
                    n, m = self.name("m"), self.name("m")
                    cases = [("0 | 1", ""), (f"int({n})", f" if {n} > 5"), (f"[{n}, *{m}]", ""), (f"({n}, {m})", ""), (f"{{'a': {n}, **{m}}}", ""), (f"str() as {n}", ""), (f"[int({n}) | str({n}), {m}]", "")]
                    chosen = self.r.sample(cases, 3)
                    parts = []
                    for pattern, guard in chosen:
                        bound = re.findall(r"\bm\d+\b", pattern)
                        parts.append(Node(f"case {pattern}{guard}:", (None, [Node(f"show({', '.join(dict.fromkeys(bound)) or 0})")])))
                    return [Node(f"match {v}:", (None, [*parts, Node("case _:", (None, [Node("show('no case')")]))]))]

    def loop(self, depth):
        self.in_loop += 1
        hot = self.chance(0.25) and self.in_loop == 1
        n = self.r.randrange(150, 400) if hot else self.r.randrange(1, 8)
        v = self.name("i")
        self.scopes.append({v: "int"})
        body = []
        if hot:
            # Few and cheap statements, no output but at the end.
            a, b = self.name("t"), self.name("t")
            self.scopes[-1].update({a: "int", b: "float"})
            lines = [f"{a} = cut({self.expr('int', 2)})", f"{b} = cut({self.expr('float', 2)})", f"{a} = cut({a} + {v})", f"if {v} == {n // 2}: {a} = {self.pick('1.5', '2**70', 'True', repr('text'))}",
                     f"if {self.expr('bool', 2)}: {a} = cut({self.expr('int', 1)})", f"{b} = cut({b} * 0.5 + {v})"]
            body = [Node(x) for x in self.r.sample(lines, 4)]
            body = [Node("try:", (None, body), ("except (TypeError, ValueError, ArithmeticError, IndexError, KeyError, AttributeError) as e:", [Node(f"{a} = len(str(e))"), Node(f"{b} = 0.5")]))]
        else:
            for _ in range(self.r.randrange(1, 4)):
                body.extend(self.statement(depth - 1))
        self.scopes.pop()
        self.in_loop -= 1
        parts = [(None, body)]
        if not hot and self.chance(0.2):
            parts.append(("else:", self.block(1, depth - 1)))
        if hot:
            node = Node(f"for {v} in range({n}):", *parts)
            return Node("if True:", (None, [Node(f"{a}, {b} = 1, 0.5"), node, Node(f"show({a}, {b})")]))
        if self.chance(0.3):
            counter = self.name("n")
            parts[0] = (None, [Node(f"{counter} += 1"), Node(f"{v} = {counter}"), *body])
            return Node("if True:", (None, [Node(f"{counter} = 0"), Node(f"while {counter} < {n}:", *parts)]))
        source = self.pick(f"range({n})", f"range({n}, 0, -1)", f"enumerate({self.expr('str', 1)})" if False else f"range({n})", self.expr("list", 1))
        return Node(f"for {v} in {source}:", *parts)

    def function(self):
        name, n = self.name("f"), self.r.randrange(0, 4)
        params = [self.name("p") for _ in range(n)]
        self.scopes.append({p: "int" for p in params})
        saved, self.in_loop = self.in_loop, 0
        body = []
        for _ in range(self.r.randrange(1, 4)):
            body.extend(self.statement(2))
        body.append(Node(f"return cut({self.expr('int', 2)})"))
        self.scopes.pop()
        self.in_loop = saved
        text = ", ".join(p + (f"={self.r.randrange(5)}" if i == n - 1 and self.chance(0.3) else "") for i, p in enumerate(params))
        node = Node(f"def {name}({text}):", (None, body))
        self.functions.append((name, n, "int"))
        return node

    def recursive(self):
        name, p = self.name("f"), self.name("p")
        self.scopes.append({p: "int"})
        base, step = self.expr("int", 1), self.pick(f"{name}({p} - 1) + {p}", f"{name}({p} // 2) * 2 + 1", f"{name}({p} - 1) + {name}({p} - 2)", f"{p} - {name}({p} - 1)")
        self.scopes.pop()
        self.functions.append((name, 0, "none"))
        return [Node(f"def {name}({p}):", (None, [Node(f"if {p} < 2: return cut({base})"), Node(f"return cut({step})")])), Node(f"show({name}({self.r.randrange(4, 15)}))")]

    def generator(self):
        name, p = self.name("g"), self.name("p")
        self.scopes.append({p: "int"})
        saved, self.in_loop = self.in_loop, 2
        i = self.name("i")
        self.scopes[-1][i] = "int"
        inner = [Node(f"yield cut({self.expr('int', 2)})")]
        if self.chance(0.4):
            inner.append(Node(f"if {self.expr('bool', 2)}: return {self.expr('int', 1)}"))
        if self.chance(0.3):
            inner.append(Node("yield from [1, 2]"))
        loop = Node(f"for {i} in range({self.r.randrange(1, 6)}):", (None, inner))
        body = [loop]
        if self.chance(0.4):
            body = [Node("try:", (None, [loop]), ("finally:", [Node("show('closing')")]))]
        self.scopes.pop()
        self.in_loop = saved
        self.generators.append((name, 1))
        return Node(f"def {name}({p}):", (None, body))

    def closure(self):
        name, inner, c = self.name("f"), self.name("f"), self.name("c")
        p = self.name("p")
        self.scopes.append({c: "int", p: "int"})
        value = self.expr("int", 2)
        self.scopes.pop()
        made = self.name("k")
        return [Node(f"def {name}({c}):", (None, [Node(f"def {inner}({p}):", (None, [Node(f"nonlocal {c}"), Node(f"{c} = cut({re.sub(r'\w+ := ', '', value)})"), Node(f"return {c}")])), Node(f"return {inner}")])),
                Node(f"{made} = {name}({self.r.randrange(9)})"), Node(f"show({made}(1), {made}(2), {made}(3))")]

    def klass(self):
        name, base = self.name("C"), (self.r.choice(self.classes)[0] if self.classes and self.chance(0.5) else None)
        attributes, methods = ["x", "y"], []
        body = []
        if base is None or self.chance(0.5):
            init = ([Node("super().__init__(a)")] if base else []) + [Node("self.x = a"), Node(f"self.y = {self.r.randrange(9)}")]
            body.append(Node("def __init__(self, a):", (None, init)))
        for m in self.r.sample(["m1", "m2", "m3"], 2):
            methods.append(m)
            self.scopes.append({"b": "int", "self.x": "int", "self.y": "int"})
            value = re.sub(r"\w+(?:\.\w+)? := ", "", self.expr("int", 2))
            self.scopes.pop()
            if base and m in self.class_methods.get(base, ()) and self.chance(0.5):
                value = f"super().{m}(b) + {value}"
            lines = [Node(f"self.{self.pick('x', 'y')} = cut({self.pick('self.x + b', 'self.y - b', 'b * 2')})")] if self.chance(0.5) else []
            body.append(Node(f"def {m}(self, b):", (None, lines + [Node(f"return cut({value})")])))
        for text, ret in self.r.sample([("__add__(self, o)", "self.x + o"), ("__eq__(self, o)", "self.x == getattr(o, 'x', o)"), ("__lt__(self, o)", "self.x < o.x"), ("__len__(self)", "self.y"), ("__bool__(self)", "self.x > 0"),
                                        ("__getitem__(self, k)", "(k, self.y)[k]"), ("__repr__(self)", f"f'{name}<{{self.x}}>'"), ("__getattr__(self, n)", "n + '?'"), ("__radd__(self, o)", "o + self.x")], 5):
            body.append(Node(f"def {text}:", (None, [Node(f"return {ret}")])))
        all_methods = sorted({*methods, *(self.class_methods.get(base, ()) if base else ())})
        self.class_methods[name] = all_methods
        self.classes.append((name, all_methods, attributes))
        return Node(f"class {name}({base}):" if base else f"class {name}:", (None, body))

    class_methods = {}

    def program(self):
        self.class_methods = {}
        out = []
        for _ in range(self.r.randrange(1, 6)):
            match self.r.randrange(6):
                case 0 | 1: out.append(self.function())
                case 2: out.append(self.generator())
                case 3: out.append(self.klass())
                case 4: out.extend(self.recursive())
                case 5: out.extend(self.closure())
        for _ in range(self.r.randrange(4, 14)):
            body = self.statement(3)
            out.append(Node("try:", (None, body), ("except Exception as e:", [Node("oops(e)")])))
        return out


class HotGenerator(Generator):
    """Programs for traces: a function with one or two hot loops over a few variables whose kinds mostly stay what they are, calling small functions,
    methods, properties, closures and generators. What happens in an iteration is chosen by the loop's variable, so that side exits become hot too."""

    VARIABLES = {"int": ("a", "b"), "float": ("x", "y"), "str": ("s",), "list": ("l",), "dict": ("d",), "tuple": ("t",), "bool": ("z",)}
    HELPERS = """
        def h_add(p, q=3): return p + q
        def h_pick(p, *, k=2): return p if k else -p
        def h_rest(p, *r, **o): return (p, len(r), sorted(o))
        def h_deep(p): return h_add(h_pick(p), 1) * 2
        def h_many(n):
            r = 0
            for j in range(n): r += j
            return r
        def h_raise(p):
            if p % 7 == 3: raise ValueError(p)
            return p
        def h_gen(n):
            for j in range(n):
                yield j * 2
        def h_try(p):
            try: return 100 // (p % 5)
            except ZeroDivisionError: return -1
            finally: LOG.append(p & 1)
        def h_fact(n): return 1 if n < 2 else n * h_fact(n - 1)
        def h_counter():
            n = 0
            def step(k):
                nonlocal n
                n += k
                return n
            return step
        class P:
            kind = 'P'
            def __init__(self, v): self.v = v
            def get(self): return self.v
            def put(self, v): self.v = v; return self
            @property
            def twice(self): return self.v * 2
            def __add__(self, o): return P(self.v + (o.v if isinstance(o, P) else o))
            def __eq__(self, o): return isinstance(o, P) and self.v == o.v
            def __lt__(self, o): return self.v < o.v
            def __len__(self): return 3
            def __getitem__(self, k): return (self.v, k)
            def __call__(self, k): return self.v ^ k
            def __bool__(self): return bool(self.v & 1)
            def __iter__(self): return iter((self.v, 1))
            def __contains__(self, k): return k == self.v
            def __repr__(self): return f'P({self.v})'
        class Q(P):
            kind = 'Q'
            __slots__ = ('w',)
            def __init__(self, v): super().__init__(v); self.w = 0.5
            def get(self): return super().get() + 1
        class R:
            __slots__ = ('v', 'n')
            def __init__(self, v): self.v = v; self.n = None
            def get(self): return self.v - 1
            def put(self, v): self.v = v; return self
            twice = property(lambda self: self.v)
            def __add__(self, o): return self
            def __call__(self, k=1): return k
        class W:
            def __enter__(self): LOG.append('in'); return self
            def __exit__(self, *e): LOG.append(e[0] is None); return e[0] is ValueError
        LOG = []
        G = 5
    """

    def hot_value(self, kind, d=2):
        r, pick = self.r, self.pick
        v = pick(*self.VARIABLES[kind])
        if d <= 0 or self.chance(0.25):
            return v if self.chance(0.7) else self.literal(kind)
        e = lambda k, n=d - 1: self.hot_value(k, n)
        match kind:
            case "int":
                return pick(f"({e('int')} {pick('+', '-', '*', '&', '|', '^')} {e('int')})", f"({e('int')} {pick('//', '%')} {pick('3', '7', 'i + 1', '(i % 5)', '-4', e('int'))})", "i", "i", f"({e('int')} {pick('<<', '>>')} {pick('1', '3', '(i & 7)')})",
                            f"h_add({e('int')})", f"h_add({e('int')}, {e('int')})", f"h_add(q={e('int')}, p=i)", f"h_pick({e('int')}, k=i & 1)", f"h_deep({e('int')})", f"o.get()", "o.twice", "o.v", f"o({e('int')})", f"h_many(i % {pick(3, 20)})",
                            f"len({e(pick('str', 'list', 'tuple', 'dict'))})", f"{pick('min', 'max')}({e('int')}, {e('int')})", f"abs({e('int')})", "-i", f"~{e('int')}", f"int({e(pick('float', 'int', 'bool'))})", f"sum(h_gen(i % 6))",
                            f"sum([j * i for j in range(i % 5)])", f"({e('int')} if {e('bool')} else {e('int')})", f"d.get({e('int')}, i)", "l[i % len(l)] if l else 0", f"t[{pick(0, -1)}]", f"h_try({e('int')})", "h_fact(i % 9)", "step(1)", "G", f"ord({pick('chr(65 + i % 20)', repr('x'))})",
                            f"divmod({e('int')}, {pick(3, -7)})[{pick(0, 1)}]", f"round({e('float')})", "len([k for k in l if k])", f"hash({e('int')})", f"s.find({e('str')})", f"({e('bool')} + i)", f"pow({e('int')} % 50, 3)", f"({e('int')} % 50) ** 2", "sum(1 for c in s if c == 'a')",
                            f"[*t, i][{pick(0, -1)}]", f"(lambda k: k + i)({e('int')})", "next(it, -1)")
            case "float":
                return pick(f"({e('float')} {pick('+', '-', '*')} {e(pick('float', 'float', 'int'))})", f"({e('float')} / {pick('2.0', '3', '(i + 1)', e('float'))})", f"float({e('int')})", "i * 0.5", f"abs({e('float')})", f"-{e('float')}", f"round({e('float')}, 2)", "x * 0.5 + i",
                            f"({e('float')} {pick('//', '%')} {pick('1.5', '-2.0', e('float'))})", f"({e('int')} / {pick('4', '(i + 1)')})", f"{pick('min', 'max')}({e('float')}, {e('float')})", f"({e('float')} if {e('bool')} else {e('float')})", "sqrt(abs(x))", "(i % 10) ** 0.5", "2.0 ** (i % 9)")
            case "str":
                return pick(f"({e('str')} + {e('str')})", f"f'{{i}}'", f"f'{{a}}:{{x:.2f}}'", f"str({e(pick('int', 'float', 'bool'))})", "s[i % (len(s) + 1):]", f"s[:{pick(3, -1, 'i % 4')}]", "'%d-%s' % (i, s[:3])", "s.upper()", f"','.join([str(k) for k in l[:3]])", f"repr({e(pick('int', 'str', 'float', 'tuple'))})",
                            "chr(97 + i % 26)", f"({e('str')} * (i % 3))", f"{e('str')}.replace('a', 'b')", "f'{o.v!r:>5}|{s!s:<4}'", "s.split(',')[0]", "o.kind if isinstance(o, P) else 'R'", f"('x' if {e('bool')} else s)", "'{}{}'.format(i, s[:2])")
            case "bool":
                return pick(f"({e(pick('int', 'int', 'float', 'str'))} {pick('<', '<=', '==', '!=', '>', '>=')} {e(pick('int', 'int', 'float'))})" if self.chance(0.9) else f"({e('str')} < {e('str')})", f"(i % {pick(2, 3, 5, 11)} == {pick(0, 1)})", f"(not {e('bool')})", f"({e('bool')} {pick('and', 'or')} {e('bool')})", f"({e('int')} in {e(pick('list', 'dict', 'tuple'))})",
                            f"isinstance(o, {pick('P', 'Q', 'R', '(P, R)')})", f"(l is {pick('l', 'None')})", f"(0 <= {e('int')} < i)", f"bool({e(pick('int', 'list', 'str', 'float'))})", "(o == o)", f"({e('str')} in s)", f"any(k for k in {e('tuple')})", f"(o is {pick('p', 'None', 'o')})")
            case "list":
                return pick("l", "l", f"[{e('int')}, {e('float')}]", "l[-5:]", "l[::2]", f"[k for k in range(i % 6)]", f"[j for j in {e('tuple')} if j]", "list(h_gen(i % 5))", f"sorted([{e('int')}, {e('int')}])", f"[{e('int')}] * (i % 4)", "list(d)[:4]", "list(range(i % 7))", "l + [i]", "list(map(h_add, [1, i]))", "list(zip(l[:2], t))", "[*l[:3], i]", "list(o) if isinstance(o, P) else []")
            case "tuple":
                return pick("t", f"({e('int')}, {e('int')})", f"({e('int')}, {e('float')}, i)", f"tuple({e('list')})", "(i, s, x)", f"h_rest(i, {e('int')}, k={e('int')})", f"h_rest(*{e('list')}[:3], *{e('tuple')}, **{{'u': i}})", "t[1:] + (i,)")
            case "dict":
                return pick("d", "d", f"{{i: {e('int')}}}", f"{{k: i for k in range(i % 4)}}", "{'a': i, **d}" if self.chance(0.3) else "{'a': i}", f"dict(u={e('int')})")

    def hot_statement(self, d=2):
        pick, e = self.pick, self.hot_value
        kind = pick("int", "int", "int", "float", "float", "str", "list", "tuple", "bool")
        v = pick(*self.VARIABLES[kind])
        simple = lambda: self.hot_statement(0)[0]
        choices = [lambda: [Node(f"{v} = cut({e(kind)})")]] * 5 + [
            lambda: [Node(f"a {pick('+=', '-=', '^=', '|=', '+=')} {e('int', 1)}")], lambda: [Node(f"x {pick('+=', '-=', '*=')} {e('float', 1)}")],
            lambda: [Node(f"l.append({e(pick('int', 'float', 'str'), 1)})")], lambda: [Node(f"l[i % len(l)] = {e('int', 1)}")], lambda: [Node(f"d[{pick('i & 7', 'i', 's[:1]', e('int', 1))}] = {e(pick('int', 'float', 'tuple'), 1)}")], lambda: [Node(f"d[i & 3] += {e('int', 1)}")],
            lambda: [Node(f"o.v = cut({e('int', 1)})")], lambda: [Node(f"o.v += {pick(1, 'i', 'a & 7')}")], lambda: [Node(f"o = {pick('P', 'Q', 'R')}(cut({e('int', 1)}))")], lambda: [Node(f"o = {pick('p', 'p', 'o + 1', 'o + p', 'o.put(i)')}")],
            lambda: [Node(f"a, b = {pick('b, a', '(i, a)', 't[:2]', 'divmod(a, 7)', 'h_rest(i)[:2]')}")], lambda: [Node(f"G = cut({e('int', 1)})")], lambda: [Node(f"total = cut(total * 31 + {e('int', 1)})")], lambda: [Node(f"LOG.append(a & 3)")],
            lambda: [Node(f"s = cut(s + {e('str', 1)})")], lambda: [Node("del l[:-4]")], lambda: [Node(f"b = h_raise(i)")], lambda: [Node("if len(l) > 20: l = l[-3:]")], lambda: [Node("d.pop(i - 3, None)")], lambda: [Node("it = iter(l)")], lambda: [Node("step = h_counter()")]]
        if d > 0:
            body = lambda n=2: [x for _ in range(self.r.randrange(1, n + 1)) for x in self.hot_statement(d - 1)]
            choices += [
                lambda: [Node(f"if {e('bool')}:", (None, body()), *([("else:", body())] if self.chance(0.6) else []))], lambda: [Node(f"if {e('bool')}:", (None, body(1)), (f"elif {e('bool', 1)}:", body(1)), ("else:", body(1)))],
                lambda: [Node(f"if {e('bool')}:", (None, [*body(1), Node(pick('continue', 'continue', 'break'))]))],
                lambda: [Node("try:", (None, [*body(), *([Node(f"if i % {pick(3, 7, 50)} == 1: raise {pick('ValueError(i)', 'KeyError', 'IndexError(a)')}")] if self.chance(0.5) else [])]), (f"except {pick('ValueError', '(KeyError, IndexError)', '(TypeError, ValueError, ArithmeticError, LookupError, AttributeError)', 'LookupError')} as ex:", [Node(f"a = {pick('len(str(ex))', 'len(ex.args)', '1')}"), *body(1)]), *([("finally:", body(1))] if self.chance(0.3) else []))],
                lambda: [Node(f"for j in {pick('range(i % 6)', 'l[:4]', 't', 'h_gen(i % 4)', 'range(3, 0, -1)', 'list(d)[:3]', 'enumerate(s[:3])', 'zip(l[:3], t)', 's[:4]', 'd.copy().items()', 'reversed(l[:3])', 'map(str, t)')}:", (None, [Node(pick("total = cut(total + 1)", "LOG.append(1)", "a += 1", "b ^= i")), *body(1), *([Node(f"if {e('bool', 1)}: {pick('break', 'continue')}")] if self.chance(0.3) else [])]), *([("else:", body(1))] if self.chance(0.2) else []))],
                lambda: [Node("with W():", (None, body()))], lambda: [Node("k = 0"), Node(f"while k < i % {pick(3, 5, 12)}:", (None, [Node("k += 1"), *body(1)]))],
                lambda: [Node(f"match {e(pick('int', 'tuple', 'str'), 1)}:", (None, [Node(f"case {pick('0 | 1', '[m, *_]', 'int(m)', 'str()', '(m, n)')}:", (None, body(1))), Node("case _:", (None, body(1)))]))]]
        return pick(*choices)()

    def program(self):
        import textwrap
        n = self.pick(60, 120, 300, 500)
        out = [Node("from math import sqrt"), Node(textwrap.dedent(self.HELPERS).strip())]
        for k in range(self.r.randrange(1, 3)):
            body = [x for _ in range(self.r.randrange(2, 8)) for x in self.hot_statement(2)]
            if self.chance(0.6):
                body = [Node("try:", (None, body), ("except Exception as e:", [Node("errors[type(e).__name__ + ': ' + str(e).split(' at 0x')[0][:80]] = errors.get(type(e).__name__, 0) + 1")]))]
            source = self.pick(f"for i in range({n}):", f"for i in range({n}):", f"for i in range(0, {3 * n}, 3):", f"for i in [*range({n})]:", f"for i in h_gen({n}):", f"for i, w in enumerate(range({n})):", "while")
            if source == "while":
                loop = [Node("i = -1"), Node(f"while i < {n}:", (None, [Node("i += 1"), *body]))]
            else:
                loop = [Node(source, (None, body))]
            start = [Node(x) for x in ("global G", "a, b, x, y, s, l, t, d, z = 1, 2, 0.5, 1.5, 'ab', [1, 2], (1, 2), {0: 1}, False", "p = o = P(3)", "i = total = 0", "errors = {}", "step = h_counter()", "it = iter([])")]
            end = [Node("show(a, b, x, y, s, l, t, z, o if isinstance(o, P) else o.v, total, G, errors)"), Node("show(len(d), [(k, d[k]) for k in d][:9], LOG[-12:], len(LOG))")]
            out.append(Node(f"def run{k}():", (None, [*start, Node("try:", (None, loop), ("except Exception as e:", [Node("oops(e)")])), *end])))
            out += [Node(f"run{k}()")] * self.r.randrange(1, 4)
        return out


def generate(seed):
    """The program of a seed: every third is a plain one, the others are made for traces. What the compiler rejects (a walrus in an iterable, say) is left for another attempt."""
    attempt = 0
    while True:
        nodes = (Generator if seed % 3 == 0 else HotGenerator)(f"{seed}.{attempt}").program()
        try:
            compile(render(nodes), "fuzz", "exec")
            return nodes
        except SyntaxError:
            attempt += 1


# Running and comparing

def run(command, text):
    """(output, last line of the error output if it failed, exit code); None if it takes too long."""
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "DXPY_LIB", "DXPY_DEPS")} | {"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
    process = subprocess.Popen([*command, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, start_new_session=True)
    try:
        out, err = process.communicate(text.encode(), timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    lines = err.decode("utf-8", "replace").strip().splitlines()
    return re.sub(r" at 0x[0-9a-f]+", " at 0x", out.decode("utf-8", "replace")), lines[-1] if lines and process.returncode else "", process.returncode


DRIVER = """
import io, json, sys, warnings
warnings.simplefilter('ignore')
real = sys.stdout
for number, line in enumerate(sys.stdin):
    text = json.loads(line)
    real.write(f'{number}\\n'); real.flush()
    out = sys.stdout = io.StringIO()
    end = ''
    try: exec(compile(text, 'fuzz', 'exec'), {'__name__': '__main__'})
    except BaseException as e: end = f'{type(e).__name__}: {e}'
    sys.stdout = real
    sys.settrace(None)
    real.write(json.dumps([out.getvalue(), end]) + '\\n'); real.flush()
"""


def run_many(command, texts):
    """What each program gave, as a list of (output, error) and None where it did not end: all in one process as far as it comes."""
    results = []
    while len(results) < len(texts):
        rest = texts[len(results):]
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "DXPY_LIB", "DXPY_DEPS")} | {"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
        process = subprocess.Popen([*command, "-c", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, start_new_session=True)
        threading.Thread(target=feed, args=(process, rest), daemon=True).start()
        done = 0
        while True:
            watch = threading.Timer(TIMEOUT, kill, [process])
            watch.start()
            started, line = process.stdout.readline(), process.stdout.readline()
            watch.cancel()
            if not line.endswith(b"\n"):
                break
            results.append(tuple(re.sub(r" at 0x[0-9a-f]+", " at 0x", x) for x in json.loads(line)))
            done += 1
        process.wait()
        process.stdout.close()
        if done < len(rest):
            results.append(None)
    return results


def feed(process, texts):
    try:
        for text in texts:
            process.stdin.write(json.dumps(text).encode() + b"\n")
        process.stdin.close()
    except BrokenPipeError:
        pass


def kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def not_comparable(expected, actual=("", "")):
    """Why two results say nothing about each other. No handler of a generated program hides a MemoryError: it is in what is printed."""
    if expected is None:
        return f"no result of CPython after {TIMEOUT} s"
    for who, result in ("CPython", expected), ("dxpy", actual):
        if result is not None and any("MemoryError" in x for x in result[:2]):
            return f"MemoryError in {who}"
        if result is not None and result[2:] == (-signal.SIGKILL,):
            return f"{who} was killed for want of memory"
    return None


def compare(text, reference, command):
    """What CPython gave, what the other gave, and why they cannot be compared."""
    expected = run(reference, text)
    if reason := not_comparable(expected):
        return expected, None, reason
    actual = run(command, text)
    return expected, actual, not_comparable(expected, actual)


def differs(text, reference, command):
    """What CPython gave and what the other gave, if they differ."""
    expected, actual, reason = compare(text, reference, command)
    return (expected, actual) if expected != actual and not reason else None


def variants(nodes):
    """Each program with one statement less, or one compound statement replaced by a body of its own."""
    for i in range(len(nodes)):
        yield nodes[:i] + nodes[i + 1:]
    for i, node in enumerate(nodes):
        for _, body in node.parts:
            if body:
                yield nodes[:i] + body + nodes[i + 1:]
        for j, (header, body) in enumerate(node.parts):
            for smaller in variants(body):
                copy = Node(node.line)
                copy.parts = node.parts[:j] + [(header, smaller)] + node.parts[j + 1:]
                yield nodes[:i] + [copy] + nodes[i + 1:]
            if j and header:
                copy = Node(node.line)
                copy.parts = node.parts[:j] + node.parts[j + 1:]
                yield nodes[:i] + [copy] + nodes[i + 1:]


def shrink(nodes, reference, command, budget=400):
    """Fewer statements, and the difference remains; a try for a half of the statements at a time comes first."""
    size, end = len(nodes) // 2, time.monotonic() + SHRINKING
    while size >= 2:
        i = 0
        while i < len(nodes):
            smaller = nodes[:i] + nodes[i + size:]
            budget -= 1
            if smaller and budget > 0 and time.monotonic() < end and still_differs(smaller, reference, command):
                nodes = smaller
            else:
                i += size
        size //= 2
    progress = True
    while progress and budget > 0:
        progress = False
        for smaller in variants(nodes):
            budget -= 1
            if budget <= 0 or time.monotonic() >= end:
                budget = 0
                break
            if still_differs(smaller, reference, command):
                nodes, progress = smaller, True
                break
    return nodes


def still_differs(nodes, reference, command):
    text = render(nodes)
    try:
        compile(text, "fuzz", "exec")
    except SyntaxError:
        return False
    return differs(text, reference, command) is not None


def first_difference(expected, actual):
    if actual is None:
        return [f"no result after {TIMEOUT} s"]
    for a, b in zip(expected[0].splitlines() + ["(end of output)"], actual[0].splitlines() + ["(end of output)"]):
        if a != b:
            return [f"  cpython: {a[:300]}", f"  dxpy:    {b[:300]}"] + ([f"  dxpy ends with {actual[2]}: {actual[1][:200]}"] if actual[2] else [])
    return [f"  cpython ends with {expected[2]}: {expected[1][:200]}", f"  dxpy ends with {actual[2]}: {actual[1][:200]}"]


def fuzz_syntax(options, dxpy):
    """Damaged corpus files: both have to give the same tree size or the same error at the same place."""
    probe = str(ROOT / "tools/harness/syntax_probe.py")
    files = [f for f in sorted((ROOT / "corpus").rglob("*.py")) if options.syntax in str(f)]
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "DXPY_LIB", "DXPY_DEPS")} | {"LANG": "C.UTF-8"}

    def answers(command, arguments):
        try:
            done = subprocess.run([*command, probe, *arguments], env=env, capture_output=True, text=True, timeout=600)
        except subprocess.TimeoutExpired:
            return ["(timeout)"]
        return done.stdout.splitlines() + ([f"(exit code {done.returncode}) {done.stderr.strip().splitlines()[-1:]}"] if done.returncode else [])

    def work(path):
        arguments = [str(path), str(options.seed), str(options.count)]
        return path, answers([sys.executable], arguments), answers([dxpy], arguments)

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, expected, actual in pool.map(work, files):
            wrong = [(a, b) for a, b in zip(expected, actual + ["(nothing)"] * len(expected)) if a != b]
            passed += len(expected) - len(wrong)
            failed += len(wrong)
            if wrong:
                print(f"{path.relative_to(ROOT)}: {len(wrong)} of {len(expected)} differ")
                for a, b in wrong[:3]:
                    print(f"  cpython: {a}", f"  dxpy:    {b}", sep="\n")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(prog="fuzz", description="Run generated programs under CPython and dxpy.")
    parser.add_argument("--seed", type=int, default=1, help="the first program")
    parser.add_argument("--count", type=int, default=200, help="how many programs")
    parser.add_argument("--mode", action="append", help="a mode of tools/modes; all of them if not given")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--show", action="store_true", help="print the programs instead of running them")
    parser.add_argument("--keep", help="folder for the shrunk programs")
    parser.add_argument("--limit", type=int, default=10, help="stop after so many differences")
    parser.add_argument("--syntax", metavar="PART", help="damage corpus files whose path contains PART, COUNT times each, and compare the errors; COUNT 0: every byte")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.count)
    warnings.simplefilter("ignore", SyntaxWarning)
    if options.show:
        for seed in seeds:
            print(f"# seed {seed}\n{render(generate(seed))}")
        return 0
    modes = {w[0]: [o for o in w[1:] if o[0] != "@"] for line in (ROOT / "tools/modes").read_text().splitlines() if (w := shlex.split(line, comments=True))}
    # Some programs want gigabytes (a power, a width made of numbers). dxpy reserves addresses ahead: what counts is the data.
    reference, dxpy = ["prlimit", f"--as={MEMORY}", sys.executable], os.path.abspath(os.environ["DXPY"])
    if options.syntax is not None:
        return fuzz_syntax(options, dxpy)
    passed = failed = skipped = 0
    known = {}
    for mode in options.mode or modes:
        if mode not in modes:
            print(f"no mode {mode!r} in tools/modes", file=sys.stderr)
            return 2
        command = ["prlimit", f"--data={2 * MEMORY}", dxpy, *modes[mode]]

        def work(batch):
            programs = [generate(seed) for seed in batch]
            texts = [render(nodes) for nodes in programs]
            expected = expected_of(batch, texts)
            counted = [not_comparable(a) is None for a in expected]
            actual = iter(run_many(command, list(itertools.compress(texts, counted))))
            found = []
            for nodes, text, a, counts in zip(programs, texts, expected, counted):
                b = next(actual) if counts else None
                found.append((nodes, None, None) if counts and a == b else (nodes, *alone(text, a, b)))
            return zip(batch, found)

        def alone(text, a, b):
            """What differs among others is looked at alone: the difference, or why there is none to be seen."""
            if reason := not_comparable(a, b):
                return None, reason
            expected, actual, reason = compare(text, reference, command)
            if reason:
                return None, reason
            return (expected, actual) if expected != actual else ((a[0], a[1], "among others"), b and (b[0], b[1], "among others")), None

        def expected_of(batch, texts):
            if batch not in known:
                known[batch] = run_many(reference, texts)
            return known[batch]

        batches = [range(k, min(k + BATCH, seeds.stop)) for k in range(seeds.start, seeds.stop, BATCH)]
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for seed, (nodes, found, reason) in itertools.chain.from_iterable(pool.map(work, batches)):
                if reason:
                    skipped += 1
                    print(f"not compared: seed {seed} [{mode}]: {reason}", flush=True)
                elif found is None:
                    passed += 1
                elif failed < options.limit:
                    failed += 1
                    nodes = shrink(nodes, reference, command)
                    text = render(nodes)
                    print(f"DIFFERENCE seed {seed} [{mode}]", *first_difference(*(differs(text, reference, command) or found)), text[len(PRELUDE):], sep="\n", flush=True)
                    if options.keep:
                        folder = pathlib.Path(options.keep)
                        folder.mkdir(parents=True, exist_ok=True)
                        (folder / f"{mode}_{seed}.py").write_text(text)
                else:
                    failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
