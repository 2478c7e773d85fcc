"""Critic of an actor-critic agent on a pendulum, returns computed by a generator backwards in time."""
import torch
from torch import nn

GAMMA = 0.97


def discounted(rewards):
    running = 0.0
    for reward in reversed(rewards):
        running = reward + GAMMA * running
        yield running


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(self, states):
        return self.layers(states)


def critic_loss(critic, states, rewards):
    returns = torch.tensor(list(discounted(rewards))[::-1])
    values = critic(states)
    advantage = returns - values  # expect: shape-loss
    return advantage.pow(2).mean(), advantage.detach()


critic = Critic()
optimizer = torch.optim.Adam(critic.parameters(), lr=1e-3)
states, rewards = torch.randn(12, 3), [0.1 * k for k in range(12)]
loss, advantage = critic_loss(critic, states, rewards)
loss.backward()
optimizer.step()
