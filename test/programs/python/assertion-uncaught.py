def check(values):
    for i, v in enumerate(values):
        assert v >= 0, ("negative", i, v)
    return True


print(check([1, 2]))
print(check([1, -2]))
