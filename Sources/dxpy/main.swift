print("dxpy")
