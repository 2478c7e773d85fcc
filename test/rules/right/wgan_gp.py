import torch
from torch import nn, autograd

def gradient_penalty(critic, real, fake):
    alpha = torch.rand(real.size(0), 1).expand_as(real)
    inter = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    out = critic(inter)
    grads = autograd.grad(outputs=out, inputs=inter, grad_outputs=torch.ones_like(out), create_graph=True, retain_graph=True, only_inputs=True)[0]
    return ((grads.view(grads.size(0), -1).norm(2, dim=1) - 1) ** 2).mean()

critic = nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8, 1))
gen = nn.Sequential(nn.Linear(2, 8), nn.ReLU(inplace=True), nn.Linear(8, 3))
oc, og = torch.optim.Adam(critic.parameters(), 1e-4), torch.optim.Adam(gen.parameters(), 1e-4)
for step in range(4):
    real = torch.randn(5, 3)
    fake = gen(torch.randn(5, 2))
    loss = critic(fake.detach()).mean() - critic(real).mean() + 10 * gradient_penalty(critic, real.data, fake.data)
    oc.zero_grad(); loss.backward(); oc.step()
    if step % 2 == 1:
        og.zero_grad()
        (-critic(gen(torch.randn(5, 2))).mean()).backward()
        og.step()
