"""torch.utils.model_zoo: weights that nobody knows."""
__import__("_rest").unknown()
