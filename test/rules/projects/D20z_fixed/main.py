from itertools import chain

import torch

from encoders import ImageTower, TextTower, embed
from objective import Contrastive

images, texts, objective = ImageTower(), TextTower(), Contrastive()
opt = torch.optim.AdamW(chain(images.parameters(), texts.parameters(), objective.parameters()), lr=1e-3)
for _ in range(2):
    pixels, tokens = torch.rand(5, 4, 4), torch.randint(0, 20, (5, 7))
    loss = objective(embed(images, pixels), embed(texts, tokens))
    opt.zero_grad()
    loss.backward()
    opt.step()
