import torch
from torch import nn

torch.manual_seed(0)
enc, dec = nn.Linear(3, 2), nn.Linear(2, 3)
opt = torch.optim.Adam(list(enc.parameters()) + list(dec.parameters()), lr=0.1)
x = torch.randn(4, 3)
w0 = enc.weight.clone()
for _ in range(2):
    z = enc(x).detach()
    loss = nn.functional.mse_loss(dec(z), x)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"{loss.item():.4f}")
print(torch.equal(w0, enc.weight), enc.weight.grad, dec.bias.grad is None)
print({n: p.grad is not None for n, p in nn.ModuleDict({"enc": enc, "dec": dec}).named_parameters()})
