"""torch._functorch: the inside of torch.func."""

__import__("_rest").unknown()
