"""Conditional DCGAN with spectral norm, label embeddings, hinge loss, gradient accumulation, EMA generator, diversity metrics."""
import copy
import itertools
import os
import random
import sys
import time
from collections import OrderedDict, deque
from contextlib import contextmanager
from types import SimpleNamespace as NS

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.nn.parallel
import torch.utils.data
from torch.nn.utils import spectral_norm

manualSeed = 999
print("Random Seed: ", manualSeed)
random.seed(manualSeed)
np.random.seed(manualSeed)
torch.manual_seed(manualSeed)
opt = NS(nz=6, ngf=4, ndf=4, nc=1, classes=3, batch=6, niter=2, lr=2e-3, beta1=0.5, ngpu=0, accum=2)
device = torch.device("cuda:0" if (torch.cuda.is_available() and opt.ngpu > 0) else "cpu")
print(device, opt)


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find("BatchNorm") != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


class ConditionalBatchNorm2d(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.bn = nn.BatchNorm2d(features, affine=False)
        self.embed = nn.Embedding(classes, features * 2)
        self.embed.weight.data[:, :features].fill_(1.0)
        self.embed.weight.data[:, features:].zero_()

    def forward(self, x, y):
        gamma, beta = self.embed(y).chunk(2, 1)
        return gamma[..., None, None] * self.bn(x) + beta[..., None, None]


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.ConvTranspose2d(opt.nz, opt.ngf * 2, 2, 1, 0, bias=False)
        self.cbn = ConditionalBatchNorm2d(opt.ngf * 2, opt.classes)
        self.main = nn.Sequential(
            nn.ReLU(True),
            nn.ConvTranspose2d(opt.ngf * 2, opt.ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(opt.ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(opt.ngf, opt.nc, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, z, y):
        if z.is_cuda and opt.ngpu > 1:
            return nn.parallel.data_parallel(self.main, z, range(opt.ngpu))
        return self.main(self.cbn(self.project(z[..., None, None]), y))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            spectral_norm(nn.Conv2d(opt.nc, opt.ndf, 4, 2, 1)), nn.LeakyReLU(0.2, inplace=True),
            spectral_norm(nn.Conv2d(opt.ndf, opt.ndf * 2, 4, 2, 1)), nn.LeakyReLU(0.2, inplace=True), nn.Flatten(),
        )
        self.linear = nn.utils.parametrizations.spectral_norm(nn.Linear(opt.ndf * 8, 1))
        self.embed = nn.Embedding(opt.classes, opt.ndf * 8)

    def forward(self, x, y):
        h = self.features(x)
        return self.linear(h).squeeze(1) + (self.embed(y) * h).sum(1)


class Bars(torch.utils.data.Dataset):
    def __init__(self, n):
        self.labels = torch.arange(n) % opt.classes
        self.images = torch.full((n, 1, 8, 8), -1.0)
        for img, k in zip(self.images, self.labels.tolist()):
            if k == 0:
                img[:, 3:5] = 1
            elif k == 1:
                img[:, :, 3:5] = 1
            else:
                img[0].fill_diagonal_(1)

    def __getitem__(self, i):
        return self.images[i] + 0.1 * torch.randn_like(self.images[i]), self.labels[i]

    def __len__(self):
        return len(self.labels)


class EMA:
    def __init__(self, model, decay):
        self.shadow, self.decay, self.model = copy.deepcopy(model).eval(), decay, model

    @torch.no_grad()
    def update(self):
        live = OrderedDict(self.model.named_parameters())
        for name, p in self.shadow.named_parameters():
            p.sub_((1.0 - self.decay) * (p - live[name]))
        for (_, b), (_, s) in zip(self.model.named_buffers(), self.shadow.named_buffers()):
            s.copy_(b)


@contextmanager
def requires_grad(flag, *models):
    for p in itertools.chain(*(m.parameters() for m in models)):
        p.requires_grad = flag
    yield
    for p in itertools.chain(*(m.parameters() for m in models)):
        p.requires_grad = not flag


loader = torch.utils.data.DataLoader(Bars(12), batch_size=opt.batch, shuffle=True, num_workers=0, drop_last=True)
netG = Generator().to(device)
netG.apply(weights_init)
netD = Discriminator().to(device)
print(netG, sum(p.numel() for p in netD.parameters()))
print(sorted(n for n, _ in netD.named_parameters() if "linear" in n or "features.0" in n))
fixed_noise = torch.randn(6, opt.nz, device=device)
fixed_labels = torch.arange(6) % opt.classes
optimizerD = torch.optim.Adam(netD.parameters(), lr=opt.lr, betas=(opt.beta1, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=opt.lr, betas=(opt.beta1, 0.999))
ema = EMA(netG, 0.9)
recent = deque(maxlen=3)
start = time.perf_counter()
for epoch in range(opt.niter):
    for i, (real, labels) in enumerate(loader, 0):
        with requires_grad(False, netG):
            optimizerD.zero_grad()
            for _ in range(opt.accum):
                z = torch.randn(opt.batch, opt.nz, device=device)
                with torch.no_grad():
                    fake = netG(z, labels)
                out_real, out_fake = netD(real, labels), netD(fake, labels)
                errD = (F.relu(1 - out_real).mean() + F.relu(1 + out_fake).mean()) / opt.accum
                errD.backward()
            optimizerD.step()
        with requires_grad(False, netD):
            optimizerG.zero_grad()
            fake = netG(torch.randn(opt.batch, opt.nz, device=device), labels)
            errG = -netD(fake, labels).mean()
            errG.backward()
            optimizerG.step()
        ema.update()
        recent.append(errG.item())
        print("[%d/%d][%d/%d] Loss_D: %.4f Loss_G: %.4f D(x): %.4f D(G(z)): %.4f"
              % (epoch, opt.niter, i, len(loader), errD.item() * opt.accum, errG.item(), out_real.mean().item(), out_fake.mean().item()))
assert time.perf_counter() >= start
with torch.no_grad():
    samples = ema.shadow(fixed_noise, fixed_labels)
    spread = torch.pdist(samples.flatten(1)).mean()
print(samples.shape, samples.abs().max() <= 1, spread > 0, len(recent), netG.training, ema.shadow.training)
print(all(p.requires_grad for p in itertools.chain(netG.parameters(), netD.parameters())), netG.main[2].num_batches_tracked)
u = netD.features[0].weight_u
print(u.shape, torch.allclose(u.norm(), torch.tensor(1.0), atol=1e-5), hasattr(netD.features[0], "weight_orig"), type(netD.linear).__name__)
print(os.environ.get("LOCAL_RANK", -1), sys.argv[1:])
