"""In-place writes, views and shapes that are fine: silence is claimed for every line."""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2)
        self.conv2, self.bn2 = nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


def resnet_ok():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(inplace=True), nn.MaxPool2d(2), Block(), Block())
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 1, 8, 8)).mean().backward()
        opt.step()


def activation_on_linear_ok():
    h = nn.Linear(3, 3)(torch.randn(2, 3))
    h.tanh_()
    h.sum().backward()


class PositionalEncoding(nn.Module):
    def __init__(self, d_model=4, max_len=6):
        super().__init__()
        pe = torch.zeros(max_len, d_model)
        position = torch.arange(0, max_len, dtype=torch.float).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2).float() * (-math.log(10000.0) / d_model))
        pe[:, 0::2] = torch.sin(position * div_term)
        pe[:, 1::2] = torch.cos(position * div_term)
        self.register_buffer("pe", pe.unsqueeze(0))
        self.proj = nn.Linear(d_model, d_model)

    def forward(self, x):
        x = self.proj(x)
        x += self.pe[:, :x.size(1)]
        return x


def positional_ok():
    net = PositionalEncoding()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 5, 4)).pow(2).mean().backward()
        opt.step()


def preallocated_outputs_ok():
    cell = nn.RNNCell(3, 4)
    outs = torch.zeros(5, 2, 4)
    h = torch.zeros(2, 4)
    for t in range(5):
        h = cell(torch.randn(2, 3), h)
        outs[t] = h
    outs.pow(2).mean().backward()


def masks_and_slices_ok():
    f = nn.Linear(3, 3)
    x = torch.randn(4, 3)
    mask = x[:, 0] > 0
    mask[0] = True
    o = torch.zeros(4, 3)
    o[mask] = f(x[mask])
    p = torch.zeros(4, 6)
    p[:, :3] = o
    p[:, 3:] = f(x)
    p.sum().backward()


def clone_first_ok():
    a = torch.sigmoid(nn.Linear(3, 3)(torch.randn(2, 3)))
    a = a.clone()
    a[:, 0] = 0
    a.sum().backward()


def attention_mask_ok():
    q, k, v = (nn.Linear(4, 4) for _ in range(3))
    x = torch.randn(2, 3, 4)
    scores = q(x) @ k(x).transpose(1, 2) / 2.0
    scores.masked_fill_(torch.ones(3, 3).triu(1).bool(), -1e9)
    scores[:, 0, 1] = -1e9
    out = F.softmax(scores, dim=-1) @ v(x)
    out.sum().backward()


def embedding_plus_position_ok():
    emb, pos = nn.Embedding(5, 3), nn.Parameter(torch.zeros(2, 3))
    x = emb(torch.tensor([1, 2]))
    x += pos
    x.pow(2).sum().backward()


def image_normalisation_ok():
    x = torch.rand(2, 3)
    x.sub_(0.5).div_(0.5)
    for row in x:
        row.mul_(2)
    nn.Linear(3, 1)(x).sum().backward()


def initialisation_ok():
    lin = nn.Linear(3, 4)
    nn.init.xavier_uniform_(lin.weight)
    lin.bias.data.fill_(0.1)
    with torch.no_grad():
        lin.weight[0] = 1.0
        lin.weight.copy_(torch.randn(4, 3))
    lin.weight.detach().zero_()
    lin.bias.data[1:2].fill_(1)
    lin(torch.randn(2, 3)).sum().backward()


def not_saved_output_ok():
    x = torch.randn(3, requires_grad=True)
    y = x * 2
    y.add_(1)
    z = x ** 2
    z.add_(1)
    (y + z).sum().backward()


def running_statistics_ok():
    fc = nn.Linear(3, 3)
    opt = torch.optim.SGD(fc.parameters(), lr=0.1)
    mean = torch.zeros(3)
    for _ in range(3):
        z = fc(torch.randn(4, 3))
        with torch.no_grad():
            mean.mul_(0.9).add_(z.mean(0), alpha=0.1)
        mean = 0.9 * mean + 0.1 * z.detach().mean(0)
        opt.zero_grad()
        ((z - mean) ** 2).mean().backward()
        opt.step()


def batch_norm_twice_ok():
    bn = nn.BatchNorm1d(3)
    lin = nn.Linear(3, 3)
    (bn(lin(torch.randn(4, 3))) + bn(lin(torch.randn(4, 3)))).pow(2).mean().backward()


def loss_mask_ok():
    net = nn.Linear(3, 1)
    y = torch.randn(4, 1)
    per_item = F.mse_loss(net(torch.randn(4, 3)), y, reduction="none")
    mask = (y > 0).float()
    ((per_item * mask).sum() / mask.sum().clamp(min=1)).backward()


def topk_and_sort_ok():
    net = nn.Linear(3, 5)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    out = net(torch.randn(4, 3))
    values, indices = out.topk(2, dim=1)
    best = out[torch.arange(4), out.argmax(1)]
    opt.zero_grad()
    (values.sum() + best.sum() + out.sort(dim=1)[0][:, 0].sum()).backward()
    opt.step()


def noise_ok():
    net = nn.Linear(3, 3)
    h = net(torch.randn(2, 3))
    keep = torch.bernoulli(torch.full_like(h, 0.8))
    (h * keep + 0.1 * torch.randn_like(h)).sum().backward()


def gates_ok():
    lin = nn.Linear(3, 8)
    i, f, g, o = lin(torch.randn(2, 3)).chunk(4, 1)
    c = torch.sigmoid(f) + torch.sigmoid(i) * torch.tanh(g)
    (torch.sigmoid(o) * torch.tanh(c)).sum().backward()


def pairwise_ok():
    enc = nn.Linear(3, 4)
    opt = torch.optim.SGD(enc.parameters(), lr=0.1)
    z = enc(torch.randn(5, 3))
    d = (z[:, None] - z[None]).pow(2).sum(-1)
    w = enc(torch.randn(5, 3))[:, :1]
    outer = w[:, 0][:, None] - torch.arange(5.0)
    opt.zero_grad()
    (d.mean() + outer.pow(2).mean()).backward()
    opt.step()


def same_shapes_ok():
    net = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    a = F.mse_loss(net(x).squeeze(-1), y)
    b = ((net(x) - y.unsqueeze(1)) ** 2).mean()
    c = (net(x) - 1.0).abs().mean()
    (a + b + c).backward()


def activations_shared_ok():
    layers = nn.Sequential(*[nn.ReLU()] * 2, nn.Linear(3, 3))
    more = nn.ModuleList([nn.Dropout(0.1)] * 3)
    x = layers(torch.randn(2, 3))
    for m in more:
        x = m(x)
    x.sum().backward()


class Reversal(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight):
        ctx.weight = weight
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ctx.weight * grad, None, None


def gradient_reversal_ok():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    head(Reversal.apply(enc(torch.randn(2, 3)), 0.5)).sum().backward()


class References(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.b = nn.Linear(3, 3)
        self.order = [self.a, self.b]
        self.acts = [torch.relu, torch.tanh]
        self.cache = []
        self.scale = torch.tensor([1.0, 2.0, 3.0])

    def forward(self, x):
        for layer, act in zip(self.order, self.acts):
            x = act(layer(x))
        return x * self.scale


def references_ok():
    net = References()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()


def frozen_by_method_ok():
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 1))
    net[0].requires_grad_(False)
    for p in net[1].parameters():
        p.requires_grad = True
    opt = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.1)
    net(torch.randn(2, 3)).sum().backward()
    opt.step()


def optimizer_before_to_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net = net.to("cpu")
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()


def expand_clone_ok():
    b = torch.ones(1, 1).expand(4, 5).clone()
    b += 1
    c = torch.ones(1, 1).repeat(4, 5)
    c += 1


def data_after_backward_ok():
    h = torch.tensor([1.0, 2.0], requires_grad=True) * 2
    (h ** 2).sum().backward()
    h.data.mul_(10)


def safe_where_ok():
    x = torch.tensor([-1.0, 4.0], requires_grad=True)
    safe = torch.where(x > 0, x, torch.ones_like(x))
    torch.where(x > 0, safe.sqrt(), x).sum().backward()


def allow_unused_ok():
    a, b = torch.randn(3, requires_grad=True), torch.randn(3, requires_grad=True)
    ga, gb = torch.autograd.grad((a ** 2).sum(), (a, b), allow_unused=True)
    print(ga.sum(), gb)


def gradient_argument_ok():
    net = nn.Linear(3, 2)
    out = net(torch.randn(4, 3))
    out.backward(torch.ones_like(out))
