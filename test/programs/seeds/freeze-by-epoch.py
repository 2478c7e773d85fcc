import torch
from torch import nn
from torch.nn import init


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1 = nn.Linear(2, 3)
        self.linear2 = nn.Linear(3, 1)

    def forward(self, x):
        return self.linear2(torch.tanh(self.linear1(x)))


def adjust(model, epoch):
    if epoch == 2:
        for param in model.linear1.parameters():
            param.requires_grad = False
    elif epoch == 4:
        for param in model.linear1.parameters():
            param.requires_grad = True
        init.kaiming_normal_(model.linear1.weight)


torch.manual_seed(0)
net = Net()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(5, 2), torch.randn(5, 1)
for epoch in range(6):
    adjust(net, epoch)
    opt.zero_grad()
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()
    opt.step()
    print(epoch, f"{loss.item():.4f}", net.linear1.weight.requires_grad, net.linear1.weight.grad is None)
print(net.linear1.weight)
