import torch, torch.nn as nn
class TransE(nn.Module):
    def __init__(self):
        super().__init__()
        self.ent = nn.Embedding(5, 3, max_norm=1.0)
        nn.init.uniform_(self.ent.weight, -3, 3)
    def forward(self, h, t):
        reg = (self.ent.weight ** 2).sum()
        return (self.ent(h) - self.ent(t)).pow(2).sum() + reg  # expect: inplace-saved
TransE()(torch.tensor([0]), torch.tensor([1])).backward()  # raises: modified by an inplace operation
