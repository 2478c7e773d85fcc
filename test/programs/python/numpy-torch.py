import numpy as np
import torch

a = np.array([[1.0, 2.0], [3.0, 4.0]])
t = torch.from_numpy(a)
print(t, t.dtype, torch.tensor(a, dtype=torch.float32), torch.as_tensor([1, 2]).numpy(), t.float().numpy())
a[0, 0] = 10
print(t[0], torch.tensor(a)[0, 0].item(), t.numpy() is a, np.shares_memory(t.numpy(), a))
x = torch.tensor([1.0, 2.0], requires_grad=True)
for what in (lambda: x.numpy(), lambda: np.sum(x), lambda: np.array(x), lambda: np.array([1.0]) * x, lambda: x * np.array([1.0, 2.0]), lambda: np.mean(x.detach().numpy()), lambda: torch.from_numpy([1]),
             lambda: x.detach().numpy() + 1, lambda: np.float64(2.0) * x, lambda: torch.tensor(np.float32(1.5)), lambda: torch.tensor([np.float64(1), 2]), lambda: x.tolist(), lambda: torch.ones(2, dtype=torch.bfloat16).numpy()):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)
print(torch.Tensor(a).dtype, torch.from_numpy(np.arange(3)), torch.tensor(np.array([True])), torch.tensor(3).numpy(), torch.zeros(2).numpy().dtype)
print((x * 2).detach().cpu().numpy().mean(), x.data.numpy().max(), np.asarray(torch.arange(3)), torch.rand(2, 3).numpy().shape)
