"""Ends in a KeyError from a nested configuration object that falls back through parents."""
from collections.abc import MutableMapping

import torch


class Config(MutableMapping):
    def __init__(self, data=None, parent=None):
        self._data, self._parent = dict(data or {}), parent

    def __getitem__(self, key):
        head, _, rest = key.partition(".")
        try:
            value = self._data[head]
        except KeyError:
            if self._parent is None:
                raise
            return self._parent[key]
        if rest:
            return Config(value, parent=self)[rest]
        return value

    def __setitem__(self, key, value):
        self._data[key] = value

    def __delitem__(self, key):
        del self._data[key]

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]


def build(cfg):
    layers = []
    for i, width in enumerate(cfg["model.widths"]):
        layers.append(torch.nn.LazyLinear(width) if i == 0 else torch.nn.Linear(cfg["model.widths"][i - 1], width))
        layers.append(getattr(torch.nn, cfg["model.act"])())
    return torch.nn.Sequential(*layers)


cfg = Config({"model": {"widths": [4, 2], "act": "ReLU"}, "optim": {"lr": 0.1}}, parent=Config({"seed": 3}))
torch.manual_seed(cfg["seed"])
print(len(cfg), "model" in cfg, cfg.get("missing", "fallback"), cfg.seed, sorted(cfg))
net = build(cfg)
print(net(torch.ones(1, 3)).shape, net)
opt = torch.optim.SGD(net.parameters(), lr=cfg["optim.lr"], momentum=cfg.pop("momentum", 0.5))
print(opt.param_groups[0]["momentum"])
print(cfg["optim.schedule.gamma"])
