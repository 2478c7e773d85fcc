"""torch.utils.tensorboard: a writer that writes nothing."""


class SummaryWriter:
    def __init__(self, log_dir=None, *args, **kwargs):
        self.log_dir = log_dir

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def __getattr__(self, name):
        if name.startswith("add_") or name in ("flush", "close"):
            return lambda *args, **kwargs: None
        raise AttributeError(f"'SummaryWriter' object has no attribute '{name}'")

    def get_logdir(self):
        return self.log_dir
