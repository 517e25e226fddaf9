# Conditional annotations in classes within classes.
class A:
    if True:
        x: int = 1

    class B:
        if True:
            y: str = "a"
        else:
            z: int

    if False:
        w: int

    def m(self):
        class F:
            if True:
                k: int
        return F


class C:
    class D:
        if True:
            y: str = "a"


print(A.__annotations__, A.B.__annotations__, A().m().__annotations__, C.D.__annotations__, C.__annotations__)
