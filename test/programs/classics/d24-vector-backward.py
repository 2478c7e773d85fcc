import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(2, 1)
x, y = torch.randn(3, 2), torch.randn(3, 1)
loss = nn.MSELoss(reduction="none")(net(x), y)
print(loss.shape)
try:
    loss.backward()
except RuntimeError as error:
    print(error)
loss.backward(torch.ones_like(loss))
print(net.weight.grad)
net.zero_grad()
loss = nn.MSELoss(reduction="none")(net(x), y)
loss.mean().backward()
print(net.weight.grad)
nn.CrossEntropyLoss(reduction="none")(torch.randn(2, 3, requires_grad=True), torch.tensor([0, 1])).backward()
