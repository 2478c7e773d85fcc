import json
import re
import string

data = {"lr": 0.1, "layers": [1, 2], "name": "né", "flag": True, "none": None, "nested": {"a": 1.0}}
print(json.dumps(data), json.dumps(data, sort_keys=True), json.dumps([1, "x"], indent=2), json.loads('{"a": [1, 2.5, null, true]}'), json.dumps("a\"b"))
print(re.sub(r"\d+", "#", "a1b22"), re.findall(r"\w+", "hi there"), bool(re.match(r"layer(\d+)", "layer12")), re.match(r"layer(\d+)", "layer12").group(1), re.split(r"[,;]", "a,b;c"))
print(string.ascii_lowercase[:5], string.digits, "".join(c for c in "h-i!" if c not in string.punctuation))
m = re.search(r"(?P<key>\w+)=(?P<value>\d+)", "lr=10")
print(m.group("key"), m.groups(), m.groupdict(), m.start(), m.span())
try:
    json.loads("{bad}")
except json.JSONDecodeError as error:
    print(type(error).__name__, error)
try:
    json.dumps({1, 2})
except TypeError as error:
    print(error)
import time

start = time.time()
elapsed = time.perf_counter() - time.perf_counter()
print(elapsed <= 0, time.time() >= start, isinstance(start, float))
