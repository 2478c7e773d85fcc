import torch
from torch import nn

def gradient_penalty(critic, real, fake):
    eps = torch.rand(real.size(0), 1)
    mix = (eps * real + (1 - eps) * fake).requires_grad_(True)
    scores = critic(mix)
    grads = torch.autograd.grad(outputs=scores, inputs=mix, grad_outputs=torch.ones_like(scores))[0]  # expect: grad-no-graph
    return ((grads.norm(2, dim=1) - 1) ** 2).mean()

critic = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
opt = torch.optim.Adam(critic.parameters(), lr=1e-4, betas=(0.0, 0.9))
real, fake = torch.randn(6, 2), torch.randn(6, 2)
for _ in range(2):
    gp = gradient_penalty(critic, real, fake)
    opt.zero_grad()
    gp.backward()  # raises: does not require grad
    opt.step()
