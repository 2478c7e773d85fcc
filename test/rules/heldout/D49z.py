"""Replay of a hidden state buffer: slots are looked up without gradients, then updated with them."""
import torch
from torch import nn


class SlotMemory(nn.Module):
    def __init__(self, slots=4, dim=5):
        super().__init__()
        self.write = nn.Linear(dim, dim)
        self.slots, self.dim = slots, dim

    def blank(self):
        return torch.zeros(self.slots, self.dim)

    @torch.no_grad()
    def select(self, memory, index):
        return memory[index : index + 1]

    def forward(self, memory, index, x):
        slot = self.select(memory, index)
        slot += self.write(x)  # raises: A view was created in no_grad mode and is being modified inplace  # expect: inplace-view
        return memory.sum()


layer = SlotMemory()
layer(layer.blank(), 2, torch.randn(1, 5)).backward()
