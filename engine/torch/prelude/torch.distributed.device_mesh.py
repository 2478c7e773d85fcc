"""torch.distributed.device_mesh: the class programs ask about."""
__import__("_rest").unknown()


class DeviceMesh:
    pass
