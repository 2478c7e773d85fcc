from torch import nn


class QNet(nn.Module):
    def __init__(self, obs=4, actions=3):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(obs, 16), nn.ReLU(), nn.Linear(16, actions))

    def forward(self, obs):
        return self.net(obs)
