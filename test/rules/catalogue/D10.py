"""D10: requires_grad glued on a loss whose graph was cut."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable


def glued_bad():
    net = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        loss = F.mse_loss(net(torch.randn(3, 4)).detach(), torch.randn(3, 2))  # expect: optimizer-no-gradient
        loss.requires_grad_(True)  # expect: grad-glued
        opt.zero_grad()
        loss.backward()
        opt.step()


def glued_ok():
    net = nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        loss = F.mse_loss(net(torch.randn(3, 4)), torch.randn(3, 2))
        opt.zero_grad()
        loss.backward()
        opt.step()


def variable_bad():
    net = nn.Linear(4, 3)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        pred = net(torch.randn(5, 4)).max(1)[1].float()  # expect: optimizer-no-gradient
        loss = F.l1_loss(pred, torch.ones(5))
        loss = Variable(loss, requires_grad=True)  # expect: grad-glued
        opt.zero_grad()
        loss.backward()
        opt.step()


class LossModule(nn.Module):
    def forward(self, pred, target):
        inter = ((pred > 0.5).float() * target).sum()  # expect: optimizer-no-gradient
        union = (pred > 0.5).float().sum() + target.sum() - inter  # expect: optimizer-no-gradient
        iou = 1 - inter / union
        iou.requires_grad = True  # expect: grad-glued
        return iou


def iou_bad():
    net, crit = nn.Linear(4, 1), LossModule()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        loss = crit(torch.sigmoid(net(torch.randn(5, 4))), torch.ones(5, 1))
        opt.zero_grad()
        loss.backward()
        opt.step()


def tensor_flag_bad():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    losses = [net(torch.randn(2, 4)).pow(2).mean() for _ in range(3)]
    loss = torch.tensor(losses, requires_grad=True).mean()  # expect: detached-rebuilt
    opt.zero_grad()
    loss.backward()
    opt.step()


def attack_input_ok():
    net = nn.Linear(4, 2)
    x = torch.randn(3, 4)
    x.requires_grad_(True)
    F.cross_entropy(net(x), torch.tensor([0, 1, 1])).backward()
    print(x.grad.shape)


def physics_ok():
    net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
    opt = torch.optim.Adam(net.parameters())
    t = torch.linspace(0, 1, 5).view(-1, 1).requires_grad_(True)
    for _ in range(2):
        u = net(t)
        du, = torch.autograd.grad(u.sum(), t, create_graph=True)
        opt.zero_grad()
        (du - u).pow(2).mean().backward()
        opt.step()


def start_value_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    loss = torch.zeros((), requires_grad=True)
    for _ in range(3):
        loss = loss + net(torch.randn(2, 4)).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
