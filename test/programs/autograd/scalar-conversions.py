import torch

x = torch.tensor(2.5, requires_grad=True)
v = torch.tensor([1.0, 2.0], requires_grad=True)
print(float(x * 2), int(x), bool(x), x.item(), v.tolist(), f"{x:.2f} {x.item():5.1f}", f"{v}", str(x))
print([10, 20, 30][torch.tensor(1)], "a" * torch.tensor(2), range(5)[torch.tensor(2)])
tries = {
    "item": lambda: v.item(), "float": lambda: float(v), "bool": lambda: bool(v), "format": lambda: f"{v:.2f}", "index": lambda: [1, 2][x],
    "len": lambda: len(x), "iter": lambda: list(x), "zero dim": lambda: x[0], "round": lambda: round(x), "if": lambda: 1 if v else 2,
    "max": lambda: max(v), "sum": lambda: sum(v), "sorted": lambda: sorted(v), "abs": lambda: abs(x), "pow": lambda: pow(x, 2),
    "in": lambda: 2.0 in v, "not": lambda: not x, "range": lambda: range(x), "empty": lambda: bool(torch.zeros(0)), "chained": lambda: 1 < x < 3,
    "divmod": lambda: divmod(v, 2)[0].tolist(), "complex": lambda: complex(x), "hash": lambda: hash(x) == id(x), "eq none": lambda: x == None,
}
for name, action in tries.items():
    try:
        print(name, "=", action())
    except Exception as error:
        print(name, type(error).__name__, error)
