import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.ConvTranspose2d(3, 2, 2, 1, 0), nn.BatchNorm2d(2), nn.ReLU())

    def forward(self, z):
        return self.main(z)

    def adjust(self, factor):
        with torch.no_grad():
            for param in self.main.parameters():
                if param.dim() > 1:
                    param.data *= factor


torch.manual_seed(0)
gen = Generator()
print(gen)
before = gen.main[0].weight.clone()
gen.adjust(0.5)
print(torch.allclose(before * 0.5, gen.main[0].weight), gen.main[0].weight._version)
print([tuple(p.shape) for p in gen.parameters()])
out = gen(torch.ones(2, 3, 1, 1))
print(out.shape, out.grad_fn)
out.mean().backward()
print(gen.main[0].bias)
gen.main[0].weight *= 2
