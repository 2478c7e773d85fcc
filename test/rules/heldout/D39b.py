import torch
from torch import nn
teacher, student = nn.Linear(4, 3), nn.Linear(4, 3)
x = torch.randn(6, 4)
soft = teacher(x).softmax(-1)
soft.requires_grad = False # raises: you can only change requires_grad flags of leaf variables  # expect: grad-flag
loss = nn.functional.kl_div(student(x).log_softmax(-1), soft, reduction="batchmean")
loss.backward()
