import torch
from torch import nn

def contrastive(emb, labels):
    loss = emb.sum() * 0
    for i in range(len(labels)):
        for j in range(i):
            if labels[i] == labels[j]:
                loss += (emb[i] - emb[j]).pow(2).sum()
    return loss

enc = nn.Linear(3, 2)
out = contrastive(enc(torch.randn(3, 3)), [0, 1, 2])
out.backward()
