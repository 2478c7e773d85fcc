import torch

r1 = torch.tensor(3.0, requires_grad=True)
r2 = torch.tensor(2.0, requires_grad=True)
row = torch.zeros(3)
row[0] = r1
row[1] = r2
row[2] = row[0] / row[1]
print(row)
try:
    row.sum().backward()
except RuntimeError as error:
    print(error)
row = torch.zeros(3)
row[0] = r1
row[1] = r2
row[2] = r1 / r2
print(row)
row.sum().backward()
print(r1.grad, r2.grad)
row = torch.zeros(3)
row[0] = r1
row[1] = r2
row[2] = row[0].clone() / row[1].clone()
r1.grad = r2.grad = None
row.sum().backward()
print(r1.grad, r2.grad)
