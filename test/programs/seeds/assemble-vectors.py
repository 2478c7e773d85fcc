import torch

w = torch.nn.Parameter(torch.ones(2))
rows = [w * i for i in range(1, 4)]
try:
    print(torch.tensor(rows))
except ValueError as error:
    print("ValueError:", error)
matrix = torch.stack(rows)
print(matrix)
flat = torch.cat(rows)
print(flat)
(matrix.sum() + flat.max()).backward()
print(w.grad)
