import torch
from torch import nn
import torch.nn.functional as F


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit = nn.Parameter(torch.tensor(0.0))
        self.value = F.sigmoid(self.logit)

    def forward(self):
        return self.value


def fit(rounds):
    gate = Gate()
    optimizer = torch.optim.Adam(gate.parameters())
    criterion = nn.MSELoss()
    goal = torch.tensor(0.8)
    for epoch in range(rounds):
        loss = criterion(gate(), goal)
        print(f"epoch {epoch}: loss {loss.item():.5f}, value {gate.value.item():.5f}")
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


fit(3)
