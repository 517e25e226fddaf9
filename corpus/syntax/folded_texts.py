# Literals of text that are added or repeated.
x = 'ab' * 3; y = 3 * 'ab'; z = b'a' * 4; w = 'a' + 'b' + 'c'; v = b'x' + b'y'
print(x, y, z, w, v, 'a' * 0, 'a' * True, 'é' * 2 + '€', len('x' * 5000), len('ab' * 2048), '%s' * 2 % (1, 2))
try: 'a' * -1 + 1
except TypeError as e: print(e)
try: 'a' + b'b'
except TypeError as e: print(e)
try: 'a' * 1.5
except TypeError as e: print(e)
try: 'a' * 'b'
except TypeError as e: print(e)
print('a' * -1 == '', ('-' * 10).join('ab'))
