import torch
from nets import Decoder, Encoder

enc, dec = Encoder(6, 3), Decoder(3, 6)
opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
for _ in range(2):
    x = torch.randn(4, 6)
    loss = (dec(enc(x)) - x).square().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
