"""Records all truth again under real PyTorch and compares it with what is committed; status 1 on any difference.

    python test/oracle/verify.py            every program under test/programs, the random programs, the probes

Numbers whose last printed digit depends on the processor are compared with a small tolerance.
"""

import json
import os
import re
import sys

import record

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NUMBER = re.compile(r"-?(?:\d+\.\d*|\d+)(?:e[-+]?\d+)?")


def same(a, b):
    """Equal text, or text that differs only in numbers that nearly agree."""
    if a == b:
        return True
    if NUMBER.sub("#", a) != NUMBER.sub("#", b):
        return False
    return all(abs(float(x) - float(y)) <= 2e-4 * max(1.0, abs(float(y))) for x, y in zip(NUMBER.findall(a), NUMBER.findall(b)))


def compare(name, committed, fresh):
    if fresh is None:
        return f"{name}: crashed or timed out"
    for key in ("error", "warnings"):
        if committed[key] != fresh[key]:
            return f"{name}: {key} was {committed[key]}, is {fresh[key]}"
    if len(committed["stdout"]) != len(fresh["stdout"]):
        return f"{name}: printed {len(committed['stdout'])} lines, prints {len(fresh['stdout'])}"
    for number, (a, b) in enumerate(zip(committed["stdout"], fresh["stdout"]), 1):
        if not same(a, b):
            return f"{name}: output line {number} was {a!r}, is {b!r}"
    return None


def committed_programs():
    """Name, source, folder and recorded truth of everything committed."""
    for path in record.programs([os.path.join(TESTS, "programs")]):
        target = os.path.splitext(path)[0] + ".json"
        with open(path, encoding="utf-8") as file:
            source = file.read()
        truth = None
        if os.path.exists(target):
            with open(target, encoding="utf-8") as file:
                truth = json.load(file)
        yield os.path.basename(path), source, os.path.dirname(path), truth
    corpora = [("random", "corpus.jsonl", "prelude.py")]
    corpora += [("probes", f"{family}.jsonl", f"prelude-{family}.py") for family in ("errors", "transitions", "aliases", "modules", "ops")]
    for folder, corpus, prelude in corpora:
        with open(os.path.join(TESTS, folder, prelude), encoding="utf-8") as file:
            head = file.read()
        with open(os.path.join(TESTS, folder, corpus), encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                yield "program.py", head + entry["body"], TESTS, entry


def main():
    record.ensure_settings()
    torch = record.preload()
    count = bad = 0
    for name, source, folder, truth in committed_programs():
        count += 1
        problem = f"{name}: no recorded truth" if truth is None else compare(name, truth, record.run_forked(source, name, folder))
        if problem:
            bad += 1
            print(problem)
    print(f"torch {torch.__version__}: {count} programs, {bad} differ from the committed truth")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
