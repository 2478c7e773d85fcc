import torch


def actor_loss(actor, critic, obs):
    policy = actor(obs)
    action = torch.tanh(policy.sample())  # BUG
    return -critic(obs, action).mean()
