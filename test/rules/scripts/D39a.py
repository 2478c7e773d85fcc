import torch, torch.nn as nn
enc = nn.Linear(3, 3)
feats = [enc(torch.randn(2, 3)) for _ in range(2)]
for f in feats:
    f.requires_grad = False  # expect: grad-flag  # raises: you can only change requires_grad flags
