import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
seen = {}


def keep(name):
    def hook(module, inputs, output):
        seen[name] = output.detach().shape
    return hook


handles = [m.register_forward_hook(keep(n)) for n, m in net.named_children()]
net[0].register_forward_pre_hook(lambda m, args: (args[0] * 2,))
net[2].register_full_backward_hook(lambda m, gi, go: print("backward", type(m).__name__, [g.shape for g in gi], go))
x = torch.ones(1, 2, requires_grad=True)
out = net(x)
print(seen, out.grad_fn.name())
out.sum().backward()
print(x.grad)
for h in handles:
    h.remove()
seen.clear()
net(x)
print(seen)
net[1].register_forward_hook(lambda m, i, o: o + 1)
print(net(torch.zeros(1, 2)))
