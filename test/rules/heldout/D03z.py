"""Learned Kalman-like filter: the covariance is carried, and somebody quieted the error with retain_graph."""
import torch
from torch import nn


class Filter(nn.Module):
    def __init__(self, n: int = 3):
        super().__init__()
        self.predict = nn.Linear(n, n)
        self.gain = nn.Linear(2 * n, n)

    def forward(self, state, measurement):
        prior = torch.tanh(self.predict(state))
        return prior + torch.sigmoid(self.gain(torch.cat([prior, measurement], dim=-1))) * (measurement - prior)


def fit(track, epochs=1):
    net = Filter()
    opt = torch.optim.RMSprop(net.parameters(), lr=1e-3)
    for epoch in range(epochs):
        state = torch.zeros(1, 3)
        for measurement in track:
            state = net(state, measurement)  # expect: inplace-saved
            loss = (state - measurement).square().mean()
            opt.zero_grad()
            loss.backward(retain_graph=True)  # raises: modified by an inplace operation
            opt.step()
    return net


if __name__ == "__main__":
    fit(torch.randn(5, 1, 3))
