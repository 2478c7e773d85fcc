import torch
from torch import nn

from backbone import Backbone, freeze


class Probe(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = freeze(backbone)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(self.backbone(x))


probe = Probe(Backbone())
opt = torch.optim.SGD((p for p in probe.parameters() if p.requires_grad), lr=0.1)
for _ in range(2):
    opt.zero_grad()
    nn.functional.cross_entropy(probe(torch.randn(5, 6)), torch.randint(0, 3, (5,))).backward()
    opt.step()
