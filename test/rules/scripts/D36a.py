import torch, torch.nn as nn
class AverageMeter:
    def __init__(self):
        self.sum, self.count = 0, 0
    def update(self, val, n=1):
        self.sum += val * n  # expect: graph-leak
        self.count += n
    @property
    def avg(self):
        return self.sum / self.count
net = nn.Linear(3, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
meter = AverageMeter()
for _ in range(15):
    loss = net(torch.randn(4, 3)).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    meter.update(loss, 4)
print(meter.avg)
