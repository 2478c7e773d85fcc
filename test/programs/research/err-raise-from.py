"""Ends in an exception of its own, raised from a RuntimeError of autograd, with notes and a context."""
import torch


class TrainingError(Exception):
    """Something went wrong while training."""

    def __init__(self, message, *, step, cause=None):
        super().__init__(message, step)
        self.step = step

    def __str__(self):
        return f"{self.args[0]} (step {self.step})"


class DivergedError(TrainingError):
    pass


def train(w, steps):
    for step in range(steps):
        loss = (w * 2).sum()
        try:
            loss.backward()
            if step == 1:
                loss.backward()
        except RuntimeError as e:
            print("caught:", str(e).split(".")[0])
            raise DivergedError("backward failed", step=step) from e
        finally:
            print("finally", step, w.grad.tolist())


w = torch.ones(2, requires_grad=True)
try:
    train(w, 3)
except TrainingError as e:
    cause = e.__cause__
    print(type(e).__mro__[1].__name__, repr(e), type(cause).__name__, e.__context__ is cause)
    if e.step != 0:
        e.add_note("seen outside")
        raise
