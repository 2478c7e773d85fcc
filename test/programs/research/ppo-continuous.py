"""PPO for a point mass that must reach the origin: vectorised environments, GAE, clipped surrogate, value clipping, KL stop."""
import abc
import collections
import functools
from dataclasses import dataclass
from typing import Any, Callable, ClassVar, Generic, Iterator, Sequence, TypeVar

import numpy as np
import torch
import torch.nn as nn
from torch.distributions import Independent, Normal

ObsType = TypeVar("ObsType")


class Env(abc.ABC, Generic[ObsType]):
    metadata: ClassVar[dict] = {"render": []}

    @abc.abstractmethod
    def reset(self, seed=None) -> ObsType: ...

    @abc.abstractmethod
    def step(self, action): ...


class PointMass(Env[np.ndarray]):
    horizon = 12

    def __init__(self):
        self.rng = np.random.RandomState(0)

    def reset(self, seed=None):
        if seed is not None:
            self.rng = np.random.RandomState(seed)
        self.position = self.rng.uniform(-1, 1, size=2).astype(np.float32)
        self.t = 0
        return self.position.copy()

    def step(self, action):
        self.t += 1
        self.position = np.clip(self.position + 0.2 * np.clip(action, -1, 1), -2, 2).astype(np.float32)
        distance = float(np.linalg.norm(self.position))
        done = self.t >= self.horizon or distance < 0.05
        return self.position.copy(), -distance, done, {"distance": distance}


class Vector:
    def __init__(self, makers: Sequence[Callable[[], Env]]):
        self.envs = [make() for make in makers]
        self.returns = collections.deque(maxlen=10)
        self._running = [0.0] * len(self.envs)

    def reset(self, seed):
        return np.stack([e.reset(seed + i) for i, e in enumerate(self.envs)])

    def step(self, actions):
        rows = []
        for i, (env, action) in enumerate(zip(self.envs, actions)):
            obs, reward, done, _ = env.step(action)
            self._running[i] += reward
            if done:
                self.returns.append(self._running[i])
                self._running[i] = 0.0
                obs = env.reset()
            rows.append((obs, reward, done))
        obs, rewards, dones = zip(*rows)
        return np.stack(obs), np.array(rewards, dtype=np.float32), np.array(dones, dtype=np.float32)


def layer_init(layer, std=np.sqrt(2), bias_const=0.0):
    torch.nn.init.orthogonal_(layer.weight, std)
    torch.nn.init.constant_(layer.bias, bias_const)
    return layer


class Agent(nn.Module):
    def __init__(self, obs_dim, act_dim, hidden=16):
        super().__init__()
        mlp = lambda out, std: nn.Sequential(layer_init(nn.Linear(obs_dim, hidden)), nn.Tanh(), layer_init(nn.Linear(hidden, hidden)), nn.Tanh(), layer_init(nn.Linear(hidden, out), std=std))
        self.critic, self.actor_mean = mlp(1, 1.0), mlp(act_dim, 0.01)
        self.actor_logstd = nn.Parameter(torch.zeros(1, act_dim))

    def policy(self, x):
        mean = self.actor_mean(x)
        return Independent(Normal(mean, self.actor_logstd.expand_as(mean).exp()), 1)

    def get_value(self, x):
        return self.critic(x).squeeze(-1)

    def act(self, x, action=None):
        distribution = self.policy(x)
        if action is None:
            action = distribution.sample()
        return action, distribution.log_prob(action), distribution.entropy(), self.get_value(x)


@dataclass(frozen=True)
class Hyper:
    num_steps: int = 16
    num_envs: int = 2
    gamma: float = 0.98
    gae_lambda: float = 0.95
    epochs: int = 3
    minibatches: int = 2
    clip: float = 0.2
    target_kl: float = 0.05

    @functools.cached_property
    def batch_size(self):
        return self.num_steps * self.num_envs


@dataclass
class Rollout:
    obs: torch.Tensor
    actions: torch.Tensor
    logprobs: torch.Tensor
    values: torch.Tensor
    advantages: torch.Tensor
    returns: torch.Tensor

    def minibatches(self, count: int) -> Iterator["Rollout"]:
        n = len(self.obs)
        for part in torch.randperm(n).split(n // count):
            yield Rollout(**{k: v[part] for k, v in vars(self).items()})


def gae(rewards, values, dones, last_value, hyper):
    advantages, last = torch.zeros_like(rewards), 0.0
    for t in reversed(range(len(rewards))):
        following = last_value if t == len(rewards) - 1 else values[t + 1]
        delta = rewards[t] + hyper.gamma * following * (1 - dones[t]) - values[t]
        advantages[t] = last = delta + hyper.gamma * hyper.gae_lambda * (1 - dones[t]) * last
    return advantages, advantages + values


@torch.no_grad()
def collect(agent, envs, obs, hyper):
    buffers: dict[str, list[Any]] = {k: [] for k in "obs actions logprobs values rewards dones".split()}
    for _ in range(hyper.num_steps):
        tensor = torch.as_tensor(obs)
        action, logprob, _, value = agent.act(tensor)
        obs, reward, done = envs.step(action.numpy())
        for key, item in zip(buffers, (tensor, action, logprob, value, torch.from_numpy(reward), torch.from_numpy(done))):
            buffers[key].append(item)
    stacked = {k: torch.stack(v) for k, v in buffers.items()}
    advantages, returns = gae(stacked.pop("rewards"), stacked["values"], stacked.pop("dones"), agent.get_value(torch.as_tensor(obs)), hyper)
    flat = {k: v.flatten(0, 1) for k, v in {**stacked, "advantages": advantages, "returns": returns}.items()}
    return Rollout(**flat), obs


def update(agent, optimizer, rollout, hyper):
    stats = collections.defaultdict(float)
    for epoch in range(hyper.epochs):
        for mb in rollout.minibatches(hyper.minibatches):
            _, logprob, entropy, value = agent.act(mb.obs, mb.actions)
            logratio = logprob - mb.logprobs
            ratio = logratio.exp()
            with torch.no_grad():
                stats["kl"] = ((ratio - 1) - logratio).mean().item()
                stats["clipped"] += ((ratio - 1.0).abs() > hyper.clip).float().mean().item()
            adv = (mb.advantages - mb.advantages.mean()) / (mb.advantages.std() + 1e-8)
            pg = torch.max(-adv * ratio, -adv * torch.clamp(ratio, 1 - hyper.clip, 1 + hyper.clip)).mean()
            clipped = mb.values + torch.clamp(value - mb.values, -hyper.clip, hyper.clip)
            v_loss = 0.5 * torch.max((value - mb.returns) ** 2, (clipped - mb.returns) ** 2).mean()
            loss = pg - 0.01 * entropy.mean() + v_loss * 0.5
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
            optimizer.step()
        stats["epochs"] = epoch + 1
        if stats["kl"] > hyper.target_kl:
            break
    stats["value"] = v_loss.item()
    return stats


hyper = Hyper()
torch.manual_seed(5)
envs = Vector([PointMass for _ in range(hyper.num_envs)])
agent = Agent(2, 2)
optimizer = torch.optim.Adam(agent.parameters(), lr=1e-2, eps=1e-5)
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda u: 1.0 - u / 3)
obs = envs.reset(seed=1)
print(hyper, hyper.batch_size)
for iteration in range(3):
    rollout, obs = collect(agent, envs, obs, hyper)
    stats = update(agent, optimizer, rollout, hyper)
    scheduler.step()
    variance = np.var(rollout.returns.numpy())
    explained = float("nan") if variance == 0 else 1 - np.var((rollout.returns - rollout.values).numpy()) / variance
    print(f"{iteration}: value {stats['value']:.2f} epochs {stats['epochs']} lr {scheduler.get_last_lr()[0]:.4f} explained {explained:.2f} return {np.mean(envs.returns):.1f} of {len(envs.returns)}")
print(rollout.obs.requires_grad, rollout.logprobs.grad_fn, agent.actor_logstd.grad is not None)
try:
    Env()
except TypeError as e:
    print(e)
try:
    hyper.gamma = 1
except Exception as e:
    print(type(e).__name__, e)
