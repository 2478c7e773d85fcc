import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
opt = torch.optim.Adam(net.parameters(), lr=0.01)
t = torch.linspace(0, 1, 6).view(-1, 1).requires_grad_(True)
for step in range(4):
    opt.zero_grad()
    u = net(t)
    du = torch.autograd.grad(u, t, grad_outputs=torch.ones_like(u), create_graph=True)[0]
    d2u = torch.autograd.grad(du.sum(), t, create_graph=True)[0]
    residual = (d2u + 4 * u).pow(2).mean()
    boundary = (net(torch.zeros(1, 1)) - 1).pow(2).squeeze()
    loss = residual + boundary
    loss.backward()
    opt.step()
    print(step, f"{loss.item():.4f} {residual.item():.4f} {boundary.item():.4f}")
print(du.requires_grad, d2u.grad_fn is not None, t.grad.shape)
