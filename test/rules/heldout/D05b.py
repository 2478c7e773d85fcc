import torch
import torch.nn as nn
import torch.nn.functional as F

def kl(p, q, T=2.0):
    return F.kl_div(F.log_softmax(p / T, 1), F.softmax(q / T, 1), reduction="batchmean") * T * T

class MutualLearning:
    def __init__(self, a, b):
        self.nets = [a, b]
        self.opts = [torch.optim.SGD(n.parameters(), 0.1) for n in self.nets]
        self.ce = nn.CrossEntropyLoss()
    def step(self, x, y):
        outs = [net(x) for net in self.nets]
        l0 = self.ce(outs[0], y) + kl(outs[0], outs[1])
        l1 = self.ce(outs[1], y) + kl(outs[1], outs[0])
        for opt in self.opts:
            opt.zero_grad()
        l0.backward()
        l1.backward() # raises: backward through the graph a second time  # expect: graph-freed
        for opt in self.opts:
            opt.step()

mk = lambda: nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 3))
MutualLearning(mk(), mk()).step(torch.randn(6, 5), torch.randint(0, 3, (6,)))
