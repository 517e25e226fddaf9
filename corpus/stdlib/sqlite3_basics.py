# sqlite3: statements, parameters, rows, functions, errors.
import re
import sqlite3
def t(f):
    try: print(re.sub(r'0x[0-9a-f]+','0x',repr(f())))
    except BaseException as e: print(type(e).__name__, re.sub(r'thread id \d+','thread id',str(e)), getattr(e,'sqlite_errorcode',None), getattr(e,'sqlite_errorname',None))
c=sqlite3.connect(':memory:')
t(lambda: c.execute('create table t(a integer primary key, b text, c real, d blob)').description)
cur=c.cursor()
t(lambda: cur.execute('insert into t(b,c,d) values(?,?,?)',('x',1.5,b'ab')).rowcount); print(cur.lastrowid, c.in_transaction, c.total_changes)
cur.executemany('insert into t(b) values(:n)',[{'n':'é'},{'n':None},{'n':'z'*100}]); print(cur.rowcount, cur.lastrowid)
for r in cur.execute('select * from t order by a'): print(r)
print(cur.description)
t(lambda: cur.execute('select 1; select 2')); t(lambda: cur.execute('selec')); t(lambda: cur.execute('select * from nope')); t(lambda: cur.execute('insert into t(a) values(1)')); t(lambda: cur.execute('select ?',(1,2))); t(lambda: cur.execute('select :a',{'b':1})); t(lambda: cur.execute('select ?',{'b':1})); t(lambda: cur.execute('select :a',[1])); t(lambda: cur.execute('select ?',(object,))); t(lambda: cur.execute('select ?',(2**70,))); t(lambda: cur.execute('select :a',{'a':[1]})); t(lambda: cur.execute('select ?',5)); t(lambda: cur.execute(3)); t(lambda:cur.executemany('select 1',[()])); t(lambda: cur.execute('a\0b')); t(lambda:cur.execute('select ?')); 
c.commit(); print(c.in_transaction)
with c: c.execute('delete from t where a=2')
try:
    with c:
        c.execute('delete from t'); raise ValueError
except ValueError: pass
print(c.execute('select count(*) from t').fetchone())
c.row_factory=sqlite3.Row
r=c.execute('select a, b as B from t').fetchone(); print(tuple(r), r['b'], r[0], r.keys(), len(r), r[-1], r[0:1], dict(r)); t(lambda:r['q']); t(lambda:r[9]); print(r==c.execute('select a, b as B from t').fetchone(), hash(r)==hash(r))
c.row_factory=None
c.create_function('f',2,lambda a,b:(a or 0)+b); print(c.execute('select f(1,2), f(null,3)').fetchall())
class A:
    def __init__(s): s.n=0
    def step(s,x): s.n+=x or 0
    def finalize(s): return s.n
c.create_aggregate('su',1,A); print(c.execute('select su(a) from t').fetchall(), c.execute('select b, su(a) from t group by b').fetchall())
c.create_collation('rev',lambda a,b:(a<b)-(a>b)); print(c.execute("select b from t order by b collate rev").fetchall())
c.create_function('bad',0,lambda:1/0); t(lambda:c.execute('select bad()').fetchall())
class W(A):
    def inverse(s,x): s.n-=x
    def value(s): return s.n
c.create_window_function('sw',1,W); print(c.execute('select sw(a) over (order by a rows between 1 preceding and 1 following) from t').fetchall())
cur.executescript('create table u(x); insert into u values(1); insert into u values(2);'); print(cur.execute('select * from u').fetchmany(1), cur.fetchone(), cur.fetchone())
print(list(c.iterdump())[:3])
c2=sqlite3.connect(':memory:'); c.backup(c2); print(c2.execute('select count(*) from u').fetchone())
tr=[]; c.set_trace_callback(tr.append); c.execute('select 5',()); print(tr); c.set_trace_callback(None)
c.set_authorizer(lambda *a: sqlite3.SQLITE_DENY if a[1]=='u' else 0); t(lambda:c.execute('select * from u')); c.set_authorizer(None)
print(c.isolation_level, c.autocommit, c.getlimit(0)); t(lambda: setattr(c,'isolation_level','X')); c.isolation_level=None; print(c.isolation_level)
b=c.serialize(); print(b[:15]); c3=sqlite3.connect(':memory:'); c3.deserialize(b); print(c3.execute('select count(*) from u').fetchone())
c.execute("insert into t(a,d) values(99,zeroblob(5))"); bl=c.blobopen('t','d',99); bl.write(b'hey'); bl.seek(0); print(bl.read(), len(bl), bl[1], bl[0:2]); bl[4]=65; print(bl[4]); bl.close()
import datetime,warnings
warnings.simplefilter('ignore')
d=sqlite3.connect(':memory:',detect_types=sqlite3.PARSE_DECLTYPES|sqlite3.PARSE_COLNAMES)
d.execute('create table z(a date, b timestamp)'); d.execute('insert into z values(?,?)',(datetime.date(2020,1,2),datetime.datetime(2020,1,2,3,4,5,6))); print(d.execute('select a,b from z').fetchall(), d.execute('select a as "a [date]" from z').fetchall())
d.execute('insert into z(a) values(1) returning a').fetchall() if False else None
print(d.execute('insert into z(b) values(null) returning rowid').fetchall(), d.execute('update z set a=null').rowcount)
d.text_factory=bytes; print(d.execute("select 'é'").fetchone()); d.text_factory=str; t(lambda:d.execute("select cast(x'ff' as text)").fetchone())
c.close(); t(lambda:c.execute('x')); t(lambda:cur.execute('x')); c.close()
t(lambda: sqlite3.connect('/nonexistent/x')); t(lambda: sqlite3.connect(3.5))
class P:
    def __init__(s,x): s.x=x
    def __conform__(s,p): return 'P%d'%s.x
print(d.execute('select ?',(P(3),)).fetchone()); sqlite3.register_adapter(P,lambda p:p.x*2); print(d.execute('select ?',(P(3),)).fetchone())
import threading
def th():
    t(lambda: d.execute('select 1'))
x=threading.Thread(target=th); x.start(); x.join()
print(sqlite3.complete_statement('select 1;'), sqlite3.threadsafety, sqlite3.apilevel, sqlite3.paramstyle)
e=sqlite3.connect(':memory:',autocommit=False); e.execute('create table q(a)'); e.commit(); e.execute('insert into q values(1)'); e.rollback(); print(e.execute('select count(*) from q').fetchone(), e.in_transaction)
