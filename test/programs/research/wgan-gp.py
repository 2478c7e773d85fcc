"""WGAN with gradient penalty on a ring of Gaussians; argparse options, a generator of batches, a history of losses."""
import argparse
import itertools
import math
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
from torch import autograd, optim


def parse_args(argv=None):
    parser = argparse.ArgumentParser(description="WGAN-GP on toy data")
    parser.add_argument("--n_iters", type=int, default=6, help="generator iterations")
    parser.add_argument("--n_critic", type=int, default=3)
    parser.add_argument("--lambda_gp", type=float, default=10.0)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--betas", type=float, nargs=2, default=(0.5, 0.9), metavar=("B1", "B2"))
    parser.add_argument("--latent-dim", type=int, default=4)
    parser.add_argument("--hidden", type=int, default=16)
    parser.add_argument("--dataset", choices=["8gaussians", "grid"], default="8gaussians")
    parser.add_argument("--out", type=Path, default=Path("runs") / "wgan")
    parser.add_argument("--no-gp", dest="gp", action="store_false")
    parser.add_argument("--seed", type=int, default=42)
    return parser.parse_args(argv)


opt = parse_args([])
print(opt)
print(opt.out.name, opt.out.parent, opt.out / "samples.png", (opt.out / "a.b.pt").suffixes)

random.seed(opt.seed)
np.random.seed(opt.seed)
torch.manual_seed(opt.seed)


def infinite_data(name, batch_size):
    if name == "8gaussians":
        scale = 2.0
        centers = [(math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)) for k in range(8)]
        centers = [(scale * x, scale * y) for x, y in centers]
        while True:
            batch = []
            for _ in range(batch_size):
                point = np.random.randn(2) * 0.02
                center = random.choice(centers)
                point[0] += center[0]
                point[1] += center[1]
                batch.append(point)
            yield np.array(batch, dtype="float32") / 1.414
    else:
        raise NotImplementedError(name)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()

        def block(i, o, normalize=True):
            layers = [nn.Linear(i, o)]
            if normalize:
                layers.append(nn.BatchNorm1d(o, 0.8))
            layers.append(nn.LeakyReLU(0.2, inplace=True))
            return layers

        self.model = nn.Sequential(
            *block(opt.latent_dim, opt.hidden, normalize=False),
            *block(opt.hidden, opt.hidden),
            nn.Linear(opt.hidden, 2),
        )

    def forward(self, z):
        return self.model(z)


class Critic(nn.Module):
    def __init__(self):
        super(Critic, self).__init__()
        self.main = nn.Sequential(
            nn.Linear(2, opt.hidden), nn.ReLU(True), nn.Linear(opt.hidden, opt.hidden), nn.ReLU(True), nn.Linear(opt.hidden, 1)
        )

    def forward(self, x):
        return self.main(x).view(-1)


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Linear") != -1:
        m.weight.data.normal_(0.0, 0.2)
        m.bias.data.fill_(0)
    elif classname.find("BatchNorm") != -1:
        m.weight.data.normal_(1.0, 0.02)
        m.bias.data.fill_(0)


def calc_gradient_penalty(netD, real_data, fake_data):
    alpha = torch.rand(real_data.size(0), 1)
    alpha = alpha.expand(real_data.size())
    interpolates = alpha * real_data + ((1 - alpha) * fake_data)
    interpolates = autograd.Variable(interpolates, requires_grad=True)
    disc_interpolates = netD(interpolates)
    gradients = autograd.grad(
        outputs=disc_interpolates,
        inputs=interpolates,
        grad_outputs=torch.ones(disc_interpolates.size()),
        create_graph=True,
        retain_graph=True,
        only_inputs=True,
    )[0]
    return ((gradients.norm(2, dim=1) - 1) ** 2).mean() * opt.lambda_gp


netG, netD = Generator(), Critic()
netG.apply(weights_init)
netD.apply(weights_init)
print(netG)
print(netD)
optimizerG = optim.Adam(netG.parameters(), lr=opt.lr, betas=tuple(opt.betas))
optimizerD = optim.Adam(netD.parameters(), lr=opt.lr, betas=opt.betas)
one = torch.tensor(1.0)
mone = one * -1
data = infinite_data(opt.dataset, 8)
history = defaultdict(list)

for iteration in range(opt.n_iters):
    for p in netD.parameters():
        p.requires_grad = True
    for iter_d in itertools.islice(itertools.count(), opt.n_critic):
        real = torch.Tensor(next(data))
        netD.zero_grad()
        D_real = netD(real).mean()
        D_real.backward(mone)
        noise = torch.randn(8, opt.latent_dim)
        with torch.no_grad():
            noisev = noise
        fake = netG(noisev).data
        D_fake = netD(fake).mean()
        D_fake.backward(one)
        gp = calc_gradient_penalty(netD, real.data, fake.data)
        gp.backward()
        D_cost = D_fake - D_real + gp
        wasserstein = D_real - D_fake
        optimizerD.step()
    for p in netD.parameters():
        p.requires_grad = False
    netG.zero_grad()
    fake = netG(torch.randn(8, opt.latent_dim))
    G = netD(fake).mean()
    G.backward(mone)
    G_cost = -G
    optimizerG.step()
    for key, value in dict(D=D_cost, W=wasserstein, G=G_cost, gp=gp).items():
        history[key].append(value.item())
    print("[%d/%d] " % (iteration + 1, opt.n_iters) + " ".join(f"{k}: {v[-1]:+.4f}" for k, v in sorted(history.items())))

print({k: round(float(np.mean(v)), 3) for k, v in history.items()})
print([(name, tuple(buffer.shape)) for name, buffer in netG.named_buffers()])
print([tuple(p.grad.shape) if p.grad is not None else None for p in netD.parameters()])
try:
    next(infinite_data("grid", 2))
except NotImplementedError as err:
    print(f"{type(err).__name__}: {err!s}")
