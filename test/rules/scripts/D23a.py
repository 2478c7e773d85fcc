import torch, torch.nn as nn
embed = nn.Embedding(10, 4); head = nn.Linear(4, 2)
def integrated(tokens):
    e = embed(tokens)
    head(e.mean(0)).sum().backward()
    return e.grad.abs().sum(-1)  # expect: grad-nonleaf  # raises: 'NoneType' object has no attribute 'abs'
integrated(torch.tensor([1, 2, 3]))
