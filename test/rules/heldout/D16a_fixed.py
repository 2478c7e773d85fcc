import torch
import torch.nn as nn

class Head(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(d, d, bias=False) for _ in range(3))
    def forward(self, x):
        w = (self.q(x) @ self.k(x).transpose(-2, -1)).softmax(-1)
        return w @ self.v(x)

class MultiHead(nn.Module):
    def __init__(self, d, n_heads):
        super().__init__()
        self.heads = nn.ModuleList()
        for _ in range(n_heads):
            self.heads.append(Head(d))
        self.proj = nn.Linear(d * n_heads, d)
    def forward(self, x):
        return self.proj(torch.cat([h(x) for h in self.heads], dim=-1))

mha = MultiHead(4, 2)
optimizer = torch.optim.AdamW(mha.parameters(), lr=1e-3)
print(sum(p.numel() for p in mha.parameters()))
for _ in range(2):
    out = mha(torch.randn(2, 3, 4))
    optimizer.zero_grad()
    out.pow(2).mean().backward()
    optimizer.step()
