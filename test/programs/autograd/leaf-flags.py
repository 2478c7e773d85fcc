import torch

a = torch.ones(2)
b = torch.ones(2, requires_grad=True)
c = a + 1
d = b + 1
e = d.detach()
f = e.requires_grad_()
g = torch.nn.Parameter(d)
h = b.view(1, 2)
for name, t in zip("abcdefgh", (a, b, c, d, e, f, g, h)):
    print(name, t.requires_grad, t.is_leaf, type(t.grad_fn).__name__, t.retains_grad, t.grad)
print(e is f)
a.requires_grad = True
print(a, c.requires_grad)
