import torch
from torch import nn
class Prompt(nn.Module):
    def __init__(self, n_ctx=2, n_cls=3, dim=4):
        super().__init__()
        self.ctx = nn.Parameter(torch.empty(n_ctx, dim))
        nn.init.normal_(self.ctx, std=0.02)
        expanded = self.ctx.unsqueeze(0).repeat(n_cls, 1, 1)
        self.prompts = nn.Parameter(expanded * 1.0)  # expect: detached-parameter
        self.out = nn.Linear(dim, 1)
    def forward(self):
        return self.out(self.prompts).mean(1)
net = Prompt()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
opt.zero_grad(); net().pow(2).sum().backward(); opt.step()
