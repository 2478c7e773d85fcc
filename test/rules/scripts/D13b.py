import torch
from torch import nn
class Attn(nn.Module):
    def __init__(self, d=4, heads=2):
        super().__init__()
        self.heads = nn.Parameter(torch.ones(heads))
        self.proj = nn.Linear(d, d)
        self.register_buffer("head_weights", torch.softmax(self.heads, dim=0))  # expect: graph-freed
    def forward(self, x):
        return sum(w * self.proj(x) for w in self.head_weights)
net = Attn()
opt = torch.optim.Adam(net.parameters())
for _ in range(3):
    opt.zero_grad()
    net(torch.randn(2, 4)).pow(2).sum().backward()  # raises: Trying to backward through the graph a
    opt.step()
