import torch
from torch import nn
class Decoder(nn.Module):
    def __init__(self, q=3, d=4, n=2):
        super().__init__()
        self.q = nn.Parameter(torch.zeros(q, d))
        layer = nn.Linear(d, d)
        self.layers = nn.ModuleList([layer] + [nn.Linear(d, d) for _ in range(n - 1)])
        self.box = nn.Linear(d, 4)
        nn.init.constant_(self.box.bias.data[2:], -2.)
    def forward(self, mem):
        q = self.q[None].expand(len(mem), -1, -1).clone()
        q += mem.mean(1, keepdim=True)
        for l in self.layers:
            q = torch.relu(l(q))
        return self.box(q).sigmoid()
d = Decoder(); opt = torch.optim.SGD(d.parameters(), .1)
for _ in range(2):
    opt.zero_grad(); (d(torch.randn(2, 5, 4)) - .5).abs().sum().backward(); opt.step()
