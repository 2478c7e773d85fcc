import torch
from torch import nn
from torch.autograd import Variable
class Triplet(nn.Module):
    def __init__(self, margin=0.2):
        super().__init__()
        self.margin = margin
    def forward(self, a, p, n):
        d = (a - p).pow(2).sum(1) - (a - n).pow(2).sum(1) + self.margin
        hard = [v.item() for v in d if v.item() > 0]
        return Variable(torch.FloatTensor([sum(hard)]), requires_grad=True)  # expect: grad-glued
enc = nn.Linear(3, 2)
opt = torch.optim.SGD(enc.parameters(), lr=0.1)
crit = Triplet()
for _ in range(2):
    a, p, n = (enc(torch.randn(4, 3)) for _ in range(3))
    loss = crit(a, p, n)
    opt.zero_grad(); loss.backward(); opt.step()  # expect: optimizer-idle
