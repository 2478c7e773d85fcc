import torch
from torch import nn

torch.manual_seed(0)
w = torch.empty(3, 4)
print(nn.init.uniform_(w, -1, 1))
print(nn.init.normal_(w, mean=0, std=0.01))
print(nn.init.constant_(w, 0.3))
print(nn.init.ones_(torch.empty(2)))
print(nn.init.eye_(torch.empty(2, 3)))
print(nn.init.xavier_uniform_(w))
print(nn.init.xavier_normal_(w, gain=2.0))
print(nn.init.kaiming_uniform_(w, nonlinearity="relu"))
print(nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="leaky_relu"))
print(nn.init.calculate_gain("tanh"), nn.init.calculate_gain("relu"))
try:
    nn.init.kaiming_normal_(torch.empty(3))
except ValueError as error:
    print(error)
p = nn.Parameter(torch.zeros(2, 2))
nn.init.uniform_(p)
print(p, p._version)
