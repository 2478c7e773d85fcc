import base64, fnmatch, keyword, graphlib, timeit, binascii, shlex
for t in (b"", b"a", b"hello world", bytes(range(10))): print(base64.b85encode(t), base64.b85decode(base64.b85encode(t)) == t, base64.b16encode(t))
print(fnmatch.filter(["layer1.weight", "layer2.bias", "head.weight"], "layer*.[wb]*"), fnmatch.fnmatch("a.b", "a?b"), fnmatch.fnmatch("abc", "a[!b]c"))
print(keyword.iskeyword("class"), keyword.iskeyword("match"), len(keyword.kwlist))
g = graphlib.TopologicalSorter({"c": {"b"}, "b": {"a"}, "d": ["a"]})
print(list(g.static_order()))
try: list(graphlib.TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
except graphlib.CycleError as e: print(type(e).__name__, e.args[0])
x = []
timeit.timeit(lambda: x.append(1), number=1); print(len(x), callable(timeit.default_timer))
print(binascii.hexlify(b"\x01\xff"), binascii.unhexlify("01ff"), shlex.split("a 'b c' --x=\"d\\\"e\" f\\ g # h"), shlex.join(["a b", "c"]), shlex.quote("it's"))
