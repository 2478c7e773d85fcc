import torch
import torch.nn as nn

class HyperNet(nn.Module):
    def __init__(self, z_dim, target):
        super().__init__()
        self.shapes = [(n, p.shape) for n, p in target.named_parameters()]
        total = sum(s.numel() for _, s in self.shapes)
        self.net = nn.Sequential(nn.Linear(z_dim, 16), nn.ReLU(), nn.Linear(16, total))
    def forward(self, z):
        flat, out, i = self.net(z), {}, 0
        for name, shape in self.shapes:
            out[name] = flat[i:i + shape.numel()].view(shape)
            i += shape.numel()
        return out

target = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
hyper = HyperNet(3, target)
optimizer = torch.optim.Adam(hyper.parameters(), lr=1e-3)
for step in range(2):
    weights = hyper(torch.randn(3))
    x = torch.rand(8, 2)
    loss = (torch.func.functional_call(target, weights, x) - x.sum(1, keepdim=True)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
