import torch
from torch import nn

class BaseModel(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.name = name

class ResNetLike(BaseModel):
    def __init__(self, width=4):
        self.width = width
        self.stem = nn.Linear(3, width) # raises: cannot assign module before Module  # expect: module-init
        super().__init__("resnet")
    def forward(self, x):
        return self.stem(x)

ResNetLike()(torch.randn(2, 3)).sum().backward()
