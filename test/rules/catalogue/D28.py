"""D28: numpy on a tensor that has a graph, or inside the loss."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def plot_bad():
    net = nn.Linear(3, 1)
    preds = []
    for x in torch.randn(2, 3):
        preds.append(net(x).numpy())  # expect: detached-numpy  # raises: Can't call numpy\(\) on Tensor that
    print(len(preds))


def plot_ok():
    net = nn.Linear(3, 1)
    preds = []
    for x in torch.randn(2, 3):
        preds.append(net(x).detach().cpu().numpy())
    print(len(preds))


class SpectralLoss(nn.Module):
    def forward(self, pred, target):
        p = np.abs(np.fft.rfft(pred.detach().numpy()))  # expect: grad-no-graph
        t = np.abs(np.fft.rfft(target.numpy()))
        return torch.from_numpy(np.mean((p - t) ** 2, keepdims=True)).float().sum()


def spectral_bad():
    net, crit = nn.Linear(4, 8), SpectralLoss()
    loss = crit(net(torch.randn(2, 4)), torch.randn(2, 8))
    loss.backward()  # raises: element 0 of tensors does not require


class SpectralLossRight(nn.Module):
    def forward(self, pred, target):
        p = torch.fft.rfft(pred).abs()
        t = torch.fft.rfft(target).abs()
        return (p - t).pow(2).mean()


def spectral_ok():
    net, crit = nn.Linear(4, 8), SpectralLossRight()
    crit(net(torch.randn(2, 4)), torch.randn(2, 8)).backward()


def partly_numpy_bad():
    enc, dec = nn.Linear(4, 3), nn.Linear(3, 4)
    opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
    for _ in range(2):
        x = torch.randn(5, 4)
        code = enc(x)
        rounded = torch.from_numpy(np.clip(code.detach().numpy(), -1, 1))  # expect: optimizer-no-gradient
        loss = F.mse_loss(dec(rounded), x)
        opt.zero_grad()
        loss.backward()
        opt.step()


def alias_written_bad():
    w = torch.ones(3, requires_grad=True)
    h = w * 2
    y = h ** 2
    n = h.detach().numpy()
    n *= 10  # expect: inplace-hidden
    y.sum().backward()


def metrics_ok():
    net = nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    all_preds = []
    for _ in range(2):
        logits = net(torch.randn(4, 3))
        loss = F.cross_entropy(logits, torch.randint(0, 2, (4,)))
        opt.zero_grad()
        loss.backward()
        opt.step()
        all_preds.append(logits.detach().numpy().argmax(1))
    print(np.concatenate(all_preds).shape)
