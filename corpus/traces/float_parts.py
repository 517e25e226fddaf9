# The parts of floats that a trace has computed, too large to be immediate.
def parts(values):
    total = 0.0
    for v in values:
        w = v * 1e200
        total += w.imag
        if w.real < 0:
            total += 1
        n = w * 1e-200 * 3e-300
        total += n.conjugate().real + n.imag
    return total


print(parts([1e60, 2e70, -3e80, 5e-100] * 2000))
