import torch
from torch import nn

from trainer import Trainer

model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
trainer = Trainer(model, torch.optim.SGD(model.parameters(), lr=0.1), nn.CrossEntropyLoss())
batches = [(torch.randn(6, 4), torch.randint(0, 2, (6,))) for _ in range(4)]
for epoch in range(2):
    mean = trainer.epoch(batches)
    print(f"epoch {epoch}: {float(mean):.3f}")
