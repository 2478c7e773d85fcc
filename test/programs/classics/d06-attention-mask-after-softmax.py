import torch

torch.manual_seed(0)
q, k, v = (torch.randn(2, 3, requires_grad=True) for _ in range(3))
scores = q @ k.t() / 3 ** 0.5
mask = torch.tensor([[False, True], [False, False]])
scores.masked_fill_(mask, float("-inf"))
att = scores.softmax(-1)
print(att)
(att @ v).sum().backward()
print(q.grad)
att = (q @ k.t()).softmax(-1)
att[mask] = 0
(att @ v).sum().backward()
