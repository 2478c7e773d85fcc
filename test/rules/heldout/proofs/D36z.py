assert (getattr(trainer.meter.total, "grad_fn", None) is not None) == BUG
