import unittest, sys, io
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("setUpClass")
    def setUp(self): self.v = 1; self.addCleanup(lambda: None)
    def tearDown(self): pass
    def test_ok(self): self.assertEqual(self.v, 1); self.assertTrue(True); self.assertIn(1, [1]); self.assertIsNone(None); self.assertIsInstance(1, int); self.assertAlmostEqual(0.1 + 0.2, 0.3); self.assertGreater(2, 1); self.assertRegex("abc", "b"); self.assertCountEqual([1, 2], [2, 1])
    def test_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4], "custom msg")
    def test_fail_str(self): self.assertEqual("line1\nline2", "line1\nlineX")
    def test_fail_dict(self): self.assertEqual({"a": 1, "b": 2}, {"a": 1, "b": 3})
    def test_error(self): {}["missing"]
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int("x")
        self.assertIn("invalid", str(cm.exception))
        with self.assertRaisesRegex(KeyError, "k"): {}["k"]
        self.assertRaises(TypeError, len, 5)
    def test_not_raised(self):
        with self.assertRaises(ValueError): pass
    @unittest.skip("no reason")
    def test_skip(self): pass
    @unittest.skipIf(True, "cond")
    def test_skip_if(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail("expected")
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_warns(self):
        import warnings
        with self.assertWarns(UserWarning): warnings.warn("w")
    def test_logs(self):
        import logging
        with self.assertLogs("x", "INFO") as cm: logging.getLogger("x").info("hello")
        self.assertEqual(cm.output, ["INFO:x:hello"])
class Async(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): self.x = 5
    async def test_async(self): self.assertEqual(self.x, 5)
import re
def run(case, verbosity=2):
    buf = io.StringIO(); r = unittest.TextTestRunner(stream=buf, verbosity=verbosity).run(unittest.defaultTestLoader.loadTestsFromTestCase(case)); print(re.sub(r"in \d+\.\d+s", "in Xs", buf.getvalue())); return r
r = run(T); print(r, r.testsRun, len(r.failures), len(r.errors), len(r.skipped), r.wasSuccessful()); run(Async, 1)
m = mock.Mock(return_value=5); print(m(1, a=2), m.called, m.call_args, m.call_count); m.assert_called_once_with(1, a=2); m.attr.method.return_value = "deep"; print(m.attr.method(), m.mock_calls); m.side_effect = [1, ValueError("se")]; print(m())
try: m()
except ValueError as e: print(e)
try: m.assert_called_with(9)
except AssertionError as e: print(e)
with mock.patch("os.getcwd", return_value="/fake"): import os; print(os.getcwd())
with mock.patch.dict(os.environ, {"ZZ": "1"}): print(os.environ["ZZ"])
mm = mock.MagicMock(); mm.__len__.return_value = 7; mm["k"].x = 1; print(len(mm), mm["k"].x, bool(mm)); s = mock.Mock(spec=["a"]); s.a
try: s.b
except AttributeError as e: print(e)
print(mock.call(1, x=2), mock.ANY == 5, mock.sentinel.thing)
