# Operators of builtin types and methods of values (decimals, dates) in traces: where code in Python has a say it runs once, and errors are as anywhere.
import decimal
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal


def money(n):
    balance, rate, cent = Decimal("1000.00"), Decimal("0.0375"), Decimal("0.01")
    for i in range(n):
        balance += (balance * rate / 12).quantize(cent)
        if balance > 2000:
            balance -= Decimal(1000)
        if balance == Decimal("1") or -balance > 3 or balance < i - 10 ** 6:
            print("never")
    return balance, balance.as_tuple().exponent, bool(balance), hash(balance) == hash(Decimal(str(balance)))


print(money(400))


def traps(n):
    zero, caught, last = Decimal(0), 0, None
    for i in range(n):
        d = Decimal(i % 7)
        try:
            last = Decimal(1) / (d if i % 5 else zero)
        except decimal.DivisionByZero as e:
            caught += 1
            if caught == 1:
                print(e)
        except decimal.InvalidOperation:
            caught += 100
        try:
            d < "x"
        except TypeError as e:
            if i == n - 1:
                print(e)
    return caught, last, decimal.getcontext().flags[decimal.DivisionByZero]


print(traps(300))


class Cents(Decimal):
    def __add__(self, other):
        log.append(1)
        return Cents(Decimal.__add__(self, other))


log = []
total = Cents(0)
for i in range(150):
    total = total + Decimal(i)
print(total, len(log), type(total).__name__)


def days(n):
    day, one, fridays = date(2023, 1, 1), timedelta(days=1), 0
    for i in range(n):
        if day.weekday() == 4 and day.day != 13:
            fridays += 1
        day = day + one
        if day - one >= day or day.replace(day=1) > day or not day.isoformat():
            print("never")
        if datetime(day.year, day.month, day.day) - timedelta(hours=i) > datetime(2200, 1, 1):
            print("never")
    return day, fridays, day.strftime("%d/%m/%Y"), (day - date(2023, 1, 1)).total_seconds()


print(days(900))


class Zone(tzinfo):
    asked = 0

    def utcoffset(self, dt):
        Zone.asked += 1
        return timedelta(hours=Zone.asked % 3)

    def dst(self, dt):
        return None

    def tzname(self, dt):
        return "Z"


def zones(n):
    zone, count = Zone(), 0
    a, b = datetime(2024, 1, 1, tzinfo=zone), datetime(2024, 1, 1, 1, tzinfo=timezone.utc)
    for i in range(n):
        if a < b:
            count += 1
        if (b - a).seconds:
            count += 1000
        if a.utcoffset():
            count += 10 ** 6
    return count, Zone.asked


print(zones(200))


def overflows(n):
    errors = 0
    for i in range(n):
        try:
            date.max + timedelta(i % 2)
        except OverflowError as e:
            errors += 1
            text = str(e)
    return errors, text


print(overflows(200))


class Item:
    compared = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        Item.compared += 1
        return isinstance(other, Item) and self.n == other.n

    def __lt__(self, other):
        Item.compared += 1
        return self.n < other.n

    def __str__(self):
        Item.compared += 1
        return f"<{self.n}>"


def sets(n):
    a, b = {1, 2, 3, "x"}, frozenset([2, "x", (1, 2)])
    p, q = {Item(1), Item(4)}, {Item(4), Item(7)}
    sizes = 0
    for i in range(n):
        sizes += len(a - b) + len(a | b) + len(b & a) + len(b ^ a)
        sizes += 100 * (len(p - q) + len(p & q))
        if a <= b or p == q or not b >= (b & a):
            print("never")
        if i == n // 2:
            a = a | {9}
    return sizes


print(sets(120), Item.compared)


def texts(n):
    out, before, item = [], Item.compared, Item(5)
    for i in range(n):
        out.append("%s-%03d" % (item, i))
        out.append("%s|%r" % (i, "a"))
        out.append("%(k)s" % {"k": i})
        if (1, item) < (1, Item(i)):
            out.append("less")
        if [1, i] < [1, 2, 3] and (i, "b") > (i, "a"):
            out.append("list")
    return len(out), out[-2:], Item.compared - before


print(texts(150))


def merged(n):
    a, b, size = {"x": 1, "y": 2}, {"y": 3, (1, 2): 4}, 0
    for i in range(n):
        c = a | b
        size += len(c) + c["y"]
        t = (1, 2) + (i,)
        size += len(t * 2)
        try:
            a + b
        except TypeError as e:
            if not i:
                print(e)
    return size


print(merged(150))
