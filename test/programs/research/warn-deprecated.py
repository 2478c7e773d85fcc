"""User warnings and deprecations that PyTorch and programs give: broadcast losses, schedulers, scalars, non-leaf grads, filters."""
import functools
import warnings

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def deprecated(replacement):
    def decorate(fn):
        @functools.wraps(fn)
        def inner(*args, **kwargs):
            warnings.warn(f"{fn.__name__} is deprecated, use {replacement}", DeprecationWarning, stacklevel=2)
            return fn(*args, **kwargs)
        return inner
    return decorate


class Legacy(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4, num_layers=1, dropout=0.2)
        self.act = nn.Softmax()

    @deprecated("forward")
    def predict(self, x):
        return self(x)

    def forward(self, x):
        out, _ = self.rnn(x)
        return self.act(out[-1])


class SlowPathWarning(UserWarning):
    pass


torch.manual_seed(0)
net = Legacy()
x = torch.randn(5, 2, 3)
for _ in range(2):
    y = net.predict(x)
print(y.shape, F.softmax(torch.ones(2, 2)).sum().item())
loss = F.mse_loss(torch.ones(3, 1), torch.ones(3))
print(loss)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
sched = torch.optim.lr_scheduler.StepLR(opt, step_size=1)
sched.step()
opt.step()
sched.step(3)
h = y * 2
h.sum().backward()
print(h.grad)
print(nn.functional.tanh(torch.zeros(1)), torch.ones(2, 3, 4).T.shape)
print(np.float32(torch.ones(1, requires_grad=True).detach()))
t = torch.tensor(torch.ones(2))
print(nn.MSELoss(size_average=False)(torch.ones(2), torch.zeros(2)))
print(torch.meshgrid(torch.arange(2), torch.arange(2))[0].shape)
nn.utils.clip_grad_norm(net.parameters(), 1.0)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.warn("silent", SlowPathWarning)
with warnings.catch_warnings():
    warnings.filterwarnings("error", category=SlowPathWarning)
    try:
        warnings.warn("loud", SlowPathWarning)
    except SlowPathWarning as e:
        print("raised", e)
warnings.warn("slow path taken", SlowPathWarning)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    net.predict(x)
    F.l1_loss(torch.ones(2), torch.ones(2, 2))
print([(w.category.__name__, str(w.message)[:30]) for w in seen])
nn.init.xavier_uniform(torch.empty(2, 2))
