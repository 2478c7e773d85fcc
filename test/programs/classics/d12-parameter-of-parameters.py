import torch
from torch import nn


class Joined(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.ones(2))
        self.b = nn.Parameter(torch.zeros(1))
        self.w = nn.Parameter(torch.cat([self.a, self.b]))

    def forward(self, x):
        return x @ self.w


m = Joined()
print([n for n, _ in m.named_parameters()])
opt = torch.optim.SGD(m.parameters(), lr=0.5)
for _ in range(2):
    opt.zero_grad()
    m(torch.tensor([1.0, 2.0, 3.0])).backward()
    opt.step()
print(m.a, m.b, m.w, m.a.grad, m.w.grad)
p = nn.Parameter(torch.ones(2))
q = nn.Parameter(p.view(1, 2))
q.data[0, 0] = 7
print(p, q, q is p, q.data_ptr() == p.data_ptr())
