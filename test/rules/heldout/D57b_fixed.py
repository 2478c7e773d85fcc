import torch

@torch.compile(backend="eager")
def normalise_weights(w, x):
    p = torch.exp(w)
    p = p / p.sum()
    return (p * x).sum()

w = torch.randn(4, requires_grad=True)
normalise_weights(w, torch.rand(4)).backward()
