"""Displays of sets and dicts: no item or key is hashed before all are evaluated, up to thirty of them; stars and many items come in groups."""
def t(s):
    try: print(s, eval(s))
    except Exception as e: print(s, type(e).__name__, e)
t("{[], undefined}")
t("{[]: 1, undefined: 2}")
t("{1: 2, [] : 1, **undefined}")
t("{*[[1]], undefined}")
t("{[], *undefined}")
t("{1: 2, [] : undefined}")
t("{**{1:1}, []: 1, undefined: 2}")
log=[]
class K:
    def __init__(s,n): s.n=n; log.append('make %s'%n)
    def __hash__(s): log.append('hash %s'%s.n); return 1
    def __eq__(s,o): log.append('eq %s %s'%(s.n,o.n)); return False
def run(s):
    log.clear()
    try: eval(s)
    except Exception as e: log.append(repr(e))
    print(s,log)
run("{K(1),K(2),K(3)}")
run("{K(1):K(11),K(2):K(12)}")
run("{K(1),*[K(4)],K(2),K(3)}")
run("{K(1):K(11),**{1:2},K(2):K(12),K(3):K(13)}")
big="{"+",".join("K(%d)"%i for i in range(31))+"}"
run(big)
run("{"+",".join("K(%d)"%i for i in range(30))+"}")
run("{"+",".join("K(%d):0"%i for i in range(16))+"}")
run("{"+",".join("K(%d):0"%i for i in range(15))+"}")
run("{"+",".join("K(%d):0"%i for i in range(17))+"}")
run("{"+",".join("K(%d):0"%i for i in range(34))+"}")
run("{K(i): K(10+i) for i in range(2)}")
run("{1:2, 3:4, **{}, K(1): K(2)}")
