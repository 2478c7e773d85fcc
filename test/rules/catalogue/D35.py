"""D35: an operation with no useful gradient on a learned path."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Quantizer(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc, self.dec = nn.Linear(4, 3), nn.Linear(3, 4)

    def forward(self, x):
        code = torch.round(self.enc(x))  # expect: grad-zero
        return self.dec(code)


def quantizer_bad():
    net = Quantizer()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        x = torch.randn(5, 4)
        loss = F.mse_loss(net(x), x)
        opt.zero_grad()
        loss.backward()
        opt.step()


class QuantizerRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc, self.dec = nn.Linear(4, 3), nn.Linear(3, 4)

    def forward(self, x):
        z = self.enc(x)
        code = z + (torch.round(z) - z).detach()
        return self.dec(code)


def quantizer_ok():
    net = QuantizerRight()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        x = torch.randn(5, 4)
        loss = F.mse_loss(net(x), x)
        opt.zero_grad()
        loss.backward()
        opt.step()


class Threshold(nn.Module):
    """A learnable threshold that never learns."""

    def __init__(self):
        super().__init__()
        self.t = nn.Parameter(torch.tensor(0.5))
        self.conv = nn.Linear(4, 4)

    def forward(self, d):
        mask = (torch.sign(d - self.t) + 1) * 0.5  # expect: grad-zero
        return self.conv(d) * mask


def threshold_bad():
    net = Threshold()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.rand(3, 4)).pow(2).mean().backward()
        opt.step()


def hard_attention_bad():
    score, value = nn.Linear(4, 1), nn.Linear(4, 2)
    opt = torch.optim.Adam([*score.parameters(), *value.parameters()])
    for _ in range(2):
        x = torch.randn(6, 4)
        best = F.one_hot(score(x).squeeze(-1).argmax(0), 6).float()  # expect: optimizer-no-gradient
        out = best @ value(x)
        opt.zero_grad()
        out.pow(2).mean().backward()
        opt.step()


def bernoulli_gate_bad():
    gate, body = nn.Linear(4, 3), nn.Linear(4, 3)
    opt = torch.optim.Adam([*gate.parameters(), *body.parameters()])
    for _ in range(2):
        x = torch.randn(5, 4)
        keep = torch.bernoulli(torch.sigmoid(gate(x)))  # expect: grad-zero
        opt.zero_grad()
        (keep * body(x)).pow(2).mean().backward()
        opt.step()


def integer_bad():
    pos, table = nn.Linear(4, 1), nn.Parameter(torch.randn(8))
    opt = torch.optim.Adam([*pos.parameters(), table])
    for _ in range(2):
        idx = (torch.sigmoid(pos(torch.randn(5, 4))).squeeze(-1) * 7).long()  # expect: optimizer-no-gradient
        opt.zero_grad()
        table[idx].pow(2).mean().backward()
        opt.step()


def masks_ok():
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        x, y = torch.randn(6, 4), torch.randn(6, 1)
        mask = (y > 0).float()
        pred = net(x)
        loss = (F.mse_loss(pred, y, reduction="none") * mask).sum() / mask.sum().clamp(min=1)
        acc = (pred.round() == y).float().mean()
        top, idx = pred.squeeze(-1).topk(2)
        opt.zero_grad()
        (loss + top.sum()).backward()
        opt.step()
        print(acc.item(), idx.shape)


def dropout_mask_ok():
    net = nn.Linear(4, 3)
    opt = torch.optim.Adam(net.parameters())
    mask = torch.bernoulli(torch.full((5, 3), 0.5))
    opt.zero_grad()
    (net(torch.randn(5, 4)) * mask + torch.randn_like(mask)).sum().backward()
    opt.step()
