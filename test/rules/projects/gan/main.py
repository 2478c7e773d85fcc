import torch
from models import discriminator, generator
from trainer import Trainer

trainer = Trainer(generator(2, 3), discriminator(3))
for _ in range(2):
    trainer.step(torch.randn(4, 3), torch.randn(4, 2))
