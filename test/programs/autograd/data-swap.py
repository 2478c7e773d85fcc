import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
y = (w * w).sum()
w.data = torch.tensor([5.0, 5.0])
print(w, w._version)
y.backward()
print(w.grad)
w.grad = None
y = (w * torch.tensor([2.0, 3.0])).sum()
w.data *= 0
y.backward()
print(w.grad, w)
try:
    w.data = torch.tensor([1, 2])
except RuntimeError as error:
    print(error)
try:
    w.data = 3
except TypeError as error:
    print(error)
w.data = torch.zeros(3)
print(w.shape, w.grad.shape)
