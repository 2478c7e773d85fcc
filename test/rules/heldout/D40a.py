import torch
from torch import nn

class Attention(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.alpha = nn.Parameter(torch.zeros(n))
        self.ops = nn.ModuleList(nn.Linear(3, 3) for _ in range(n))
    def forward(self, x):
        self.alpha = torch.softmax(self.alpha, dim=0) # raises: cannot assign 'torch.FloatTensor' as parameter 'alpha'  # expect: module-assign
        return sum(a * op(x) for a, op in zip(self.alpha, self.ops))

cell = Attention(3)
cell(torch.randn(2, 3)).sum().backward()
