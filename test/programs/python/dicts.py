d = {"b": 1, "a": 2}
d["c"] = 3
d.update(a=5, e=6)
print(d, d.get("z"), d.get("z", 0), d.setdefault("f", []), d.pop("b"), d.pop("zz", None), len(d), "a" in d, list(d), d.keys(), d.values(), d.items())
print({k: v for k, v in sorted(d.items(), key=lambda kv: str(kv[1]))}, dict([("x", 1), ("y", 2)]), dict(zip("ab", [1, 2])), {**d, "new": 1}, d | {"a": 0})
for key, value in d.items():
    print(key, "->", value)
del d["f"]
print(max(d, key=d.get), min(d.values()), sum(d.values()), sorted(d, reverse=True), d == {"e": 6, "c": 3, "a": 5}, dict.fromkeys("ab", 0), d.popitem(), d)
nested = {"model": {"layers": [1, 2], "name": "net"}, ("t", 1): None, 3.5: True, 1: "int"}
print(nested, nested["model"]["layers"][-1], nested[("t", 1)], nested[True])
copy = nested.copy()
copy["model"]["name"] = "changed"
print(nested["model"]["name"], copy is nested, bool({}), {} == dict())
counts = {}
for ch in "mississippi":
    counts[ch] = counts.get(ch, 0) + 1
print(counts, {v: k for k, v in counts.items()}, [k for k, v in counts.items() if v > 2])
for what in (lambda: d["nope"], lambda: {}[[1]], lambda: {[]: 1}, lambda: {}.popitem()):
    try:
        what()
    except Exception as error:
        print(type(error).__name__, error)
print(d.clear(), d, list(reversed({"x": 1, "y": 2})), {"k": {}}.get("k"), isinstance(d, dict), dict(a=1, **{"b": 2}))
