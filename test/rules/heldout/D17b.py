import torch
from torch import nn
import copy

class QNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 16)
        self.q = nn.Linear(16, 2)
    def forward(self, s):
        return self.q(torch.relu(self.fc(s)))

class DQN:
    def __init__(self):
        self.online = QNet()
        self.target = copy.deepcopy(self.online)
        self.opt = torch.optim.Adam(self.online.parameters())
    def learn(self, s, a, r, s2, done):
        q = self.online(s).gather(1, a.unsqueeze(1))
        with torch.no_grad():
            best = self.target(s2).max(1).values
            y = r + 0.99 * best * (1 - done)
        td = q - y  # expect: shape-loss
        loss = (td ** 2).mean()
        self.opt.zero_grad(); loss.backward(); self.opt.step()
        return td

agent = DQN()
td = agent.learn(torch.randn(6, 4), torch.randint(0, 2, (6,)), torch.rand(6), torch.randn(6, 4), torch.zeros(6))
