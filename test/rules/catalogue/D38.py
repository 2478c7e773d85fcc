"""D38: freezing that does nothing."""
import torch
import torch.nn as nn


def on_module_bad():
    net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))
    net[0].requires_grad = False  # expect: module-frozen
    opt = torch.optim.Adam(filter(lambda p: p.requires_grad, net.parameters()))
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


def on_module_ok():
    net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1))
    net[0].requires_grad_(False)
    for p in net[2].parameters():
        p.requires_grad = True
    opt = torch.optim.Adam(filter(lambda p: p.requires_grad, net.parameters()))
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class FineTune(nn.Module):
    def __init__(self, backbone):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(4, 2)
        self.freeze()

    def freeze(self):
        for name, param in self.backbone.named_parameters():
            param.require_grad = False  # expect: module-frozen

    def forward(self, x):
        return self.head(self.backbone(x))


def misspelt_bad():
    net = FineTune(nn.Linear(3, 4))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(2, 3)).sum().backward()
    opt.step()


def method_assigned_bad():
    net = nn.Linear(3, 2)
    for p in net.parameters():
        p.requires_grad_ = False  # expect: module-frozen
    net(torch.randn(2, 3)).sum().backward()


def several_modules_bad():
    enc, dec = nn.Linear(3, 2), nn.Linear(2, 3)
    for m in [enc, dec]:
        m.requires_grad = False  # expect: module-frozen
    dec(enc(torch.randn(2, 3))).sum().backward()


def toggled_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt = torch.optim.Adam(G.parameters())
    for _ in range(2):
        for p in D.parameters():
            p.requires_grad_(False)
        opt.zero_grad()
        (-D(G(torch.randn(4, 2))).mean()).backward()
        opt.step()
        for p in D.parameters():
            p.requires_grad_(True)
