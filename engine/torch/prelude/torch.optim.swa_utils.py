"""Weight averaging: the averaged model, its schedule, and batch statistics for it."""
import math
from copy import deepcopy
from itertools import chain

import torch
from torch.nn import Module
from torch.optim.lr_scheduler import LRScheduler, _per_group


def _check_decay(decay):
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")


def get_ema_avg_fn(decay=0.999):
    _check_decay(decay)

    @torch.no_grad()
    def ema_update(ema_param, current_param, num_averaged):
        return decay * ema_param + (1 - decay) * current_param

    return ema_update


def get_swa_avg_fn():
    @torch.no_grad()
    def swa_update(averaged_param, current_param, num_averaged):
        return averaged_param + (current_param - averaged_param) / (num_averaged + 1)

    return swa_update


def get_ema_multi_avg_fn(decay=0.999):
    _check_decay(decay)

    @torch.no_grad()
    def ema_update(ema_params, current_params, num_averaged):
        for averaged, now in zip(ema_params, current_params):
            if averaged.is_floating_point():
                averaged.lerp_(now, 1 - decay)
            else:
                averaged.copy_(averaged * decay + now * (1 - decay))

    return ema_update


def get_swa_multi_avg_fn():
    @torch.no_grad()
    def swa_update(averaged_params, current_params, num_averaged):
        for averaged, now in zip(averaged_params, current_params):
            if averaged.is_floating_point():
                averaged.lerp_(now, float(1 / (num_averaged + 1)))
            else:
                averaged.add_(now - averaged, alpha=1.0 / (num_averaged + 1))

    return swa_update


class AveragedModel(Module):
    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module = deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer("n_averaged", torch.tensor(0, dtype=torch.long))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def update_parameters(self, model):
        if self.use_buffers:
            pairs = list(zip(chain(self.module.parameters(), self.module.buffers()), chain(model.parameters(), model.buffers())))
        else:
            pairs = list(zip(self.parameters(), model.parameters()))
        pairs = [(averaged.detach(), now.detach()) for averaged, now in pairs]
        if self.n_averaged == 0:
            for averaged, now in pairs:
                averaged.copy_(now)
        elif self.multi_avg_fn is not None:
            self.multi_avg_fn([a for a, _ in pairs], [n for _, n in pairs], self.n_averaged)
        else:
            combine = self.avg_fn or get_swa_avg_fn()
            for averaged, now in pairs:
                averaged.copy_(combine(averaged, now, self.n_averaged))
        if not self.use_buffers:
            for averaged, now in zip(self.module.buffers(), model.buffers()):
                averaged.detach().copy_(now.detach())
        self.n_averaged += 1


@torch.no_grad()
def update_bn(loader, model, device=None):
    norms = [m for m in model.modules() if isinstance(m, (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d, torch.nn.BatchNorm3d, torch.nn.SyncBatchNorm))]
    if not norms:
        return
    before = [m.momentum for m in norms]
    training = model.training
    for m in norms:
        m.reset_running_stats()
    model.train()
    for m in norms:
        m.momentum = None
    for batch in loader:
        if isinstance(batch, (list, tuple)):
            batch = batch[0]
        model(batch if device is None else batch.to(device))
    for m, momentum in zip(norms, before):
        m.momentum = momentum
    model.train(training)


class SWALR(LRScheduler):
    def __init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy="cos", last_epoch=-1):
        for lr, group in zip(_per_group("swa_lr", optimizer, swa_lr), optimizer.param_groups):
            group["swa_lr"] = lr
        if anneal_strategy not in ["cos", "linear"]:
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        self._anneal_strategy = anneal_strategy
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(f"anneal_epochs must be equal or greater than 0, got {anneal_epochs}")
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def anneal_func(self, t):
        return (1 - math.cos(math.pi * t)) / 2 if self._anneal_strategy == "cos" else t

    def get_lr(self):
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before = self.anneal_func(max(0, min(1, (step - 1) / max(1, self.anneal_epochs))))
        now = self.anneal_func(max(0, min(1, step / max(1, self.anneal_epochs))))
        rates = []
        for group in self.optimizer.param_groups:
            target = group["swa_lr"]
            start = target if before == 1 else (group["lr"] - before * target) / (1 - before)
            rates.append(target * now + start * (1 - now))
        return rates
