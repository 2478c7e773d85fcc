import torch
from torch import nn

class Pinn(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 12), nn.Tanh(), nn.Linear(12, 1))
        self.nu = nn.Parameter(torch.tensor(0.1))
    def forward(self, x, t):
        return self.net(torch.cat([x, t], 1))
    def residual(self, x, t):
        x.requires_grad_(True); t.requires_grad_(True)
        u = self(x, t)
        g = lambda y, v: torch.autograd.grad(y, v, torch.ones_like(y), create_graph=True)[0]
        ux, ut = g(u, x), g(u, t)
        return ut + u * ux - self.nu * g(ux, x)

pinn = Pinn()
adam = torch.optim.Adam(pinn.parameters(), 1e-3)
xb, tb, ub = torch.rand(6, 1), torch.rand(6, 1), torch.rand(6, 1)
for _ in range(2):
    xf, tf = torch.rand(10, 1), torch.rand(10, 1)
    loss = (pinn(xb, tb) - ub).pow(2).mean() + pinn.residual(xf, tf).pow(2).mean()
    adam.zero_grad(); loss.backward(); adam.step()
lb = torch.optim.LBFGS(pinn.parameters(), max_iter=2, line_search_fn="strong_wolfe")
def closure():
    lb.zero_grad()
    loss = pinn.residual(xb, tb).pow(2).mean()
    loss.backward()
    return loss
lb.step(closure)
