import warnings, _warnings
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
print(warnings.filters is _warnings.filters, _warnings._defaultaction, warnings.warn is _warnings.warn)
t(lambda: warnings.warn())
t(lambda: warnings.warn(1))
t(lambda: warnings.warn('x', int))
t(lambda: warnings.warn('x', 3))
t(lambda: warnings.warn('x', skip_file_prefixes='a'))
t(lambda: warnings.warn('x', skip_file_prefixes=('a',)))
t(lambda: warnings.warn('x', skip_file_prefixes=(1,)))
t(lambda: warnings.warn('x', stacklevel='a'))
t(lambda: warnings.warn('far', stacklevel=40))
t(lambda: warnings.warn_explicit('x'))
t(lambda: warnings.warn_explicit('x', int, 'f', 3))
t(lambda: warnings.warn_explicit('x', UserWarning, 'f', 3, registry=3))
t(lambda: warnings.warn_explicit('x', UserWarning, 'f', 3, module_globals=3))
t(lambda: warnings.warn_explicit('x', UserWarning, 3, 3))
t(lambda: warnings.warn_explicit('x', UserWarning, 'f', 'a'))
t(lambda: warnings.warn_explicit('x', None, 'f', 3))
def again(action, n=3):
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter(action)
        for i in range(n):
            try: warnings.warn('text', DeprecationWarning)
            except DeprecationWarning as e: print('raised', e)
        print(action, [(str(w.message), w.category.__name__, w.lineno) for w in log])
for a in 'default', 'always', 'all', 'ignore', 'module', 'once', 'error': again(a)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    def inner(level): warnings.warn(f'level {level}', stacklevel=level)
    def outer(level): inner(level)
    for level in 0, 1, 2, 3: outer(level)
    warnings.warn(SyntaxWarning('an instance'))
    warnings.warn_explicit('explicit', UserWarning, 'file.py', 7, module='mod')
    print([(str(w.message), w.category.__name__, w.filename.rpartition('/')[2], w.lineno) for w in log])
with warnings.catch_warnings():
    warnings.filterwarnings('error', message='bo+m', category=UserWarning)
    t(lambda: warnings.warn('Boom'))
    warnings.filterwarnings('ignore', module='nowhere')
    t(lambda: warnings.warn_explicit('boo', UserWarning, 'nowhere.py', 1))
print(sorted(k for k in globals()['__warningregistry__'] if isinstance(k, str)))
warnings.filters = 'abc'
t(lambda: warnings.warn('x'))
warnings.filters = [1]
t(lambda: warnings.warn('x'))
warnings.filters = [('foo', None, Warning, None, 0)]
t(lambda: warnings.warn('x'))
warnings.filters = []
warnings.defaultaction = 'bar'
t(lambda: warnings.warn('xy'))
warnings.filters = [('error', None, Warning, None, 'a')]
t(lambda: warnings.warn('x'))
