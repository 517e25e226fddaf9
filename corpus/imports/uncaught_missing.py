def load():
    from _pk.sub import nothing_here
load()
