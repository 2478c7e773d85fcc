import torch
from torch import nn

class Meter:
    def __init__(self):
        self.sum, self.n = 0, 0
    def update(self, v, n=1):
        self.sum = self.sum + v * n
        self.n += n
    @property
    def avg(self):
        return self.sum / self.n

model = nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = Meter()
for i in range(4):
    x, y = torch.randn(3, 4), torch.randint(0, 2, (3,))
    loss = nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.update(loss.detach(), x.size(0))
print(float(losses.avg))
