import torch, torch.nn as nn
enc, dec = nn.Linear(3, 4), nn.Linear(4, 3)
opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
def quantize(z, levels=4):
    z = torch.clamp(z, 0, 1)
    return torch.floor(z * levels) / levels  # expect: grad-zero
for _ in range(2):
    x = torch.rand(5, 3)
    opt.zero_grad(); (dec(quantize(enc(x))) - x).pow(2).mean().backward(); opt.step()
