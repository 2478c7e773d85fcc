import torch
from torch import nn

torch.manual_seed(0)
fc = nn.Linear(3, 3)
outs = [torch.zeros(3)]
for t in range(1, 4):
    outs.append(torch.tanh(fc(outs[-1])))
torch.stack(outs).sum().backward()
print(fc.bias.grad)
out = torch.zeros(4, 3)
for t in range(1, 4):
    out[t] = torch.tanh(fc(out[t - 1]))
print(out)
out.sum().backward()
