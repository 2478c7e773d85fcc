import itertools
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque

print(list(itertools.chain([1], [2, 3])), list(itertools.product("ab", [1, 2])), list(itertools.combinations(range(4), 2)), list(itertools.permutations("abc", 2))[:3])
print(list(itertools.islice(itertools.count(5, 2), 4)), list(itertools.accumulate([1, 2, 3, 4])), list(itertools.zip_longest([1, 2], [3], fillvalue=0)), list(itertools.repeat("x", 2)))
print([(k, list(g)) for k, g in itertools.groupby("aabbc")], list(itertools.takewhile(lambda v: v < 3, range(9))), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.chain.from_iterable([[1], [2]])))
print(list(itertools.pairwise("abc")), list(itertools.dropwhile(lambda v: v < 3, range(5))), [next(c) for c in [itertools.cycle("xy")] for _ in range(3)], list(itertools.compress("abc", [1, 0, 1])))
c = Counter("mississippi")
print(c, c.most_common(2), c["z"], Counter(a=1) + Counter(a=2, b=1), sum(c.values()), sorted(c.elements())[:4])
d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, dict(d), defaultdict(int, x=1)["y"], len(d))
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
q.rotate(1)
print(q, q.popleft(), q.pop(), list(q), len(q), q[0])
o = OrderedDict([("x", 1), ("y", 2)])
o.move_to_end("x")
o["z"] = 3
print(o, list(o), o.popitem(last=False), OrderedDict(a=1) == {"a": 1}, list(o.items()), o.keys())
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m["a"], m["b"], sorted(m), dict(m))
