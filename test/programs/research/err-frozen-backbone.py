"""Ends because nothing in the graph requires grad: the whole backbone was frozen and the head replaced by a list."""
import torch
import torch.nn as nn


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten())
        self.heads = [nn.Linear(8, 2)]

    def freeze(self):
        for p in self.parameters():
            p.requires_grad_(False)
        return self

    def forward(self, x, task=0):
        with torch.set_grad_enabled(self.training):
            z = self.features(x)
        return self.heads[task](z)


torch.manual_seed(0)
net = Backbone().freeze()
x = torch.ones(1, 1, 4, 4)
out = net(x)
print(out.requires_grad, len(list(net.parameters())))
out.sum().backward()
print([h.weight.grad.shape for h in net.heads])
for h in net.heads:
    h.requires_grad_(False)
try:
    net(x, task=1)
except IndexError as e:
    print("IndexError:", e)
loss = nn.functional.cross_entropy(net(x), torch.tensor([1]))
print(f"{loss:.4f}", loss.requires_grad, loss.grad_fn)
loss.backward()
