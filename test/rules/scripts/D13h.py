import torch
from torch import nn
class Emb(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.e = nn.Embedding(n, 3)
        self.setup()
    def setup(self):
        self.unit = nn.functional.normalize(self.e.weight, dim=1)  # expect: graph-freed
    def forward(self, i):
        return self.unit[i]
net = Emb()
opt = torch.optim.SGD(net.parameters(), .1)
for _ in range(2):
    loss = net(torch.tensor([0, 1])).sum()
    opt.zero_grad(); loss.backward(); opt.step()  # raises: Trying to backward through the graph a
