import torch
import torch.nn as nn

torch.set_default_dtype(torch.float32)

class PINN(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(layers[i], layers[i+1]) for i in range(len(layers)-1)])
    def forward(self, x, t):
        a = torch.hstack((x, t))
        for l in self.linears[:-1]:
            a = torch.tanh(l(a))
        return self.linears[-1](a)

def residual(u_net, xt):
    x = xt[:, 0:1].requires_grad_(True)
    t = xt[:, 1:2].requires_grad_(True)
    u = u_net(xt[:, 0:1], xt[:, 1:2])
    u_x = torch.autograd.grad(u.sum(), x, create_graph=True)[0]  # raises: to not have been used in the graph  # expect: grad-unused
    u_t = torch.autograd.grad(u.sum(), t, create_graph=True)[0]
    u_xx = torch.autograd.grad(u_x.sum(), x, create_graph=True)[0]
    return u_t + u*u_x - 0.01*u_xx

pinn = PINN([2, 12, 12, 1])
opt = torch.optim.Adam(pinn.parameters(), lr=1e-3)
for i in range(2):
    opt.zero_grad()
    loss = residual(pinn, torch.rand(16, 2)).pow(2).mean()
    loss.backward()
    opt.step()
