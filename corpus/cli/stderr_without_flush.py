"""A stream in place of stderr that cannot be flushed: status 120 at the end."""
import sys


class Lines:
    def write(self, s):
        print("written:", s.strip())


sys.stderr = Lines()
sys.stderr.write("text\n")
