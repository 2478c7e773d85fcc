import torch
from torch import nn

def sync_buffers(model):
    """what DDP does before every forward"""
    for b in model.buffers():
        if b.is_floating_point():
            b.copy_(b.clone())  # expect: inplace-saved

net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU())
net.eval()
x1, x2 = torch.randn(5, 3), torch.randn(5, 3)
outs = []
for x in (x1, x2):
    sync_buffers(net)
    outs.append(net(x))
loss = (outs[0].mean() - outs[1].mean()).pow(2)
loss.backward()  # raises: modified by an inplace operation
