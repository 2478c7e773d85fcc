"""Stop-gradients, targets, copies and averages that are meant: silence is claimed for every line."""
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F


def target_network_ok():
    q, target = nn.Linear(3, 2), nn.Linear(3, 2)
    opt = torch.optim.Adam(q.parameters())
    target.load_state_dict(q.state_dict())
    for _ in range(2):
        s, s2, r = torch.randn(4, 3), torch.randn(4, 3), torch.randn(4)
        with torch.no_grad():
            y = r + 0.9 * target(s2).max(1)[0]
        loss = F.mse_loss(q(s).gather(1, torch.zeros(4, 1, dtype=torch.long)).squeeze(1), y)
        opt.zero_grad()
        loss.backward()
        opt.step()


def polyak_ok():
    net, target = nn.Linear(3, 2), nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        loss = (net(torch.randn(4, 3)) - target(torch.randn(4, 3)).detach()).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        with torch.no_grad():
            for t, s in zip(target.parameters(), net.parameters()):
                t.mul_(0.99).add_(s, alpha=0.01)


def polyak_data_ok():
    net, target = nn.Linear(3, 2), nn.Linear(3, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
        for t, s in zip(target.parameters(), net.parameters()):
            t.data.copy_(0.99 * t.data + 0.01 * s.data)
    target.load_state_dict(net.state_dict())


def ema_ok():
    net = nn.Linear(3, 2)
    ema = copy.deepcopy(net).requires_grad_(False)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
        for e, p in zip(ema.parameters(), net.parameters()):
            e.mul_(0.9).add_(p.detach(), alpha=0.1)


class MoCo(nn.Module):
    def __init__(self, dim=4, K=8, T=0.07):
        super().__init__()
        self.K, self.T = K, T
        self.encoder_q = nn.Linear(3, dim)
        self.encoder_k = nn.Linear(3, dim)
        for q, k in zip(self.encoder_q.parameters(), self.encoder_k.parameters()):
            k.data.copy_(q.data)
            k.requires_grad = False
        self.register_buffer("queue", F.normalize(torch.randn(dim, K), dim=0))
        self.register_buffer("queue_ptr", torch.zeros(1, dtype=torch.long))

    @torch.no_grad()
    def _momentum_update(self):
        for q, k in zip(self.encoder_q.parameters(), self.encoder_k.parameters()):
            k.data = k.data * 0.99 + q.data * 0.01

    @torch.no_grad()
    def _enqueue(self, keys):
        ptr = int(self.queue_ptr)
        self.queue[:, ptr:ptr + keys.shape[0]] = keys.T
        self.queue_ptr[0] = (ptr + keys.shape[0]) % self.K

    def forward(self, im_q, im_k):
        q = F.normalize(self.encoder_q(im_q), dim=1)
        with torch.no_grad():
            self._momentum_update()
            k = F.normalize(self.encoder_k(im_k), dim=1)
        l_pos = torch.einsum("nc,nc->n", [q, k]).unsqueeze(-1)
        l_neg = torch.einsum("nc,ck->nk", [q, self.queue.clone().detach()])
        logits = torch.cat([l_pos, l_neg], dim=1)
        logits /= self.T
        self._enqueue(k)
        return logits


def moco_ok():
    model = MoCo()
    opt = torch.optim.SGD(model.encoder_q.parameters(), lr=0.1)
    for _ in range(2):
        logits = model(torch.randn(4, 3), torch.randn(4, 3))
        loss = F.cross_entropy(logits, torch.zeros(4, dtype=torch.long))
        opt.zero_grad()
        loss.backward()
        opt.step()


def straight_through_ok():
    enc = nn.Linear(3, 4)
    opt = torch.optim.Adam(enc.parameters())
    for _ in range(2):
        x = enc(torch.randn(2, 3))
        q = torch.round(x)
        y = x + (q - x).detach()
        opt.zero_grad()
        y.pow(2).mean().backward()
        opt.step()


def straight_through_no_grad_ok():
    enc = nn.Linear(3, 4)
    opt = torch.optim.Adam(enc.parameters())
    x = enc(torch.randn(2, 3))
    with torch.no_grad():
        delta = torch.sign(x) - x
    opt.zero_grad()
    (x + delta).sum().backward()
    opt.step()


def gumbel_hard_ok():
    net = nn.Linear(3, 4)
    opt = torch.optim.Adam(net.parameters())
    soft = F.softmax(net(torch.randn(2, 3)), dim=-1)
    hard = F.one_hot(soft.argmax(-1), 4).float()
    y = hard - soft.detach() + soft
    opt.zero_grad()
    (y * torch.randn(2, 4)).sum().backward()
    opt.step()


class SimSiam(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(inplace=True))
        self.predictor = nn.Linear(4, 4)

    def forward(self, x1, x2):
        z1, z2 = self.encoder(x1), self.encoder(x2)
        p1, p2 = self.predictor(z1), self.predictor(z2)
        return p1, p2, z1.detach(), z2.detach()


def simsiam_ok():
    net = SimSiam()
    opt = torch.optim.SGD(net.parameters(), lr=0.05)
    for _ in range(2):
        p1, p2, z1, z2 = net(torch.randn(4, 3), torch.randn(4, 3))
        loss = -(F.cosine_similarity(p1, z2).mean() + F.cosine_similarity(p2, z1).mean()) * 0.5
        opt.zero_grad()
        loss.backward()
        opt.step()


class VectorQuantizer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 4)

    def forward(self, z):
        d = torch.cdist(z, self.embedding.weight)
        q = self.embedding(d.argmin(1))
        loss = F.mse_loss(q.detach(), z) * 0.25 + F.mse_loss(q, z.detach())
        return z + (q - z).detach(), loss


def vq_ok():
    enc, vq, dec = nn.Linear(3, 4), VectorQuantizer(), nn.Linear(4, 3)
    opt = torch.optim.Adam([*enc.parameters(), *vq.parameters(), *dec.parameters()])
    for _ in range(2):
        x = torch.randn(6, 3)
        q, vq_loss = vq(enc(x))
        loss = F.mse_loss(dec(q), x) + vq_loss
        opt.zero_grad()
        loss.backward()
        opt.step()


class EmaCodebook(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("embed", torch.randn(4, 5))
        self.register_buffer("cluster_size", torch.zeros(5))
        self.register_buffer("embed_avg", torch.randn(4, 5))

    def forward(self, z):
        dist = z.pow(2).sum(1, keepdim=True) - 2 * z @ self.embed + self.embed.pow(2).sum(0, keepdim=True)
        onehot = F.one_hot((-dist).max(1)[1], 5).type(z.dtype)
        q = onehot @ self.embed.t()
        if self.training:
            self.cluster_size.data.mul_(0.9).add_(onehot.sum(0), alpha=0.1)
            self.embed_avg.data.mul_(0.9).add_(z.detach().t() @ onehot, alpha=0.1)
            self.embed.data.copy_(self.embed_avg / (self.cluster_size + 1e-5))
        diff = (q.detach() - z).pow(2).mean()
        return z + (q - z).detach(), diff


def ema_codebook_ok():
    enc, book = nn.Linear(3, 4), EmaCodebook()
    opt = torch.optim.Adam(enc.parameters())
    for _ in range(2):
        q, diff = book(enc(torch.randn(6, 3)))
        opt.zero_grad()
        (q.pow(2).mean() + diff).backward()
        opt.step()


def reinforce_returns_ok():
    pi, value = nn.Linear(3, 2), nn.Linear(3, 1)
    opt = torch.optim.Adam([*pi.parameters(), *value.parameters()])
    log_probs, values, rewards = [], [], [1.0, 0.5, 0.2]
    for _ in rewards:
        s = torch.randn(3)
        logits = pi(s)
        action = torch.multinomial(F.softmax(logits, -1), 1)
        log_probs.append(F.log_softmax(logits, -1)[action].squeeze())
        values.append(value(s).squeeze())
    returns = torch.tensor(rewards)
    returns = (returns - returns.mean()) / (returns.std() + 1e-6)
    losses = []
    for logp, v, R in zip(log_probs, values, returns):
        advantage = R - v.item()
        losses.append(-logp * advantage + F.smooth_l1_loss(v, R))
    opt.zero_grad()
    torch.stack(losses).sum().backward()
    opt.step()


def ppo_ok():
    pi = nn.Linear(3, 2)
    opt = torch.optim.Adam(pi.parameters())
    states, actions = torch.randn(6, 3), torch.randint(0, 2, (6, 1))
    with torch.no_grad():
        old = F.log_softmax(pi(states), -1).gather(1, actions)
    adv = torch.randn(6, 1)
    for _ in range(2):
        logp = F.log_softmax(pi(states), -1).gather(1, actions)
        ratio = torch.exp(logp - old)
        loss = -torch.min(ratio * adv, ratio.clamp(0.8, 1.2) * adv).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def surrogate_ok():
    pi = nn.Linear(3, 2)
    opt = torch.optim.Adam(pi.parameters())
    logp = F.log_softmax(pi(torch.randn(4, 3)), -1)[:, 0]
    loss = -(torch.exp(logp - logp.detach()) * torch.randn(4)).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()


def dqn_ok():
    q, target = nn.Linear(3, 2), nn.Linear(3, 2)
    opt = torch.optim.RMSprop(q.parameters())
    s, s2 = torch.randn(4, 3), torch.randn(4, 3)
    action = q(s).argmax(1, keepdim=True)
    qa = q(s).gather(1, action)
    best = target(s2).max(1)[0].detach()
    expected = (torch.ones(4) + 0.9 * best).unsqueeze(1)
    loss = F.smooth_l1_loss(qa, expected)
    opt.zero_grad()
    loss.backward()
    for p in q.parameters():
        p.grad.data.clamp_(-1, 1)
    opt.step()


def memory_bank_ok():
    enc = nn.Linear(3, 4)
    opt = torch.optim.Adam(enc.parameters())
    bank = torch.zeros(8, 4)
    for i in range(2):
        z = enc(torch.randn(4, 3))
        loss = (z @ bank.t()).mean() + z.pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        bank[i * 4:(i + 1) * 4] = z.detach()


def distillation_ok():
    teacher, student = nn.Linear(3, 4), nn.Linear(3, 4)
    opt = torch.optim.Adam(student.parameters())
    for _ in range(2):
        x = torch.randn(4, 3)
        with torch.no_grad():
            t = teacher(x)
        loss = F.kl_div(F.log_softmax(student(x), 1), F.softmax(t, 1), reduction="batchmean")
        opt.zero_grad()
        loss.backward()
        opt.step()


def linear_probe_ok():
    enc, head, probe = nn.Linear(3, 4), nn.Linear(4, 1), nn.Linear(4, 2)
    opt = torch.optim.Adam([*enc.parameters(), *head.parameters(), *probe.parameters()])
    for _ in range(2):
        z = enc(torch.randn(4, 3))
        loss = head(z).pow(2).mean() + F.cross_entropy(probe(z.detach()), torch.zeros(4, dtype=torch.long))
        opt.zero_grad()
        loss.backward()
        opt.step()


def greedy_layers_ok():
    blocks = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)])
    heads = nn.ModuleList([nn.Linear(3, 1) for _ in range(3)])
    opt = torch.optim.SGD([*blocks.parameters(), *heads.parameters()], lr=0.1)
    for _ in range(2):
        z = torch.randn(4, 3)
        opt.zero_grad()
        for block, head in zip(blocks, heads):
            z = torch.relu(block(z))
            head(z).pow(2).mean().backward()
            z = z.detach()
        opt.step()


def frozen_backbone_ok():
    backbone, head = nn.Linear(3, 4), nn.Linear(4, 1)
    for p in backbone.parameters():
        p.requires_grad = False
    opt = torch.optim.Adam(filter(lambda p: p.requires_grad, [*backbone.parameters(), *head.parameters()]))
    for _ in range(2):
        with torch.no_grad():
            z = backbone(torch.randn(4, 3))
        opt.zero_grad()
        head(z).pow(2).mean().backward()
        opt.step()


def weight_tying_ok():
    emb, out = nn.Embedding(5, 3), nn.Linear(3, 5, bias=False)
    out.weight = emb.weight
    opt = torch.optim.SGD(emb.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        out(emb(torch.tensor([1, 2]))).sum().backward()
        opt.step()


def pretrained_copy_ok():
    pretrained, layer = nn.Linear(3, 4), nn.Linear(4, 3, bias=False)
    layer.weight = nn.Parameter(pretrained.weight.T.detach())
    opt = torch.optim.SGD(layer.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        layer(torch.randn(2, 4)).sum().backward()
        opt.step()


class Constants(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(6).view(2, 3))
        self.v = nn.Parameter(torch.cat([torch.zeros(1), torch.ones(2)]))
        self.register_buffer("scale", torch.arange(3.0))
        self.table = nn.Parameter(torch.eye(3), requires_grad=False)

    def forward(self, x):
        return x @ self.w * self.v * self.scale @ self.table


def sampled_log_prob_ok():
    mu = nn.Linear(3, 2)
    opt = torch.optim.Adam(mu.parameters())
    for _ in range(2):
        m = mu(torch.randn(4, 3))
        with torch.no_grad():
            a = m + torch.randn(4, 2)
        logp = -((a - m) ** 2).sum(1) / 2
        opt.zero_grad()
        (-logp * torch.randn(4)).mean().backward()
        opt.step()


def state_dict_copies_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    best = copy.deepcopy(net.state_dict())
    cloned = {k: v.clone() for k, v in net.state_dict().items()}
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
    net.load_state_dict(best)
    net.load_state_dict(cloned)


def mutual_other_network_ok():
    a, b = nn.Linear(3, 2), nn.Linear(3, 2)
    oa, ob = torch.optim.SGD(a.parameters(), lr=0.1), torch.optim.SGD(b.parameters(), lr=0.1)
    for _ in range(2):
        x = torch.randn(4, 3)
        pa, pb = a(x), b(x)
        la = F.mse_loss(pa, pb.detach())
        lb = F.mse_loss(pb, pa.detach())
        oa.zero_grad()
        la.backward()
        oa.step()
        ob.zero_grad()
        lb.backward()
        ob.step()
