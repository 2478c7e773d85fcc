import torch
from torch import nn
from torch.distributions import Categorical
policy = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2), nn.Softmax(dim=-1))
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
def run_episode(n=5):
    out = []
    state = torch.randn(4)
    for _ in range(n):
        dist = Categorical(policy(state))
        a = dist.sample()
        out.append((dist.log_prob(a), 1.0))
        state = torch.randn(4)
    return out
for episode in range(2):
    traj = run_episode()
    logp = torch.tensor([lp for lp, _ in traj])  # expect: grad-no-graph
    ret = torch.tensor([r for _, r in traj])
    loss = -(logp * ret).sum()
    optimizer.zero_grad()
    loss.backward()  # raises: element 0 of tensors does not require
    optimizer.step()
