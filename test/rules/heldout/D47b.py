import torch
import torch.nn.functional as F
table = torch.nn.Parameter(torch.randn(5, 2) * 3)
w = torch.nn.Linear(2, 2, bias=False)
scores = table @ w.weight
picked = F.embedding(torch.tensor([1, 4]), table, max_norm=1.)  # expect: inplace-saved
loss = scores.sum() + w(picked).sum()
loss.backward()  # raises: modified by an inplace operation
