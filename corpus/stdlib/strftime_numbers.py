# Formats of numbers only, the others, and their mixture: texts, ends of formats, years of other lengths.
import datetime
import time

moments = [datetime.datetime(2024, 2, 29, 0, 5, 9), datetime.datetime(1000, 1, 1), datetime.datetime(999, 12, 31, 23, 59, 59), datetime.datetime(9999, 12, 31, 12),
           datetime.datetime(1, 1, 1), datetime.datetime(2000, 6, 15, 6, 7, 8, 90)]
formats = ["%Y-%m-%d %H:%M:%S", "%y%j", "100%% of %d", "", "plain", "%Y%Y%Y%Y%Y%Y%Y", "%f|%Y", "%B %d", "%Y-é-%d", "%d\0%m", "x" * 200 + "%Y", "%a %Y", "%G-%V", "%%Y", "%-d", "%:z|%z|%Z|", "%e"]
for m in moments:
    for f in formats:
        print(repr(m.strftime(f)), repr(time.strftime(f.replace("%f", "").replace("%:z", "").replace("%z", "").replace("%Z", ""), m.timetuple())))
print(datetime.date(2024, 2, 29).strftime("%d.%m.%Y %H"), f"{datetime.date(2024, 2, 29):%j/%y}", datetime.time(1, 2, 3).strftime("%H%M%S"))
for f in ["%", "%Y%", "%d %"]:
    print(repr(datetime.date(2024, 2, 29).strftime(f)))
print(time.strftime("%Y %j %S", (12345, 1, 1, 0, 0, 0, 0, 1, 0)), time.strftime("%Y", (2024, 0, 0, 0, 0, 0, 0, 0, 0)), time.strftime("%H:%M:%S", (2024, 1, 1, 23, 59, 61, 0, 366, 0)))
for bad in [(2024, 13, 1, 0, 0, 0, 0, 1, 0), (2024, 1, 1, 24, 0, 0, 0, 1, 0), (2024, 1, 1, 0, 0, 62, 0, 1, 0), (2024, 1, 1, 0, 0, 0, 0, 367, 0)]:
    try:
        print(time.strftime("%Y", bad))
    except ValueError as e:
        print(e)
