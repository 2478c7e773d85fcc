import torch
import torch.nn as nn

class MoE(nn.Module):
    def __init__(self, dim=4, experts=3):
        super().__init__()
        self.gate = nn.Linear(dim, experts)
        self.experts = nn.ModuleList(nn.Linear(dim, dim) for _ in range(experts))
    def load_balance(self, probs):
        usage = [probs[:, e].mean() for e in range(probs.shape[1])]
        return torch.as_tensor(usage).pow(2).sum() * len(usage)  # expect: detached-rebuilt
    def forward(self, x):
        p = self.gate(x).softmax(-1)
        y = torch.stack([e(x) for e in self.experts], 1)
        return (y * p.detach().unsqueeze(-1)).sum(1), self.load_balance(p)

moe = MoE()
opt = torch.optim.AdamW(moe.parameters(), lr=1e-3)
x = torch.randn(6, 4)
out, aux = moe(x)
loss = (out - x).pow(2).mean() + 0.01 * aux
loss.backward()
opt.step()
