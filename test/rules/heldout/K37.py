import torch
from torch import nn
from torch.utils.checkpoint import checkpoint
blocks = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.GELU()) for _ in range(2)])
emb, head = nn.Embedding(5, 4), nn.Linear(4, 5)
params = [*blocks.parameters(), *emb.parameters(), *head.parameters()]
opt = torch.optim.AdamW(params)
for _ in range(2):
    ids = torch.randint(0, 5, (2, 3))
    h = emb(ids)
    for b in blocks:
        h = h + checkpoint(b, h, use_reentrant=False)
    loss = nn.functional.cross_entropy(head(h).flatten(0, 1), ids.flatten())
    opt.zero_grad(); loss.backward(); opt.step()
