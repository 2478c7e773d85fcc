"""D20: a detach on the only path of trained parameters."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def encoder_bad():
    enc, dec = nn.Linear(4, 3), nn.Linear(3, 4)
    opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
    for _ in range(2):
        x = torch.randn(5, 4)
        z = enc(x).detach()  # expect: optimizer-no-gradient
        loss = F.mse_loss(dec(z), x)
        opt.zero_grad()
        loss.backward()
        opt.step()


def encoder_ok():
    enc, dec = nn.Linear(4, 3), nn.Linear(3, 4)
    opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
    for _ in range(2):
        x = torch.randn(5, 4)
        loss = F.mse_loss(dec(enc(x)), x)
        opt.zero_grad()
        loss.backward()
        opt.step()


class Extractor(nn.Module):
    """Keeps features from a hook, detached."""

    def __init__(self, net):
        super().__init__()
        self.net = net
        self.latents = None
        self.net.register_forward_hook(self._hook)

    def _hook(self, module, inputs, output):
        self.latents = output.clone().detach()  # expect: optimizer-no-gradient

    def forward(self, x):
        self.net(x)
        return self.latents


def extractor_bad():
    vit, head = nn.Linear(4, 3), nn.Linear(3, 2)
    model = Extractor(vit)
    opt = torch.optim.Adam([*model.parameters(), *head.parameters()])
    for _ in range(2):
        loss = F.cross_entropy(head(model(torch.randn(5, 4))), torch.randint(0, 2, (5,)))
        opt.zero_grad()
        loss.backward()
        opt.step()


def generator_detached_bad():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt_g, opt_d = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
    for _ in range(2):
        fake = G(torch.randn(4, 2))
        d_loss = D(fake.detach()).mean() - D(torch.randn(4, 3)).mean()
        opt_d.zero_grad()
        d_loss.backward()
        opt_d.step()
        g_loss = -D(fake.detach()).mean()  # expect: optimizer-no-gradient
        opt_g.zero_grad()
        g_loss.backward()
        opt_g.step()


class TwoStage(nn.Module):
    def __init__(self):
        super().__init__()
        self.rpn = nn.Linear(4, 4)
        self.roi = nn.Linear(4, 2)

    def proposals(self, x):
        with torch.no_grad():
            return torch.sigmoid(self.rpn(x))  # expect: optimizer-no-gradient

    def forward(self, x):
        return self.roi(self.proposals(x))


def two_stage_bad():
    net = TwoStage()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class Fusion(nn.Module):
    """One of two branches is read through .data; the class is only defined."""

    def __init__(self):
        super().__init__()
        self.image = nn.Linear(4, 3)
        self.text = nn.Linear(5, 3)
        self.head = nn.Linear(6, 1)

    def forward(self, img: torch.Tensor, txt: torch.Tensor):
        a = self.image(img)
        b = self.text(txt).data  # expect: optimizer-no-gradient
        return self.head(torch.cat([a, b], dim=1))


def fusion_bad():
    net = Fusion()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 4), torch.randn(2, 5)).mean().backward()
        opt.step()


def probe_ok():
    enc, head, probe = nn.Linear(4, 3), nn.Linear(3, 1), nn.Linear(3, 2)
    opt = torch.optim.Adam([*enc.parameters(), *head.parameters(), *probe.parameters()])
    for _ in range(2):
        z = enc(torch.randn(5, 4))
        loss = head(z).pow(2).mean() + F.cross_entropy(probe(z.detach()), torch.zeros(5, dtype=torch.long))
        opt.zero_grad()
        loss.backward()
        opt.step()


def frozen_on_purpose_ok():
    enc, head = nn.Linear(4, 3), nn.Linear(3, 1)
    opt = torch.optim.Adam(head.parameters())
    for _ in range(2):
        z = enc(torch.randn(5, 4)).detach()
        opt.zero_grad()
        head(z).pow(2).mean().backward()
        opt.step()


def simsiam_ok():
    f, h = nn.Linear(4, 3), nn.Linear(3, 3)
    opt = torch.optim.SGD([*f.parameters(), *h.parameters()], lr=0.1)
    for _ in range(2):
        z1, z2 = f(torch.randn(5, 4)), f(torch.randn(5, 4))
        loss = -F.cosine_similarity(h(z1), z2.detach()).mean() - F.cosine_similarity(h(z2), z1.detach()).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
