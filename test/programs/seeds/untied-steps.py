import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self):
        super(Affine, self).__init__()
        self.linear = nn.Linear(1, 1)
        self.linear.weight.data[0] = 2.0
        self.linear.bias.data[0] = 1.0

    def forward(self, x):
        return self.linear(x)


first, second = Affine(), Affine()
net = nn.Sequential(first, second)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
X = torch.tensor([1.0])
Y = torch.tensor([3.0])
loss = net(X) - Y
loss.backward()
print(loss)
for name, p in net.named_parameters():
    print(name, p.grad)
optimizer.step()
print(net[0].linear.weight.data, net[1].linear.weight.data)
print(net[0].linear.bias.data, net[1].linear.bias.data)
