import numpy as np
g = np.array([[1, 2, 3]] * 6, dtype=np.float32).reshape(3, 2, 3)
print(g.shape)
p = np.pad(g, ((0, 0), (0, 0), (1, 1))); print(p.shape)
q = p.reshape(3, -1); print(q.shape)
r = np.repeat(np.repeat(q, 2, axis=0), 2, axis=1); print(r.shape, r.dtype)
rng = np.random.RandomState(0)
n = rng.randn(2, 6, 40).astype("float32") * 0.1
print((r + n[0][:, : r.shape[1]]).shape)
a = np.arange(6).reshape(2, 3)
for m in ("constant", "edge", "reflect", "symmetric", "wrap"): print(m, np.pad(a, 1, m).tolist(), np.pad(np.arange(4), (2, 1), mode=m))
print(np.pad(a, ((0, 1), (2, 0)), constant_values=7), np.pad(np.float32([1, 2]), (1, 0)).dtype)
