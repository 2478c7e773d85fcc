import torch
import torch.nn.functional as F

class StyleTransfer:
    def __init__(self, content, lr=0.1):
        self.content = content
        self.canvas = (torch.rand_like(content) * 0.5 + 0.25).requires_grad_()
        self.optim = torch.optim.Adam([self.canvas], lr=lr)
    def run(self, n):
        for _ in range(n):
            self.optim.zero_grad()
            F.mse_loss(self.canvas, self.content).backward()
            self.optim.step()

StyleTransfer(torch.rand(1, 3, 4, 4)).run(2)
