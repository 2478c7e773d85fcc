import torch
import torch.nn as nn


class Mixture(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.logits = nn.Parameter(torch.linspace(0, 1, k))

    def forward(self, experts):
        weights = torch.softmax(self.logits, dim=0)
        return experts @ weights


torch.manual_seed(0)
mix = Mixture(4)
opt = torch.optim.Adam(mix.parameters(), lr=0.1)
experts = torch.rand(5, 4)
target = torch.rand(5)
for step in range(6):
    pred = mix(experts)
    loss = nn.functional.mse_loss(pred, target)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print("step", step, "loss", round(loss.item(), 6))
print(torch.softmax(mix.logits, 0))
