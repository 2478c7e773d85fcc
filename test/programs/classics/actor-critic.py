import torch
import torch.nn as nn
from torch.distributions import Categorical


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.affine = nn.Linear(3, 4)
        self.action_head, self.value_head = nn.Linear(4, 2), nn.Linear(4, 1)
        self.saved, self.rewards = [], []

    def forward(self, s):
        h = torch.relu(self.affine(s))
        return torch.softmax(self.action_head(h), dim=-1), self.value_head(h)


torch.manual_seed(3)
model = Policy()
opt = torch.optim.Adam(model.parameters(), lr=0.03)
for episode in range(2):
    for t in range(3):
        probs, value = model(torch.randn(3))
        m = Categorical(probs)
        action = m.sample()
        model.saved.append((m.log_prob(action), value))
        model.rewards.append(float(action.item()))
    R, returns = 0.0, []
    for r in model.rewards[::-1]:
        R = r + 0.99 * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + 1e-8)
    policy_losses, value_losses = [], []
    for (log_prob, value), R in zip(model.saved, returns):
        policy_losses.append(-log_prob * (R - value.item()))
        value_losses.append(nn.functional.smooth_l1_loss(value, torch.tensor([R])))
    opt.zero_grad()
    loss = torch.stack(policy_losses).sum() + torch.stack(value_losses).sum()
    loss.backward()
    opt.step()
    print(episode, model.rewards, f"{loss.item():.4f}")
    del model.rewards[:]
    del model.saved[:]
