import torch
from torch import nn

class TransE(nn.Module):
    def __init__(self, n, r, d):
        super().__init__()
        self.ent = nn.Embedding(n, d, max_norm=1)
        self.rel = nn.Embedding(r, d)
    def all_scores(self, q):
        return q @ self.ent.weight.t()
    def forward(self, h, r):
        e = self.ent(h)
        return self.all_scores(self.rel(r)) + self.all_scores(e + self.rel(r))

kg = TransE(5, 2, 3)
nn.functional.cross_entropy(kg(torch.tensor([0, 1]), torch.tensor([0, 1])), torch.tensor([2, 3])).backward()
