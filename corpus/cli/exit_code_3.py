import atexit
atexit.register(print, "first registered, last run")
atexit.register(lambda: print("second"))
def main():
    try:
        raise SystemExit(3)
    finally:
        print("cleanup")
main()
