import torch
from torch import nn

torch.manual_seed(0)
shared = nn.ModuleList([nn.Linear(3, 3)] * 4)
own = nn.ModuleList([nn.Linear(3, 3) for _ in range(4)])
print(len(list(shared.parameters())), len(list(own.parameters())), shared[0] is shared[3])
print(len(shared.state_dict()), shared)
x = torch.ones(1, 3)
for layer in shared:
    x = torch.relu(layer(x))
x.sum().backward()
print(shared[0].bias.grad)
acts = nn.Sequential(*[nn.ReLU()] * 2)
print(acts)
