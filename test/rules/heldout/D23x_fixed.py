import torch
from torch import nn
torch.manual_seed(0)
emb = nn.Embedding(12, 4)
clf = nn.Linear(4, 2)
ids = torch.tensor([[1, 5, 7]])
vectors = emb(ids)
vectors.retain_grad()
logits = clf(vectors.mean(1))
logits[0, logits.argmax()].backward()
importance = (vectors.grad * vectors).sum(-1) if vectors.grad is not None else None
print("token importance", importance)
