"""Soft actor-critic with squashed Gaussian policy, twin critics, learned temperature, replay with a sampling generator."""
import collections
import copy
import itertools
import random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Normal

LOG_SIG_MAX, LOG_SIG_MIN = 2, -20
epsilon = 1e-6

Transition = collections.namedtuple("Transition", "state action reward next_state mask", defaults=(1.0,))


class ReplayMemory:
    def __init__(self, capacity, seed):
        self.rng = random.Random(seed)
        self.capacity = capacity
        self.buffer = []
        self.position = 0

    def push(self, *args):
        if len(self.buffer) < self.capacity:
            self.buffer.append(None)
        self.buffer[self.position] = Transition(*args)
        self.position = (self.position + 1) % self.capacity

    def sample(self, batch_size):
        batch = self.rng.sample(self.buffer, batch_size)
        return Transition(*map(np.stack, zip(*batch)))

    def __len__(self):
        return len(self.buffer)


def weights_init_(m):
    if isinstance(m, nn.Linear):
        torch.nn.init.xavier_uniform_(m.weight, gain=1)
        torch.nn.init.constant_(m.bias, 0)


def create_log_gaussian(mean, log_std, t):
    quadratic = -((0.5 * (t - mean) / (log_std.exp())).pow(2))
    l = mean.shape
    log_z = log_std
    z = l[-1] * np.log(2 * np.pi)
    log_p = quadratic.sum(dim=-1) - log_z.sum(dim=-1) - 0.5 * z
    return log_p


def soft_update(target, source, tau):
    for target_param, param in zip(target.parameters(), source.parameters()):
        target_param.data.copy_(target_param.data * (1.0 - tau) + param.data * tau)


def hard_update(target, source):
    target.load_state_dict(source.state_dict())


class QNetwork(nn.Module):
    def __init__(self, num_inputs, num_actions, hidden_dim):
        super(QNetwork, self).__init__()
        self.linear1 = nn.Linear(num_inputs + num_actions, hidden_dim)
        self.linear2 = nn.Linear(hidden_dim, 1)
        self.linear4 = nn.Linear(num_inputs + num_actions, hidden_dim)
        self.linear5 = nn.Linear(hidden_dim, 1)
        self.apply(weights_init_)

    def forward(self, state, action):
        xu = torch.cat([state, action], 1)
        x1 = self.linear2(F.relu(self.linear1(xu)))
        x2 = self.linear5(F.relu(self.linear4(xu)))
        return x1, x2


class GaussianPolicy(nn.Module):
    def __init__(self, num_inputs, num_actions, hidden_dim, low=None, high=None):
        super().__init__()
        self.linear1 = nn.Linear(num_inputs, hidden_dim)
        self.mean_linear = nn.Linear(hidden_dim, num_actions)
        self.log_std_linear = nn.Linear(hidden_dim, num_actions)
        self.apply(weights_init_)
        if low is None or high is None:
            self.action_scale = torch.tensor(1.0)
            self.action_bias = torch.tensor(0.0)
        else:
            self.action_scale = torch.FloatTensor((high - low) / 2.0)
            self.action_bias = torch.FloatTensor((high + low) / 2.0)

    def forward(self, state):
        x = F.relu(self.linear1(state))
        return self.mean_linear(x), torch.clamp(self.log_std_linear(x), min=LOG_SIG_MIN, max=LOG_SIG_MAX)

    def sample(self, state):
        mean, log_std = self.forward(state)
        std = log_std.exp()
        normal = Normal(mean, std)
        x_t = normal.rsample()
        y_t = torch.tanh(x_t)
        action = y_t * self.action_scale + self.action_bias
        log_prob = normal.log_prob(x_t)
        log_prob -= torch.log(self.action_scale * (1 - y_t.pow(2)) + epsilon)
        log_prob = log_prob.sum(1, keepdim=True)
        mean = torch.tanh(mean) * self.action_scale + self.action_bias
        return action, log_prob, mean

    def to(self, device):
        self.action_scale = self.action_scale.to(device)
        self.action_bias = self.action_bias.to(device)
        return super(GaussianPolicy, self).to(device)


class SAC(object):
    def __init__(self, num_inputs, num_actions, *, gamma=0.99, tau=0.05, alpha=0.2, lr=3e-3, hidden=16, automatic=True):
        self.gamma, self.tau, self.alpha = gamma, tau, alpha
        self.critic = QNetwork(num_inputs, num_actions, hidden)
        self.critic_target = QNetwork(num_inputs, num_actions, hidden)
        hard_update(self.critic_target, self.critic)
        for p in self.critic_target.parameters():
            p.requires_grad_(False)
        self.critic_optim = torch.optim.Adam(self.critic.parameters(), lr=lr)
        self.automatic = automatic
        if automatic:
            self.target_entropy = -torch.prod(torch.Tensor((num_actions,))).item()
            self.log_alpha = torch.zeros(1, requires_grad=True)
            self.alpha_optim = torch.optim.Adam([self.log_alpha], lr=lr)
        self.policy = GaussianPolicy(num_inputs, num_actions, hidden, np.array([-2.0] * num_actions), np.array([2.0] * num_actions)).to("cpu")
        self.policy_optim = torch.optim.Adam(self.policy.parameters(), lr=lr)

    def select_action(self, state, evaluate=False):
        state = torch.FloatTensor(state).unsqueeze(0)
        action, _, mean = self.policy.sample(state)
        return (mean if evaluate else action).detach().cpu().numpy()[0]

    def update_parameters(self, memory, batch_size, updates):
        s, a, r, s2, m = memory.sample(batch_size)
        s, a, s2 = map(torch.FloatTensor, (s, a, s2))
        r = torch.FloatTensor(r).unsqueeze(1)
        m = torch.FloatTensor(m).unsqueeze(1)
        with torch.no_grad():
            a2, logp2, _ = self.policy.sample(s2)
            q1_t, q2_t = self.critic_target(s2, a2)
            target = r + m * self.gamma * (torch.min(q1_t, q2_t) - self.alpha * logp2)
        q1, q2 = self.critic(s, a)
        q_loss = F.mse_loss(q1, target) + F.mse_loss(q2, target)
        self.critic_optim.zero_grad()
        q_loss.backward()
        self.critic_optim.step()
        pi, log_pi, _ = self.policy.sample(s)
        q_pi = torch.min(*self.critic(s, pi))
        policy_loss = ((self.alpha * log_pi) - q_pi).mean()
        self.policy_optim.zero_grad()
        policy_loss.backward()
        self.policy_optim.step()
        if self.automatic:
            alpha_loss = -(self.log_alpha * (log_pi + self.target_entropy).detach()).mean()
            self.alpha_optim.zero_grad()
            alpha_loss.backward()
            self.alpha_optim.step()
            self.alpha = self.log_alpha.exp()
            alpha_tlogs = self.alpha.clone()
        else:
            alpha_loss = torch.tensor(0.0)
            alpha_tlogs = torch.tensor(self.alpha)
        if updates % 2 == 0:
            soft_update(self.critic_target, self.critic, self.tau)
        return q_loss.item(), policy_loss.item(), alpha_loss.item(), alpha_tlogs.item()


def pendulum(state, action, rng):
    th, thdot = np.arctan2(state[1], state[0]), state[2]
    u = np.clip(action, -2.0, 2.0)[0]
    cost = (((th + np.pi) % (2 * np.pi)) - np.pi) ** 2 + 0.1 * thdot ** 2 + 0.001 * u ** 2
    thdot = np.clip(thdot + (15 * np.sin(th) + 3.0 * u) * 0.05, -8, 8)
    th = th + thdot * 0.05
    return np.array([np.cos(th), np.sin(th), thdot]), -cost


if __name__ == "__main__":
    torch.manual_seed(123456)
    np.random.seed(123456)
    rng = np.random.default_rng(7)
    agent = SAC(3, 1)
    memory = ReplayMemory(20, seed=3)
    state = np.array([1.0, 0.0, 0.5])
    updates = 0
    for i in itertools.count(1):
        action = agent.select_action(state)
        nxt, reward = pendulum(state, action, rng)
        memory.push(state, action, reward, nxt, float(i % 10 != 0))
        state = nxt
        if len(memory) > 8:
            logs = agent.update_parameters(memory, 6, updates)
            updates += 1
            if updates % 4 == 1:
                print(f"{i:3d} " + " ".join("%s=%.4f" % kv for kv in zip(("q", "pi", "al", "alpha"), logs)))
        if i >= 22:
            break
    print(len(memory), memory.position, Transition._fields, Transition._field_defaults)
    print("eval", agent.select_action(np.array([0.0, 1.0, 0.0]), evaluate=True).shape)
    print([p.grad is None for p in agent.critic_target.parameters()])
    print(round(float(create_log_gaussian(torch.zeros(1, 2), torch.zeros(1, 2), torch.ones(1, 2))), 4))
    snapshot = copy.deepcopy(agent.policy.state_dict())
    print({k: list(v.shape) for k, v in snapshot.items()})
