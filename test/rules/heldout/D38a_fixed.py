import torch
from torch import nn

class TransferNet(nn.Module):
    def __init__(self, pretrained, classes, freeze=True):
        super().__init__()
        self.features = pretrained
        self.fc = nn.Linear(8, classes)
        if freeze:
            self.features.requires_grad_(False)
    def forward(self, x):
        return self.fc(torch.relu(self.features(x)))

net = TransferNet(nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8)), 3)
opt = torch.optim.SGD(filter(lambda p: p.requires_grad, net.parameters()), lr=0.1)
loss = nn.functional.cross_entropy(net(torch.randn(5, 4)), torch.randint(0, 3, (5,)))
loss.backward()
opt.step()
