import torch, torch.nn as nn
class Physics(nn.Module):
    def __init__(self):
        super().__init__()
        self.u = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    def grad(self, y, x):
        return torch.autograd.grad(y, x, grad_outputs=torch.ones_like(y), retain_graph=True)[0]  # expect: grad-create-graph
    def loss(self, xt):
        u = self.u(xt)
        du = self.grad(u, xt)
        return (du[:, :1] + u * du[:, 1:]).pow(2).mean()
net = Physics()
opt = torch.optim.Adam(net.parameters())
xt = torch.rand(8, 2, requires_grad=True)
total = net.loss(xt) + net.u(torch.zeros(1, 2)).pow(2).mean()
opt.zero_grad(); total.backward(); opt.step()
