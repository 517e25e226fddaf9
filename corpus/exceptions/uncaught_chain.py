class AppError(Exception):
    pass
def load(key):
    try:
        return {"x": 1}[key]
    except KeyError as e:
        raise AppError(f"cannot load {key}") from e
def run():
    try:
        load("nope")
    except AppError:
        compute(0)
def compute(n):
    total = sum(1 / i for i in range(n, 3))
    return total
try:
    run()
finally:
    print("finally ran")
