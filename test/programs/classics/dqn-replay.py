import random
from collections import deque, namedtuple

import torch
import torch.nn as nn

Transition = namedtuple("Transition", ("state", "action", "next_state", "reward"))


class Memory:
    def __init__(self, capacity):
        self.items = deque([], maxlen=capacity)

    def push(self, *args):
        self.items.append(Transition(*args))

    def sample(self, n):
        return random.sample(self.items, n)

    def __len__(self):
        return len(self.items)


random.seed(0)
torch.manual_seed(0)
policy, target = nn.Linear(2, 2), nn.Linear(2, 2)
target.load_state_dict(policy.state_dict())
opt = torch.optim.RMSprop(policy.parameters(), lr=0.01)
memory = Memory(10)
for i in range(12):
    memory.push(torch.randn(1, 2), torch.tensor([[i % 2]]), torch.randn(1, 2) if i % 3 else None, torch.tensor([float(i)]))
print(len(memory))
batch = Transition(*zip(*memory.sample(4)))
mask = torch.tensor([s is not None for s in batch.next_state])
states, actions, rewards = torch.cat(batch.state), torch.cat(batch.action), torch.cat(batch.reward)
next_states = torch.cat([s for s in batch.next_state if s is not None])
values = policy(states).gather(1, actions)
expected = torch.zeros(4)
with torch.no_grad():
    expected[mask] = target(next_states).max(1).values
expected = expected * 0.9 + rewards
loss = nn.SmoothL1Loss()(values, expected.unsqueeze(1))
opt.zero_grad()
loss.backward()
torch.nn.utils.clip_grad_value_(policy.parameters(), 1)
opt.step()
print(mask, rewards, f"{loss.item():.4f}")
print(policy.weight.grad)
