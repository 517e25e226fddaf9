class i:
    try: res = [(lambda: __class__)() for _ in [1]]; print(res)
    except NameError as e: print(e)
print([sorted(locals())[:20] for z in (1,2)])
