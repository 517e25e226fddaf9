__all__ = ("all_a", "_all_under")
all_a = 1; _all_under = 2; all_not = 3
