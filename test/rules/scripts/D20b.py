import torch
from torch import nn
def stop(x):
    return x.data  # expect: optimizer-no-gradient
encoder = nn.GRU(3, 4, batch_first=True)
decoder = nn.GRU(3, 4, batch_first=True)
proj = nn.Linear(4, 3)
opt = torch.optim.Adam([p for m in (encoder, decoder, proj) for p in m.parameters()])
for _ in range(2):
    src, tgt = torch.randn(2, 5, 3), torch.randn(2, 5, 3)
    _, h = encoder(src)
    out, _ = decoder(tgt, stop(h))
    loss = (proj(out) - tgt).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
