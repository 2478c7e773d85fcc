import torch
noise = torch.rand(1, 3)
noise.requires_grad_()
noise = noise.to(torch.float64)
torch.optim.SGD([{"params": noise}], lr=1.0)  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
