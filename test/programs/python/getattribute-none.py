# An attribute whose value is None goes through overrides of __getattribute__ as any other.
class Named:
    alias = {"size": "width"}

    def __setattr__(self, key, value):
        super().__setattr__(super().__getattribute__("alias").get(key, key), value)

    def __getattribute__(self, key):
        if key != "alias":
            key = super().__getattribute__("alias").get(key, key)
        return super().__getattribute__(key)


class Config(Named):
    dtype = None


config = Config()
print(config.dtype)
config.size = 3
print(config.width, config.size, config.__dict__)
config.width = None
print(config.size)
try:
    config.height
except AttributeError as error:
    print(error)
