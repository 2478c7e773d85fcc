import torch
import torch.nn as nn
import torch.nn.utils.parametrize as parametrize
class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)
class Positive(nn.Module):
    def forward(self, w): return nn.functional.softplus(w)
    def right_inverse(self, w): return w.expm1().log()
layer = nn.Linear(3, 3)
with torch.no_grad():
    layer.weight.copy_(torch.arange(9.).view(3, 3)); layer.bias.zero_()
parametrize.register_parametrization(layer, "weight", Symmetric())
print(layer)
print(layer.weight, torch.equal(layer.weight, layer.weight.T))
print([n for n, _ in layer.named_parameters()], layer.state_dict().keys())
layer.weight = torch.eye(3)
print(layer.weight)
layer(torch.ones(1, 3)).sum().backward()
print(layer.parametrizations.weight.original.grad)
with parametrize.cached():
    print(layer.weight is layer.weight)
print(layer.weight is layer.weight, parametrize.is_parametrized(layer), type(layer).__name__)
parametrize.remove_parametrizations(layer, "weight", leave_parametrized=True)
print(layer, layer.weight)
class Gauss(nn.Module):
    def __init__(self):
        super().__init__()
        self.mu = nn.Parameter(torch.zeros(2))
        self.sigma = nn.Parameter(torch.ones(2))
        parametrize.register_parametrization(self, "sigma", Positive())
    def forward(self, x):
        return -(((x - self.mu) / self.sigma) ** 2 / 2 + self.sigma.log()).sum()
g = Gauss()
opt = torch.optim.SGD(g.parameters(), lr=0.1)
for i in range(3):
    opt.zero_grad()
    nll = -g(torch.tensor([1., -2.]))
    nll.backward()
    opt.step()
    print(i, nll.item(), g.sigma)
lin = torch.nn.utils.parametrizations.weight_norm(nn.Linear(2, 2))
print(lin, [n for n, p in lin.named_parameters()])
try:
    g.sigma = torch.tensor([-1., 1.])
    print(g.sigma)
    g.mu = torch.zeros(2)
except Exception as e:
    print(type(e).__name__, e)
class Prop(nn.Module):
    def __init__(self):
        super().__init__()
        self._w = nn.Parameter(torch.tensor(-1.0))
    @property
    def w(self): return self._w.exp()
    @w.setter
    def w(self, v):
        with torch.no_grad(): self._w.copy_(torch.as_tensor(v).log())
p = Prop()
p.w = 2.0
print(p.w, p._w)
try:
    (p.w * 2).backward(); (p.w * 2).backward(); print(p._w.grad)
except RuntimeError as e:
    print(e)
