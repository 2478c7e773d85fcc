"""torch.distributed: one process, never initialised; what else there is stays unknown."""

__import__("_rest").unknown()


def is_available():
    return True


def is_initialized():
    return False


def is_torchelastic_launched():
    return False


def is_nccl_available():
    return False


def is_gloo_available():
    return True


def is_mpi_available():
    return False
