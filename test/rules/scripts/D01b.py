import torch
from torch import nn
torch.manual_seed(3)

def make_step(params, lr):
    opt = torch.optim.RMSprop(params, lr=lr)
    def step(loss, keep=False):
        opt.zero_grad(set_to_none=True)
        loss.backward(retain_graph=keep)  # raises: modified by an inplace operation
        opt.step()  # expect: inplace-saved
    return step

actor = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
critic = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))
update_actor, update_critic = make_step(actor.parameters(), 1e-3), make_step(critic.parameters(), 1e-3)
for it in range(3):
    s, r = torch.randn(5, 3), torch.randn(5, 1)
    a = actor(s)
    q = critic(torch.cat([s, a], -1))
    update_critic((q - r).pow(2).mean(), keep=True)
    update_actor(-q.mean())
