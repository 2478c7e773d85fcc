import torch
from torch import nn
class Base:
    def __init__(self, net, lr):
        self.net, self.opt = net, torch.optim.SGD(net.parameters(), lr)
    def learn(self, loss, **kw):
        self.opt.zero_grad()
        loss.backward(**kw)  # raises: modified by an inplace operation
        self.opt.step()  # expect: inplace-saved
teacher = Base(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), .1)
student = Base(nn.Linear(2, 2), .1)
x = torch.randn(5, 3)
t = teacher.net(x)
s = student.net(t)
teacher.learn(t.pow(2).mean() + s.abs().mean(), retain_graph=True)
student.learn((s - 1).pow(2).mean())
