import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


torch.manual_seed(0)
net = nn.Sequential(BasicBlock(2), BasicBlock(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3))
print(net)
x = torch.randn(2, 2, 4, 4)
loss = nn.CrossEntropyLoss()(net(x), torch.tensor([0, 2]))
loss.backward()
print(loss)
print(net[0].bn1.running_mean, net[0].bn1.num_batches_tracked)
print([tuple(p.grad.shape) for p in net.parameters()])
print(f"{net[0].conv1.weight.grad.abs().sum().item():.4f}")
