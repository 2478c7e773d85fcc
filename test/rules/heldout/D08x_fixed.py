import torch
from torch import nn

class PreAct(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.act = nn.LeakyReLU(0.1)
        self.conv = nn.Conv1d(c, c, 3, padding=1)
    def forward(self, x):
        return x + self.conv(self.act(x))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv1d(2, 4, 1)
        self.body = nn.Sequential(PreAct(4), PreAct(4))
        self.out = nn.Linear(4, 1)
    def forward(self, x):
        return self.out(self.body(self.stem(x)).mean(-1))

torch.manual_seed(0)
net = Net()
opt = torch.optim.SGD(net.parameters(), 0.1)
for _ in range(2):
    loss = net(torch.randn(3, 2, 6)).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
probe = net.stem(torch.randn(1, 2, 6)).detach()
kept = probe.clone()
net.body[0](probe)
