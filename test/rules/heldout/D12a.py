import torch
import torch.nn as nn

class LowRankLinear(nn.Module):
    def __init__(self, n_in, n_out, rank):
        super().__init__()
        self.U = nn.Parameter(torch.randn(n_out, rank) / rank ** 0.5)
        self.V = nn.Parameter(torch.randn(rank, n_in) / n_in ** 0.5)
        self.weight = nn.Parameter(self.U @ self.V)  # expect: detached-parameter
        self.bias = nn.Parameter(torch.zeros(n_out))
    def forward(self, x):
        return nn.functional.linear(x, self.weight, self.bias)

model = nn.Sequential(LowRankLinear(6, 8, 2), nn.ReLU(), LowRankLinear(8, 1, 2))
opt = torch.optim.Adam(model.parameters(), 1e-2)
for x, y in [(torch.randn(4, 6), torch.randn(4, 1))] * 3:
    opt.zero_grad()
    (model(x) - y).pow(2).mean().backward()
    opt.step()
