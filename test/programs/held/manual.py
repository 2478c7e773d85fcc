import torch
torch.manual_seed(0)
N, D_in, H, D_out = 8, 4, 3, 1
x = torch.arange(N * D_in).float().view(N, D_in) / 10
y = x.sum(1, keepdim=True)
w1 = torch.full((D_in, H), 0.1, requires_grad=True)
w2 = torch.full((H, D_out), 0.2, requires_grad=True)
lr = 1e-3
for t in range(4):
    y_pred = x.mm(w1).clamp(min=0).mm(w2)
    loss = (y_pred - y).pow(2).sum()
    if t % 2 == 1:
        print(t, loss.item())
    loss.backward()
    with torch.no_grad():
        w1 -= lr * w1.grad
        w2 -= lr * w2.grad
        w1.grad.zero_()
        w2.grad.zero_()
print(w1, w2.grad)
b = torch.zeros(1, requires_grad=True)
for step in range(3):
    l = ((x @ w1 @ w2 + b - y) ** 2).mean()
    l.backward()
    b.data -= 0.1 * b.grad.data
    print(b.grad, b)
    b.grad = None
try:
    w1 -= lr * w1.grad
except RuntimeError as e:
    print(e)
w = torch.randn(3, requires_grad=True)
w = w - 0.1 * torch.ones(3)
try:
    (w * 2).sum().backward()
    print(w.grad)
    w.grad.zero_()
except AttributeError as e:
    print(e)
p = torch.nn.Parameter(torch.ones(2))
try:
    p += 1
except RuntimeError as e:
    print(e)
p = p + 1
print(p, type(p))
q = torch.ones(2, requires_grad=True)
with torch.no_grad():
    q = q - 0.1
print(q, q.requires_grad)
try:
    q.sum().backward()
except RuntimeError as e:
    print(e)
q.requires_grad_()
q.sum().backward(); q.sum().backward()
print(q.grad)
v = [torch.zeros_like(w1)]
params = [w1, w2]
for p_, v_ in zip(params, [torch.zeros_like(p) for p in params]):
    g, = torch.autograd.grad((x @ w1 @ w2).mean(), [p_])
    v_.mul_(0.9).add_(g)
    p_.data.add_(v_, alpha=-lr)
print(w1[0], w2.T)
