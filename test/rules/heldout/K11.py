import torch
from torch import nn
class SimSiam(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(5, 6), nn.BatchNorm1d(6), nn.ReLU(inplace=True), nn.Linear(6, 4))
        self.h = nn.Sequential(nn.Linear(4, 3), nn.ReLU(inplace=True), nn.Linear(3, 4))
    def forward(self, a, b):
        z1, z2 = self.f(a), self.f(b)
        p1, p2 = self.h(z1), self.h(z2)
        return p1, p2, z1.detach(), z2.detach()
m = SimSiam(); cs = nn.CosineSimilarity(dim=1); opt = torch.optim.SGD(m.parameters(), .05)
for _ in range(2):
    p1, p2, z1, z2 = m(torch.randn(6, 5), torch.randn(6, 5))
    loss = -(cs(p1, z2).mean() + cs(p2, z1).mean()) * 0.5
    opt.zero_grad(); loss.backward(); opt.step()
