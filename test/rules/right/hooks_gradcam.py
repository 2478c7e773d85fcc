import torch
from torch import nn

class GradCam:
    def __init__(self, model, layer):
        self.model, self.acts, self.grads = model, None, None
        self.handles = [layer.register_forward_hook(self._fwd), layer.register_full_backward_hook(self._bwd)]
    def _fwd(self, module, inp, out):
        self.acts = out.detach()
    def _bwd(self, module, gin, gout):
        self.grads = gout[0].detach()
    def __call__(self, x, idx=None):
        self.model.eval()
        logits = self.model(x)
        idx = logits.argmax(1) if idx is None else idx
        self.model.zero_grad()
        logits.gather(1, idx.view(-1, 1)).sum().backward()
        w = self.grads.mean((2, 3), keepdim=True)
        cam = torch.relu((w * self.acts).sum(1))
        cam -= cam.amin((1, 2), keepdim=True)
        cam /= cam.amax((1, 2), keepdim=True) + 1e-8
        return cam.cpu().numpy()
    def close(self):
        for h in self.handles:
            h.remove()

cnn = nn.Sequential(nn.Conv2d(3, 6, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 4))
cam = GradCam(cnn, cnn[0])
print(cam(torch.randn(2, 3, 8, 8)).shape)
cam.close()
