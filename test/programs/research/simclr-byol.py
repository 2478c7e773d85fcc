"""SimCLR (NT-Xent), BYOL with an EMA target and a stop-gradient, SupCon; composable augmentations, projector heads."""
import copy
import math
import random
from abc import ABCMeta, abstractmethod
from itertools import chain, repeat, starmap, tee

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset


def seed_everything(seed=0):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


class Transform(metaclass=ABCMeta):
    p = 1.0

    @abstractmethod
    def apply(self, x): ...

    def __call__(self, x):
        return self.apply(x) if random.random() < self.p else x

    def __or__(self, other):
        return Compose([self, other])

    def __repr__(self):
        args = ", ".join(f"{k}={v}" for k, v in sorted(vars(self).items()))
        return f"{self.__class__.__name__}({args})"


class Compose(Transform):
    def __init__(self, transforms):
        self.transforms = list(chain.from_iterable(t.transforms if isinstance(t, Compose) else (t,) for t in transforms))

    def apply(self, x):
        for t in self.transforms:
            x = t(x)
        return x

    def __len__(self):
        return len(self.transforms)


class Flip(Transform):
    def __init__(self, p=0.5):
        self.p = p

    def apply(self, x):
        return torch.flip(x, [-1])


class Noise(Transform):
    def __init__(self, sigma):
        self.sigma = sigma

    def apply(self, x):
        return x + self.sigma * torch.randn_like(x)


class Crop(Transform):
    def __init__(self, size):
        self.size = size

    def apply(self, x):
        i, j = (random.randint(0, s - self.size) for s in x.shape[-2:])
        patch = x[..., i:i + self.size, j:j + self.size]
        return F.interpolate(patch[None], size=x.shape[-2:], mode="bilinear", align_corners=False)[0]


class Shapes(Dataset):
    def __init__(self, n, transform, views=2):
        rng = np.random.default_rng(5)
        self.images = torch.from_numpy(rng.standard_normal((n, 1, 6, 6)).astype(np.float32))
        self.labels = np.arange(n) % 3
        for img, label in zip(self.images, self.labels):
            img[0, label * 2] += 2.0
        self.transform, self.views = transform, views

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return [t(self.images[i]) for t in repeat(self.transform, self.views)], self.labels[i]


def mlp(*sizes, last_bn=False):
    layers = []
    for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:])):
        final = i == len(sizes) - 2
        layers.append(nn.Linear(a, b, bias=not (last_bn and final)))
        if not final:
            layers += [nn.BatchNorm1d(b), nn.ReLU(inplace=True)]
        elif last_bn:
            layers.append(nn.BatchNorm1d(b, affine=False))
    return nn.Sequential(*layers)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3), nn.AdaptiveAvgPool2d(1))

    def forward(self, x):
        return torch.flatten(self.features(x), 1)


def nt_xent(z1, z2, tau=0.5):
    z = F.normalize(torch.cat([z1, z2]), dim=1)
    n = z1.size(0)
    sim = z @ z.t() / tau
    sim.fill_diagonal_(float("-inf"))
    target = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    return F.cross_entropy(sim, target), (sim.argmax(1) == target).float().mean()


def supcon(z, labels, tau=0.5):
    z = F.normalize(z, dim=1)
    logits = z @ z.T / tau
    logits = logits - logits.max(1, keepdim=True)[0].detach()
    eye = torch.eye(len(z), dtype=torch.bool)
    mask = labels.view(-1, 1).eq(labels.view(1, -1)) & ~eye
    log_prob = logits - torch.log((torch.exp(logits) * ~eye).sum(1, keepdim=True))
    return -((mask * log_prob).sum(1) / mask.sum(1).clamp(min=1)).mean()


class BYOL(nn.Module):
    def __init__(self, encoder, tau=0.9):
        super().__init__()
        self.online = nn.Sequential(encoder, mlp(6, 12, 4))
        self.predictor = mlp(4, 8, 4)
        self.target = copy.deepcopy(self.online)
        for p in self.target.parameters():
            p.requires_grad_(False)
        self.tau = tau

    @torch.no_grad()
    def update_target(self, step, total):
        tau = 1 - (1 - self.tau) * (math.cos(math.pi * step / total) + 1) / 2
        for (n1, o), (n2, t) in zip(self.online.state_dict().items(), self.target.state_dict().items()):
            assert n1 == n2
            if t.dtype.is_floating_point:
                t.mul_(tau).add_(o, alpha=1 - tau)
            else:
                t.copy_(o)
        return tau

    def forward(self, v1, v2):
        def regression(p, z):
            return 2 - 2 * F.cosine_similarity(p, z.detach(), dim=-1)

        o1, o2 = map(self.predictor, (self.online(v1), self.online(v2)))
        with torch.no_grad():
            t1, t2 = self.target(v1), self.target(v2)
        return (regression(o1, t2) + regression(o2, t1)).mean()


seed_everything(3)
augment = Crop(4) | Flip() | Noise(0.05)
print(augment, len(augment))
loader = DataLoader(Shapes(12, augment), batch_size=6, shuffle=True, drop_last=True)
encoder = Encoder()
projector = mlp(6, 8, 4, last_bn=True)
opt = torch.optim.Adam([{"params": encoder.parameters()}, {"params": projector.parameters(), "lr": 5e-3}], lr=1e-3)
for epoch in range(2):
    for (v1, v2), labels in loader:
        loss, acc = nt_xent(projector(encoder(v1)), projector(encoder(v2)))
        opt.zero_grad()
        loss.backward()
        opt.step()
    print(f"simclr epoch {epoch} loss {loss.item():.4f} acc {acc.item():.3f} labels {labels.tolist()}")
print(supcon(projector(encoder(v1)), labels).item() > 0)
byol = BYOL(Encoder())
opt = torch.optim.SGD((p for p in byol.parameters() if p.requires_grad), lr=0.05, momentum=0.9)
total = 4
for step, ((v1, v2), _) in enumerate(starmap(lambda v, l: (v, l), chain(loader, loader))):
    loss = byol(v1, v2)
    opt.zero_grad()
    loss.backward()
    opt.step()
    tau = byol.update_target(step, total)
    drift = sum((a - b).pow(2).sum() for a, b in zip(byol.online.parameters(), byol.target.parameters()))
    print(f"byol {step} loss {loss.item():.4f} tau {tau:.4f} drift {drift.item():.4f}")
print(byol.target[1][1].num_batches_tracked, all(p.grad is None for p in byol.target.parameters()))
first, second = tee(p.numel() for p in byol.predictor.parameters())
print(sum(first), max(second))
try:
    Transform()
except TypeError as e:
    print(e)
