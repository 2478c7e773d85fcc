"""D48: tensors of inference mode reach training."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def features_bad():
    enc, head = nn.Linear(4, 3), nn.Linear(3, 1)
    with torch.inference_mode():
        h = enc(torch.randn(2, 4))
    head(h).sum().backward()  # expect: graph-inference  # raises: Inference tensors cannot be saved for


def features_ok():
    enc, head = nn.Linear(4, 3), nn.Linear(3, 1)
    with torch.no_grad():
        h = enc(torch.randn(2, 4))
    head(h).sum().backward()


class Rollout:
    def __init__(self):
        self.actor = nn.Linear(4, 2)
        self.opt = torch.optim.Adam(self.actor.parameters())

    @torch.inference_mode()
    def collect(self):
        s = torch.randn(5, 4)
        return s, F.log_softmax(self.actor(s), -1)

    def learn(self):
        s, old = self.collect()
        ratio = torch.exp(F.log_softmax(self.actor(s), -1) - old)  # expect: graph-inference  # raises: Inference tensors cannot be saved for
        self.opt.zero_grad()
        (-(ratio * torch.randn(5, 2)).mean()).backward()
        self.opt.step()


def rollout_bad():
    Rollout().learn()


def updated_bad():
    with torch.inference_mode():
        stats = torch.zeros(3)
    stats.add_(1)  # expect: graph-inference  # raises: Inplace update to inference tensor


def cloned_ok():
    enc, head = nn.Linear(4, 3), nn.Linear(3, 1)
    with torch.inference_mode():
        h = enc(torch.randn(2, 4))
        print(h.mean().item() < 10)
    head(h.clone()).sum().backward()


def printed_ok():
    net = nn.Linear(4, 3)
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 4)).mean().backward()
        opt.step()
        with torch.inference_mode():
            print(net(torch.randn(2, 4)).shape)
