rows = [("conv1", (8, 3, 3, 3), 216), ("fc.weight", (10, 128), 1280), ("bn", (8,), 8)]
width = max(len(name) for name, *_ in rows)
print("=" * (width + 30))
print(f"{'layer':<{width}} | {'shape':^16} | {'params':>8}")
print("-" * (width + 30))
for name, shape, count in rows:
    print(f"{name:<{width}} | {str(shape):^16} | {count:>8,}")
total = sum(r[2] for r in rows)
print(f"{'total':<{width}}   {'':16}   {total:>8,}", f"{total / 1e6:.3f}M", f"{total * 4 / 1024:.1f} KiB", sep="\n")
progress = ["[" + "#" * (i // 2) + "." * (5 - i // 2) + f"] {i / 10:4.0%}" for i in range(0, 11, 5)]
print("\n".join(progress))
table = {"a": [1, 22], "bbb": [333, 4]}
for key in sorted(table, key=len, reverse=True):
    print(key.rjust(5), *[str(v).ljust(4) for v in table[key]], sep="|")
print("Iter {0:04d} | loss {1:>8.4f} | lr {2:.1e} | {3!s:>5}".format(7, 3.14159, 0.00025, True))
print("%-10s|%8.3f|%05d|%s" % ("left", 2 / 3, 42, [1, 2]))
log = []
for epoch in range(3):
    log.append({"epoch": epoch, "train": 1 / (epoch + 1), "val": 1.5 / (epoch + 1)})
best = min(log, key=lambda e: e["val"])
print(best, "\t".join(log[0]), *(f"{e['epoch']}:{e['train']:.2f}" for e in log))
text = """a
  b
c"""
print(text.split("\n"), len(text), text.count("\n"), repr(text))
print("wrapped " "literal " f"{1 + 1}" " end", "a" "b" * 2, end="\n---\n")
