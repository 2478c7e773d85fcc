import torch
from torch import nn

class MemoryCell(nn.Module):
    """keeps an external memory between calls"""
    def __init__(self, slots, width):
        super().__init__()
        self.write_gate = nn.Linear(width, slots)
        self.read_gate = nn.Linear(width, slots)
        self.register_buffer("memory", torch.zeros(slots, width))
    def forward(self, x):
        w = torch.softmax(self.write_gate(x), -1)
        self.memory = self.memory + w.t() @ x / x.size(0)  # expect: graph-freed
        r = torch.softmax(self.read_gate(x), -1)
        return r @ self.memory

class Trainer:
    def __init__(self, model):
        self.model = model
        self.optim = torch.optim.SGD(model.parameters(), lr=0.05)
        self.history = []
    def fit(self, loader):
        for x, y in loader:
            pred = self.model(x)
            loss = nn.functional.mse_loss(pred, y)
            self.optim.zero_grad()
            loss.backward()  # raises: backward through the graph a second time
            self.optim.step()
            self.history.append(float(loss))

Trainer(MemoryCell(5, 3)).fit([(torch.randn(7, 3), torch.randn(7, 3)) for _ in range(3)])
