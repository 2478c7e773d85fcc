"""A method is named as a statement, without a call."""
import torch
import torch.nn as nn


def backward_bad():
    net = nn.Linear(3, 1)
    loss = net(torch.randn(4, 3)).pow(2).mean()
    loss.backward  # expect: grad-uncalled names the method and does not call it
    print(net.weight.grad)


def loop_bad():
    net = nn.Linear(3, 1)
    optimizer = torch.optim.Adam(net.parameters())
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    for _ in range(2):
        optimizer.zero_grad  # expect: grad-uncalled
        net(torch.randn(4, 3)).pow(2).mean().backward()
        optimizer.step  # expect: grad-uncalled
        scheduler.step  # expect: grad-uncalled
    net.eval  # expect: grad-uncalled


def never_cleared_bad():
    net = nn.Linear(3, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        net.zero_grad  # expect: grad-uncalled
        net(torch.randn(4, 3)).pow(2).mean().backward()  # told once, at the line above
        optimizer.step()


class Frozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 1)

    def freeze(self):
        self.fc.requires_grad_(False)

    def forward(self, x):
        return self.fc(x)


def own_method_bad():
    model = Frozen()
    model.freeze  # expect: grad-uncalled
    return model


def called_ok():
    net = nn.Linear(3, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss = net(torch.randn(4, 3)).pow(2).mean()
    step = optimizer.step
    loss.backward()
    step()
    net.weight  # an attribute that is no method
    ...


class Lazy:
    """Looking something up may do something, but not with torch's methods."""

    @property
    def ready(self):
        self.x = torch.ones(2)
        return self.x.sum

    def close(self):
        pass


def other_objects_ok():
    lazy = Lazy()
    lazy.close
    print(lazy.ready())
