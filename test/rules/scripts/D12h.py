import torch
from torch import nn
class Conv(nn.Conv1d):
    def __init__(self, *a):
        super().__init__(*a)
        sign = torch.sign(self.weight)
        self.kernel = nn.Parameter(self.weight.abs() * sign)  # expect: detached-parameter
    def forward(self, x):
        return nn.functional.conv1d(x, self.kernel, self.bias)
m = Conv(1, 2, 3)
o = torch.optim.SGD(m.parameters(), .1)
m(torch.randn(1, 1, 8)).sum().backward(); o.step()
