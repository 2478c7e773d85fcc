import torch
from torch import nn
emb = nn.Embedding(10, 4)
new_tokens = emb.weight[8:]
groups = [{"params": [emb.weight], "lr": 1e-2}]
opt = torch.optim.SGD(groups, lr=1e-3)
loss = emb(torch.tensor([8, 9])).sum()
loss.backward()
opt.step()
