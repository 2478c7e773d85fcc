# how to shift a template for every sample?
import torch

def jitter(template, offsets):
    B = offsets.shape[0]
    grid = template.unsqueeze(0).repeat(B, 1, 1)
    grid[..., 0] += offsets[:, :1]
    grid[..., 1] += offsets[:, 1:]
    return grid

pts = torch.stack(torch.meshgrid(torch.arange(3.), torch.arange(2.), indexing='ij'), -1).reshape(-1, 2)
print(jitter(pts, torch.randn(4, 2)))
