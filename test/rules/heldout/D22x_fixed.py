import torch
from torch import nn

class TextualInversion:
    def __init__(self, table, token, lr=5e-3):
        self.table = table
        self.placeholder = table.weight
        self.optimizer = torch.optim.AdamW([{"params": self.placeholder, "weight_decay": 0.}], lr=lr)
    def step(self, ids):
        loss = self.table(ids).pow(2).mean()
        loss.backward()
        self.optimizer.step()

TextualInversion(nn.Embedding(6, 3), 5).step(torch.tensor([5]))
