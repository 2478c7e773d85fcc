import torch

torch.manual_seed(0)


class Ratio(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = torch.nn.Parameter(torch.rand(2), requires_grad=True)
        self.head = torch.nn.Sequential(torch.nn.Linear(3, 1))
        self.head.train(False)
        self.high = torch.tensor([2, 4, 2])
        self.low = torch.tensor([1, 2, 0])

    @property
    def features(self):
        scaled = torch.zeros([3])
        scaled[0] = self.raw[0]
        scaled[1] = self.raw[1]
        full = scaled * (self.high - self.low) + self.low
        full[2] = full[0] / full[1]
        return (full - self.low) / (self.high - self.low)

    @property
    def eta(self):
        return self.head(self.features)


model = Ratio()
print("raw:", model.raw)
print("features:", model.features)
print("eta:", model.eta)
model.features.sum().backward()
print(model.raw.grad)
