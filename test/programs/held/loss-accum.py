import torch
import torch.nn as nn
torch.manual_seed(0)
model = nn.Linear(2, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
data = [(torch.tensor([[float(i), 1.0]]), torch.tensor([[float(i)]])) for i in range(4)]
running = 0
losses = []
for epoch in range(2):
    for x, y in data:
        out = model(x)
        loss = ((out - y) ** 2).mean()
        running += loss
        losses.append(loss)
        opt.zero_grad()
        loss.backward()
        opt.step()
    print(f"epoch {epoch}: {running / len(data):.4f}")
print(running.grad_fn is not None, sum(l.item() for l in losses) > 0)
h = torch.zeros(1, 2)
W = torch.eye(2, requires_grad=True)
for step in range(3):
    h = torch.tanh(h @ W + step)
    l = h.sum()
    try:
        l.backward()
        print(step, W.grad)
    except RuntimeError as e:
        print(step, e.args[0].split(".")[0])
total = 0
for x, y in data:
    total = total + ((model(x) - y) ** 2).mean()
opt.zero_grad(); total.backward(); opt.step()
print(model.weight.grad, model.bias.grad)
y = model(data[0][0])
l1, l2 = y.pow(2).sum(), y.abs().sum()
l1.backward(retain_graph=True)
l2.backward()
print(model.bias.grad)
try:
    (l1 + l2).backward()
except RuntimeError as e:
    print("again:", e.args[0][:48])
feats = model(data[1][0])
a = feats * 2
feats += 1
print(torch.autograd.grad(a.sum(), model.bias))
b = feats.exp()
b *= 2
try:
    b.sum().backward()
except RuntimeError as e:
    print(e)
c = model(data[1][0]).relu_().add_(1).sigmoid_()
c.sum().backward()
print(c)
