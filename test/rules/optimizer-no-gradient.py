"""An optimizer holds parameters whose gradient is cut off before the loss."""
import torch
import torch.nn as nn


def detached_encoder_bad():
    enc, dec = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.Adam(list(enc.parameters()) + list(dec.parameters()))
    for _ in range(2):
        z = enc(torch.randn(2, 3)).detach()  # expect: optimizer-no-gradient but no backward gives them a gradient
        loss = dec(z).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def detached_encoder_fixed():
    enc, dec = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.Adam(list(enc.parameters()) + list(dec.parameters()))
    for _ in range(2):
        z = enc(torch.randn(2, 3))
        loss = dec(z).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def sampled_actor_bad():
    from torch.distributions import Normal
    actor, critic = nn.Linear(3, 1), nn.Linear(1, 1)
    opt = torch.optim.Adam([*actor.parameters(), *critic.parameters()])
    for _ in range(2):
        dist = Normal(actor(torch.randn(4, 3)), 1.0)
        action = dist.sample()  # expect: optimizer-no-gradient but no backward gives them a gradient
        opt.zero_grad()
        critic(action).mean().backward()
        opt.step()


def sampled_actor_fixed():
    from torch.distributions import Normal
    actor, critic = nn.Linear(3, 1), nn.Linear(1, 1)
    opt = torch.optim.Adam([*actor.parameters(), *critic.parameters()])
    for _ in range(2):
        dist = Normal(actor(torch.randn(4, 3)), 1.0)
        action = dist.rsample()
        opt.zero_grad()
        critic(action).mean().backward()
        opt.step()


class Cut(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(3, 4)
        self.dec = nn.Linear(4, 1)

    def features(self, x):
        return self.enc(x).data  # expect: optimizer-no-gradient but no backward gives them a gradient

    def forward(self, x):
        return self.dec(self.features(x))


def detached_in_helper_bad():
    net = Cut()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).mean().backward()
        opt.step()


def probe_ok():
    enc, dec = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.Adam(list(enc.parameters()) + list(dec.parameters()))
    for _ in range(2):
        z = enc(torch.randn(2, 3))
        loss = dec(z.detach()).mean() + z.pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
