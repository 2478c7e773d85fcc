import torch, torch.nn as nn
from types import SimpleNamespace

def build(cfg):
    enc = nn.Sequential(nn.Linear(cfg.dim, 10), nn.ELU(), nn.Linear(10, cfg.z))
    dec = nn.Sequential(nn.Linear(cfg.z, 10), nn.ELU(), nn.Linear(10, cfg.dim))
    adv = nn.Sequential(nn.Linear(cfg.z, 10), nn.ELU(), nn.Linear(10, 1))
    return nn.ModuleDict(dict(enc=enc, dec=dec, adv=adv))

cfg = SimpleNamespace(dim=5, z=2, lr=1e-3)
nets = build(cfg)
optims = {"ae": torch.optim.Adam([*nets["enc"].parameters(), *nets["dec"].parameters()], cfg.lr),
          "adv": torch.optim.Adam(nets["adv"].parameters(), cfg.lr)}
for x in torch.randn(2, 6, 5):
    z = nets["enc"](x)
    score = nets["adv"](z)
    prior = nets["adv"](torch.randn_like(z))
    losses = {"adv": nn.functional.softplus(-prior).mean() + nn.functional.softplus(score).mean(),
              "ae": nn.functional.mse_loss(nets["dec"](z), x) + nn.functional.softplus(-score).mean()}
    for key in ("adv", "ae"):
        optims[key].zero_grad()
        losses[key].backward(retain_graph=True)  # raises: modified by an inplace operation
        optims[key].step()  # expect: inplace-saved
