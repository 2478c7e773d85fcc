import torch
import torch.nn as nn


class Mixture(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.logits = nn.Parameter(torch.linspace(0, 1, k))
        self.weights = torch.softmax(self.logits, dim=0)

    def forward(self, experts):
        return experts @ self.weights


torch.manual_seed(0)
mix = Mixture(4)
print("weights:", mix.weights)
opt = torch.optim.Adam(mix.parameters(), lr=0.1)
experts = torch.rand(5, 4)
target = torch.rand(5)
for step in range(3):
    pred = mix(experts)
    loss = nn.functional.mse_loss(pred, target)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print("step", step, "loss", round(loss.item(), 6))
