"""The programs of catalogue.json and of the folder `use`, by name; the same as programs.ts makes."""

import json
from pathlib import Path

HERE = Path(__file__).parent


def programs():
    template = (HERE / "template.py").read_text()
    out = {}
    for group in json.loads((HERE / "catalogue.json").read_text()):
        for entry in group["models"]:
            words = {**group, **({"name": entry} if isinstance(entry, str) else entry)}
            text = template
            for _ in range(3):
                for key, value in words.items():
                    if isinstance(value, (str, int)):
                        text = text.replace(f"@{key}@", str(value))
            out[f"{group['group']}/{words['name']}"] = text
    for path in sorted((HERE / "use").glob("*.py")):
        out[f"use/{path.stem}"] = path.read_text()
    return out
