import torch

from features import extract


class Clips:
    def __init__(self, n):
        self.features = extract(torch.randn(n, 12))
        self.labels = torch.randint(0, 2, (n,))

    def batches(self, size):
        for start in range(0, len(self.labels), size):
            yield self.features[start : start + size], self.labels[start : start + size]
