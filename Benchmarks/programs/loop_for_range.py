"""Nested for loops over range with branches."""
SIZE, QUICK = 1_500, 400


def run(n):
    odd = even = 0
    for i in range(n):
        for j in range(n):
            k = i * j
            if k & 1:
                odd += k % 7
            elif k % 3 == 0:
                even += 1
            else:
                even -= 1
    return odd, even
