"""PPO with GAE on a hand-written point environment; rollout buffer with __slots__, running statistics, NamedTuple batches."""
from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Generator, NamedTuple

import numpy as np
import torch
import torch.nn as nn
from torch.distributions import Categorical, Normal


class Batch(NamedTuple):
    obs: torch.Tensor
    actions: torch.Tensor
    log_probs: torch.Tensor
    advantages: torch.Tensor
    returns: torch.Tensor


@dataclass
class Config:
    gamma: float = 0.99
    lam: float = 0.95
    clip: float = 0.2
    epochs: int = 2
    minibatches: int = 2
    horizon: int = 16
    ent_coef: float = 0.01
    vf_coef: float = 0.5
    hidden: tuple[int, ...] = (16, 16)
    tags: list[str] = field(default_factory=lambda: ["ppo", "toy"])

    def __post_init__(self):
        if not 0 < self.gamma <= 1:
            raise ValueError(f"gamma out of range: {self.gamma!r}")


class PointEnv:
    """Move a point on a line towards the origin."""

    metadata = {"render.modes": ["ansi"], "max_steps": 8}

    def __init__(self, seed: int | None = None):
        self.rng = np.random.RandomState(seed)
        self.x, self.t = 0.0, 0

    def reset(self):
        self.x = float(self.rng.uniform(-1, 1))
        self.t = 0
        return self._obs()

    def _obs(self):
        return np.array([self.x, math.sin(self.t)], dtype=np.float32)

    def step(self, action: int):
        self.x += (-0.25, 0.0, 0.25)[action]
        self.t += 1
        reward = -abs(self.x)
        done = self.t >= self.metadata["max_steps"] or abs(self.x) > 1.5
        return self._obs(), reward, done, {"t": self.t}

    def render(self, mode="ansi"):
        cells = ["."] * 13
        cells[max(0, min(12, round((self.x + 1.5) * 4)))] = "o"
        return "".join(cells)


class RunningMeanStd:
    def __init__(self, epsilon=1e-4, shape=()):
        self.mean = np.zeros(shape, "float64")
        self.var = np.ones(shape, "float64")
        self.count = epsilon

    def update(self, x):
        batch_mean = np.mean(x, axis=0)
        batch_var = np.var(x, axis=0)
        n = x.shape[0]
        delta = batch_mean - self.mean
        tot = self.count + n
        m2 = self.var * self.count + batch_var * n + np.square(delta) * self.count * n / tot
        self.mean = self.mean + delta * n / tot
        self.var = m2 / tot
        self.count = tot


class RolloutBuffer:
    __slots__ = ("size", "obs", "actions", "rewards", "dones", "values", "log_probs", "pos", "advantages", "returns")

    def __init__(self, size, obs_dim):
        self.size = size
        self.obs = torch.zeros(size, obs_dim)
        self.actions = torch.zeros(size, dtype=torch.long)
        for name in ("rewards", "dones", "values", "log_probs"):
            setattr(self, name, torch.zeros(size))
        self.pos = 0

    def __len__(self):
        return self.pos

    def __bool__(self):
        return self.pos == self.size

    def add(self, **kw):
        for name, value in kw.items():
            getattr(self, name)[self.pos] = torch.as_tensor(value)
        self.pos += 1

    def finish(self, last_value, gamma, lam):
        adv = torch.zeros(self.size)
        last = 0.0
        for t in reversed(range(self.size)):
            nonterminal = 1.0 - self.dones[t]
            next_value = last_value if t == self.size - 1 else self.values[t + 1]
            delta = self.rewards[t] + gamma * next_value * nonterminal - self.values[t]
            adv[t] = last = delta + gamma * lam * nonterminal * last
        self.advantages = adv
        self.returns = adv + self.values

    def batches(self, n) -> Generator[Batch, None, int]:
        perm = torch.randperm(self.size)
        for chunk in perm.chunk(n):
            yield Batch(self.obs[chunk], self.actions[chunk], self.log_probs[chunk], self.advantages[chunk], self.returns[chunk])
        return n


def layer_init(layer, std=np.sqrt(2), bias_const=0.0):
    torch.nn.init.orthogonal_(layer.weight, std)
    torch.nn.init.constant_(layer.bias, bias_const)
    return layer


class Agent(nn.Module):
    def __init__(self, obs_dim, n_act, hidden):
        super().__init__()

        def trunk(out, std):
            sizes = (obs_dim, *hidden)
            layers: list[nn.Module] = []
            for a, b in zip(sizes, sizes[1:]):
                layers.extend([nn.Linear(a, b), nn.Tanh()])
            layers.append(nn.Linear(sizes[-1], out))
            for m in layers:
                match m:
                    case nn.Linear(out_features=1):
                        nn.init.zeros_(m.weight)
                    case nn.Linear():
                        nn.init.constant_(m.bias, 0.0)
            return nn.Sequential(*layers)

        self.critic = trunk(1, 1.0)
        self.actor = trunk(n_act, 0.01)

    def get_value(self, x):
        return self.critic(x)

    def get_action_and_value(self, x, action=None):
        logits = self.actor(x)
        probs = Categorical(logits=logits)
        if action is None:
            action = probs.sample()
        return action, probs.log_prob(action), probs.entropy(), self.critic(x)


cfg = Config(horizon=16)
print(cfg)
random.seed(1), np.random.seed(1), torch.manual_seed(1)
env = PointEnv(seed=5)
agent = Agent(2, 3, cfg.hidden)
optimizer = torch.optim.Adam(agent.parameters(), lr=3e-3, eps=1e-5)
lr_now = lambda update: 1.0 - update / 4
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lr_lambda=lr_now)
rms = RunningMeanStd(shape=(2,))
episodes = deque(maxlen=5)
obs, ep_return = env.reset(), 0.0
for update in range(3):
    buf = RolloutBuffer(cfg.horizon, 2)
    while not buf:
        rms.update(obs[None])
        with torch.no_grad():
            x = torch.from_numpy(obs)
            action, logp, _, value = agent.get_action_and_value(x.unsqueeze(0))
        nxt, reward, done, info = env.step(int(action))
        buf.add(obs=x, actions=action[0], log_probs=logp[0], values=value.flatten()[0], rewards=reward, dones=float(done))
        ep_return += reward
        obs = nxt
        if done:
            episodes.append((info["t"], round(ep_return, 3), env.render()))
            obs, ep_return = env.reset(), 0.0
    with torch.no_grad():
        buf.finish(agent.get_value(torch.from_numpy(obs)).item(), cfg.gamma, cfg.lam)
    clipfracs = []
    for epoch in range(cfg.epochs):
        it = buf.batches(cfg.minibatches)
        while True:
            try:
                b = next(it)
            except StopIteration as stop:
                assert stop.value == cfg.minibatches
                break
            _, new_logp, entropy, new_value = agent.get_action_and_value(b.obs, b.actions)
            log_ratio = new_logp - b.log_probs
            ratio = log_ratio.exp()
            with torch.no_grad():
                approx_kl = ((ratio - 1) - log_ratio).mean()
                clipfracs += [((ratio - 1.0).abs() > cfg.clip).float().mean().item()]
            adv = (b.advantages - b.advantages.mean()) / (b.advantages.std() + 1e-8)
            pg = torch.max(-adv * ratio, -adv * torch.clamp(ratio, 1 - cfg.clip, 1 + cfg.clip)).mean()
            v = 0.5 * ((new_value.view(-1) - b.returns) ** 2).mean()
            loss = pg - cfg.ent_coef * entropy.mean() + cfg.vf_coef * v
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
            optimizer.step()
    scheduler.step()
    y_pred, y_true = buf.values.numpy(), buf.returns.numpy()
    var_y = np.var(y_true)
    ev = np.nan if var_y == 0 else 1 - np.var(y_true - y_pred) / var_y
    print(f"update {update} loss {loss.item():.4f} pg {pg.item():.4f} v {v.item():.4f} ent {entropy.mean().item():.4f} "
          f"kl {approx_kl.item():.5f} clip {np.mean(clipfracs):.3f} ev {ev:.3f} lr {scheduler.get_last_lr()[0]:.2e}")
for t, ret, picture in episodes:
    print(f"{t:>2d} {ret:8.3f} |{picture}|")
print(f"{rms.mean[0]:.4f} {rms.var.round(4)} {rms.count:.4f}")
try:
    buf.extra = 1
except AttributeError as e:
    print("no slot:", e)
try:
    Config(gamma=1.5)
except ValueError as e:
    print(e)
d = Normal(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 2.0]))
print(d, d.entropy(), d.cdf(torch.zeros(2)))
