import torch
from torch import nn

G = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
C = nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
optG = torch.optim.RMSprop(G.parameters(), lr=5e-5)
optC = torch.optim.RMSprop(C.parameters(), lr=5e-5)

for it in range(2):
    for _ in range(2):
        real = torch.randn(4, 3)
        sample = G(torch.randn(4, 2)).detach()
        lossC = C(sample).mean() - C(real).mean()
        optC.zero_grad()
        lossC.backward()
        optC.step()
        for p in C.parameters():
            p.data.clamp_(-0.01, 0.01)
    gen_batch = G(torch.randn(4, 2))
    lossG = -C(gen_batch).mean()
    optG.zero_grad()
    lossG.backward()
    optG.step()
