"""Names and numbers of `errno`, and what `errorcode` says of numbers with several names."""
import errno

for name in sorted(dir(errno)):
    if name.startswith("E"):
        number = getattr(errno, name)
        print(name, number, errno.errorcode[number])
print(list(errno.errorcode)[:10], len(errno.errorcode))
