import torch
torch.set_printoptions(precision=2, sci_mode=False); print(torch.tensor([1e-5, 123456.789]), torch.tensor([0.5, 100.]), torch.tensor([1e10, 1.]), torch.tensor([1e-10]), torch.tensor([1.,2.]), torch.tensor(3.14159), torch.tensor([1., float("nan"), 1e6]))
torch.set_printoptions(sci_mode=False); print(torch.tensor([1e-5, 123456.789]), torch.tensor([0.5, 100.]), torch.tensor([1e10, 1.]), torch.tensor([1e-10]), torch.tensor([1.,2.]), torch.tensor([123456.]), torch.tensor([1e8, 1e-8]))
torch.set_printoptions(sci_mode=True); print(torch.tensor([1., 2.5]), torch.tensor([1, 2]), torch.tensor(1.5), torch.tensor([100.]))
torch.set_printoptions(sci_mode=None, precision=8); print(torch.tensor([0.1, 1/3])); torch.set_printoptions(precision=0); print(torch.tensor([0.1, 1.7, 100.5]))
