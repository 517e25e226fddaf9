def helper(): return f"helper in {__name__}"
if __name__ == "__main__":
    print("tool as main", __package__)
    from . import __name__ as n
    print(n)
