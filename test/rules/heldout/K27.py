import torch
from torch import nn
class PINN(nn.Module):
    def __init__(self, layers=(2, 8, 8, 1)):
        super().__init__()
        self.lins = nn.ModuleList([nn.Linear(a, b) for a, b in zip(layers, layers[1:])])
        for l in self.lins:
            nn.init.xavier_normal_(l.weight.data); nn.init.zeros_(l.bias.data)
    def forward(self, x, t):
        h = torch.cat([x, t], 1)
        for l in self.lins[:-1]:
            h = torch.tanh(l(h))
        return self.lins[-1](h)
def d(y, x):
    return torch.autograd.grad(y, x, torch.ones_like(y), create_graph=True)[0]
m = PINN(); opt = torch.optim.Adam(m.parameters())
x, t = torch.rand(9, 1, requires_grad=True), torch.rand(9, 1, requires_grad=True)
for _ in range(2):
    u = m(x, t)
    ux = d(u, x)
    f = d(u, t) + u * ux - .01 * d(ux, x)
    loss = f.pow(2).mean() + (m(x, torch.zeros_like(t)) - torch.sin(x.detach())).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
