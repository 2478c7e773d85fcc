"""REINFORCE with baseline on a bandit and a corridor; components from a registry by name, eval of config expressions, plugins by exec."""
import importlib
import inspect
import math
import operator
import types
from collections import defaultdict, namedtuple
from itertools import count
from textwrap import dedent

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from torch.distributions import Bernoulli, Categorical, Independent, MultivariateNormal, Normal

SavedAction = namedtuple("SavedAction", ["log_prob", "value", "entropy"])


class Registry(dict):
    def __init__(self, name):
        super().__init__()
        self.name = name

    def register(self, key=None, **defaults):
        def decorate(obj):
            k = key or obj.__name__.lower()
            if k in self:
                raise KeyError(f"{k!r} is already registered in {self.name}")
            self[k] = (obj, defaults)
            return obj
        return decorate

    def build(self, spec, **extra):
        if isinstance(spec, str):
            spec = {"type": spec}
        spec = dict(spec)
        cls, defaults = self[spec.pop("type")]
        kwargs = {**defaults, **spec, **extra}
        known = inspect.signature(cls).parameters
        unknown = [k for k in kwargs if k not in known and not any(p.kind is p.VAR_KEYWORD for p in known.values())]
        if unknown:
            raise TypeError(f"{cls.__name__} does not take {', '.join(map(repr, unknown))}")
        return cls(**kwargs)


ENVS, HEADS = Registry("envs"), Registry("heads")


@ENVS.register(length=4)
class Corridor:
    actions = 2

    def __init__(self, length, slip=0.1, seed=0):
        self.length, self.slip = length, slip
        self.rng = np.random.RandomState(seed)

    def reset(self):
        self.at = 0
        return self.observe()

    def observe(self):
        one = np.zeros(self.length, dtype=np.float32)
        one[self.at] = 1
        return one

    def step(self, a):
        move = (1 if a else -1) * (-1 if self.rng.rand() < self.slip else 1)
        self.at = int(np.clip(self.at + move, 0, self.length - 1))
        done = self.at == self.length - 1
        return self.observe(), 1.0 if done else -0.1, done


@HEADS.register("categorical")
class Discrete(nn.Module):
    def __init__(self, dim, actions):
        super().__init__()
        self.net = nn.Linear(dim, actions)

    def forward(self, h):
        return Categorical(logits=self.net(h))


@HEADS.register("bernoulli")
class Binary(nn.Module):
    def __init__(self, dim, actions=2, scale=1.0):
        super().__init__()
        self.net, self.scale = nn.Linear(dim, 1), scale

    def forward(self, h):
        return Bernoulli(logits=self.scale * self.net(h).squeeze(-1))


class Policy(nn.Module):
    def __init__(self, obs, head, hidden=8):
        super().__init__()
        self.affine1 = nn.Linear(obs, hidden)
        self.dropout = nn.Dropout(p=0.1)
        self.head = HEADS.build(head, dim=hidden, actions=2)
        self.value_head = nn.Linear(hidden, 1)
        self.saved_actions, self.rewards = [], []

    def forward(self, x):
        x = torch.relu(self.dropout(self.affine1(x)))
        return self.head(x), self.value_head(x)

    def act(self, obs):
        dist, value = self(torch.from_numpy(obs).float())
        a = dist.sample()
        self.saved_actions.append(SavedAction(dist.log_prob(a), value, dist.entropy()))
        return int(a.item())


def finish_episode(policy, optimizer, gamma, beta, eps=np.finfo(np.float32).eps.item()):
    R, returns = 0, []
    for r in policy.rewards[::-1]:
        R = r + gamma * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    if len(returns) > 1:
        returns = (returns - returns.mean()) / (returns.std() + eps)
    policy_losses, value_losses, entropies = [], [], []
    for (log_prob, value, entropy), R in zip(policy.saved_actions, returns):
        advantage = R - value.item()
        policy_losses.append(-log_prob * advantage)
        value_losses.append(nn.functional.smooth_l1_loss(value, R.view(1)))
        entropies.append(entropy)
    optimizer.zero_grad()
    loss = torch.stack(policy_losses).sum() + torch.stack(value_losses).sum() - beta * torch.stack(entropies).mean()
    loss.backward()
    optimizer.step()
    del policy.rewards[:]
    del policy.saved_actions[:]
    return loss.item()


CONFIG = {"lr": "3e-2 * 2 ** -1", "gamma": "1 - 1 / 50", "beta": "0.01 if hidden > 4 else 0.0", "hidden": "int(math.sqrt(64))"}
scope = {"math": math}
for key in ("hidden", "lr", "gamma", "beta"):
    scope[key] = eval(CONFIG[key], scope)
config = types.SimpleNamespace(**{k: scope[k] for k in CONFIG})
print(config)

PLUGIN = dedent("""
    @ENVS.register("bandit")
    class Bandit:
        actions = 2
        def __init__(self, probs=(0.2, 0.8), seed=3):
            self.probs, self.rng = probs, np.random.RandomState(seed)
        def reset(self):
            return np.ones(4, dtype=np.float32)
        def step(self, a):
            return self.reset(), float(self.rng.rand() < self.probs[a]), True
""")
namespace = {"ENVS": ENVS, "np": np, "__name__": "plugin"}
exec(compile(PLUGIN, "<plugin>", "exec"), namespace)
print(sorted(ENVS), namespace["Bandit"].__module__, ENVS["bandit"][0] is namespace["Bandit"])

for env_spec, head in (("bandit", "categorical"), ({"type": "corridor", "slip": 0.2, "seed": 5}, {"type": "bernoulli", "scale": 2.0})):
    torch.manual_seed(543)
    env = ENVS.build(env_spec)
    policy = Policy(4, head, hidden=config.hidden)
    optimizer = getattr(optim, "Adam")(policy.parameters(), lr=config.lr)
    running = 0.0
    for episode in range(1, 9):
        obs, total = env.reset(), 0.0
        for t in count(1):
            obs, reward, done = env.step(policy.act(obs))
            policy.rewards.append(reward)
            total += reward
            if done or t >= 15:
                break
        running = 0.1 * total + 0.9 * running
        loss = finish_episode(policy, optimizer, config.gamma, config.beta)
        if episode % 4 == 0:
            print(f"{type(env).__name__} Episode {episode}\tLast: {total:.2f}\tAverage: {running:.3f}\tsteps {t}\tloss {loss:.4f}")
for bad in (lambda: ENVS.build("maze"), lambda: ENVS.build({"type": "bandit", "arms": 3}), lambda: ENVS.register("bandit")(object), lambda: eval("1 +"), lambda: eval("missing + 1", {})):
    try:
        bad()
    except (KeyError, TypeError, SyntaxError, NameError) as e:
        print(type(e).__name__, e)
policy.eval()
dist, value = policy(torch.zeros(4))
joint = Independent(Normal(torch.zeros(3), torch.ones(3)), 1)
print(dist, joint.log_prob(torch.zeros(3)), joint.event_shape, MultivariateNormal(torch.zeros(2), covariance_matrix=2 * torch.eye(2)).entropy())
print(importlib.import_module("torch.nn").Linear is nn.Linear, operator.methodcaller("upper")("x"))
