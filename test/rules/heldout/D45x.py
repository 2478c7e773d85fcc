import torch
import torch.distributed as dist
from torch import nn

class MoCoLike(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 3)
        self.proj = nn.Linear(3, 3)
        self.pred = nn.Linear(3, 3)
    def forward(self, x):
        z = self.proj(self.enc(x).relu())
        p = self.pred(z)  # expect: module-unused
        return z, p

def main():
    dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)
    net = nn.parallel.DistributedDataParallel(MoCoLike())
    opt = torch.optim.SGD(net.parameters(), 0.1)
    for _ in range(2):
        z, p = net(torch.randn(5, 4))  # raises: Expected to have finished reduction in the prior iteration
        opt.zero_grad()
        z.pow(2).mean().backward()
        opt.step()

main()
