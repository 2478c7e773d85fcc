import torch

torch.manual_seed(0)
raw = torch.nn.Parameter(torch.rand(2))
high, low = torch.tensor([2, 4, 2]), torch.tensor([1, 2, 0])


def features(cut):
    scaled = torch.zeros(3)
    scaled[0], scaled[1] = raw[0], raw[1]
    full = scaled * (high - low) + low
    quotient = full[0] / full[1]
    if cut:
        full[2] = quotient.detach()
    else:
        full = torch.stack([full[0], full[1], quotient])
    return (full - low) / (high - low)


for cut in (True, False):
    raw.grad = None
    out = features(cut)
    print(out)
    out.sum().backward()
    print("cut" if cut else "whole", raw.grad)
