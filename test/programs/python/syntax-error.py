import torch

x = torch.ones(2)
print(x)
if x.sum() > 1
    print("more")
