"""Settings of an experiment in an INI file."""
import configparser
import io

TEXT = """
# the run
[DEFAULT]
root = /data
seed = 7

[model]
width = 32
depth: 4
dropout = 0.1
residual = yes
activation =
name = mlp-%(width)sx%(depth)s

[optim]
; comment
lr = 3e-4
betas = 0.9,
    0.999
Nesterov = off
path = %(root)s/run%(seed)s
"""

config = configparser.ConfigParser()
config.read_string(TEXT)
print(config.sections(), list(config), len(config), "model" in config, "nothing" in config)
model = config["model"]
print(model, model.getint("width") * model.getint("depth"), model.getfloat("dropout"), model.getboolean("residual"), repr(model["activation"]))
print(model["name"], config.get("model", "name", raw=True), config["optim"]["path"])
print(repr(config["optim"]["betas"]), [float(b) for b in config["optim"]["betas"].split(",")])
print(config.getboolean("optim", "nesterov"), config.has_option("optim", "NESTEROV"), config.getfloat("optim", "momentum", fallback=0.9))
print(sorted(config["optim"]), dict(config["model"])["seed"], config.options("model"))
print(config.items("optim"))
for ask in (lambda: config.get("train", "steps"), lambda: config.get("model", "steps"), lambda: config["train"], lambda: config["model"]["steps"],
            lambda: config.getint("optim", "lr"), lambda: config.getboolean("model", "width"), lambda: config.set("model", "x", 3),
            lambda: config.add_section("model"), lambda: configparser.ConfigParser().read_string("a = 1\n"),
            lambda: configparser.ConfigParser().read_string("[a]\nb = 1\nb = 2\n"), lambda: configparser.ConfigParser().read_string("[a]\nwhat\n"),
            lambda: configparser.ConfigParser({"a": "%(b)s"}).get("DEFAULT", "a")):
    try:
        print(ask())
    except Exception as e:
        print(type(e).__name__, e)
config["train"] = {"steps": 100, "amp": True}
config.set("train", "note", "50%%")
config["optim"]["lr"] = "0.01"
print(config.getint("train", "steps"), config["train"]["note"], config["train"].get("missing"), config["train"].get("missing", "x"))
print(config.remove_option("train", "note"), config.remove_option("train", "note"), config.remove_section("nothing"))
out = io.StringIO()
config.write(out)
print(out.getvalue())
with open("settings.ini", "w") as f:
    config.write(f)
again = configparser.RawConfigParser(allow_no_value=True)
print(again.read(["settings.ini", "absent.ini"]), again["model"]["name"], {s: dict(again[s]) for s in again.sections()} == {s: dict(config.items(s, raw=True)) for s in config.sections()})
case = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
case.optionxform = str
case.read_dict({"a": {"Key": 1, "key": 2}, "b": {"c": "${a:Key}+${a:key}", "d": "$$"}})
print(dict(case["a"]), case["b"]["c"], case["b"]["d"])
import os
os.remove("settings.ini")
