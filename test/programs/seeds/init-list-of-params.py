import torch
from torch import nn


class Bank(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.raws = nn.ParameterList([nn.Parameter(torch.zeros(n)) for n in sizes])
        self.gates = [torch.tanh(raw) for raw in self.raws]

    def forward(self, xs):
        return sum((g * x).sum() for g, x in zip(self.gates, xs))


bank = Bank([1, 2, 3])
print(bank)
print([g.grad_fn for g in bank.gates])
opt = torch.optim.RMSprop(bank.parameters(), lr=0.01)
xs = [torch.ones(n) for n in (1, 2, 3)]
for i in range(2):
    try:
        out = bank(xs)
        out.backward()
        opt.step()
        opt.zero_grad()
        print(i, out)
    except RuntimeError as err:
        print(i, "->", str(err).split(".")[0])
for raw in bank.raws:
    print(raw)
