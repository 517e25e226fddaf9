"""Breakpoints of functions stand at the first line of the body, behind a docstring; `co_lines` lists no docstring of a function."""
import dis
import io
import pdb


def plain(a):
    "What it does."
    b = a + 1
    return b


def two_lines(
        a,
        b=2):
    c = a + b
    return c


def one(): return 1


class A:
    "A class."
    @staticmethod
    def method():
        """Its method.

        In lines."""

        return 2


for f in plain, two_lines, one, A.method:
    print(f.__name__, sorted({line - f.__code__.co_firstlineno for _, _, line in f.__code__.co_lines() if line is not None}))
    print(pdb.find_first_executable_line(f.__code__) - f.__code__.co_firstlineno)
