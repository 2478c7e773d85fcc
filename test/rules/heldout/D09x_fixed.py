import torch
from torch import nn

class Proxy(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 3)
    def forward(self, x):
        logits = self.body(x)
        return logits.sigmoid()

def hamming(pred, y):
    return (pred - y).abs().mean()

net = Proxy()
opt = torch.optim.Adam(net.parameters())
for step in range(2):
    y = torch.randint(0, 2, (6, 3)).float()
    pred = net(torch.randn(6, 4))
    loss = hamming(pred, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
