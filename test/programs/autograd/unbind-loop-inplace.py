import torch

rows = torch.randn(3, 2).mul(0).add(1.0)
rows.requires_grad_()
h = rows * 2
total = 0
for i, row in enumerate(h):
    total = total + row.sum() * i
print(total)
total.backward()
print(rows.grad)
h = rows * 2
for row in h:
    row /= row.sum()
print(h)
