import torch

image = torch.arange(12.0).view(3, 2, 2)
for channel, mean in zip(image, (1.0, 2.0, 3.0)):
    channel.sub_(mean)
print(image.flatten(), image._version)
h = image.clone().requires_grad_() * 1
print(torch.stack([row * 2 for row in h]).shape)
a, b = h.chunk(2)
print(a.shape, b.shape)
out = torch.cat([a + 1, b])
out.sum().backward()
for row in h:
    row.mul_(2)
