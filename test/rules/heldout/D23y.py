import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 3))
net.eval()


def saliency(image, label=None):
    """Vanilla gradients, as in Simonyan et al."""
    image = image.clone().requires_grad_(True)
    batch = image.unsqueeze(0) if image.dim() == 3 else image
    batch = (batch - batch.mean()) / batch.std()
    score = net(batch)
    label = score.argmax() if label is None else label
    score[0, label].backward()
    return batch.grad.abs().amax(1)  # raises: 'NoneType' object has no attribute 'abs'  # expect: grad-nonleaf


print(saliency(torch.rand(1, 8, 8)).shape)
