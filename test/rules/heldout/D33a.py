import torch, copy
from torch import nn
import torch.nn.functional as F

class MAML:
    def __init__(self, net, inner_lr=0.05, meta_lr=1e-3):
        self.net, self.inner_lr = net, inner_lr
        self.meta_opt = torch.optim.Adam(net.parameters(), meta_lr)
    def adapt(self, support):
        learner = copy.deepcopy(self.net)  # expect: optimizer-idle
        inner = torch.optim.SGD(learner.parameters(), self.inner_lr)
        x, y = support
        loss = F.mse_loss(learner(x), y)
        inner.zero_grad()
        loss.backward()
        inner.step()
        return learner
    def meta_step(self, tasks):
        total = 0.
        for support, (xq, yq) in tasks:
            total = total + F.mse_loss(self.adapt(support)(xq), yq)
        self.meta_opt.zero_grad()
        total.backward()
        self.meta_opt.step()

pair = lambda: (torch.randn(5, 1), torch.randn(5, 1))
net = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 1))
maml = MAML(net)
for _ in range(2):
    maml.meta_step([(pair(), pair()) for _ in range(2)])
