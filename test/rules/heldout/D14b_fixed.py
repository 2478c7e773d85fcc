import torch
from torch import nn

class LoRAMerge(nn.Module):
    def __init__(self, base, rank=2, alpha=4.):
        super().__init__()
        self.base = base
        self.orig = base.weight.detach().clone()
        self.A = nn.Parameter(torch.randn(rank, base.in_features) * 0.02)
        self.B = nn.Parameter(torch.ones(base.out_features, rank))
        self.scale = alpha / rank
    def forward(self, x):
        w = self.orig + self.scale * self.B @ self.A
        return nn.functional.linear(x, w, self.base.bias)

lora = LoRAMerge(nn.Linear(4, 3))
opt = torch.optim.AdamW([lora.A, lora.B], lr=1e-3)
for _ in range(3):
    loss = lora(torch.randn(5, 4)).logsumexp(-1).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
