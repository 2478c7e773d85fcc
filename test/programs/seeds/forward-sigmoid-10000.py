import torch
import torch.nn as nn
import torch.nn.functional as F


class Probability(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor(0.0))

    def forward(self) -> torch.Tensor:
        p = F.sigmoid(self.raw)
        return p


def train(steps):
    model = Probability()
    opt = torch.optim.Adam(model.parameters())
    loss_fn = nn.MSELoss()
    target = torch.tensor(0.9)
    for i in range(steps):
        loss = loss_fn(model.forward(), target)
        loss.backward()
        opt.step()
        opt.zero_grad()
        if (i + 1) % 1000 == 0:
            now = F.sigmoid(model.raw).item()
            print(f"Iteration: {i + 1} Loss: {loss.item():.4f} p: {now:.4f}")
    return model


model = train(10000)
print(model.raw)
