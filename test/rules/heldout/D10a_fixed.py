import torch
from torch import nn
from torch.autograd import Variable

class ArcLoss(nn.Module):
    def __init__(self, s=4.0, m=0.3):
        super().__init__()
        self.s, self.m = s, m
    def forward(self, cos, label):
        idx = torch.arange(len(label))
        theta = torch.acos(cos[idx, label].clamp(-0.99, 0.99))
        return -(self.s * torch.cos(theta + self.m)).mean()

net = nn.Sequential(nn.Linear(6, 12), nn.PReLU(), nn.Linear(12, 4))
criterion = ArcLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for step in range(2):
    x, y = torch.randn(8, 6), torch.randint(0, 4, (8,))
    emb = net(x)
    cos = nn.functional.normalize(emb)
    loss = criterion(cos, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print("loss", loss.item())
