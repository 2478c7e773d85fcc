import torch
from torch import nn

class PNAConv(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.aggs = ["mean", "max"]
        towers = [nn.Linear(d, d) for _ in self.aggs]
        self.towers = tuple(towers)  # expect: module-unregistered
        self.post = nn.Linear(len(towers) * d, d)
    def forward(self, x, adj):
        parts = []
        for name, lin in zip(self.aggs, self.towers):
            h = lin(x)
            n = adj.unsqueeze(-1) * h.unsqueeze(0)
            parts.append(n.mean(1) if name == "mean" else n.amax(1))
        return self.post(torch.cat(parts, -1))

conv = PNAConv(3)
opt = torch.optim.Adam(conv.parameters(), 1e-3)
loss = conv(torch.randn(4, 3), (torch.rand(4, 4) > .5).float()).pow(2).mean()
opt.zero_grad(); loss.backward(); opt.step()
