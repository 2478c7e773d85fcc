"""D17: (N, 1) against (N,) in a loss."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def regression_bad():
    torch.manual_seed(0)
    X, y = torch.randn(16, 3), torch.randn(16)
    net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1))
    opt = torch.optim.Adam(net.parameters())
    for epoch in range(2):
        pred = net(X)
        loss = F.mse_loss(pred, y)  # expect: shape-loss
        opt.zero_grad()
        loss.backward()
        opt.step()


def regression_ok():
    X, y = torch.randn(16, 3), torch.randn(16)
    net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1))
    opt = torch.optim.Adam(net.parameters())
    for epoch in range(2):
        pred = net(X).squeeze(-1)
        loss = F.mse_loss(pred, y)
        opt.zero_grad()
        loss.backward()
        opt.step()


def by_hand_bad():
    fc = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    pred = fc(x)
    loss = ((pred - y) ** 2).mean()  # expect: shape-loss
    loss.backward()


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 1)
        self.loss = nn.SmoothL1Loss()

    def forward(self, s):
        return self.fc(s)

    def update(self, s, returns):
        return self.loss(self(s), returns)  # expect: shape-loss


def critic_bad():
    critic = Critic()
    opt = torch.optim.Adam(critic.parameters())
    for _ in range(2):
        opt.zero_grad()
        critic.update(torch.randn(6, 4), torch.randn(6)).backward()
        opt.step()


def advantage_bad():
    actor, critic = nn.Linear(4, 2), nn.Linear(4, 1)
    s, R = torch.randn(6, 4), torch.randn(6)
    logp = F.log_softmax(actor(s), -1)[:, 0]
    advantage = R.unsqueeze(1) - critic(s).detach()
    policy_loss = -(logp * advantage).mean()  # expect: shape-loss
    policy_loss.backward()


def dataset_bad():
    data = torch.utils.data.TensorDataset(torch.randn(8, 3), torch.randn(8))
    loader = torch.utils.data.DataLoader(data, batch_size=4)
    net, crit = nn.Linear(3, 1), nn.MSELoss()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for xb, yb in loader:
        loss = crit(net(xb), yb)  # expect: shape-loss
        opt.zero_grad()
        loss.backward()
        opt.step()


def pairwise_ok():
    enc = nn.Linear(3, 2)
    z = enc(torch.randn(5, 3))
    d = (z[:, None] - z[None]).pow(2).sum(-1)
    n = z[:, 0]
    (d.mean() + (n.unsqueeze(1) - n.unsqueeze(0)).pow(2).mean()).backward()


def scalar_target_ok():
    net = nn.Linear(3, 1)
    loss = ((net(torch.randn(4, 3)) - 1.0) ** 2).mean() + (net(torch.randn(4, 3)) - torch.tensor(0.5)).abs().mean()
    loss.backward()
