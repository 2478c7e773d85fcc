import torch
from torch import nn
net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Conv2d(2, 2, 3))
store = {}
def save(name):
    def hook(m, i, o):
        store[name] = o
        o.retain_grad()
    return hook
hd = net[0].register_forward_hook(save("c1"))
out = net(torch.rand(1, 1, 7, 7))
out[0, 1].sum().backward()
cam = (store["c1"].grad.mean((2, 3), keepdim=True) * store["c1"]).sum(1).relu().detach().numpy()
hd.remove()
