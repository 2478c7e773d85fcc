import torch
from torch import nn


class Temperature(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_t = nn.Parameter(torch.tensor(0.7))
        self.t = torch.exp(self.log_t)


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.temperature = Temperature()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc(x) / self.temperature.t


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(2, 3)
        self.head = Head()

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


def step(net, optimizer, x, y):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


torch.manual_seed(3)
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(6, 2), torch.tensor([0, 1, 0, 1, 1, 0])
for epoch in range(1, 4):
    print(f"epoch {epoch}: {step(net, optimizer, x, y):.4f}")
