import torch
import torch.nn as nn
import torch.nn.functional as F


class Probability(nn.Module):
    def __init__(self, start=0.0):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor(start))
        self.p = F.sigmoid(self.raw)

    def forward(self) -> torch.Tensor:
        return self.p


def train():
    model = Probability()
    opt = torch.optim.Adam(model.parameters())
    loss_fn = nn.MSELoss()
    target = torch.tensor(0.9)
    print("--- start ---")
    for i in range(2):
        try:
            out = model.forward()
            loss = loss_fn(out, target)
            print(f"Iteration: {i + 1} Loss: {loss.item():.4f} p: {model.p.item():.4f}")
            loss.backward()
            opt.step()
            opt.zero_grad()
        except RuntimeError as error:
            print(f"Error at iteration {i + 1}: {error}")
            break
    print("--- end ---")
    print(model.raw, model.p)


train()
