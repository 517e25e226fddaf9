"""A value that is missing: where the error is raised is seen in its traceback."""
import json
import traceback

for text in ['', '[', '[1,', '[1,2,}', '{"a":', '{"a": }', '{"a": [1, {"b": x}]}', '[1 2]', '{"a" 1}', '{a: 1}', '[1,]', '{"a": 1,}', 'nul', '-', '1.', '"\\x"', '"a']:
    try:
        json.loads(text)
    except json.JSONDecodeError as e:
        print(repr(text), e, [f.name + ":" + (f.line or "").split("(")[0].strip() for f in traceback.extract_tb(e.__traceback__)][-1], e.__cause__, e.__suppress_context__)


class A:
    def f(self):
        return super().missing()


try:
    A().f()
except AttributeError:
    traceback.print_exc()
