import torch


def actor_loss(actor, critic, obs):
    policy = actor(obs)
    action = torch.tanh(policy.sample())  # expect: optimizer-no-gradient
    return -critic(obs, action).mean()
