"""D42: the optimizer is built before its parameters exist or are replaced."""
import torch
import torch.nn as nn


def new_head_bad():
    net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 10))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net[2] = nn.Linear(4, 2)  # expect: optimizer-late
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


def new_head_ok():
    net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 10))
    net[2] = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Linear(4, 4)
        self.fc = nn.Linear(4, 10)

    def forward(self, x):
        return self.fc(torch.relu(self.features(x)))

    def reset_classifier(self, n):
        self.fc = nn.Linear(4, n)  # expect: optimizer-late


def reset_bad():
    model = Model()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    model.reset_classifier(2)
    for _ in range(2):
        optimizer.zero_grad()
        model(torch.randn(3, 4)).pow(2).mean().backward()
        optimizer.step()


def counted_bad():
    net = nn.Linear(4, 1)
    params = (p for p in net.parameters() if p.requires_grad)
    print(sum(p.numel() for p in params))
    opt = torch.optim.SGD(params, lr=0.1)  # expect: optimizer-params  # raises: optimizer got an empty parameter list
    opt.step()


class LazyHead(nn.Module):
    """The head is made in the first forward, after the optimizer."""

    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 4)
        self.head = None

    def forward(self, x):
        h = self.body(x)
        if self.head is None:
            self.head = nn.Linear(h.shape[-1], 2)  # expect: optimizer-late
        return self.head(h)


def lazy_bad():
    net = LazyHead()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


def weight_replaced_bad():
    net = nn.Linear(4, 2)
    opt = torch.optim.Adam(net.parameters())
    net.weight = nn.Parameter(torch.zeros(2, 4))  # expect: optimizer-late
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


def moved_ok():
    net = nn.Linear(4, 2)
    opt = torch.optim.Adam(net.parameters())
    net.to("cpu")
    net.double()
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4, dtype=torch.double)).pow(2).mean().backward()
        opt.step()


def added_group_ok():
    net = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    head = nn.Linear(2, 1)
    opt.add_param_group({"params": head.parameters(), "lr": 0.01})
    for _ in range(2):
        opt.zero_grad()
        head(net(torch.randn(3, 4))).mean().backward()
        opt.step()
