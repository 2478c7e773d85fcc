import torch
v1 = torch.nn.Parameter(torch.arange(6.), requires_grad=True)
a = v1[:3]
a.data.copy_(torch.full((3,), 9.))
print(v1, a)
b = v1[:3].clone()
b.data.zero_()
print(v1[:3], b)
t = torch.nn.Parameter(torch.ones(6, 1))
T = t.view(2, 3)
T.sum().backward()
print(t.grad.shape, T.grad_fn)
print(T.grad)
k = torch.arange(6.).view(2, 3)
kp = torch.nn.Parameter(k)
k[0, 0] = 100
print(kp, kp.data_ptr() == k.data_ptr())
x = torch.ones(3)
y = x
y += 1
print(x, y is x)
y = y + 1
print(x, y)
z = x.view(3, 1)
z.mul_(2)
print(x, z._base is x, x._version)
w = torch.ones(2, 2, requires_grad=True)
c = w.clone()
row = c[0]
row *= 3
print(c, row.grad_fn, c.grad_fn)
c.sum().backward()
print(w.grad)
try:
    w[0] = 5
except RuntimeError as e:
    print(e)
try:
    w.view(4).add_(1)
except RuntimeError as e:
    print(e)
with torch.no_grad():
    w[0] = 5
print(w, w._version)
d = w.detach()
d.fill_(0)
print(w)
e = w.exp()
e.add_(1)
try:
    e.sum().backward()
except RuntimeError as err:
    print(err)
lst = [torch.zeros(1)] * 3
lst[0] += 1
print(lst)
dd = {"w": w}
dd["w"].data = torch.ones(2, 2) * 7
print(w, torch.tensor(w).requires_grad)
u = torch.ones(4)
u2 = u.expand(2, 4)
try:
    u2.add_(1)
except RuntimeError as err:
    print(err)
m, n = torch.arange(4.).split(2)
m.zero_()
print(m, n, m.untyped_storage().data_ptr() == n.untyped_storage().data_ptr())
print(torch.arange(4).unbind(), u.reshape(2, 2).T.is_contiguous())
