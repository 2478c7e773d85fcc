"""Federated averaging over Dirichlet-split clients, checkpoints on disk in a temporary folder, resuming, an experiment log."""
import argparse
import ast
import copy
import glob
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

try:
    import wandb
except ImportError:
    wandb = None

try:
    from apex import amp
    HAS_APEX = True
except Exception as e:
    print("apex:", type(e).__name__, e)
    HAS_APEX = False


@dataclass(slots=True)
class Options:
    rounds: int = 3
    clients: int = 4
    alpha: float = 0.5
    fraction: float = 0.5
    lr: float = 0.2
    tags: list = field(default_factory=list)

    @classmethod
    def from_args(cls, argv):
        parser = argparse.ArgumentParser(description="fedavg")
        for name, default in asdict(cls()).items():
            kind = ast.literal_eval if isinstance(default, list) else type(default)
            parser.add_argument(f"--{name}", type=kind, default=default)
        return cls(**vars(parser.parse_args(argv)))


class Logger:
    def __init__(self, path):
        self.path = path

    def __call__(self, **record):
        with open(self.path, "a", encoding="utf-8") as f:
            f.write(json.dumps(record, sort_keys=True) + "\n")

    def __iter__(self):
        with open(self.path) as f:
            yield from map(json.loads, f)


def dirichlet_split(labels, clients, alpha):
    parts = [[] for _ in range(clients)]
    for c in np.unique(labels):
        idx = np.where(labels == c)[0]
        np.random.shuffle(idx)
        shares = np.random.dirichlet(np.repeat(alpha, clients))
        cuts = (np.cumsum(shares)[:-1] * len(idx)).astype(int)
        for part, chunk in zip(parts, np.split(idx, cuts)):
            part.extend(chunk.tolist())
    return parts


def average(states, weights):
    total = float(sum(weights))
    out = OrderedDict()
    for key in states[0]:
        out[key] = sum(s[key].float() * (w / total) for s, w in zip(states, weights))
    return out


def fingerprint(state):
    h = hashlib.sha256()
    for k, v in state.items():
        h.update(k.encode())
        h.update(str(tuple(v.shape)).encode())
    return h.hexdigest()[:12]


class Server:
    def __init__(self, opt, folder):
        torch.manual_seed(0)
        np.random.seed(0)
        self.opt, self.folder = opt, Path(folder)
        self.model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
        self.x = torch.randn(60, 4)
        self.y = (self.x[:, :3] + 0.5 * self.x[:, 3:]).argmax(1)
        self.parts = dirichlet_split(self.y.numpy(), opt.clients, opt.alpha)
        self.round = 0

    def local(self, client):
        model = copy.deepcopy(self.model)
        opt = torch.optim.SGD(model.parameters(), lr=self.opt.lr)
        idx = torch.tensor(self.parts[client])
        for _ in range(2):
            opt.zero_grad()
            loss = F.cross_entropy(model(self.x[idx]), self.y[idx])
            loss.backward()
            opt.step()
        return model.state_dict(), len(idx), loss.item()

    def step(self):
        chosen = np.random.choice([c for c, p in enumerate(self.parts) if p], max(1, int(self.opt.fraction * self.opt.clients)), replace=False)
        with ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(self.local, chosen.tolist()))
        self.model.load_state_dict(average([r[0] for r in results], [r[1] for r in results]))
        self.round += 1
        with torch.no_grad():
            acc = (self.model(self.x).argmax(1) == self.y).float().mean().item()
        return sorted(chosen.tolist()), [round(r[2], 4) for r in results], acc

    def save(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"round_{self.round:03d}.pt"
        tmp = path.with_suffix(".tmp")
        torch.save({"round": self.round, "model": self.model.state_dict(), "options": asdict(self.opt)}, tmp)
        os.replace(tmp, path)
        return path

    def restore(self):
        found = sorted(self.folder.glob("round_*.pt"))
        if not found:
            raise FileNotFoundError(f"no checkpoint among {[p.name for p in self.folder.iterdir()]}")
        state = torch.load(found[-1])
        self.round = state["round"]
        self.model.load_state_dict(state["model"])
        return [p.name for p in found]


opt = Options.from_args(["--rounds", "2", "--alpha", "0.3", "--tags", "['a', 2]"])
print(opt, wandb, HAS_APEX)
try:
    opt.speed = 3
except AttributeError as e:
    print(e)
print(os.path.exists("checkpoints"), os.path.isfile("fedavg.log"))
with tempfile.TemporaryDirectory() as folder:
    log = Logger(os.path.join(folder, "log.jsonl"))
    server = Server(opt, Path(folder) / "ck" / "fed")
    print([len(p) for p in server.parts], sum(map(len, server.parts)))
    for _ in range(opt.rounds):
        chosen, losses, acc = server.step()
        log(round=server.round, clients=chosen, acc=round(acc, 4))
        print(f"round {server.round} clients {chosen} losses {losses} acc {acc:.4f}", server.save().name)
    again = Server(opt, server.folder)
    print(again.restore(), all(torch.equal(a, b) for a, b in zip(again.model.parameters(), server.model.parameters())))
    print(fingerprint(again.model.state_dict()), [r["round"] for r in log], os.listdir(folder))
    print([os.path.basename(p) for p in sorted(glob.glob(os.path.join(folder, "ck", "fed", "*.pt")))])
    shutil.rmtree(server.folder)
    print(server.folder.exists(), server.folder.parent.is_dir())
    try:
        torch.load(server.folder / "round_001.pt")
    except FileNotFoundError as e:
        print(re.sub(r"'.*/", "'", str(e)))
    try:
        server.folder.mkdir()
        again.restore()
    except FileNotFoundError as e:
        print(e)
print(os.path.exists(folder))
try:
    Options.from_args(["--rounds", "many"])
except SystemExit as e:
    print("exit", e.code)
