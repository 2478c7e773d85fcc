import torch
from torch import nn
class VQ(nn.Module):
    def __init__(self, n, d, beta=0.25):
        super().__init__()
        self.cb = nn.Embedding(n, d)
        self.beta = beta
    def forward(self, z):
        i = torch.cdist(z, self.cb.weight).argmin(1)
        q = self.cb(i)
        loss = nn.functional.mse_loss(q, z.detach()) + self.beta * nn.functional.mse_loss(q.detach(), z)
        return z + (q - z).detach(), loss, i
enc, vq, dec = nn.Linear(6, 3), VQ(5, 3), nn.Linear(3, 6)
opt = torch.optim.Adam([*enc.parameters(), *vq.parameters(), *dec.parameters()])
for _ in range(2):
    x = torch.rand(4, 6)
    q, l, _ = vq(enc(x))
    loss = nn.functional.mse_loss(dec(q), x) + l
    opt.zero_grad(); loss.backward(); opt.step()
