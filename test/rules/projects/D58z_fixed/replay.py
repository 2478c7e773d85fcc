import random
from collections import deque, namedtuple

import torch

Transition = namedtuple("Transition", "obs action reward after done")


class Replay:
    def __init__(self, size):
        self.items = deque(maxlen=size)

    def push(self, *parts):
        self.items.append(Transition(*parts))

    def sample(self, n):
        return Transition(*map(torch.stack, zip(*random.sample(list(self.items), n))))
