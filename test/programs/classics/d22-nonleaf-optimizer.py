import torch
from torch import nn

torch.manual_seed(0)
w = (torch.randn(3) * 0.01).requires_grad_()
opt = torch.optim.SGD([w], lr=0.1)
(w ** 2).sum().backward()
opt.step()
print(w)
emb = nn.Embedding(4, 3)
try:
    torch.optim.Adam([emb.weight[:, 1:3]])
except ValueError as error:
    print(error)
v = torch.randn(3, requires_grad=True) * 0.01
torch.optim.SGD([v], lr=0.1)
