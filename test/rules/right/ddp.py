import os, torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP
from contextlib import nullcontext

os.environ.setdefault("MASTER_ADDR", "127.0.0.1"); os.environ.setdefault("MASTER_PORT", "29541")
dist.init_process_group("gloo", rank=0, world_size=1)
net = DDP(nn.Sequential(nn.Linear(3, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 1)))
opt = torch.optim.SGD(net.parameters(), 0.1)

def reduce_mean(t):
    rt = t.clone()
    dist.all_reduce(rt, op=dist.ReduceOp.SUM)
    rt /= dist.get_world_size()
    return rt

for step in range(4):
    sync = (step + 1) % 2 == 0
    with nullcontext() if sync else net.no_sync():
        loss = net(torch.randn(4, 3)).pow(2).mean() / 2
        loss.backward()
    log = reduce_mean(loss.detach())
    if sync:
        opt.step()
        opt.zero_grad()
if dist.get_rank() == 0:
    print(net.module[0].weight.shape)
dist.destroy_process_group()
