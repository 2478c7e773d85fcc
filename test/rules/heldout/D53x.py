import torch
from torch import nn

class SafeNorm(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.v = nn.Parameter(torch.zeros(n, 3))
    def forward(self):
        length = self.v.norm(dim=-1)
        ratio = torch.where(length > 0, length.log(), length)  # expect: grad-nan
        return ratio.sum()

m = SafeNorm(2)
loss = m()
loss.backward()
