import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

class Vision(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 4, 4, 4)
        self.mix = nn.Sequential(nn.LayerNorm(4), nn.Linear(4, 4), nn.GELU())
        self.pool = nn.Linear(4, 2)
    def tokens(self, x):
        return self.patch(x).flatten(2).transpose(1, 2)
    def forward(self, x):
        t = checkpoint(self.tokens, x, use_reentrant=True)  # expect: grad-checkpoint
        return self.pool(self.mix(t).mean(1))

net = Vision()
opt = torch.optim.SGD(net.parameters(), 0.1)
for _ in range(2):
    loss = nn.functional.cross_entropy(net(torch.randn(2, 3, 8, 8)), torch.tensor([0, 1]))
    opt.zero_grad(); loss.backward(); opt.step()
