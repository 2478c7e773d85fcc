"""D14: weights made by a hyper-network are copied or wrapped instead of used."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class HyperWrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.hyper = nn.Linear(2, 12)
        self.lin = nn.Linear(4, 3, bias=False)

    def forward(self, x, z):
        w = self.hyper(z).view(3, 4)
        self.lin.weight = nn.Parameter(w)  # expect: module-transient  # expect: detached-parameter  # expect: optimizer-late
        return self.lin(x)


def wrapped_bad():
    net = HyperWrapped()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(5, 4), torch.randn(2)).pow(2).mean().backward()
        opt.step()


class HyperFunctional(nn.Module):
    def __init__(self):
        super().__init__()
        self.hyper = nn.Linear(2, 12)
        self.lin = nn.Linear(4, 3, bias=False)

    def forward(self, x, z):
        w = self.hyper(z).view(3, 4)
        return torch.func.functional_call(self.lin, {"weight": w}, (x,))


def functional_ok():
    net = HyperFunctional()
    opt = torch.optim.Adam(net.hyper.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(5, 4), torch.randn(2)).pow(2).mean().backward()
        opt.step()


def linear_ok():
    hyper = nn.Linear(2, 12)
    opt = torch.optim.Adam(hyper.parameters())
    for _ in range(2):
        w = hyper(torch.randn(2)).view(3, 4)
        opt.zero_grad()
        F.linear(torch.randn(5, 4), w).pow(2).mean().backward()
        opt.step()


def data_assigned_bad():
    hyper, main = nn.Linear(2, 12), nn.Linear(4, 3, bias=False)
    opt = torch.optim.Adam(hyper.parameters())
    for _ in range(2):
        main.weight.data = hyper(torch.randn(2)).view(3, 4)  # expect: detached-data
        loss = main(torch.randn(5, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def copied_bad():
    hyper, main = nn.Linear(2, 12), nn.Linear(4, 3, bias=False)
    opt = torch.optim.SGD(hyper.parameters(), lr=0.1)
    z = torch.randn(2)
    for _ in range(2):
        with torch.no_grad():
            main.weight.copy_(hyper(z).view(3, 4))  # expect: optimizer-no-gradient
        loss = main(torch.randn(5, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def loaded_bad():
    hyper, main = nn.Linear(2, 12), nn.Linear(4, 3, bias=False)
    opt = torch.optim.SGD(hyper.parameters(), lr=0.1)
    for _ in range(2):
        weights = {"weight": hyper(torch.randn(2)).view(3, 4)}
        main.load_state_dict(weights)  # expect: detached-data
        opt.zero_grad()
        main(torch.randn(5, 4)).pow(2).mean().backward()
        opt.step()


class Generated(nn.Module):
    def __init__(self):
        super().__init__()
        self.hyper = nn.Linear(2, 12)
        self.lin = nn.Linear(4, 3, bias=False)

    def forward(self, x, z):
        self.lin.weight = self.hyper(z).view(3, 4)  # expect: module-assign  # raises: cannot assign 'torch\.FloatTensor' as
        return self.lin(x)


def generated_bad():
    Generated()(torch.randn(5, 4), torch.randn(2)).sum().backward()


def pretrained_ok():
    src, dst = nn.Linear(4, 3), nn.Linear(4, 3)
    dst.weight = nn.Parameter(src.weight.detach().clone())
    dst.bias.data = src.bias.data.clone()
    with torch.no_grad():
        dst.weight.copy_(src.weight)
    dst.load_state_dict(src.state_dict())
    opt = torch.optim.SGD(dst.parameters(), lr=0.1)
    opt.zero_grad()
    dst(torch.randn(2, 4)).sum().backward()
    opt.step()


def averaged_ok():
    a, b, avg = nn.Linear(4, 3), nn.Linear(4, 3), nn.Linear(4, 3)
    for p, q, r in zip(avg.parameters(), a.parameters(), b.parameters()):
        p.data = (q.data + r.data) / 2
    print(avg(torch.randn(2, 4)).shape)
