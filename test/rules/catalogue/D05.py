"""D05: two backwards share a part of the graph."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Multitask(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.a, self.b = nn.Linear(8, 1), nn.Linear(8, 3)

    def forward(self, x):
        h = self.trunk(x)
        return self.a(h), self.b(h)


def heads_bad():
    net = Multitask()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        score, logits = net(torch.randn(5, 4))
        loss1 = F.mse_loss(score, torch.randn(5, 1))
        loss2 = F.cross_entropy(logits, torch.randint(0, 3, (5,)))
        opt.zero_grad()
        loss1.backward()
        loss2.backward()  # expect: graph-freed  # raises: Trying to backward through the graph a
        opt.step()


def heads_ok():
    net = Multitask()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        score, logits = net(torch.randn(5, 4))
        loss1 = F.mse_loss(score, torch.randn(5, 1))
        loss2 = F.cross_entropy(logits, torch.randint(0, 3, (5,)))
        opt.zero_grad()
        (loss1 + loss2).backward()
        opt.step()


def mutual_learning_bad():
    nets = [nn.Linear(4, 3), nn.Linear(4, 3)]
    opts = [torch.optim.SGD(n.parameters(), lr=0.1) for n in nets]
    x = torch.randn(5, 4)
    outs = [n(x) for n in nets]  # expect: graph-freed
    for i in range(2):
        kl = F.kl_div(F.log_softmax(outs[i], 1), F.softmax(outs[1 - i], 1), reduction="batchmean")
        opts[i].zero_grad()
        kl.backward()  # raises: Trying to backward through the graph a
        opts[i].step()


def mutual_learning_ok():
    nets = [nn.Linear(4, 3), nn.Linear(4, 3)]
    opts = [torch.optim.SGD(n.parameters(), lr=0.1) for n in nets]
    x = torch.randn(5, 4)
    outs = [n(x) for n in nets]
    for i in range(2):
        kl = F.kl_div(F.log_softmax(outs[i], 1), F.softmax(outs[1 - i].detach(), 1), reduction="batchmean")
        opts[i].zero_grad()
        kl.backward()
        opts[i].step()


def sam_stale_output_bad():
    net = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    x, y = torch.randn(5, 4), torch.randn(5, 1)
    out = net(x)
    F.mse_loss(out, y).backward()
    with torch.no_grad():
        for p in net.parameters():
            p.add_(0.05 * p.grad / (p.grad.norm() + 1e-12))
    opt.zero_grad()
    F.mse_loss(out, y).backward()  # expect: graph-freed  # raises: Trying to backward through the graph a
    opt.step()


def autoencoder_bad():
    enc, dec, critic = nn.Linear(4, 2), nn.Linear(2, 4), nn.Linear(2, 1)
    opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
    x = torch.randn(6, 4)
    z = torch.sigmoid(enc(x))
    recon = F.mse_loss(dec(z), x)
    recon.backward()
    penalty = critic(z).mean()
    penalty.backward()  # expect: graph-freed  # raises: Trying to backward through the graph a
    opt.step()


def real_and_fake_ok():
    G, D = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
    opt = torch.optim.Adam(D.parameters())
    for _ in range(2):
        opt.zero_grad()
        F.softplus(-D(torch.randn(4, 3))).mean().backward()
        F.softplus(D(G(torch.randn(4, 2)).detach())).mean().backward()
        opt.step()


def retained_ok():
    net = Multitask()
    opt = torch.optim.Adam(net.parameters())
    score, logits = net(torch.randn(5, 4))
    opt.zero_grad()
    score.mean().backward(retain_graph=True)
    logits.pow(2).mean().backward()
    opt.step()
