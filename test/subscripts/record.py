"""Records `x[keys]` and `x[keys] = value` under real PyTorch: shape, numbers, graph, version, error. Writes subscripts.json beside this file."""
import json
import os
import warnings

import torch

warnings.simplefilter("ignore")
S = lambda *a: {"s": list(a) + [None] * (3 - len(a))}
T = lambda data, dtype="int64": {"t": data, "d": dtype}
ROW = [True, False, True]
GRID = [[True, False, True, False], [False] * 4, [True] * 4]
ALL = S(None)
KEYS = [
    [0], [-1], [T(0)], [T([0])], [True], [False], [T(True, "bool")], [T(False, "bool")], [None], ["..."], [], [ALL], [ALL, ALL], [S(0, 3)], [S(0, 2), 1], [ALL, 1], [S(1), ALL],
    ["...", 0], ["...", None], [None, ALL, None], [None, 0], [0, None], [T([0, 1])], [T([0, 1]), T([1, 2])], [0, 1], [T(ROW, "bool")], [T(GRID, "bool")], [ALL, T([0, 1])],
    [T([0, 1]), ALL], [0, T([0, 1])], [T([0, 1]), 0], [S(0, 2), T([0, 1])], [T([0, 1]), None], [None, T([0, 1])], [T([0, 1]), S(0, 2)], [T([[0, 1], [1, 0]])], [T(0), T(1)], [T(0), T([1, 2])],
    [T(0), ALL], [ALL, T(0)], [S(1, 2), T(0)], [T([0, 1]), T(0)], [T([0, 1], "int32")], [T([1, 0, 1], "uint8")], [T(1, "uint8")], [T([0.0, 1.0], "float32")], [T(1.0, "float32")], [T([True, False], "bool")],
    [T([[True, False, True, False]] * 2, "bool")], [ALL, T(ROW, "bool")], [T(ROW, "bool"), T([True, False, True, False], "bool")], [T([True] * 3, "bool"), T([True, False, True, False], "bool")],
    [T([0, 1, 2]), T([0, 1])], [5], [-4], [T([5])], [T([-4])], [T(5)], [ALL, T([7])], [0, 0, 0], [T([0]), T([0]), T([0])], ["...", "..."], [0, "...", 1], [0, 1, "..."], ["...", 0, 1],
    [S(None, None, 2)], [S(None, None, -1)], [S(1, 2, 0)], [S(0, 0)], [S(5, 7)], [S(-2)], [S(None, -1)], [S(-100, 100)], [True, 0], [0, True], [T([0, 1]), True], [None, None], [T(True, "bool"), T([0, 1])],
    [T(ROW, "bool"), 0], [T(ROW, "bool"), S(1)], [0, T([True, False, True, False], "bool")], [None, T(ROW, "bool")], [T(GRID, "bool"), 0], [T([], "int64")],
]
DEEP = [[ALL, T([0, 1]), ALL], [T([0, 1]), ALL, T([0, 1])], [0, ALL, T([0, 1])], [ALL, 0, T([0, 1])], [T([0]), ALL, T([[0], [1]])], ["...", T([0, 1])], [T([0, 1]), "...", 0], [T([0, 1]), None, T([0, 1])], [ALL, ALL, 1], [0, "..."]]
FLAT = [[0, ALL], [ALL, 0], ["...", 0, 0], [T([0, 2])]]
SCALAR = [[0], ["..."], [None], [True], [T(True, "bool")], [T(0)], [T([0])], [], [ALL]]
V = lambda data, rg=False, dtype="float32": {"v": data, "rg": rg, "d": dtype}
Y, ONE = V([1.0, 2, 3, 4], True), V(5.0, True)
PUTS = [
    ([0], 1.5), ([0], 1), ([0], True), ([0], Y), ([0], ONE), ([0], V([1.0, 2, 3, 4])), ([0], V(1, dtype="int64")), ([0], V([0.0] * 3)), ([0], V([[0.0] * 4] * 2)), ([0], V([[0.0] * 4])), ([0], V([[[0.0] * 4]])),
    ([0], V([0.0])), ([0], V([0.0] * 4, dtype="float64")), ([0], V([0] * 4, dtype="int64")), (["..."], 1.5), (["..."], Y), (["..."], ONE), (["..."], V([[[0.0] * 4] * 3])), (["..."], V([[[0.0] * 4] * 3] * 2)),
    ([], 1.5), ([], Y), ([ALL], 1.5), ([ALL], Y), ([ALL], ONE), ([ALL, ALL], Y), ([ALL, ALL], 1.5), ([ALL, 0], 1.5), ([S(0, 2)], Y), ([S(0, 2)], V([0.0] * 3)), ([S(0, 2)], V([[[0.0] * 4] * 2])), ([S(None, None, 2)], Y),
    ([0, 1], ONE), ([0, 1], 2.5), ([0, 1], Y), ([0, 1], V([0.0])), ([0, 1], V([[0.0]])), ([None], Y), ([None, 0], Y), ([True], 1.5), ([True], Y), ([False], 1.5), ([T(True, "bool")], Y), ([T(0)], Y), ([T([0, 1])], Y),
    ([T([0, 1])], 1.5), ([T([0, 1])], 1), ([T([0, 1])], ONE), ([T([0, 1])], V([0.0] * 3)), ([T([0, 1])], V([[0.0] * 4] * 3)), ([T([0, 1])], V([[0.0] * 4])), ([T([0, 1])], V([[0.0] * 4] * 2, dtype="float64")),
    ([T([0, 1])], V([[[0.0] * 4] * 2])), ([T([0, 1])], V([[[0.0] * 4] * 2] * 2)), ([T([0, 1]), T([1, 2])], V([9.0, 8.0])), ([T(GRID, "bool")], 0.5), ([T(GRID, "bool")], 0), ([T(GRID, "bool")], ONE), ([T(GRID, "bool")], V([0.0] * 6)),
    ([T(GRID, "bool")], V([0.0] * 5)), ([T(GRID, "bool")], V([0.0])), ([T(ROW, "bool")], Y), ([T(ROW, "bool")], 1.5), ([T([True, False], "bool")], 1.5), ([ALL, T([0])], 1.5), ([ALL, T([0])], Y), ([ALL, T([0, 1])], V([[1.0, 1]] * 3)),
    ([0, T([0, 1])], 3.5), ([S(0, 2), T([0, 1])], 3.5), ([T([0, 1]), S(0, 2)], 3.5), ([None, T([0, 1])], 3.5), ([5], 1.5), ([T([5])], 1.5), ([0, 0, 0], 1.5), ([S(None, None, -1)], 1.5), ([T(0), T(1)], 4.5), ([T(0), T([1, 2])], 4.5),
    ([T([])], 1.5), (["...", 0], 4.5), (["...", T([0])], 4.5), ([True, 0], 2.5), ([S(0, 0)], 1.5), ([S(0, 0)], Y),
]


def key(k):
    if isinstance(k, dict) and "s" in k:
        return slice(*k["s"])
    if isinstance(k, dict):
        return torch.tensor(k["t"], dtype=getattr(torch, k["d"]))
    return Ellipsis if k == "..." else k


def index(keys):
    keys = [key(k) for k in keys]
    return keys[0] if len(keys) == 1 else tuple(keys)


def graph(f):
    if f is None:
        return "-"
    name = type(f).__name__
    if name == "AccumulateGrad":
        return "A"
    edges = [graph(g) for g, _ in f.next_functions]
    return name.replace("Backward", "") + ("(" + ",".join(edges) + ")" if edges else "")


def error(e):
    return {"type": type(e).__name__, "text": str(e).split("\nException raised from")[0]}


def leaf(shape):
    n = 1
    for s in shape:
        n *= s
    return torch.arange(float(n)).reshape(shape).requires_grad_()


def get(shape, keys):
    r = {"shape": shape, "keys": keys}
    x = leaf(shape)
    try:
        y = x[index(keys)]
    except Exception as e:
        r["error"] = error(e)
        return r
    r.update(sizes=list(y.shape), strides=list(y.stride()), values=y.reshape(-1).tolist(), graph=graph(y.grad_fn), view=y._is_view())
    if y.numel() > 0:
        (y * y).sum().backward()
        r["grad"] = x.grad.reshape(-1).tolist()
    return r


def put(keys, value):
    r = {"keys": keys, "value": value}
    w = leaf([3, 4])
    x = w * 1
    v = torch.tensor(value["v"], dtype=getattr(torch, value["d"])).requires_grad_(value["rg"]) if isinstance(value, dict) else value
    try:
        x[index(keys)] = v
    except Exception as e:
        r["error"] = error(e)
        r["version"] = x._version
        return r
    r.update(values=x.reshape(-1).tolist(), graph=graph(x.grad_fn), version=x._version)
    (x * x).sum().backward()
    r["grad"] = w.grad.reshape(-1).tolist()
    if isinstance(value, dict) and value["rg"]:
        r["valueGrad"] = None if v.grad is None else v.grad.reshape(-1).tolist()
    return r


gets = [get([3, 4], k) for k in KEYS] + [get([2, 3, 4], k) for k in DEEP] + [get([3], k) for k in FLAT] + [get([], k) for k in SCALAR] + [get([0, 3], [0]), get([0, 3], [T([0])])]
puts = [put(k, v) for k, v in PUTS]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "subscripts.json"), "w") as f:
    f.write('{"get":[\n' + ",\n".join(json.dumps(g, separators=(",", ":")) for g in gets) + '\n],"put":[\n' + ",\n".join(json.dumps(p, separators=(",", ":")) for p in puts) + "\n]}\n")
print(len(gets), "reads,", len(puts), "writes")
