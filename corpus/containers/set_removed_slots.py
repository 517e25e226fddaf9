# A new item takes the slot of the last removed one that its search passes: the order of iteration shows it.
s=set(range(8)); s.discard(3); s.discard(5); s.add(35); print(list(s))
s=set(range(8)); s.discard(5); s.discard(3); s.add(35); print(list(s))
s=set(range(8)); s.discard(3); s.discard(5); s.add(35); s.add(67); print(list(s))
# across the jump
s=set(range(24)); s.discard(20); s.discard(3+9); s.add(3+128); print(list(s))
s=set(range(24)); s.discard(21);s.discard(16); s.discard(20); s.add(3+128); print(list(s))
