import torch

from agent import Actor, Critic
from sac import actor_loss

actor, critic = Actor(4, 2), Critic(4, 2)
critic.requires_grad_(True)
actor_opt = torch.optim.Adam(actor.parameters(), lr=3e-4)
for _ in range(2):
    loss = actor_loss(actor, critic, torch.randn(8, 4))
    actor_opt.zero_grad()
    loss.backward()
    actor_opt.step()
