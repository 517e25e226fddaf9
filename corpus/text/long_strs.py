# Strs and bytes around the sizes whose memory is cleared cell by cell.
t=''
for i in range(3000): t = chr(97+i%26) + t if i%3 else t + 'é' if i==2000 else t+'x'
print(len(t), hash(t)==hash(str(t)), t[:30], t[-5:], t.encode()[-3:], t==''.join(list(t)), t.isascii())
s='ab'*700; u=s+'c'; print(u.endswith('bc'), len(u.encode('utf-16-le')), u.upper()[-3:], (u*3).count('c'), u.find('c'), u+'\0', int('1'*1200)%97)
for n in (450,470,500,990,1000,1010,2000,5000,33000,70000):
    a='x'*n; b=a+'y'; c='z'+b; e=c.encode(); f=e+b'!'; g=bytearray(f); g.extend(b'?'); print(len(c), c[-1], c[0], f[-1], len(g), g[-1], c.replace('y','yy')[-2:], e.decode()==c, ('é'+c)[-1], ('日'+c)[-2:], hash(c)==hash(e.decode()))
