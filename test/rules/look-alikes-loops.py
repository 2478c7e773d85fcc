"""Training loops that look suspicious and are right: silence is claimed for every line."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def accumulation_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    for i in range(8):
        loss = net(torch.randn(4, 3)).pow(2).mean() / 4
        loss.backward()
        if (i + 1) % 4 == 0:
            opt.step()
            opt.zero_grad()


def multi_loss_retain_ok():
    enc, a, b = nn.Linear(3, 4), nn.Linear(4, 1), nn.Linear(4, 1)
    opt = torch.optim.SGD([*enc.parameters(), *a.parameters(), *b.parameters()], lr=0.1)
    for _ in range(2):
        z = torch.tanh(enc(torch.randn(4, 3)))
        opt.zero_grad()
        a(z).pow(2).mean().backward(retain_graph=True)
        b(z).pow(2).mean().backward()
        opt.step()


def truncated_bptt_ok():
    rnn, head = nn.RNN(3, 4), nn.Linear(4, 1)
    opt = torch.optim.SGD([*rnn.parameters(), *head.parameters()], lr=0.1)
    h = torch.zeros(1, 2, 4)
    for _ in range(3):
        h = h.detach()
        out, h = rnn(torch.randn(5, 2, 3), h)
        opt.zero_grad()
        head(out).pow(2).mean().backward()
        opt.step()


def repackage_hidden(h):
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage_hidden(v) for v in h)


def repackaged_lstm_ok():
    rnn = nn.LSTM(3, 4)
    opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
    hidden = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
    for _ in range(3):
        hidden = repackage_hidden(hidden)
        out, hidden = rnn(torch.randn(5, 2, 3), hidden)
        opt.zero_grad()
        out.pow(2).mean().backward()
        opt.step()


def data_tuple_hidden_ok():
    rnn = nn.LSTM(3, 4)
    opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
    h = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
    for _ in range(3):
        h = tuple(v.data for v in h)
        out, h = rnn(torch.randn(5, 2, 3), h)
        opt.zero_grad()
        out.pow(2).mean().backward()
        opt.step()


def detach_in_place_between_windows_ok():
    cell = nn.RNNCell(3, 4)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 4)
    for _ in range(3):
        h = cell(torch.randn(2, 3), h)
        opt.zero_grad()
        h.pow(2).mean().backward()
        opt.step()
        h.detach_()


def within_sequence_state_ok():
    cell, head = nn.RNNCell(3, 4), nn.Linear(4, 1)
    opt = torch.optim.SGD([*cell.parameters(), *head.parameters()], lr=0.1)
    for _ in range(2):
        h = torch.zeros(2, 4)
        loss = 0
        for _ in range(4):
            h = cell(torch.randn(2, 3), h)
            loss += head(h).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU(0.2, inplace=True), nn.Linear(4, 1))

    def forward(self, x):
        return self.net(x)


def gradient_penalty_ok():
    D, G = Critic(), nn.Linear(2, 3)
    opt = torch.optim.Adam(D.parameters())
    for _ in range(2):
        real, fake = torch.randn(4, 3), G(torch.randn(4, 2)).detach()
        mix = (0.5 * real + 0.5 * fake).requires_grad_()
        out = D(mix)
        grad = torch.autograd.grad(out, mix, torch.ones_like(out), create_graph=True, retain_graph=True)[0]
        penalty = ((grad.norm(2, dim=1) - 1) ** 2).mean()
        loss = D(fake).mean() - D(real).mean() + 10 * penalty
        opt.zero_grad()
        loss.backward()
        opt.step()


def saliency_ok():
    net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    x = torch.randn(1, 3, requires_grad=True)
    g = torch.autograd.grad(net(x)[0, 1], x)[0]
    print(g.abs().max())


def pgd_ok():
    net = nn.Linear(3, 2)
    x, y = torch.randn(4, 3), torch.zeros(4, dtype=torch.long)
    adv = x.clone()
    for _ in range(3):
        adv = adv.detach().requires_grad_()
        loss = F.cross_entropy(net(adv), y)
        g, = torch.autograd.grad(loss, adv)
        adv = adv + 0.1 * g.sign()
        adv = torch.min(torch.max(adv, x - 0.3), x + 0.3)


def adversarial_training_ok():
    net = nn.Linear(3, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    y = torch.zeros(4, dtype=torch.long)
    for _ in range(2):
        x = torch.randn(4, 3)
        delta = torch.zeros_like(x, requires_grad=True)
        F.cross_entropy(net(x + delta), y).backward()
        delta.data = (delta + 0.1 * delta.grad.sign()).clamp(-0.3, 0.3)
        delta.grad.zero_()
        opt.zero_grad()
        F.cross_entropy(net(x + delta.detach()), y).backward()
        opt.step()


def first_order_maml_ok():
    w = torch.randn(3, requires_grad=True)
    opt = torch.optim.SGD([w], lr=0.1)
    for _ in range(2):
        x = torch.randn(4, 3)
        loss = (x @ w).pow(2).mean()
        g, = torch.autograd.grad(loss, w)
        fast = w - 0.1 * g
        outer = (x @ fast).pow(2).mean()
        opt.zero_grad()
        outer.backward()
        opt.step()


def reptile_ok():
    import copy
    net = nn.Linear(3, 1)
    for _ in range(2):
        inner = copy.deepcopy(net)
        opt = torch.optim.SGD(inner.parameters(), lr=0.1)
        for _ in range(2):
            opt.zero_grad()
            inner(torch.randn(4, 3)).pow(2).mean().backward()
            opt.step()
        with torch.no_grad():
            for p, q in zip(net.parameters(), inner.parameters()):
                p.add_(q - p, alpha=0.5)


def gan_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt_g, opt_d = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
    bce = nn.BCEWithLogitsLoss()
    for _ in range(2):
        real, z = torch.randn(4, 3), torch.randn(4, 2)
        fake = G(z)
        opt_d.zero_grad()
        bce(D(real), torch.ones(4, 1)).backward()
        bce(D(fake.detach()), torch.zeros(4, 1)).backward()
        opt_d.step()
        opt_g.zero_grad()
        bce(D(fake), torch.ones(4, 1)).backward()
        opt_g.step()


def gan_generator_first_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt_g, opt_d = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
    bce = nn.BCEWithLogitsLoss()
    for _ in range(2):
        fake = G(torch.randn(4, 2))
        opt_g.zero_grad()
        g_loss = bce(D(fake), torch.ones(4, 1))
        g_loss.backward()
        opt_g.step()
        opt_d.zero_grad()
        d_loss = (bce(D(torch.randn(4, 3)), torch.ones(4, 1)) + bce(D(fake.detach()), torch.zeros(4, 1))) / 2
        d_loss.backward()
        opt_d.step()


def gan_frozen_discriminator_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt_g, opt_d = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
    for _ in range(2):
        for p in D.parameters():
            p.requires_grad_(False)
        opt_g.zero_grad()
        (-D(G(torch.randn(4, 2))).mean()).backward()
        opt_g.step()
        for p in D.parameters():
            p.requires_grad_(True)
        with torch.no_grad():
            fake = G(torch.randn(4, 2))
        opt_d.zero_grad()
        (D(fake).mean() - D(torch.randn(4, 3)).mean()).backward()
        opt_d.step()


def wgan_clipping_ok():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt_g, opt_d = torch.optim.RMSprop(G.parameters()), torch.optim.RMSprop(D.parameters())
    for i in range(4):
        fake = G(torch.randn(4, 2)).detach()
        opt_d.zero_grad()
        loss = D(fake).mean() - D(torch.randn(4, 3)).mean()
        loss.backward()
        opt_d.step()
        for p in D.parameters():
            p.data.clamp_(-0.01, 0.01)
        if i % 2 == 1:
            opt_g.zero_grad()
            (-D(G(torch.randn(4, 2))).mean()).backward()
            opt_g.step()


def gradient_clipping_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        for p in net.parameters():
            p.grad.mul_(0.5)
        opt.step()


def manual_sgd_ok():
    w = torch.randn(3, requires_grad=True)
    for _ in range(3):
        loss = (w ** 2).sum()
        loss.backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
        w.grad = None


def manual_sgd_data_ok():
    w = torch.randn(3, requires_grad=True)
    for _ in range(3):
        loss = (w ** 2).sum()
        loss.backward()
        w.data -= 0.1 * w.grad.data
        w.grad.data.zero_()


def style_transfer_ok():
    net = nn.Linear(3, 2)
    net.requires_grad_(False)
    img = torch.randn(1, 3, requires_grad=True)
    opt = torch.optim.Adam([img], lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(img).pow(2).sum().backward()
        opt.step()
        with torch.no_grad():
            img.clamp_(0, 1)


def multi_task_sum_ok():
    enc, heads = nn.Linear(3, 4), nn.ModuleList([nn.Linear(4, 1), nn.Linear(4, 1)])
    opt = torch.optim.Adam([*enc.parameters(), *heads.parameters()])
    for _ in range(2):
        z = enc(torch.randn(4, 3))
        loss = 0
        for head in heads:
            loss += head(z).pow(2).mean()
        total = torch.zeros(())
        total += loss
        opt.zero_grad()
        total.backward()
        opt.step()


def logging_ok():
    net = nn.Linear(3, 2)
    opt = torch.optim.Adam(net.parameters())
    losses, running, outputs, correct = [], 0.0, [], 0
    for _ in range(3):
        x, y = torch.randn(4, 3), torch.zeros(4, dtype=torch.long)
        out = net(x)
        loss = F.cross_entropy(out, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.detach())
        running += loss.item()
        correct += (out.argmax(1) == y).sum().item()
        outputs.append(out.detach().cpu().numpy())
    print(running, correct)


def set_grad_enabled_ok():
    net = nn.Linear(3, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for phase in ["train", "val", "train"]:
        opt.zero_grad()
        with torch.set_grad_enabled(phase == "train"):
            loss = net(torch.randn(4, 3)).pow(2).mean()
            if phase == "train":
                loss.backward()
                opt.step()


def sam_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    x, y = torch.randn(4, 3), torch.randn(4, 1)
    for _ in range(2):
        F.mse_loss(net(x), y).backward()
        eps = []
        with torch.no_grad():
            for p in net.parameters():
                e = 0.05 * p.grad / (p.grad.norm() + 1e-12)
                p.add_(e)
                eps.append(e)
        opt.zero_grad()
        F.mse_loss(net(x), y).backward()
        with torch.no_grad():
            for p, e in zip(net.parameters(), eps):
                p.sub_(e)
        opt.step()
        opt.zero_grad()


def lbfgs_ok():
    w = torch.randn(3, requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=4)

    def closure():
        opt.zero_grad()
        loss = (w ** 2).sum()
        loss.backward()
        return loss

    for _ in range(2):
        opt.step(closure)


def two_optimizers_ok():
    net, centers = nn.Linear(3, 2), nn.Parameter(torch.randn(2, 2))
    opt, opt_c = torch.optim.SGD(net.parameters(), lr=0.1), torch.optim.SGD([centers], lr=0.5)
    for _ in range(2):
        opt.zero_grad()
        opt_c.zero_grad()
        (net(torch.randn(4, 3))[:, None] - centers[None]).pow(2).sum(-1).min(1)[0].mean().backward()
        opt.step()
        opt_c.step()


def later_head_ok():
    net = nn.Linear(3, 4)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    head = nn.Linear(4, 1)
    opt.add_param_group({"params": head.parameters()})
    for _ in range(2):
        opt.zero_grad()
        head(net(torch.randn(4, 3))).pow(2).mean().backward()
        opt.step()


def one_head_at_a_time_ok():
    enc, heads = nn.Linear(3, 4), nn.ModuleList([nn.Linear(4, 1), nn.Linear(4, 1)])
    opt = torch.optim.Adam([*enc.parameters(), *heads.parameters()])
    for i in range(2):
        opt.zero_grad()
        heads[i % 2](enc(torch.randn(4, 3))).pow(2).mean().backward()
        opt.step()


def second_backward_saves_nothing_ok():
    w = torch.randn(3, requires_grad=True)
    h = (w + 1).view(3, 1)
    h.sum().backward()
    torch.cat([h, -h]).sum().backward()


def hoisted_no_grad_features_ok():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.SGD(head.parameters(), lr=0.1)
    with torch.no_grad():
        feat = torch.tanh(enc(torch.randn(5, 3)))
    for _ in range(3):
        opt.zero_grad()
        head(feat).pow(2).mean().backward()
        opt.step()


def grad_cam_ok():
    conv, head = nn.Conv2d(1, 2, 3), nn.Linear(2, 2)
    act = torch.relu(conv(torch.randn(1, 1, 5, 5)))
    act.retain_grad()
    head(act.mean((2, 3)))[0, 1].backward()
    weights = act.grad.mean((2, 3), keepdim=True)
    print((weights * act.detach()).sum(1).relu().shape)


def redundant_detach_ok():
    x = torch.randn(3, requires_grad=True)
    (x ** 2).sum().backward()
    g = x.grad.detach()
    print(g.norm())


def no_accumulation_two_phases_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        for p in net.parameters():
            p.grad = None
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
