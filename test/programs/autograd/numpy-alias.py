import numpy as np
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 1
y = (h ** 2).sum()
n = h.detach().numpy()
n *= 10
print(h._version, h)
y.backward()
print(x.grad)
try:
    h.numpy()
except RuntimeError as error:
    print(error)
try:
    np.array(h)
except RuntimeError as error:
    print(error)
a = np.array([1.5, 2.5])
t = torch.from_numpy(a)
a[0] = 9
print(t, t.dtype, torch.tensor(a), torch.as_tensor(a).dtype)
t[1] = 0
print(a, h.detach().numpy(), x.detach().cpu().numpy().sum())
