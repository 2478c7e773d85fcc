"""D56: collective operations work on numbers: what they collect has no graph. One process suffices to show it."""
import torch
import torch.distributed as dist
import torch.distributed.nn
import torch.nn as nn
import torch.nn.functional as F

dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)


class Contrastive(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 3)

    def forward(self, x):
        z = F.normalize(self.enc(x), dim=1)
        gathered = [torch.zeros_like(z) for _ in range(dist.get_world_size())]
        dist.all_gather(gathered, z)  # expect: optimizer-no-gradient
        return torch.cat(gathered)


class ContrastiveRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(4, 3)

    def forward(self, x):
        z = F.normalize(self.enc(x), dim=1)
        gathered = [torch.zeros_like(z) for _ in range(dist.get_world_size())]
        dist.all_gather(gathered, z)
        gathered[dist.get_rank()] = z
        return torch.cat(gathered)


def train(model, weight):
    opt = torch.optim.SGD(model.parameters(), 0.1)
    for _ in range(2):
        x = torch.randn(5, 4)
        logits = model(x) @ torch.randn(3, 5)
        loss = F.cross_entropy(logits, torch.arange(5)) + weight * model.enc.weight.pow(2).sum()
        opt.zero_grad()
        loss.backward()
        opt.step()


def gathered_bad():
    model = Contrastive()
    head = nn.Linear(3, 2)
    opt = torch.optim.SGD([*model.parameters(), *head.parameters()], 0.1)
    head(model(torch.randn(5, 4))).sum().backward()
    opt.step()


def gathered_alone_bad():
    model = Contrastive()
    z = model.enc(torch.randn(5, 4))
    parts = [torch.zeros_like(z)]
    dist.all_gather(parts, z)  # expect: grad-no-graph a collective has no gradient
    torch.cat(parts).sum().backward()  # raises: does not require grad


def gathered_ok():
    train(ContrastiveRight(), 0.0)


def differentiable_ok():
    enc = nn.Linear(4, 3)
    parts = torch.distributed.nn.all_gather(enc(torch.randn(5, 4)))
    torch.cat(parts).pow(2).sum().backward()


def averaged_log_ok():
    enc = nn.Linear(4, 3)
    opt = torch.optim.SGD(enc.parameters(), 0.1)
    for _ in range(2):
        loss = enc(torch.randn(5, 4)).exp().mean()
        opt.zero_grad()
        loss.backward()
        for p in enc.parameters():
            dist.all_reduce(p.grad)
            p.grad /= dist.get_world_size()
        opt.step()
        seen = loss.detach().clone()
        dist.all_reduce(seen, op=dist.ReduceOp.SUM)
        if dist.get_rank() == 0:
            print(seen.item() / dist.get_world_size())


def bank_ok():
    enc = nn.Linear(4, 3)
    bank = torch.zeros(5, 3)
    z = enc(torch.randn(5, 4))
    (z * (bank + 1)).sum().backward()
    with torch.no_grad():
        parts = [torch.zeros(5, 3) for _ in range(dist.get_world_size())]
        dist.all_gather(parts, z)
        bank.copy_(parts[0])


def own_part_bad():
    enc = nn.Linear(4, 3)
    z = enc(torch.randn(5, 4))
    parts = [torch.zeros_like(z)]
    dist.all_gather(parts, z)  # expect: grad-no-graph
    torch.cat(parts).pow(2).sum().backward()  # raises: does not require grad


def own_part_fixed():
    enc = nn.Linear(4, 3)
    z = enc(torch.randn(5, 4))
    parts = [torch.zeros_like(z)]
    dist.all_gather(parts, z)
    parts[dist.get_rank()] = z
    torch.cat(parts).pow(2).sum().backward()
