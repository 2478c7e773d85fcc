"""TD3 on a pendulum of our own: wrappers, delayed policy updates, target smoothing, a ring buffer, evaluation."""
import itertools
import math
import random
import typing as t
from contextlib import ExitStack, closing, suppress
from copy import deepcopy

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Box(t.NamedTuple):
    low: float
    high: float
    shape: t.Tuple[int, ...]

    def sample(self, rng):
        return rng.uniform(self.low, self.high, size=self.shape)

    def __contains__(self, x):
        return bool(np.all(x >= self.low) and np.all(x <= self.high) and np.shape(x) == self.shape)


class Pendulum:
    action_space = Box(-2.0, 2.0, (1,))
    observation_space = Box(-8.0, 8.0, (3,))

    def __init__(self, g=9.81, dt=0.05):
        self.g, self.dt = g, dt
        self.closed = False

    def reset(self, *, seed: t.Optional[int] = None):
        if seed is not None:
            self.rng = np.random.default_rng(seed)
        self.theta, self.speed = 0.3, -0.1
        return self._obs()

    def _obs(self):
        return np.array([math.cos(self.theta), math.sin(self.theta), self.speed], dtype=np.float32)

    def step(self, action):
        u = float(np.clip(action, self.action_space.low, self.action_space.high)[0])
        angle = ((self.theta + math.pi) % (2 * math.pi)) - math.pi
        cost = angle**2 + 0.1 * self.speed**2 + 0.001 * u**2
        self.speed = min(8.0, max(-8.0, self.speed + (1.5 * self.g * math.sin(self.theta) + 3.0 * u) * self.dt))
        self.theta += self.speed * self.dt
        return self._obs(), -cost, False, {}

    def close(self):
        self.closed = True


class Wrapper:
    def __init__(self, env):
        self.env = env

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"accessing private attribute '{name}' is prohibited")
        return getattr(self.env, name)

    def __repr__(self):
        return f"<{type(self).__name__}{self.env!r}>" if isinstance(self.env, Wrapper) else f"<{type(self).__name__}<{type(self.env).__name__}>>"

    def step(self, action):
        return self.env.step(action)


class TimeLimit(Wrapper):
    def __init__(self, env, limit):
        super().__init__(env)
        self.limit, self.elapsed = limit, None

    def reset(self, **kwargs):
        self.elapsed = 0
        return self.env.reset(**kwargs)

    def step(self, action):
        obs, reward, done, info = super().step(action)
        self.elapsed += 1
        if self.elapsed >= self.limit:
            info["TimeLimit.truncated"] = not done
            done = True
        return obs, reward, done, info


class ScaleReward(Wrapper):
    def __init__(self, env, scale=0.1):
        super().__init__(env)
        self.scale = scale

    def step(self, action):
        obs, reward, *rest = super().step(action)
        return obs, reward * self.scale, *rest


class ReplayBuffer:
    fields = (("state", 3), ("action", 1), ("next_state", 3), ("reward", 1), ("not_done", 1))

    def __init__(self, capacity):
        self.capacity, self.ptr, self.size = capacity, 0, 0
        for name, width in self.fields:
            setattr(self, name, np.zeros((capacity, width), dtype=np.float32))

    def add(self, *values):
        for (name, _), value in zip(self.fields, values):
            getattr(self, name)[self.ptr] = value
        self.ptr = (self.ptr + 1) % self.capacity
        self.size = min(self.size + 1, self.capacity)

    def sample(self, n, rng):
        rows = rng.integers(0, self.size, size=n)
        return tuple(torch.from_numpy(getattr(self, name)[rows]) for name, _ in self.fields)


class Actor(nn.Module):
    def __init__(self, state_dim, action_dim, max_action):
        super().__init__()
        self.l1, self.l2 = nn.Linear(state_dim, 16), nn.Linear(16, action_dim)
        self.max_action = max_action

    def forward(self, s):
        return self.max_action * torch.tanh(self.l2(F.relu(self.l1(s))))


class Critic(nn.Module):
    def __init__(self, state_dim, action_dim):
        super().__init__()
        for i in (1, 2):
            self.add_module(f"q{i}", nn.Sequential(nn.Linear(state_dim + action_dim, 16), nn.ReLU(inplace=True), nn.Linear(16, 1)))

    def forward(self, s, a):
        x = torch.cat([s, a], 1)
        return self.q1(x), self.q2(x)


class TD3:
    def __init__(self, space, obs_dim, discount=0.98, tau=0.05, policy_noise=0.2, noise_clip=0.5, policy_freq=2):
        self.space = space
        self.actor, self.critic = Actor(obs_dim, space.shape[0], space.high), Critic(obs_dim, space.shape[0])
        self.actor_target, self.critic_target = deepcopy(self.actor), deepcopy(self.critic)
        self.optimizers = {k: torch.optim.Adam(getattr(self, k).parameters(), lr=3e-3) for k in ("actor", "critic")}
        self.discount, self.tau, self.policy_noise, self.noise_clip, self.policy_freq = discount, tau, policy_noise, noise_clip, policy_freq
        self.total_it = itertools.count(1)

    def select_action(self, state):
        with torch.no_grad():
            return self.actor(torch.from_numpy(state.reshape(1, -1))).cpu().data.numpy().flatten()

    def train(self, buffer, rng, batch_size=16):
        it = next(self.total_it)
        state, action, next_state, reward, not_done = buffer.sample(batch_size, rng)
        with torch.no_grad():
            noise = (torch.randn_like(action) * self.policy_noise).clamp(-self.noise_clip, self.noise_clip)
            next_action = (self.actor_target(next_state) + noise).clamp(self.space.low, self.space.high)
            target = reward + not_done * self.discount * torch.min(*self.critic_target(next_state, next_action))
        critic_loss = sum(F.mse_loss(q, target) for q in self.critic(state, action))
        self.optimizers["critic"].zero_grad()
        critic_loss.backward()
        self.optimizers["critic"].step()
        if it % self.policy_freq:
            return critic_loss.item(), None
        actor_loss = -self.critic.q1(torch.cat([state, self.actor(state)], 1)).mean()
        self.optimizers["actor"].zero_grad()
        actor_loss.backward()
        self.optimizers["actor"].step()
        for net, target_net in ((self.critic, self.critic_target), (self.actor, self.actor_target)):
            for p, tp in zip(net.parameters(), target_net.parameters()):
                tp.data.copy_(self.tau * p.data + (1 - self.tau) * tp.data)
        return critic_loss.item(), actor_loss.item()


def evaluate(policy, make, episodes=2):
    totals = []
    for seed in range(episodes):
        with closing(make()) as env:
            state, done, total = env.reset(seed=seed), False, 0.0
            while not done:
                state, reward, done, _ = env.step(policy.select_action(state))
                total += reward
            totals.append(total)
    return sum(totals) / len(totals)


def make():
    return ScaleReward(TimeLimit(Pendulum(), 15))


torch.manual_seed(0)
random.seed(0)
rng = np.random.default_rng(0)
env = make()
print(env, env.action_space, np.zeros(1) in env.action_space, np.zeros(2) in env.action_space)
with suppress(AttributeError):
    env._secret
    print("not reached")
agent, buffer = TD3(env.action_space, 3), ReplayBuffer(40)
state, losses = env.reset(seed=0), []
for step in range(50):
    action = env.action_space.sample(rng) if step < 20 else (agent.select_action(state) + rng.normal(0, 0.1, size=1)).clip(-2, 2)
    next_state, reward, done, info = env.step(action)
    buffer.add(state, action, next_state, reward, float(not done or info.get("TimeLimit.truncated", False)))
    state = env.reset() if done else next_state
    if step >= 20:
        losses.append(agent.train(buffer, rng))
print(buffer.ptr, buffer.size, len(losses), sum(a is not None for _, a in losses))
print(f"critic {losses[0][0]:.3f} to {losses[-1][0]:.3f}, evaluation {evaluate(agent, make):.2f}")
with ExitStack() as stack:
    envs = [stack.enter_context(closing(make())) for _ in range(2)]
    stack.callback(print, "closing", len(envs))
print([e.closed for e in envs], [p.grad is None for p in agent.critic_target.parameters()])
