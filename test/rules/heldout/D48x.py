import torch
from torch import nn

class Distiller:
    def __init__(self, teacher, student):
        self.teacher, self.student = teacher, student
        self.mix = nn.Parameter(torch.tensor(0.5))
        self.opt = torch.optim.Adam([*student.parameters(), self.mix])
    @torch.inference_mode()
    def soft(self, x):
        return self.teacher(x).softmax(-1)
    def step(self, x, y):
        t = self.soft(x)
        loss = nn.functional.cross_entropy(self.student(x), y) + (self.mix * t).sum() # raises: Inference tensors cannot be saved for backward  # expect: graph-inference
        self.opt.zero_grad(); loss.backward(); self.opt.step()

Distiller(nn.Linear(3, 2), nn.Linear(3, 2)).step(torch.randn(4, 3), torch.tensor([0, 1, 1, 0]))
