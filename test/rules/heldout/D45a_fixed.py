import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel as DDP

class FPNHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.p3 = nn.Linear(4, 4)
        self.p4 = nn.Linear(4, 4)
        self.cls = nn.Linear(4, 2)
    def forward(self, x):
        a, b = self.p3(x), self.p4(x)
        return self.cls(a + b)

dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)
model = DDP(FPNHead())
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for i in range(2):
    opt.zero_grad()
    loss = model(torch.randn(3, 4)).mean()
    loss.backward()
    opt.step()
