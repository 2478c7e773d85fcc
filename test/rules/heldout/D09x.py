import torch
from torch import nn

class Proxy(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 3)
    def forward(self, x):
        logits = self.body(x)
        return (logits > 0).float()  # expect: grad-no-graph

def hamming(pred, y):
    return (pred != y).float().mean()

net = Proxy()
opt = torch.optim.Adam(net.parameters())
for step in range(2):
    y = torch.randint(0, 2, (6, 3)).float()
    pred = net(torch.randn(6, 4))
    loss = hamming(pred, y)
    opt.zero_grad()
    loss.backward()  # raises: does not require grad
    opt.step()
