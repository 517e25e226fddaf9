"""conformance_runner.py MODULE OUTPUT [SKIP]: runs a test module and writes what becomes of each test, line by line.

Runs under the implementation that is tested. A line is written before a test starts, so that when the process dies the
harness knows in which test; it then starts anew with the finished ones in the file SKIP.
"""
import sys
import unittest


class Result(unittest.TestResult):
    def __init__(self, output, prefix):
        super().__init__()
        self.output = output
        self.prefix = prefix
        self.bad = None

    def write(self, kind, test, detail=""):
        name = test.id()
        if name.startswith(self.prefix):
            name = name[len(self.prefix):]
        detail = " ".join(str(detail).split())[:200]
        self.output.write(kind + "\t" + name + "\t" + detail + "\n")
        self.output.flush()

    def startTest(self, test):
        super().startTest(test)
        self.bad = None
        self.skip_reason = None
        self.write("start", test)

    def note(self, kind, test, error):
        detail = error[0].__name__ + ": " + str(error[1])
        if hasattr(test, "_testMethodName") or hasattr(test, "_dt_test"):
            if self.bad is None:
                self.bad = (kind, detail)
        elif getattr(test, "test_case", None) is not None:
            if self.bad is None:
                self.bad = (kind, detail)
        else:
            self.write(kind, test, detail)

    def addError(self, test, error):
        self.note("error", test, error)

    def addFailure(self, test, error):
        self.note("fail", test, error)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note("fail" if issubclass(error[0], test.failureException) else "error", test, error)

    def addSkip(self, test, reason):
        if hasattr(test, "_testMethodName") or hasattr(test, "test_case") or hasattr(test, "_dt_test"):
            self.skip_reason = reason
        else:
            self.write("skip", test, reason)

    def addUnexpectedSuccess(self, test):
        self.bad = ("fail", "unexpected success")

    def stopTest(self, test):
        super().stopTest(test)
        if self.bad is not None:
            self.write(self.bad[0], test, self.bad[1])
        elif self.skip_reason is not None:
            self.write("skip", test, self.skip_reason)
        else:
            self.write("ok", test)


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


def main():
    module, output = sys.argv[1], open(sys.argv[2], "a", encoding="utf-8", errors="backslashreplace")
    skip = set()
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8", errors="backslashreplace") as f:
            skip = set(f.read().split("\n"))
    prefix = "test." + module + "."
    from test import support
    support.use_resources = ()
    # Tests that the suite keeps for CPython are run as well: what CPython passes is what dxpy is to pass.
    def check_impl_detail(**guards):
        known, default = support._parse_guards(guards)
        return known.get("cpython", default)
    support.check_impl_detail = check_impl_detail
    try:
        suite = unittest.defaultTestLoader.loadTestsFromName("test." + module)
    except unittest.SkipTest as e:
        output.write("skip\t(module)\t" + str(e) + "\n")
        output.write("done\n")
        return
    result = Result(output, prefix)

    def wanted(test):
        name = test.id()
        return (name[len(prefix):] if name.startswith(prefix) else name) not in skip
    # Rebuilt flat: the suite still runs class and module fixtures, as they hang on the order of tests.
    unittest.TestSuite([t for t in flatten(suite) if wanted(t)]).run(result)
    output.write("done\n")
    output.flush()


# A pool's worker that is spawned imports this file anew.
if __name__ == "__main__":
    main()
