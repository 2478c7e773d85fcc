import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
s = torch.zeros(2)
for i in range(3):
    s += w * i
print(s, s._version)
s.sum().backward()
print(w.grad)
p = torch.ones(2)
for i in range(2):
    p *= w
print(p)
try:
    p.sum().backward()
except RuntimeError as error:
    print(error)
print(w.grad)
q = torch.ones(2)
for i in range(2):
    q = q * w
q.sum().backward()
print(w.grad)
