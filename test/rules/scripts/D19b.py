import torch, torch.nn as nn
net = nn.Linear(4, 3)
img = torch.rand(1, 4, requires_grad=True)
for i in range(3):
    nn.functional.cross_entropy(net(img), torch.tensor([1])).backward()
    img = (img + 0.01 * img.grad.sign()).clamp(0, 1)  # expect: grad-rebound  # raises: 'NoneType' object has no attribute 'sign'
