"""Mocks: what one answers is not known."""
__import__("_rest").unknown()


class NonCallableMock:
    def __new__(cls, *args, **kwargs):
        return __import__("_rest").unknown_value("what a mock answers is not modelled")


class Mock(NonCallableMock):
    pass


class MagicMock(Mock):
    pass


class AsyncMock(Mock):
    pass
