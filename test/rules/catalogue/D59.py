"""D59: a stale variable is scored in the second pass."""
import torch
import torch.nn as nn


def stale_bad():
    G, D = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
    opt = torch.optim.Adam(G.parameters())
    fake = G(torch.randn(4, 2))
    D(fake).mean().backward()
    gen = G(torch.randn(4, 2))
    opt.zero_grad()
    (-D(fake).mean()).backward()  # expect: graph-freed  # raises: Trying to backward through the graph a
    opt.step()


def stale_ok():
    G, D = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
    opt = torch.optim.Adam(G.parameters())
    fake = G(torch.randn(4, 2))
    D(fake).mean().backward()
    gen = G(torch.randn(4, 2))
    opt.zero_grad()
    (-D(gen).mean()).backward()
    opt.step()


def stale_detached_bad():
    G, D = nn.Linear(2, 3), nn.Linear(3, 1)
    opt_g, opt_d = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
    for _ in range(2):
        fake_imgs = G(torch.randn(4, 2)).detach()
        opt_d.zero_grad()
        (D(fake_imgs).mean() - D(torch.randn(4, 3)).mean()).backward()
        opt_d.step()
        gen_imgs = G(torch.randn(4, 2))
        opt_g.zero_grad()
        (-D(fake_imgs).mean()).backward()  # expect: optimizer-no-gradient
        opt_g.step()
