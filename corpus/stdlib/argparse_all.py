import argparse, sys
p = argparse.ArgumentParser(prog="tool", description="A tool that does things.", epilog="The end.")
p.add_argument("file", help="input file"); p.add_argument("rest", nargs="*", type=int, help="numbers"); p.add_argument("-v", "--verbose", action="count", default=0, help="be loud"); p.add_argument("-o", "--output", metavar="OUT", default="-", help="where to (default: %(default)s)"); p.add_argument("--level", type=int, choices=[1, 2, 3]); p.add_argument("--flag", action="store_true"); p.add_argument("--no", dest="yes", action="store_false"); p.add_argument("--add", action="append"); p.add_argument("--const", action="store_const", const=42); p.add_argument("--pair", nargs=2); p.add_argument("--opt", nargs="?", const="c", default="d"); p.add_argument("--bool", action=argparse.BooleanOptionalAction); p.add_argument("--version", action="version", version="%(prog)s 1.0"); p.add_argument("--float", type=float, default=1.5); p.add_argument("--hidden", help=argparse.SUPPRESS)
g = p.add_mutually_exclusive_group(); g.add_argument("--fast", action="store_true"); g.add_argument("--slow", action="store_true")
for line in ("f.txt", "f.txt 1 2 -vv -o out --flag", "f --level 2 --add a --add b --const", "f --no --pair x y --opt", "f --opt z --no-bool --float 2.5", "f -vvv -oX --level=3", "f -- -1", "--verb f", "f --out=q"): print(line, "->", p.parse_args(line.split()))
for line in ("", "f --level 9", "f --level x", "f --nope", "f --fast --slow", "f --pair a", "f a", "--help", "--version", "f --o", "f --float x", "f -o", "f --flag=1"):
    try: print(p.parse_args(line.split()))
    except SystemExit as e: print("exit", e.code, repr(line)); sys.stderr.flush(); sys.stdout.flush()
p.print_help(); p.print_usage(); print(p.parse_known_args(["f", "--unknown", "-v"]), p.get_default("output"), p.format_usage())
s = argparse.ArgumentParser(prog="git"); sub = s.add_subparsers(dest="cmd", required=True, help="commands"); a = sub.add_parser("add", help="add files", aliases=["a"]); a.add_argument("files", nargs="+"); a.set_defaults(func=lambda n: len(n.files)); c = sub.add_parser("commit"); c.add_argument("-m", required=True)
print(s.parse_args(["add", "x", "y"]).files, s.parse_args(["a", "x"]).func(s.parse_args(["a", "x"])), s.parse_args(["commit", "-m", "msg"]))
for line in ([], ["bad"], ["add"], ["commit"], ["add", "-h"]):
    try: s.parse_args(line)
    except SystemExit as e: print("exit", e.code)
n = argparse.Namespace(a=1, b="x"); print(n, n == argparse.Namespace(a=1, b="x"), vars(n), "a" in n)
class Up(argparse.Action):
    def __call__(self, parser, ns, values, option=None): setattr(ns, self.dest, [v.upper() for v in values])
q = argparse.ArgumentParser(prog="q", formatter_class=argparse.ArgumentDefaultsHelpFormatter, exit_on_error=False, prefix_chars="-+", add_help=False); q.add_argument("+x", nargs="*", action=Up); q.add_argument("--n", type=lambda s: int(s, 16), default=255, help="hex number"); print(q.parse_args(["+x", "a", "b", "--n", "ff"])); print(q.format_help())
try: q.parse_args(["--n", "zz"])
except argparse.ArgumentError as e: print(e)
try: p.add_argument("-v")
except argparse.ArgumentError as e: print(e)
