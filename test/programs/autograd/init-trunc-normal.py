import torch
from torch import nn
torch.manual_seed(0)
for shape in [(1, 1, 32), (1, 5, 32), (3, 4), (32, 3, 8, 8)]:
    for std in (0.02, 1.0):
        p = torch.empty(shape)
        nn.init.trunc_normal_(p, mean=0.0, std=std)
        print(shape, std, p.flatten()[:4].tolist(), torch.rand(1).item())
p = torch.empty(3, 4, dtype=torch.float64)
nn.init.trunc_normal_(p); print(p.flatten()[:3].tolist(), torch.rand(1).item())
for a, b in [(2.5, 4.0), (-5.0, -2.0), (0.0, 0.1)]:
    p = torch.nn.Parameter(torch.empty(4, 5))
    nn.init.trunc_normal_(p, 0.0, 1.0, a, b)
    print(p.flatten()[:4].tolist(), p._version, torch.rand(1).item())
p = torch.empty(100, 50)
g = torch.Generator().manual_seed(3)
print(nn.init.trunc_normal_(p, std=0.9, generator=g) is p, p._version, p.sum().item(), torch.rand(1).item(), torch.rand(1, generator=g).item())
p = torch.empty(10)
nn.init.trunc_normal_(p, std=0.01)
print(p._version, p.sum().item())
