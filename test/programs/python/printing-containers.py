import torch

print([], {}, (), set(), [[]], [()], {"a": ()}, [None, True], (1,), [(1, "x")], {1: {2: {3: "deep"}}}, ["'", '"', "\n"], [1.0, -0.0, 1e-9], b"raw")
print([torch.tensor(1)], {"t": torch.tensor([1.5])}, (torch.zeros(2), "s"), [torch.Size([1]), torch.float32], {torch.int64: 1}, str([torch.tensor(True)]))
print(range(3), range(1, 10, 2), slice(1, 2), slice(None, None, -1), Ellipsis, NotImplemented, int, list, type, type(None), print, len)
print(enumerate, zip, map, type(iter([])).__name__, type({}.keys()).__name__, type(x for x in []).__name__, type(lambda: 0).__name__)
xs = [1, 2]
xs.append(xs)
print(xs)
d = {}
d["self"] = d
print(d)
print(1, "two", 3.0, [4], sep=" | ", end=" <end>\n")
print("a\tb", "unicode: ü 漢字 🙂", "\\", len("🙂"), repr("🙂\u200b"))
print("%s" % (1,), str((1, 2)), repr("a"), str("a"), [repr("a")], f"{[1, 'a']}", f"{ {'k': 1} }")
print(complex(0, 1), 1j * 1j, (1 + 2j).real, abs(3 + 4j), [1 + 0j], bytes(3), bytearray(b"ab"), memoryview(b"a")[0])
print(frozenset(), frozenset({1}), {1: "a", "b": None}, {(1, 2): [3]}, not None, ~True)
