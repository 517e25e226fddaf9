import logging, sys, io, warnings
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)s:%(name)s:%(lineno)d:%(message)s")
log = logging.getLogger("app.module"); log.debug("debug %d", 1); log.info("info %s", {"a": 1}); log.warning("warn"); log.error("error %(x)s", {"x": 5}); log.critical("crit")
try: 1 / 0
except ZeroDivisionError: log.exception("caught")
buf = io.StringIO(); h = logging.StreamHandler(buf); h.setFormatter(logging.Formatter("{levelname:<8}|{message}|{funcName}", style="{")); h.setLevel(logging.WARNING); lg = logging.getLogger("other"); lg.addHandler(h); lg.propagate = False
def func(): lg.info("hidden"); lg.warning("shown"); lg.log(45, "custom level")
func(); print(buf.getvalue()); logging.addLevelName(25, "NOTICE"); log.log(25, "noticed"); print(logging.getLevelName(10), logging.getLevelName("ERROR"), log.getEffectiveLevel(), log.isEnabledFor(10), log.parent.name, logging.getLogger("app.module") is log, log, h.level)
class F(logging.Filter):
    def filter(self, r): r.msg = f"[filtered] {r.msg}"; return "drop" not in r.msg
log.addFilter(F()); log.info("keep me"); log.info("drop me"); logging.disable(logging.INFO); log.info("disabled"); log.warning("enabled"); logging.disable(logging.NOTSET); ad = logging.LoggerAdapter(log, {"ctx": 1}); ad.info("via adapter")
class Mem(logging.Handler):
    def __init__(self): super().__init__(); self.records = []
    def emit(self, r): self.records.append((r.levelname, r.getMessage(), r.args))
m = Mem(); log.addHandler(m); log.warning("to mem %s %s", "a", "b"); print(m.records); log.removeHandler(m)
logging.raiseExceptions = False; log.info("bad %d", "x"); log.setLevel(logging.ERROR); log.warning("no"); print(log.hasHandlers(), logging.root.handlers[0].__class__.__name__, logging.Formatter("%(asctime)s", datefmt="%Y").usesTime(), logging.makeLogRecord({"msg": "made", "levelname": "X"}).getMessage())
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("first"); warnings.warn("dep", DeprecationWarning, stacklevel=1); warnings.warn_explicit("expl", UserWarning, "file.py", 5)
    print([(str(x.message), x.category.__name__, x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("now an error", RuntimeWarning)
    except RuntimeWarning as e: print("raised", e)
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="quiet.*"); warnings.filterwarnings("error", category=FutureWarning)
    warnings.warn("quiet please")
    try: warnings.warn("future", FutureWarning)
    except FutureWarning as e: print(e)
def f(): warnings.warn("to stderr once", UserWarning, stacklevel=2)
f(); warnings.simplefilter("once"); [warnings.warn("dup") for _ in range(3)]
@warnings.deprecated("use new()")
def old(): return 1
with warnings.catch_warnings(record=True) as w: warnings.simplefilter("always"); old(); print(w[0].message, old.__deprecated__)
print(warnings.formatwarning("m", UserWarning, "f.py", 3, "code line"))
