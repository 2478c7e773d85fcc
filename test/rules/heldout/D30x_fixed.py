import torch
from torch import nn

class Contractive(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.enc, self.dec = nn.Linear(d, h), nn.Linear(h, d)
    def forward(self, x):
        z = torch.sigmoid(self.enc(x))
        return self.dec(z), z

cae = Contractive(5, 3)
opt = torch.optim.Adam(cae.parameters(), lr=1e-3)
for _ in range(2):
    x = torch.rand(4, 5, requires_grad=True)
    rec, z = cae(x)
    jac = torch.autograd.grad(z.sum(), x, create_graph=True)[0]
    loss = nn.functional.mse_loss(rec, x.detach()) + 0.1 * jac.pow(2).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
