import torch
from torch import nn
class HyperNet(nn.Module):
    def __init__(self, target):
        super().__init__()
        self.shapes = {n: p.shape for n, p in target.named_parameters()}
        self.gen = nn.ModuleDict({n.replace(".", "_"): nn.Linear(4, p.numel()) for n, p in target.named_parameters()})
    def forward(self, z):
        return {n: self.gen[n.replace(".", "_")](z).view(s) for n, s in self.shapes.items()}
target = nn.Linear(3, 2)
hyper = HyperNet(target)
opt = torch.optim.Adam(hyper.parameters())
for _ in range(2):
    weights = hyper(torch.randn(4))
    for name, p in target.named_parameters():
        p.data = weights[name]  # expect: detached-data
    loss = target(torch.randn(5, 3)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
