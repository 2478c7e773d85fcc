import torch
from torch import nn

torch.manual_seed(0)
pi, value = nn.Linear(2, 3), nn.Linear(2, 1)
states = [torch.randn(2) for _ in range(3)]
logps = [pi(s).log_softmax(-1)[0] for s in states]
returns = torch.tensor([1.0, 0.5, 2.0])
loss = -(torch.tensor(logps) * returns).mean() + value(states[0]).mean()
loss.backward()
print(pi.weight.grad, value.weight.grad is not None)
logps = [pi(s).log_softmax(-1)[0] for s in states]
loss = -(torch.stack(logps) * returns).mean()
loss.backward()
print(loss, pi.bias.grad)
