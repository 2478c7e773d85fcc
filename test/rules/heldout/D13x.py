import torch
from torch import nn

class SSM(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_a = nn.Parameter(torch.randn(n))
        self.c = nn.Parameter(torch.randn(n))
        self.build()
    def build(self):
        self.decay = torch.exp(-torch.exp(self.log_a))  # expect: graph-freed
    def forward(self, u):
        s = torch.zeros_like(self.c)
        ys = []
        for ut in u:
            s = self.decay * s + ut
            ys.append((self.c * s).sum())
        return torch.stack(ys)

ssm = SSM(3)
opt = torch.optim.AdamW(ssm.parameters(), lr=1e-2)
for _ in range(3):
    loss = ssm(torch.randn(4)).square().mean()
    opt.zero_grad()
    loss.backward()  # raises: backward through the graph a second time
    opt.step()
