import torch
from torch import nn

class EMATracker:
    def __init__(self, beta=0.9):
        self.beta, self.value = beta, None
    def add(self, x):
        self.value = x if self.value is None else self.beta * self.value + (1 - self.beta) * x  # expect: graph-leak
        return self.value

net = nn.Linear(3, 1)
opt = torch.optim.SGD(net.parameters(), 0.01)
track = EMATracker()
for step in range(4):
    loss = net(torch.randn(5, 3)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    smooth = track.add(loss)
    if step % 2 == 0:
        print(f"{step}: {smooth:.4f}")
