import torch
import torch.nn as nn

class BasicExpert(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.up = nn.Linear(d, 2*d)
        self.down = nn.Linear(2*d, d)
    def forward(self, x):
        return self.down(nn.functional.gelu(self.up(x)))

class MoE(nn.Module):
    def __init__(self, d, n_experts=3):
        super().__init__()
        self.router = nn.Linear(d, n_experts)
        self.experts = {}  # expect: module-unregistered
        for i in range(n_experts):
            self.experts[f"expert{i}"] = BasicExpert(d)
    def forward(self, x):
        gate = self.router(x).softmax(-1)
        outs = torch.stack([e(x) for e in self.experts.values()], dim=-1)
        return (outs * gate.unsqueeze(-2)).sum(-1)

class Block(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.ff = MoE(d)
    def forward(self, x):
        return x + self.ff(self.norm(x))
