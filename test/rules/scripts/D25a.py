import torch, torch.nn as nn
import torch.utils.checkpoint as cp
class Stage(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(3, 3, 3, padding=1) for _ in range(2))
        self.head = nn.Linear(3, 1)
    def forward(self, x):
        for c in self.convs[:1]:
            x = cp.checkpoint(c, x, use_reentrant=True)  # expect: grad-checkpoint
        return self.head(x.mean((2, 3)))
net = Stage()
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    opt.zero_grad(); net(torch.randn(1, 3, 4, 4)).sum().backward(); opt.step()
