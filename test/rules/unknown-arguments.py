"""Training functions whose model, data and optimizer come from elsewhere: torch's functions still give tensors, and what they do shows."""
import given
import torch
import torch.nn.functional as F
from torch import nn


def item_bad(model=given.model, loader=given.loader, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y).item()  # expect: grad-number makes the loss a Python number
        loss.backward()  # raises: 'float' object has no attribute 'backward'
        optimizer.step()


def item_fixed(model=given.model, loader=given.loader, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()


def item_for_the_log_ok(model=given.model, loader=given.loader, optimizer=given.optimizer):
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total


# Whose `item` it is, is not known.
def item_of_criterion_bad(model=given.model, loader=given.loader, criterion=given.criterion, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss = loss.item()  # expect: grad-number makes the loss a Python number
        loss.backward()  # raises: 'float' object has no attribute 'backward'
        optimizer.step()


def known_criterion_bad(model=given.model, loader=given.loader, optimizer=given.optimizer):
    criterion = nn.CrossEntropyLoss()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss = loss.item()  # expect: grad-number makes the loss a Python number
        loss.backward()  # raises: 'float' object has no attribute 'backward'
        optimizer.step()


def no_grad_bad(model=given.model, loader=given.loader, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        with torch.no_grad():
            out = model(x)
            loss = F.cross_entropy(out, y)  # expect: grad-no-graph computed while gradients are off
        loss.backward()  # raises: does not require grad
        optimizer.step()


def no_grad_fixed(model=given.model, loader=given.loader, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = F.cross_entropy(out, y)
        loss.backward()
        optimizer.step()


def no_grad_for_accuracy_ok(model=given.model, loader=given.loader, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        out = model(x)
        loss = F.cross_entropy(out, y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            print((out.argmax(1) == y).float().mean().item())


def features_ok(model=given.model, teacher=given.teacher, loader=given.loader, optimizer=given.optimizer):
    with torch.no_grad():
        features = torch.cat([F.normalize(teacher(x), dim=1) for x, _ in loader])
        inputs = torch.cat([x for x, _ in loader])
    for _ in range(3):
        loss = F.mse_loss(model(inputs), features)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def features_bad(model=given.model, teacher=given.teacher, loader=given.loader, optimizer=given.optimizer):
    with torch.no_grad():
        features = torch.stack([F.normalize(teacher(x), dim=1) for x, _ in loader])  # expect: grad-no-graph computed while gradients are off
        scores = F.log_softmax(features, dim=1)
    for _ in range(3):
        loss = -scores.mean()
        optimizer.zero_grad()
        loss.backward()  # raises: does not require grad
        optimizer.step()


def rebuilt_bad(model=given.model, env=given.environment, optimizer=given.optimizer):
    log_probs = []
    rewards = []
    state = env.reset()
    while True:
        probs = F.softmax(model(state), dim=-1)
        draw = torch.distributions.Categorical(probs)
        action = draw.sample()
        log_probs.append(draw.log_prob(action))
        state, reward, done, _ = env.step(action.item())
        rewards.append(reward)
        if done:
            break
    loss = -(torch.tensor(log_probs) * torch.tensor(rewards)).sum()  # expect: grad-no-graph keeps numbers only
    optimizer.zero_grad()
    loss.backward()  # raises: does not require grad
    optimizer.step()


def rebuilt_fixed(model=given.model, env=given.environment, optimizer=given.optimizer):
    log_probs = []
    rewards = []
    state = env.reset()
    while True:
        probs = F.softmax(model(state), dim=-1)
        draw = torch.distributions.Categorical(probs)
        action = draw.sample()
        log_probs.append(draw.log_prob(action))
        state, reward, done, _ = env.step(action.item())
        rewards.append(reward)
        if done:
            break
    loss = -(torch.stack(log_probs) * torch.tensor(rewards)).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def order_bad(model=given.model, loader=given.loader, criterion=given.criterion, optimizer=given.optimizer):
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.zero_grad()  # expect: optimizer-order clears the gradients
        optimizer.step()


def order_fixed(model=given.model, loader=given.loader, criterion=given.criterion, optimizer=given.optimizer):
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def accuracy_as_loss_bad(model=given.model, loader=given.loader, optimizer=given.optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        wrong = torch.ne(F.softmax(model(x), dim=1).argmax(dim=1), y)  # expect: grad-no-graph gives indices or truth values
        loss = wrong.float().mean()
        loss.backward()  # raises: does not require grad
        optimizer.step()


def total_bad(model=given.model, loader=given.loader, optimizer=given.optimizer):
    total = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss  # expect: graph-leak keeps the graph of `loss`
    return total


def total_fixed(model=given.model, loader=given.loader, optimizer=given.optimizer):
    total = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total


def truncated_ok(recurrent=given.recurrent, loader=given.loader, optimizer=given.optimizer):
    hidden = None
    for x, y in loader:
        optimizer.zero_grad()
        if hidden is not None:
            hidden = hidden.detach()
        out, hidden = recurrent(x, hidden)
        loss = F.cross_entropy(out.reshape(-1, out.size(-1)), y.view(-1))
        loss.backward()
        optimizer.step()


def adversarial_ok(G=given.generator, D=given.discriminator, loader=given.loader, opt_g=given.generator_optimizer, opt_d=given.discriminator_optimizer):
    for real, _ in loader:
        fake = G(torch.randn(real.size(0), 5))
        ones, zeros = torch.ones(real.size(0), 1), torch.zeros(real.size(0), 1)
        d_loss = F.binary_cross_entropy_with_logits(D(real), ones) + F.binary_cross_entropy_with_logits(D(fake.detach()), zeros)
        opt_d.zero_grad()
        d_loss.backward()
        opt_d.step()
        g_loss = F.binary_cross_entropy_with_logits(D(fake), ones)
        opt_g.zero_grad()
        g_loss.backward()
        opt_g.step()


def distilled_ok(student=given.model, teacher=given.teacher, loader=given.loader, optimizer=given.optimizer, T=4.0):
    for x, y in loader:
        with torch.no_grad():
            soft = F.softmax(teacher(x) / T, dim=1)
        loss = F.kl_div(F.log_softmax(student(x) / T, dim=1), soft, reduction="batchmean") * T * T
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def attacked_ok(model=given.model, loader=given.loader, eps=0.1):
    for x, y in loader:
        x = x.clone().requires_grad_(True)
        g = torch.autograd.grad(F.cross_entropy(model(x), y), x)[0]
        with torch.no_grad():
            moved = torch.clamp(x + eps * torch.sign(g), 0, 1)
        assert not moved.requires_grad


# What comes back may be the very tensor that went in.
def same_tensor_ok(model=given.model, device=given.device):
    for p in model.parameters():
        with torch.no_grad():
            q = torch.as_tensor(p, device=device)
            r = F.dropout(p, 0.5, training=False)
        assert q.requires_grad
        q.sum().backward()
        r.sum().backward()
