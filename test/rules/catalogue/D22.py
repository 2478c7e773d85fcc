"""D22: a tensor that is no leaf in an optimizer."""
import torch
import torch.nn as nn


def scaled_bad():
    w = torch.randn(3, requires_grad=True) * 0.01
    opt = torch.optim.SGD([w], lr=0.1)  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
    opt.step()


def scaled_ok():
    w = (torch.randn(3) * 0.01).requires_grad_()
    opt = torch.optim.SGD([w], lr=0.1)
    opt.zero_grad()
    (w * 2).sum().backward()
    opt.step()


def slice_bad():
    emb = nn.Embedding(6, 4)
    opt = torch.optim.Adam([emb.weight[:, 1:3]], lr=0.1)  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
    opt.step()


def converted_bad():
    latent = torch.zeros(1, 4, requires_grad=True).double()
    optimizer = torch.optim.LBFGS([latent])  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
    optimizer.step(lambda: latent.sum())


def group_bad():
    net = nn.Linear(3, 2)
    alpha = torch.tensor(1.0, requires_grad=True) + 0
    opt = torch.optim.AdamW([{"params": net.parameters()}, {"params": [alpha], "lr": 1e-2}])  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
    opt.step()


class StyleTransfer:
    def __init__(self, content):
        self.image = content.clone().requires_grad_(True)
        self.optimizer = torch.optim.Adam([self.image], lr=0.1)

    def run(self):
        for _ in range(2):
            self.optimizer.zero_grad()
            self.image.pow(2).mean().backward()
            self.optimizer.step()
            with torch.no_grad():
                self.image.clamp_(0, 1)


def style_ok():
    StyleTransfer(torch.rand(1, 3, 2, 2)).run()


def masked_ok():
    emb = nn.Embedding(6, 4)
    opt = torch.optim.SGD([emb.weight], lr=0.1)
    mask = torch.zeros(6, 4)
    mask[:, 1:3] = 1
    opt.zero_grad()
    emb(torch.tensor([1, 2])).sum().backward()
    emb.weight.grad.mul_(mask)
    opt.step()
