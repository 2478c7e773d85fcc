"""Collectives that backward goes through, as rank 0 sees them."""
import torch
import torch.distributed as dist

__import__("_rest").unknown()


class _AllGather(torch.autograd.Function):
    @staticmethod
    def forward(ctx, tensor):
        return tuple(tensor.clone() if i == dist.get_rank() else dist._from_others(tensor) for i in range(dist.get_world_size()))

    @staticmethod
    def backward(ctx, *grads):
        return grads[dist.get_rank()]


class _AllReduce(torch.autograd.Function):
    @staticmethod
    def forward(ctx, tensor):
        out = tensor.clone()
        dist._mixed_in_place(out)
        return out

    @staticmethod
    def backward(ctx, grad):
        out = grad.clone()
        dist._mixed_in_place(out)
        return out


def all_gather(tensor, group=None):
    return _AllGather.apply(tensor)


def all_reduce(tensor, op=None, group=None):
    return _AllReduce.apply(tensor)
