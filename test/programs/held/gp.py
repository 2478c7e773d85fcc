import torch
import torch.nn as nn
torch.manual_seed(5)
D = nn.Sequential(nn.Linear(2, 6), nn.LeakyReLU(0.2), nn.Linear(6, 1))
G = nn.Sequential(nn.Linear(3, 6), nn.ReLU(True), nn.Linear(6, 2), nn.Tanh())
def gradient_penalty(critic, real, fake):
    alpha = torch.rand(real.size(0), 1).expand_as(real)
    inter = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    scores = critic(inter)
    grads = torch.autograd.grad(outputs=scores, inputs=inter, grad_outputs=torch.ones_like(scores), create_graph=True, retain_graph=True, only_inputs=True)[0]
    grads = grads.view(grads.size(0), -1)
    return ((grads.norm(2, dim=1) - 1) ** 2).mean()
optD = torch.optim.Adam(D.parameters(), lr=1e-3, betas=(0.0, 0.9))
optG = torch.optim.Adam(G.parameters(), lr=1e-3, betas=(0.0, 0.9))
real = torch.tensor([[0.5, -0.5], [0.2, 0.9], [-0.3, 0.1]])
for it in range(3):
    for _ in range(2):
        z = torch.randn(3, 3)
        fake = G(z).detach()
        gp = gradient_penalty(D, real, fake)
        d_loss = D(fake).mean() - D(real).mean() + 10 * gp
        optD.zero_grad(); d_loss.backward(); optD.step()
    for p in D.parameters():
        p.requires_grad_(False)
    g_loss = -D(G(torch.randn(3, 3))).mean()
    optG.zero_grad(); g_loss.backward(); optG.step()
    for p in D.parameters():
        p.requires_grad_(True)
    print(f"[{it}] D: {d_loss.item():+.4f} G: {g_loss.item():+.4f} gp: {gp:.4f}")
fake = G(torch.randn(3, 3)).data
inter = (0.5 * real + 0.5 * fake)
try:
    torch.autograd.grad(D(inter).sum(), inter)
except RuntimeError as e:
    print(e)
out = D(inter.requires_grad_())
try:
    torch.autograd.grad(out, inter)
except RuntimeError as e:
    print(e)
print(D[0].weight.grad.shape, optD.state_dict()['param_groups'])
