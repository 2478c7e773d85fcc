import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

class Block(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.ff = nn.Sequential(nn.Linear(d, 2 * d), nn.GELU(), nn.Linear(2 * d, d))
    def forward(self, x):
        return x + self.ff(x)

class Encoder(nn.Module):
    def __init__(self, d=4, n=2, gradient_checkpointing=True):
        super().__init__()
        self.embed = nn.Embedding(11, d)
        self.embed.weight.requires_grad = False
        self.blocks = nn.ModuleList(Block(d) for _ in range(n))
        self.head = nn.Linear(d, 11)
        self.gc = gradient_checkpointing
    def forward(self, ids):
        h = self.embed(ids)
        for b in self.blocks:
            h = checkpoint(b, h, use_reentrant=True) if self.gc else b(h)  # expect: grad-checkpoint
        return self.head(h)

enc = Encoder()
opt = torch.optim.AdamW([p for p in enc.parameters() if p.requires_grad])
ids = torch.randint(0, 11, (2, 5))
loss = nn.functional.cross_entropy(enc(ids).flatten(0, 1), ids.flatten())
loss.backward()
opt.step()
