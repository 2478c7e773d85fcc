import torch

v = torch.nn.Parameter(torch.arange(5.0))
head = v[:2]
print(head)
try:
    head.copy_(torch.ones(2))
except RuntimeError as error:
    print("copy_:", error)
try:
    v[0] = 9.0
except RuntimeError as error:
    print("setitem:", error)
with torch.no_grad():
    v[0] = 9.0
print(v)
v.add_(1)
