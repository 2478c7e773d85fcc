import torch

w = torch.tensor(0.5, requires_grad=True)
out = torch.zeros(4)
out[0] = 1.0
for t in range(1, 4):
    out[t] = out[t - 1] + w
print(out)
out.sum().backward()
print(w.grad)
out = torch.zeros(4)
out[0] = 1.0
for t in range(1, 4):
    out[t] = out[t - 1].clone() * w
out.sum().backward()
print(w.grad)
out = torch.zeros(4)
out[0] = 1.0
for t in range(1, 4):
    out[t] = out[t - 1] * w
print(out)
out.sum().backward()
