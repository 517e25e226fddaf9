st_a = 1
st_b = 2
_st_private = 3
