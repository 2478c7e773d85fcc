"""Rainbow's parts on a chain: noisy layers, a categorical value distribution, n-step returns and a dueling head."""
import math
import random
from collections import deque, namedtuple

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

Transition = namedtuple("Transition", ("state", "action", "reward", "next_state", "done"))


class NoisyLinear(nn.Module):
    def __init__(self, in_features, out_features, std_init=0.5):
        super().__init__()
        self.in_features, self.out_features, self.std_init = in_features, out_features, std_init
        self.weight_mu = nn.Parameter(torch.empty(out_features, in_features))
        self.weight_sigma = nn.Parameter(torch.empty(out_features, in_features))
        self.register_buffer("weight_epsilon", torch.empty(out_features, in_features))
        self.bias_mu = nn.Parameter(torch.empty(out_features))
        self.bias_sigma = nn.Parameter(torch.empty(out_features))
        self.register_buffer("bias_epsilon", torch.empty(out_features))
        self.reset_parameters()
        self.reset_noise()

    def reset_parameters(self):
        bound = 1 / math.sqrt(self.in_features)
        self.weight_mu.data.uniform_(-bound, bound)
        self.weight_sigma.data.fill_(self.std_init / math.sqrt(self.in_features))
        self.bias_mu.data.uniform_(-bound, bound)
        self.bias_sigma.data.fill_(self.std_init / math.sqrt(self.out_features))

    @staticmethod
    def _scale_noise(size):
        x = torch.randn(size)
        return x.sign().mul_(x.abs().sqrt_())

    def reset_noise(self):
        eps_in = self._scale_noise(self.in_features)
        eps_out = self._scale_noise(self.out_features)
        self.weight_epsilon.copy_(eps_out.ger(eps_in))
        self.bias_epsilon.copy_(eps_out)

    def forward(self, x):
        if self.training:
            return F.linear(x, self.weight_mu + self.weight_sigma * self.weight_epsilon, self.bias_mu + self.bias_sigma * self.bias_epsilon)
        return F.linear(x, self.weight_mu, self.bias_mu)

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}, std={self.std_init}"


class DQN(nn.Module):
    def __init__(self, obs, actions, atoms, hidden=16):
        super().__init__()
        self.atoms, self.actions = atoms, actions
        self.feature = nn.Sequential(nn.Linear(obs, hidden), nn.ReLU(inplace=True))
        self.value = nn.ModuleDict({"h": NoisyLinear(hidden, hidden), "z": NoisyLinear(hidden, atoms)})
        self.advantage = nn.ModuleDict({"h": NoisyLinear(hidden, hidden), "z": NoisyLinear(hidden, actions * atoms)})

    def forward(self, x, log=False):
        x = self.feature(x)
        v = self.value["z"](F.relu(self.value["h"](x)))
        a = self.advantage["z"](F.relu(self.advantage["h"](x)))
        v, a = v.view(-1, 1, self.atoms), a.view(-1, self.actions, self.atoms)
        q = v + a - a.mean(1, keepdim=True)
        return F.log_softmax(q, dim=2) if log else F.softmax(q, dim=2)

    def reset_noise(self):
        for name, module in self.named_modules():
            if isinstance(module, NoisyLinear):
                module.reset_noise()


class Chain:
    def __init__(self, n=5, seed=0):
        self.n, self.rng = n, random.Random(seed)

    def _obs(self):
        return F.one_hot(torch.tensor(self.at), self.n).float()

    def reset(self):
        self.at, self.t = 0, 0
        return self._obs()

    def step(self, action):
        if self.rng.random() < 0.1:
            action = 1 - action
        self.at = min(self.n - 1, self.at + 1) if action == 1 else max(0, self.at - 1)
        self.t += 1
        done = self.at == self.n - 1 or self.t >= 12
        return self._obs(), (1.0 if self.at == self.n - 1 else -0.01), done


class NStep:
    def __init__(self, capacity, n, gamma):
        self.memory = deque(maxlen=capacity)
        self.window = deque(maxlen=n)
        self.n, self.gamma = n, gamma

    def push(self, *args):
        self.window.append(Transition(*args))
        if len(self.window) == self.n or self.window[-1].done:
            R = sum(t.reward * self.gamma ** i for i, t in enumerate(self.window))
            first, last = self.window[0], self.window[-1]
            self.memory.append(Transition(first.state, first.action, R, last.next_state, last.done))
        if self.window[-1].done:
            self.window.clear()

    def sample(self, k):
        batch = Transition(*zip(*random.sample(self.memory, k)))
        return (torch.stack(batch.state), torch.tensor(batch.action), torch.tensor(batch.reward),
                torch.stack(batch.next_state), torch.tensor(batch.done, dtype=torch.float32))


class Agent:
    def __init__(self, env, atoms=11, v_min=-1.0, v_max=1.0, gamma=0.95, n=3):
        self.support = torch.linspace(v_min, v_max, atoms)
        self.delta_z = (v_max - v_min) / (atoms - 1)
        self.v_min, self.v_max, self.atoms, self.gamma, self.n = v_min, v_max, atoms, gamma, n
        self.online, self.target = DQN(env.n, 2, atoms), DQN(env.n, 2, atoms)
        self.target.load_state_dict(self.online.state_dict())
        self.target.train()
        for p in self.target.parameters():
            p.requires_grad = False
        self.opt = optim.Adam(self.online.parameters(), lr=1e-2, eps=1.5e-4)

    def act(self, state):
        with torch.no_grad():
            return (self.online(state.unsqueeze(0)) * self.support).sum(2).argmax(1).item()

    def learn(self, states, actions, returns, next_states, dones):
        k = states.size(0)
        log_ps = self.online(states, log=True)
        log_ps_a = log_ps[range(k), actions]
        with torch.no_grad():
            pns = self.online(next_states)
            best = (self.support.expand_as(pns) * pns).sum(2).argmax(1)
            self.target.reset_noise()
            pns_a = self.target(next_states)[range(k), best]
            Tz = returns.unsqueeze(1) + (1 - dones).unsqueeze(1) * (self.gamma ** self.n) * self.support.unsqueeze(0)
            Tz = Tz.clamp(min=self.v_min, max=self.v_max)
            b = (Tz - self.v_min) / self.delta_z
            l, u = b.floor().to(torch.int64), b.ceil().to(torch.int64)
            l[(u > 0) * (l == u)] -= 1
            u[(l < (self.atoms - 1)) * (l == u)] += 1
            m = states.new_zeros(k, self.atoms)
            offset = torch.linspace(0, ((k - 1) * self.atoms), k).unsqueeze(1).expand(k, self.atoms).to(actions)
            m.view(-1).index_add_(0, (l + offset).view(-1), (pns_a * (u.float() - b)).view(-1))
            m.view(-1).index_add_(0, (u + offset).view(-1), (pns_a * (b - l.float())).view(-1))
        loss = -torch.sum(m * log_ps_a, 1)
        self.online.zero_grad()
        loss.mean().backward()
        norm = nn.utils.clip_grad_norm_(self.online.parameters(), 10.0)
        self.opt.step()
        return loss.detach(), norm, m.sum(1)


def main():
    random.seed(3)
    torch.manual_seed(3)
    env = Chain()
    agent = Agent(env)
    print(agent.online)
    print(sum(p.numel() for p in agent.online.parameters()), [n for n, _ in agent.online.named_buffers()])
    memory = NStep(200, agent.n, agent.gamma)
    steps = 0
    for episode in range(6):
        state, total, done = env.reset(), 0.0, False
        while not done:
            if steps % 4 == 0:
                agent.online.reset_noise()
            action = agent.act(state)
            following, reward, done = env.step(action)
            memory.push(state, action, reward, following, done)
            state, total, steps = following, total + reward, steps + 1
            if len(memory.memory) >= 8 and steps % 2 == 0:
                losses, norm, mass = agent.learn(*memory.sample(8))
        if episode % 2 == 1:
            agent.target.load_state_dict(agent.online.state_dict())
        print(f"episode {episode}: return {total:+.2f} after {steps} steps, buffer {len(memory.memory)}")
    print("loss %.4f norm %.3f" % (losses.mean().item(), norm), losses.shape, losses.requires_grad)
    print([round(x, 4) for x in mass.tolist()])
    agent.online.eval()
    with torch.no_grad():
        q = (agent.online(torch.eye(env.n)) * agent.support).sum(2)
    print(q.argmax(1).tolist(), tuple(q.shape), bool(q.abs().max() <= 1))
    frozen = [p.grad is None for p in agent.target.parameters()]
    print(all(frozen), all(p.grad is not None for p in agent.online.parameters()))


if __name__ == "__main__":
    main()
