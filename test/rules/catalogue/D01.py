"""D01: an optimizer steps between the forward and the backward of a loss that needs the old weights."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def nets():
    G = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
    D = nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
    return G, D, torch.optim.Adam(G.parameters(), lr=1e-3), torch.optim.Adam(D.parameters(), lr=1e-3)


def one_forward_bad():
    G, D, opt_g, opt_d = nets()
    for real in [torch.randn(4, 3) for _ in range(3)]:
        fake = G(torch.randn(4, 2))
        pred_fake = D(fake)
        d_loss = pred_fake.mean() - D(real).mean()
        g_loss = -pred_fake.mean()
        opt_d.zero_grad()
        d_loss.backward(retain_graph=True)
        opt_d.step()  # expect: inplace-saved
        opt_g.zero_grad()
        g_loss.backward()  # raises: modified by an inplace operation
        opt_g.step()


def one_forward_fixed_ok():
    G, D, opt_g, opt_d = nets()
    for real in [torch.randn(4, 3) for _ in range(3)]:
        fake = G(torch.randn(4, 2))
        d_loss = D(fake.detach()).mean() - D(real).mean()
        opt_d.zero_grad()
        d_loss.backward()
        opt_d.step()
        g_loss = -D(fake).mean()
        opt_g.zero_grad()
        g_loss.backward()
        opt_g.step()


class GanTrainer:
    def __init__(self):
        self.netG, self.netD, self.optimizer_G, self.optimizer_D = nets()
        self.bce = nn.BCEWithLogitsLoss()

    def forward(self, z, real):
        self.real = real
        self.fake = self.netG(z)
        self.pred_fake = self.netD(self.fake)
        self.pred_real = self.netD(self.real)

    def backward_D(self):
        self.loss_D = self.bce(self.pred_fake, torch.zeros_like(self.pred_fake)) + self.bce(self.pred_real, torch.ones_like(self.pred_real))
        self.loss_D.backward(retain_graph=True)

    def backward_G(self):
        self.loss_G = self.bce(self.pred_fake, torch.ones_like(self.pred_fake))
        self.loss_G.backward()  # raises: modified by an inplace operation

    def optimize(self, z, real):
        self.forward(z, real)
        self.optimizer_D.zero_grad()
        self.backward_D()
        self.optimizer_D.step()  # expect: inplace-saved
        self.optimizer_G.zero_grad()
        self.backward_G()
        self.optimizer_G.step()


def trainer_bad():
    trainer = GanTrainer()
    for _ in range(2):
        trainer.optimize(torch.randn(4, 2), torch.randn(4, 3))


def actor_critic_bad():
    encoder, actor, critic = nn.Linear(4, 8), nn.Linear(8, 2), nn.Linear(8, 1)
    actor_opt = torch.optim.SGD([*encoder.parameters(), *actor.parameters()], lr=0.01)
    critic_opt = torch.optim.SGD([*encoder.parameters(), *critic.parameters()], lr=0.01)
    state = torch.randn(6, 4)
    hidden = torch.tanh(encoder(state))
    logp = F.log_softmax(actor(hidden), dim=-1)[:, 0]
    value = critic(hidden).squeeze(-1)
    advantage = torch.randn(6) - value
    critic_loss = advantage.pow(2).mean()
    actor_loss = -(logp * advantage).mean()
    critic_opt.zero_grad()
    critic_loss.backward(retain_graph=True)
    critic_opt.step()  # expect: inplace-saved
    actor_opt.zero_grad()
    actor_loss.backward()  # raises: modified by an inplace operation
    actor_opt.step()


def both_backwards_first_ok():
    G, D, opt_g, opt_d = nets()
    for _ in range(2):
        pred = D(G(torch.randn(4, 2)))
        d_loss, g_loss = pred.mean(), -pred.mean()
        opt_g.zero_grad()
        g_loss.backward(retain_graph=True, inputs=list(G.parameters()))
        opt_d.zero_grad()
        d_loss.backward(inputs=list(D.parameters()))
        opt_d.step()
        opt_g.step()


def generator_first_ok():
    G, D, opt_g, opt_d = nets()
    for _ in range(2):
        fake = G(torch.randn(4, 2))
        g_loss = -D(fake).mean()
        opt_g.zero_grad()
        g_loss.backward()
        opt_g.step()
        opt_d.zero_grad()
        (D(fake.detach()).mean() - D(torch.randn(4, 3)).mean()).backward()
        opt_d.step()
