import torch
from torch import nn
import torch.distributed as dist
dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)
@torch.no_grad()
def concat_all_gather(t):
    out = [torch.ones_like(t) for _ in range(dist.get_world_size())]
    dist.all_gather(out, t, async_op=False)
    return torch.cat(out, 0)
enc = nn.Linear(4, 3); opt = torch.optim.SGD(enc.parameters(), .1)
bank = torch.zeros(8, 3); ptr = 0
for _ in range(2):
    z = nn.functional.normalize(enc(torch.randn(4, 4)), dim=1)
    loss = (z @ (bank.t() + 1e-3)).logsumexp(1).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    bank[ptr:ptr + 4] = concat_all_gather(z.detach()); ptr = (ptr + 4) % 8
