def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError(f"cannot parse {text!r}") from error


def total(items):
    result = 0
    for item in items:
        result += parse(item)
    return result


print(total(["1", "2"]))
print(total(["3", "x"]))
