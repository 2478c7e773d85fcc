import torch
from torch import nn


class Recorder:
    def __init__(self, model):
        self.activations, self.gradients = {}, {}
        for name, module in model.named_modules():
            if isinstance(module, nn.Conv1d):
                module.register_forward_hook(self.save(name))

    def save(self, name):
        def hook(module, inputs, output):
            self.activations[name] = output
            output.register_hook(lambda g: self.gradients.__setitem__(name, g))
        return hook


torch.manual_seed(0)
model = nn.Sequential(nn.Conv1d(1, 2, 2), nn.ReLU(), nn.Conv1d(2, 1, 2), nn.AdaptiveAvgPool1d(1), nn.Flatten())
cam = Recorder(model)
out = model(torch.arange(6.0).view(1, 1, 6))
model.zero_grad()
out[0, 0].backward()
for name in cam.activations:
    weights = cam.gradients[name].mean(dim=2, keepdim=True)
    heat = torch.relu((weights * cam.activations[name]).sum(1))
    print(name, heat.shape, heat.detach())
print(cam.gradients["2"])
