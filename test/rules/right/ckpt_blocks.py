import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

class Blk(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.ff = nn.Sequential(nn.LayerNorm(d), nn.Linear(d, 2 * d), nn.GELU(), nn.Dropout(0.1), nn.Linear(2 * d, d))
    def forward(self, x):
        return x + self.ff(x)

class Net(nn.Module):
    def __init__(self, d=4, use_ckpt=True):
        super().__init__()
        self.emb = nn.Embedding(9, d)
        self.blocks = nn.ModuleList(Blk(d) for _ in range(3))
        self.out, self.use_ckpt = nn.Linear(d, 2), use_ckpt
    def forward(self, ids):
        x = self.emb(ids)
        for b in self.blocks:
            x = checkpoint(b, x, use_reentrant=False) if self.use_ckpt and self.training else b(x)
        return self.out(x.mean(1))

net = Net()
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    loss = nn.functional.cross_entropy(net(torch.randint(0, 9, (3, 5))), torch.tensor([0, 1, 1]))
    opt.zero_grad(); loss.backward(); opt.step()
