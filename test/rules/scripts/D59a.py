import torch, torch.nn as nn
G, D = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
og, od = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
for it in range(2):
    imgs = G(torch.randn(4, 2))
    d_loss = D(imgs).mean() - D(torch.randn(4, 3)).mean()
    od.zero_grad(); d_loss.backward(); od.step()
    new_imgs = G(torch.randn(4, 2))
    g_loss = -D(imgs).mean()  # expect: graph-freed
    og.zero_grad(); g_loss.backward(); og.step()  # raises: Trying to backward through the graph a
