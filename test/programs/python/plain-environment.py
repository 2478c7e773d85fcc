"""A plain environment: what a script asks of it, of installed programs, and of types that take parameters."""
import os
import re
import shutil

print(shutil.which("no-such-program-anywhere"))
print({"NO_SUCH_VARIABLE", "NOR_THIS"}.issubset(os.environ.keys()), "NO_SUCH_VARIABLE" in os.environ.keys())
os.environ["NO_SUCH_VARIABLE"] = "1"
print({"NO_SUCH_VARIABLE"}.issubset(os.environ.keys()), {1, 2}.issubset([1, 2, 3]), {1, 2}.issubset({1: "a"}.keys()))
print(re.Match[str], re.Pattern[bytes], os.PathLike[str])
