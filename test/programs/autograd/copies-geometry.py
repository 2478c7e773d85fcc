"""Copies keep strides and offsets; a deep copy and torch.save also keep which tensors share memory, pickle does not."""
import copy
import io
import pickle
import warnings

import torch
import torch.nn as nn
x = torch.arange(6.).reshape(2,3)
for f in (copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v)), copy.copy):
    y = f(x.t())
    print(y.stride(), y.storage_offset(), y.untyped_storage().nbytes(), y._version, y._base is None)
    y = f(x[1:, 1])
    print(y, y.stride(), y.storage_offset(), y.untyped_storage().nbytes(), y._version, y._base is None)
    y = f(x.expand(2,2,3))
    print(y.stride(), y.storage_offset(), y.untyped_storage().nbytes(), y._version, y._base is None)
a, b = copy.deepcopy([x, x[0]])
print(a.data_ptr() == b.data_ptr())
b.zero_()
print(a, a._version, b._version)
a, b = pickle.loads(pickle.dumps([x, x[0]]))
b.fill_(2)
print(a, a._version, b._version)
a, b = copy.deepcopy((x[0], x[1]))
b.fill_(3)
print(a, a._version, b._version)
m = nn.Linear(2,2)
m.weight = nn.Parameter(torch.arange(4.).reshape(2,2).t())
print(copy.deepcopy(m).weight.stride(), pickle.loads(pickle.dumps(m)).weight.stride())
w = torch.ones(2, requires_grad=True)
w.register_hook(lambda g: g)
with warnings.catch_warnings(record=True) as c:
    warnings.simplefilter("always")
    v = pickle.loads(pickle.dumps(w))
    print(len(c))
    (w*2).sum().backward()
    print(pickle.loads(pickle.dumps(w)).grad, copy.deepcopy(w).grad, copy.copy(w).grad)
p = nn.Parameter(torch.ones(2))
p.register_hook(lambda g: g)
p.foo = 3
with warnings.catch_warnings(record=True) as c:
    warnings.simplefilter("always")
    v = pickle.loads(pickle.dumps(p))
    print(len(c), v.foo, v.requires_grad, v._version)
v = copy.deepcopy(p)
print(hasattr(v, "foo"))
p.sum().backward()
print(copy.deepcopy(p).grad)
y = w*2
z = pickle.loads(pickle.dumps(y))
print(z, z.is_leaf, z._version)
w.bar = 1
print(hasattr(copy.deepcopy(w), "bar"), hasattr(pickle.loads(pickle.dumps(w)), "bar"), hasattr(copy.copy(w), "bar"))
t = torch.ones(3)
t.add_(1)
print(copy.deepcopy(t)._version, copy.copy(t)._version)
i = torch.arange(3)
print(copy.deepcopy(i), pickle.loads(pickle.dumps(i)))
print(pickle.loads(pickle.dumps([torch.float32, torch.Size([1,2])])))
with torch.inference_mode():
    k = torch.ones(2)
try:
    z=copy.deepcopy(k)
    print(z.is_inference())
except Exception as error:
    print(error)
try:
    z=pickle.loads(pickle.dumps(k))
    print(z.is_inference())
except Exception as error:
    print(error)
b = io.BytesIO()
torch.save([x, x[0], m], b)
b.seek(0)
q = torch.load(b, weights_only=False)
q[1].fill_(7)
print(q[0], q[0]._version, q[1]._version, q[2].weight._version, q[2].weight.stride())
