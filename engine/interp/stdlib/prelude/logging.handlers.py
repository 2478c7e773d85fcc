"""Handlers that write somewhere nobody reads here."""
__import__("_rest").unknown()
from logging import FileHandler, Handler


class RotatingFileHandler(FileHandler):
    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        FileHandler.__init__(self, filename, mode)


class TimedRotatingFileHandler(FileHandler):
    def __init__(self, filename, when="h", interval=1, backupCount=0, *args, **kwargs):
        FileHandler.__init__(self, filename)


class MemoryHandler(Handler):
    def __init__(self, capacity, *args, **kwargs):
        Handler.__init__(self)

    def emit(self, record):
        pass


class QueueHandler(Handler):
    def __init__(self, queue):
        Handler.__init__(self)
        self.queue = queue

    def emit(self, record):
        self.queue.put_nowait(record)
