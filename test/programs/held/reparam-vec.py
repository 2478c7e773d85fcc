import torch
import torch.nn as nn
class SimpleModel(nn.Module):
    def __init__(self):
        super(SimpleModel, self).__init__()
        self.linear = nn.Linear(10, 1)
    def forward(self, x):
        return self.linear(x)
def flat(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])
def set_flat(model, v):
    i = 0
    for p in model.parameters():
        n = p.numel()
        p.data.copy_(v[i:i + n].view_as(p))
        i += n
    assert i == v.numel(), "left over"
torch.manual_seed(0)
model = SimpleModel()
for name, param in model.named_parameters():
    print(name, param.size())
v = flat(model).requires_grad_()
x, y = torch.ones(4, 10), torch.zeros(4, 1)
set_flat(model, v * 0.5)
loss = nn.MSELoss()(model(x), y)
loss.backward()
print(v.grad, model.linear.bias.grad)
g = torch.cat([p.grad.flatten() for p in model.parameters()])
print(g.shape, g[-1] == model.linear.bias.grad)
with torch.no_grad():
    v -= 0.1 * g
set_flat(model, v)
print((model(x) - y).abs().mean().item() < 10)
class VecModel(nn.Module):
    def __init__(self, base):
        super().__init__()
        self.shapes = [tuple(p.shape) for p in base.parameters()]
        self.theta = nn.Parameter(flat(base))
    def forward(self, x):
        ws, i = [], 0
        for s in self.shapes:
            n = 1
            for d in s: n *= d
            ws.append(self.theta[i:i + n].reshape(s)); i += n
        return nn.functional.linear(x, *ws)
vm = VecModel(model)
opt = torch.optim.LBFGS(vm.parameters(), lr=0.5, max_iter=5)
def closure():
    opt.zero_grad()
    l = ((vm(x) - 1) ** 2).mean()
    l.backward()
    return l
for i in range(3):
    print(f"{opt.step(closure).item():.6f}")
print(vm.theta.grad.norm() < 1e-2, vm)
try:
    set_flat(model, torch.zeros(12))
except AssertionError as e:
    print("assert", e)
b = nn.Parameter(vm.theta[3].detach().clone())
print(b.shape, b.is_leaf, b.requires_grad)
vgrads = torch.autograd.grad(model(x).sum(), v)[0]
