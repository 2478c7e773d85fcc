"""D24: backward on something that is no scalar."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def unreduced_bad():
    net, crit = nn.Linear(4, 2), nn.MSELoss(reduction="none")
    opt = torch.optim.Adam(net.parameters())
    loss = crit(net(torch.randn(3, 4)), torch.randn(3, 2))
    opt.zero_grad()
    loss.backward()  # expect: grad-nonscalar  # raises: grad can be implicitly created only for
    opt.step()


def unreduced_ok():
    net, crit = nn.Linear(4, 2), nn.MSELoss(reduction="none")
    opt = torch.optim.Adam(net.parameters())
    loss = crit(net(torch.randn(3, 4)), torch.randn(3, 2))
    opt.zero_grad()
    loss.mean().backward()
    opt.step()


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.box, self.cls = nn.Linear(4, 4), nn.Linear(4, 3)

    def forward(self, x, boxes, labels):
        loss_box = F.smooth_l1_loss(self.box(x), boxes, reduction="none").sum(1)
        loss_cls = F.cross_entropy(self.cls(x), labels, reduction="none")
        return loss_box + loss_cls


def detector_bad():
    net = Detector()
    loss = net(torch.randn(5, 4), torch.randn(5, 4), torch.randint(0, 3, (5,)))
    loss.backward()  # expect: grad-nonscalar  # raises: grad can be implicitly created only for


def jacobian_bad():
    x = torch.randn(3, requires_grad=True)
    y = x ** 2
    g, = torch.autograd.grad(y, x)  # expect: grad-nonscalar  # raises: grad can be implicitly created only for
    print(g)


def per_sample_bad():
    net = nn.Linear(4, 1)
    pred = net(torch.randn(6, 4))
    ((pred - torch.randn(6, 1)) ** 2).mean(dim=1).backward()  # expect: grad-nonscalar  # raises: grad can be implicitly created only for


def seeded_ok():
    net = nn.Linear(4, 2)
    loss = net(torch.randn(3, 4)) ** 2
    loss.backward(torch.ones_like(loss))
    one = net(torch.randn(1, 4))[:, :1]
    one.backward()
    y = net(torch.randn(3, 4))
    torch.autograd.grad(y, list(net.parameters()), grad_outputs=torch.ones_like(y))
