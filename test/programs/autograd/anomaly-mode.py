import torch

x = torch.tensor([-1.0, 2.0], requires_grad=True)
with torch.autograd.set_detect_anomaly(True):
    y = x.sqrt().sum()
    try:
        y.backward()
    except RuntimeError as error:
        print(error)
with torch.autograd.detect_anomaly():
    h = x.exp()
    y = h.sum()
    h.mul_(2)
    try:
        y.backward()
    except RuntimeError as error:
        print(error)
y = x.sqrt().sum()
y.backward()
print(x.grad)
