import torch
from torch import nn

class Finetuner:
    def __init__(self, model, lr):
        self.model = model
        self.replace_head(5)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
    def replace_head(self, n):
        self.model.head = nn.Linear(6, n)
    def train(self, x, y):
        self.optimizer.zero_grad()
        nn.functional.cross_entropy(self.model(x), y).backward()
        self.optimizer.step()

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head = nn.Linear(4, 6), nn.Linear(6, 1000)
    def forward(self, x):
        return self.head(self.body(x).relu())

torch.manual_seed(0)
f = Finetuner(Net(), 1e-2)
before = f.model.head.weight.detach().clone()
f.train(torch.randn(3, 4), torch.tensor([0, 3, 4]))
