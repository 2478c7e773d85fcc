"""D45: parameters that no loss reaches."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class NeverCalled(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 1)  # expect: module-unused
        self.out = nn.Linear(4, 1)

    def forward(self, x):
        return self.out(torch.relu(self.a(x)))


def never_called_bad():
    net = NeverCalled()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class OutputDropped(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk, self.cls, self.aux = nn.Linear(4, 4), nn.Linear(4, 3), nn.Linear(4, 2)

    def forward(self, x):
        h = self.trunk(x)
        return self.cls(h), self.aux(h)  # expect: module-unused


def output_dropped_bad():
    net = OutputDropped()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        logits, aux = net(torch.randn(3, 4))
        loss = F.cross_entropy(logits, torch.tensor([0, 1, 2]))
        opt.zero_grad()
        loss.backward()
        opt.step()


class AllUsed(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk, self.cls, self.aux = nn.Linear(4, 4), nn.Linear(4, 3), nn.Linear(4, 2)

    def forward(self, x):
        h = self.trunk(x)
        return self.cls(h), self.aux(h)


def all_used_ok():
    net = AllUsed()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        logits, aux = net(torch.randn(3, 4))
        loss = F.cross_entropy(logits, torch.tensor([0, 1, 2])) + aux.pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


class Overwritten(nn.Module):
    """The result of the second layer is thrown away by a slip of the pen."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 1)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        z = torch.relu(self.fc2(h))  # expect: module-unused
        return self.fc3(h)


def overwritten_bad():
    net = Overwritten()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class OtherMode(nn.Module):
    """A layer that another mode uses."""

    def __init__(self, pretrain=False):
        super().__init__()
        self.body, self.head, self.mlm = nn.Linear(4, 4), nn.Linear(4, 1), nn.Linear(4, 8)
        self.pretrain = pretrain

    def forward(self, x):
        h = self.body(x)
        return self.mlm(h) if self.pretrain else self.head(h)

    def embed(self, x):
        return self.body(x)


def other_mode_ok():
    net = OtherMode()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()
