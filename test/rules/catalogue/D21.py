"""D21: zero_grad missing, misplaced, or of another optimizer."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def missing_bad():
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for x in [torch.randn(3, 4) for _ in range(3)]:
        loss = net(x).pow(2).mean()
        loss.backward()  # expect: optimizer-accumulates
        opt.step()


def missing_fixed():
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for x in [torch.randn(3, 4) for _ in range(3)]:
        loss = net(x).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


class Trainer:
    def __init__(self, net):
        self.net = net
        self.optimizer = torch.optim.Adam(net.parameters())
        self.criterion = nn.CrossEntropyLoss()

    def train_step(self, x, y):
        loss = self.criterion(self.net(x), y)
        loss.backward()
        self.optimizer.zero_grad()  # expect: optimizer-order
        self.optimizer.step()
        return loss.item()


def cleared_before_step_bad():
    trainer = Trainer(nn.Linear(4, 3))
    for _ in range(2):
        trainer.train_step(torch.randn(5, 4), torch.randint(0, 3, (5,)))


def micro_batches_bad():
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    accumulate = 2
    for i in range(4):
        opt.zero_grad()  # expect: optimizer-order
        (net(torch.randn(3, 4)).pow(2).mean() / accumulate).backward()
        if (i + 1) % accumulate == 0:
            opt.step()


def micro_batches_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    accumulate = 2
    opt.zero_grad()
    for i in range(4):
        (net(torch.randn(3, 4)).pow(2).mean() / accumulate).backward()
        if (i + 1) % accumulate == 0:
            opt.step()
            opt.zero_grad()


def other_net_bad():
    """The backbone's gradients are never cleared: its optimizer has no zero_grad in the loop."""
    backbone, head = nn.Linear(4, 3), nn.Linear(3, 1)
    opt_b, opt_h = torch.optim.SGD(backbone.parameters(), lr=0.01), torch.optim.SGD(head.parameters(), lr=0.1)
    for _ in range(3):
        opt_h.zero_grad()
        head(backbone(torch.randn(5, 4))).pow(2).mean().backward()  # expect: optimizer-accumulates
        opt_h.step()
        opt_b.step()


def before_backward_forgotten_bad():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    opt.zero_grad()
    for epoch in range(2):
        for _ in range(2):
            F.mse_loss(net(torch.randn(3, 4)), torch.randn(3, 1)).backward()  # expect: optimizer-accumulates
            opt.step()


def several_losses_ok():
    net = nn.Linear(4, 2)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4))[:, 0].mean().backward()
        net(torch.randn(3, 4))[:, 1].pow(2).mean().backward()
        opt.step()


def model_zero_grad_ok():
    net = nn.Linear(4, 2)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(3):
        net.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()
    for _ in range(3):
        for p in net.parameters():
            p.grad = None
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


def gradients_read_ok():
    net = nn.Linear(4, 1)
    for _ in range(3):
        net(torch.randn(3, 4)).mean().backward()
    print(net.weight.grad.norm())
