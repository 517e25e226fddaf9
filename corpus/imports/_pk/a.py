print("running a")
counter = 0
reloads = globals().get("reloads", -1) + 1
def who(): return f"{__name__} in {__package__}"
