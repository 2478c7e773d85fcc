"""Attentive neural process: latent and deterministic paths, KL between posterior and prior, evaluated on sine curves."""
import collections
import math

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Independent, Normal, kl_divergence

NPBatch = collections.namedtuple("NPBatch", ("query", "target_y", "num_context", "num_total"))


class CurveReader:
    def __init__(self, batch_size, max_context, testing=False):
        self._batch_size, self._max, self._testing = batch_size, max_context, testing

    def generate(self):
        n_ctx = int(torch.randint(3, self._max + 1, ()))
        n_tgt = 12 if self._testing else int(torch.randint(2, 6, ()))
        total = n_ctx + n_tgt
        x = torch.empty(self._batch_size, total, 1).uniform_(-2, 2)
        amp = torch.empty(self._batch_size, 1, 1).uniform_(0.5, 1.5)
        phase = torch.empty(self._batch_size, 1, 1).uniform_(0, math.pi)
        y = amp * torch.sin(2 * x + phase)
        return NPBatch(((x[:, :n_ctx], y[:, :n_ctx]), x), y, n_ctx, total)


def batch_mlp(sizes, last=None):
    layers = []
    for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:])):
        layers += [nn.Linear(a, b)]
        if i < len(sizes) - 2:
            layers += [nn.ReLU()]
    return nn.Sequential(*layers, *([last] if last is not None else []))


class DeterministicEncoder(nn.Module):
    def __init__(self, hidden, rep="multihead", heads=2):
        super().__init__()
        self.mlp = batch_mlp([2, hidden, hidden])
        self.rep = rep
        self.q, self.k = batch_mlp([1, hidden]), batch_mlp([1, hidden])
        self.attention = nn.MultiheadAttention(hidden, heads, batch_first=True) if rep == "multihead" else None

    def forward(self, cx, cy, tx):
        r = self.mlp(torch.cat((cx, cy), dim=-1))
        if self.rep == "uniform":
            return r.mean(1, keepdim=True).expand(-1, tx.shape[1], -1), None
        if self.rep == "laplace":
            w = F.softmax(-(tx.unsqueeze(2) - cx.unsqueeze(1)).abs().sum(-1) / 0.5, dim=-1)
            return torch.einsum("btc,bcd->btd", w, r), w
        return self.attention(self.q(tx), self.k(cx), r)


class LatentEncoder(nn.Module):
    def __init__(self, hidden, latent):
        super().__init__()
        self.mlp = batch_mlp([2, hidden, hidden])
        self.penultimate = nn.Linear(hidden, hidden)
        self.mean = nn.Linear(hidden, latent)
        self.std = nn.Linear(hidden, latent)

    def forward(self, x, y):
        h = self.mlp(torch.cat((x, y), dim=-1)).mean(dim=1)
        h = F.relu(self.penultimate(h))
        return Independent(Normal(self.mean(h), 0.1 + 0.9 * torch.sigmoid(self.std(h))), 1)


class Decoder(nn.Module):
    def __init__(self, hidden, latent):
        super().__init__()
        self.mlp = batch_mlp([1 + hidden + latent, hidden, hidden, 2])

    def forward(self, rep, tx):
        mu, log_sigma = self.mlp(torch.cat((rep, tx), dim=-1)).chunk(2, dim=-1)
        sigma = 0.1 + 0.9 * F.softplus(log_sigma)
        return Normal(mu, sigma), mu, sigma


class LatentModel(nn.Module):
    def __init__(self, hidden=16, latent=4, rep="multihead"):
        super().__init__()
        self.latent_encoder = LatentEncoder(hidden, latent)
        self.deterministic_encoder = DeterministicEncoder(hidden, rep)
        self.decoder = Decoder(hidden, latent)

    def forward(self, query, num_targets, target_y=None):
        (cx, cy), tx = query
        prior = self.latent_encoder(cx, cy)
        if target_y is None:
            posterior, z = None, prior.rsample()
        else:
            posterior = self.latent_encoder(tx, target_y)
            z = posterior.rsample()
        z = z.unsqueeze(1).repeat(1, num_targets, 1)
        r, weights = self.deterministic_encoder(cx, cy, tx)
        dist, mu, sigma = self.decoder(torch.cat([r, z], dim=-1), tx)
        if target_y is None:
            return mu, sigma, None, None, weights
        log_p = dist.log_prob(target_y).squeeze(-1)
        kl = kl_divergence(posterior, prior).unsqueeze(1)
        loss = -(log_p - kl / num_targets).mean()
        return mu, sigma, log_p, kl, loss


def train(rep, iterations=8):
    torch.manual_seed(11)
    reader = CurveReader(4, 8)
    model = LatentModel(rep=rep)
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    trace = []
    for it in range(iterations):
        data = reader.generate()
        optimizer.zero_grad()
        _, _, log_p, kl, loss = model(data.query, data.num_total, data.target_y)
        loss.backward()
        optimizer.step()
        trace.append((data.num_context, data.num_total, round(loss.item(), 3), round(kl.mean().item(), 3)))
    for row in trace[:2] + trace[-1:]:
        print("  ", *row)
    missing = [n for n, p in model.named_parameters() if p.grad is None]
    print("   without gradient:", missing)
    test = CurveReader(1, 8, testing=True).generate()
    with torch.no_grad():
        mu, sigma, _, _, weights = model.eval()(test.query, test.num_total)
    print("  ", tuple(mu.shape), sigma.min().item() > 0.1, None if weights is None else tuple(weights.shape))
    return model


for rep in ("uniform", "laplace", "multihead"):
    print(rep)
    model = train(rep)
print(sum(p.numel() for p in model.parameters()))
q = Independent(Normal(torch.zeros(2, 3), torch.ones(2, 3)), 1)
p = Independent(Normal(torch.ones(2, 3), 2 * torch.ones(2, 3)), 1)
print(q, kl_divergence(q, p), q.batch_shape, q.event_shape)
