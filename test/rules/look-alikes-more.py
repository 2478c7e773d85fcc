"""More that looks like a bug and is none: the rest of the eighty, and ways to write the others. Silence is claimed for every line."""
import copy
import math
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint


def delta_attack_ok():
    """56: a leaf delta, projected through .data, its gradient cleared by hand."""
    net, x, y = nn.Linear(4, 3), torch.rand(2, 4), torch.tensor([0, 2])
    delta = torch.zeros_like(x, requires_grad=True)
    for _ in range(3):
        F.cross_entropy(net(x + delta), y).backward()
        delta.data = (delta.data + 0.01 * delta.grad.sign()).clamp(-0.1, 0.1)
        delta.data = (x + delta.data).clamp(0, 1) - x
        delta.grad.zero_()
    print((x + delta).detach().shape)


def free_adversarial_training_ok():
    net = nn.Linear(4, 3)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    delta = torch.zeros(2, 4)
    for _ in range(3):
        noise = delta.clone().requires_grad_()
        loss = F.cross_entropy(net(torch.rand(2, 4) + noise), torch.tensor([0, 1]))
        opt.zero_grad()
        loss.backward()
        delta = (delta + 0.1 * noise.grad.sign()).clamp_(-0.1, 0.1)
        opt.step()


def loss_from_zeros_ok():
    """60: a sum of losses that starts from a tensor without a gradient, in place."""
    net = nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        loss = torch.zeros(())
        for task in range(2):
            loss += net(torch.randn(4, 3))[:, task].pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def gradients_edited_ok():
    """43: gradients are scaled, clamped and masked between backward and step."""
    net = nn.Linear(3, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        for p in net.parameters():
            p.grad.mul_(0.5)
            p.grad.data.clamp_(-1, 1)
            p.grad[torch.isnan(p.grad)] = 0
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()


class FrozenTrunk(nn.Module):
    """65: a frozen segment under a checkpoint, and one that trains with use_reentrant=False."""

    def __init__(self):
        super().__init__()
        self.trunk, self.block, self.head = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 1)
        self.trunk.requires_grad_(False)

    def forward(self, x):
        x = self.trunk(x)
        return self.head(checkpoint(self.block, x, use_reentrant=False))


def frozen_trunk_ok():
    net = FrozenTrunk()
    opt = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad])
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class Centers(nn.Module):
    """74: centers with an optimizer of their own."""

    def __init__(self, n=3, d=2):
        super().__init__()
        self.centers = nn.Parameter(torch.randn(n, d))

    def forward(self, z, y):
        return (z - self.centers[y]).pow(2).sum(1).mean()


def center_loss_ok():
    net, head, center = nn.Linear(4, 2), nn.Linear(2, 3), Centers()
    opt = torch.optim.SGD([*net.parameters(), *head.parameters()], lr=0.1)
    opt_center = torch.optim.SGD(center.parameters(), lr=0.5)
    for _ in range(2):
        y = torch.randint(0, 3, (6,))
        z = net(torch.randn(6, 4))
        loss = F.cross_entropy(head(z), y) + 0.01 * center(z, y)
        opt.zero_grad()
        opt_center.zero_grad()
        loss.backward()
        for p in center.parameters():
            p.grad.data *= 1 / 0.01
        opt.step()
        opt_center.step()


def dreamer_ok():
    """51: a detached prediction stays a target; the model is trained by its own loss."""
    world, value = nn.Linear(3, 3), nn.Linear(3, 1)
    opt_w, opt_v = torch.optim.Adam(world.parameters()), torch.optim.Adam(value.parameters())
    for _ in range(2):
        s, s2 = torch.randn(5, 3), torch.randn(5, 3)
        pred = world(s)
        loss_w = F.mse_loss(pred, s2)
        opt_w.zero_grad()
        loss_w.backward()
        opt_w.step()
        v = value(pred.detach())
        loss_v = (v - torch.randn(5, 1)).pow(2).mean()
        opt_v.zero_grad()
        loss_v.backward()
        opt_v.step()


def lstm_forget_bias_ok():
    """34, 33, 32: initial values by hand."""
    lstm, lin = nn.LSTM(3, 4), nn.Linear(3, 3)
    n = lstm.bias_ih_l0.size(0)
    lstm.bias_ih_l0.data[n // 4:n // 2].fill_(1.0)
    lin.weight.detach().zero_()
    with torch.no_grad():
        lin.weight[0] = 1
        lin.bias.copy_(torch.ones(3))
    lin.weight.data.uniform_(-1 / math.sqrt(3), 1 / math.sqrt(3))
    lstm(lin(torch.randn(2, 1, 3)))[0].sum().backward()


def hard_copy_ok():
    """3: a target network copied in three ways."""
    net, target = nn.Linear(3, 2), nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    for step in range(3):
        with torch.no_grad():
            y = target(torch.randn(4, 3)).max(1).values
        loss = F.smooth_l1_loss(net(torch.randn(4, 3))[:, 0], y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        if step % 2 == 0:
            target.load_state_dict(net.state_dict())
    for t, s in zip(target.parameters(), net.parameters()):
        t.data.copy_(s.data)
    target = copy.deepcopy(net).eval()
    print(target(torch.randn(1, 3)).shape)


class EMA:
    def __init__(self, model, decay=0.9):
        self.decay = decay
        self.shadow = {n: p.data.clone() for n, p in model.named_parameters() if p.requires_grad}
        self.backup = {}

    def update(self, model):
        for n, p in model.named_parameters():
            self.shadow[n] = self.decay * self.shadow[n] + (1 - self.decay) * p.data

    def swap(self, model):
        for n, p in model.named_parameters():
            self.backup[n] = p.data
            p.data = self.shadow[n]

    def restore(self, model):
        for n, p in model.named_parameters():
            p.data = self.backup[n]


def ema_swap_ok():
    net = nn.Linear(3, 2)
    ema, opt = EMA(net), torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
        ema.update(net)
        ema.swap(net)
        with torch.no_grad():
            net(torch.randn(4, 3))
        ema.restore(net)


class RunningMeanStd:
    def __init__(self, n):
        self.mean, self.count = torch.zeros(n), 1e-4

    def update(self, x):
        x = x.detach()
        self.mean = self.mean + (x.mean(0) - self.mean) * len(x) / (self.count + len(x))
        self.count += len(x)


def observation_norm_ok():
    """44: running statistics outside of the graph, in a class of their own."""
    net, rms = nn.Linear(3, 2), RunningMeanStd(2)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(4):
        z = net(torch.randn(5, 3))
        rms.update(z)
        opt.zero_grad()
        (z - rms.mean).pow(2).mean().backward()
        opt.step()


class ReplayBuffer:
    def __init__(self):
        self.items = []

    def push(self, *item):
        self.items.append(item)

    def sample(self):
        return [torch.stack(column) for column in zip(*self.items)]


def replay_ok():
    q = nn.Linear(3, 2)
    opt, buffer = torch.optim.Adam(q.parameters()), ReplayBuffer()
    for _ in range(8):
        s = torch.randn(3)
        with torch.no_grad():
            a = q(s).argmax()
        buffer.push(s, a, torch.tensor(1.0))
        states, actions, rewards = buffer.sample()
        loss = F.mse_loss(q(states).gather(1, actions.unsqueeze(1)).squeeze(1), rewards)
        opt.zero_grad()
        loss.backward()
        opt.step()


def validation_lists_ok():
    """61: lists of numbers, of detached tensors, of outputs under no_grad."""
    net = nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    losses, outs, accs = [], [], []
    for _ in range(10):
        logits = net(torch.randn(4, 3))
        loss = F.cross_entropy(logits, torch.randint(0, 2, (4,)))
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
        accs.append((logits.argmax(1) == 1).float().mean())
        with torch.no_grad():
            outs.append(net(torch.randn(4, 3)))
    print(np.mean(losses) > 0, torch.cat(outs).shape, torch.stack(accs).shape)


def perplexity_ok():
    net = nn.Linear(3, 5)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    total, count = 0.0, 0
    for _ in range(7):
        loss = F.cross_entropy(net(torch.randn(4, 3)), torch.randint(0, 5, (4,)))
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.detach() * 4
        count += 4
    print(math.exp(float(total) / count) > 0)


def chunked_accumulation_ok():
    """12: micro-batches, a scaled loss, a step at the end of each group and of the epoch."""
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    batches = [torch.randn(2, 3) for _ in range(5)]
    for i, x in enumerate(batches):
        (net(x).pow(2).mean() / 2).backward()
        if (i + 1) % 2 == 0 or i + 1 == len(batches):
            opt.step()
            opt.zero_grad(set_to_none=True)


class LowRankAdapter(nn.Module):
    """A frozen base whose parameters get no gradient on purpose."""

    def __init__(self, base, r=2):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad_(False)
        self.a = nn.Parameter(torch.randn(r, base.in_features) * 0.01)
        self.b = nn.Parameter(torch.zeros(base.out_features, r))

    def forward(self, x):
        return self.base(x) + x @ self.a.t() @ self.b.t()


def adapter_ok():
    net = LowRankAdapter(nn.Linear(4, 3))
    opt = torch.optim.AdamW(filter(lambda p: p.requires_grad, net.parameters()))
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 4)).pow(2).mean().backward()
        opt.step()


def alternating_ok():
    """Two networks in turns, each constant for the other."""
    a, b = nn.Linear(3, 3), nn.Linear(3, 3)
    oa, ob = torch.optim.SGD(a.parameters(), lr=0.1), torch.optim.SGD(b.parameters(), lr=0.1)
    for step in range(4):
        x = torch.randn(4, 3)
        if step % 2 == 0:
            loss, opt = (a(x) - b(x).detach()).pow(2).mean(), oa
        else:
            loss, opt = (b(x) - a(x).detach()).pow(2).mean(), ob
        opt.zero_grad()
        loss.backward()
        opt.step()


class SpectralNorm(nn.Module):
    """A power iteration under no_grad, then a division that keeps the graph."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.register_buffer("u", F.normalize(torch.randn(layer.out_features), dim=0))

    def forward(self, x):
        w = self.layer.weight
        with torch.no_grad():
            v = F.normalize(w.t() @ self.u, dim=0)
            self.u.copy_(F.normalize(w @ v, dim=0))
        sigma = self.u.clone() @ w @ v
        return F.linear(x, w / sigma, self.layer.bias)


def spectral_norm_ok():
    net = SpectralNorm(nn.Linear(3, 2))
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


class Clamped(nn.Module):
    """A cache that is dropped in training and kept in evaluation."""

    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(3))
        self._cached = None

    def weights(self):
        if self.training:
            self._cached = None
            return torch.sigmoid(self.p)
        if self._cached is None:
            self._cached = torch.sigmoid(self.p).detach()
        return self._cached

    def forward(self, x):
        return x * self.weights()


def cache_in_eval_ok():
    net = Clamped()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        net.train()
        opt.zero_grad()
        net(torch.randn(2, 3)).pow(2).mean().backward()
        opt.step()
        net.eval()
        net(torch.randn(2, 3))


def wgan_critic_loop_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    og, od = torch.optim.RMSprop(G.parameters()), torch.optim.RMSprop(D.parameters())
    for it in range(2):
        for _ in range(3):
            with torch.no_grad():
                fake = G(torch.randn(4, 2))
            od.zero_grad()
            (D(fake).mean() - D(torch.randn(4, 3)).mean()).backward()
            od.step()
            for p in D.parameters():
                p.data.clamp_(-0.01, 0.01)
        og.zero_grad()
        (-D(G(torch.randn(4, 2))).mean()).backward()
        og.step()


def cyclic_ok():
    """Two generators in one loss, discriminators on detached fakes from a pool."""
    ab, ba, da, db = nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 1), nn.Linear(3, 1)
    og = torch.optim.Adam([*ab.parameters(), *ba.parameters()])
    od = torch.optim.Adam([*da.parameters(), *db.parameters()])
    pool = []
    for _ in range(2):
        a, b = torch.randn(4, 3), torch.randn(4, 3)
        fb, fa = ab(a), ba(b)
        g = -db(fb).mean() - da(fa).mean() + F.l1_loss(ba(fb), a) + F.l1_loss(ab(fa), b)
        og.zero_grad()
        g.backward()
        og.step()
        pool.append(fb.detach())
        d = F.softplus(-da(a)).mean() + F.softplus(da(fa.detach())).mean() + F.softplus(-db(b)).mean() + F.softplus(db(pool[0])).mean()
        od.zero_grad()
        d.backward()
        od.step()


def outer_product_ok():
    """Tables that are meant: every query with every key, a kernel, a cost matrix."""
    f = nn.Linear(3, 1)
    a, b = f(torch.randn(5, 3)), f(torch.randn(4, 3)).squeeze(1)
    cost = (a - b).pow(2)
    plan = torch.softmax(-cost, dim=1)
    (plan * cost).sum().backward()
