import torch
from torch import nn


class Peer(nn.Module):
    def __init__(self, d_in, n_cls):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d_in, 16), nn.SiLU(), nn.Linear(16, n_cls))

    def forward(self, x):
        return self.net(x)


def kl(p, q):
    return nn.functional.kl_div(p.log_softmax(-1), q.softmax(-1), reduction="batchmean")


class Pair:
    """Deep mutual learning of two peers."""

    def __init__(self, d_in=5, n_cls=3):
        self.peers = [Peer(d_in, n_cls), Peer(d_in, n_cls)]
        self.opts = [torch.optim.SGD(p.parameters(), 0.1, momentum=0.9) for p in self.peers]

    def losses(self, x, y):
        out = [p(x) for p in self.peers]
        ce = [nn.functional.cross_entropy(o, y) for o in out]
        return [ce[0] + kl(out[0], out[1]), ce[1] + kl(out[1], out[0])]

    def update(self, x, y):
        for loss, opt in zip(self.losses(x, y), self.opts):
            opt.zero_grad()
        first, second = self.losses(x, y)
        first.backward()
        second.backward()  # raises: Trying to backward through the graph a second time  # expect: graph-freed
        for opt in self.opts:
            opt.step()


if __name__ == "__main__":
    Pair().update(torch.randn(4, 5), torch.randint(0, 3, (4,)))
