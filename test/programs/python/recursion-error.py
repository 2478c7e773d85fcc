def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(500))
try:
    down(100000)
except RecursionError as error:
    print(type(error).__name__, str(error)[:32])
