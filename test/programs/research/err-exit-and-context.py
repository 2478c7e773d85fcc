"""Ends in an error raised while another one is handled, out of a context manager's exit, inside a decorated method."""
import functools
import torch


class Timer:
    def __init__(self, name, log):
        self.name, self.log = name, log

    def __enter__(self):
        self.log.append(f"enter {self.name}")
        return self

    def __exit__(self, kind, value, tb):
        self.log.append(f"exit {self.name} {kind.__name__ if kind else None}")
        if isinstance(value, ZeroDivisionError):
            return True
        if kind is ValueError:
            raise LookupError(f"lost {self.name}")
        return False


def retry(times):
    def decorate(fn):
        @functools.wraps(fn)
        def wrapper(self, *args, **kwargs):
            for attempt in range(times):
                try:
                    return fn(self, *args, attempt=attempt, **kwargs)
                except (RuntimeError, OSError) as e:
                    self.log.append(f"{fn.__name__} attempt {attempt}: {type(e).__name__}")
            return None
        return wrapper
    return decorate


class Job:
    def __init__(self):
        self.log = []

    @retry(3)
    def run(self, x, *, attempt):
        with Timer("outer", self.log), Timer(f"inner{attempt}", self.log):
            if attempt == 0:
                x.view(7)
            if attempt == 1:
                1 / 0
            raise ValueError("late")
        return x.sum().item()


job = Job()
x = torch.ones(6)
print(job.run(x))
print(*job.log, sep="\n")
job.log.clear()
broken = Job.run.__wrapped__
try:
    broken(job, x, attempt=5)
finally:
    print(job.log)
