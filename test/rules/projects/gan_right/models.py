from torch import nn


def generator(z, d):
    return nn.Sequential(nn.Linear(z, 8), nn.ReLU(), nn.Linear(8, d))


def discriminator(d):
    return nn.Sequential(nn.Linear(d, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
