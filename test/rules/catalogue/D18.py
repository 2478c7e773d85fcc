"""D18: an in-place write to a leaf parameter, or to a view of one."""
import math
import torch
import torch.nn as nn


class Detect(nn.Module):
    """Bias initialisation of a detection head."""

    def __init__(self, na=3, nc=2):
        super().__init__()
        self.m = nn.Conv2d(4, na * (nc + 5), 1)
        self.na = na
        self.init_bias()

    def init_bias(self):
        b = self.m.bias.view(self.na, -1)
        b[:, 4] += math.log(8 / 640 ** 2)  # expect: inplace-leaf  # raises: a view of a leaf Variable that requires
        self.m.bias = torch.nn.Parameter(b.view(-1), requires_grad=True)

    def forward(self, x):
        return self.m(x)


def detect_bad():
    Detect()


class DetectRight(nn.Module):
    def __init__(self, na=3, nc=2):
        super().__init__()
        self.m = nn.Conv2d(4, na * (nc + 5), 1)
        b = self.m.bias.view(na, -1)
        with torch.no_grad():
            self.m.bias.view(na, -1)[:, 4] += math.log(8 / 640 ** 2)
        b.data[:, 5:] += math.log(0.6 / 1.01)

    def forward(self, x):
        return self.m(x)


def detect_ok():
    net = DetectRight()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(1, 4, 2, 2)).mean().backward()
    opt.step()


def manual_sgd_bad():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        loss = (w * torch.randn(3)).pow(2).sum()
        loss.backward()
        w -= 0.1 * w.grad  # expect: inplace-leaf  # raises: a leaf Variable that requires grad is
        w.grad.zero_()


def manual_sgd_ok():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        loss = (w * torch.randn(3)).pow(2).sum()
        loss.backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
        w.grad.zero_()


def running_loss_bad():
    net = nn.Linear(3, 1)
    loss = torch.tensor(0.0, requires_grad=True)
    for _ in range(3):
        loss += net(torch.randn(2, 3)).mean()  # expect: inplace-leaf  # raises: a leaf Variable that requires grad is
    loss.backward()


def clip_weights_bad():
    D = nn.Linear(3, 1)
    opt = torch.optim.RMSprop(D.parameters())
    opt.zero_grad()
    D(torch.randn(4, 3)).mean().backward()
    opt.step()
    for p in D.parameters():
        p.clamp_(-0.01, 0.01)  # expect: inplace-leaf  # raises: a leaf Variable that requires grad is


def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.normal_(0.0, 0.02)  # expect: inplace-leaf  # raises: a leaf Variable that requires grad is
        m.bias.zero_()


def init_bad():
    nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1)).apply(init_weights)


def row_bad():
    emb = nn.Embedding(5, 3)
    emb.weight[0] = torch.zeros(3)  # expect: inplace-leaf  # raises: a view of a leaf Variable that requires
    emb(torch.tensor([0, 1])).sum().backward()


def init_ok():
    lin, emb, lstm = nn.Linear(3, 3), nn.Embedding(5, 3), nn.LSTM(3, 4)
    nn.init.xavier_uniform_(lin.weight)
    nn.init.zeros_(lin.bias)
    emb.weight.data.normal_(0, 0.1)
    emb.weight.data[0] = 0
    lin.weight.detach().zero_()
    with torch.no_grad():
        lin.weight[0] = 1
        lin.bias.copy_(torch.ones(3))
    for name, p in lstm.named_parameters():
        if "bias" in name:
            n = p.size(0)
            p.data[n // 4:n // 2].fill_(1)
    for p in lin.parameters():
        p.data.clamp_(-0.01, 0.01)
    loss = 0.0
    loss += lin(emb(torch.tensor([0, 1]))).mean()
    loss += lstm(torch.randn(2, 1, 3))[0].mean()
    loss.backward()
