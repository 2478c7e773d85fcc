import argparse

parser = argparse.ArgumentParser(description="train a network")
parser.add_argument("--lr", type=float, default=1e-2)
parser.add_argument("--epochs", type=int, default=3, help="how many")
parser.add_argument("--hidden", nargs="+", type=int, default=[4, 8])
parser.add_argument("--no-cuda", action="store_true", default=False)
parser.add_argument("--mode", choices=["train", "eval"], default="train")
parser.add_argument("--name", default=None)
parser.add_argument("-b", "--batch-size", type=int, default=16, metavar="N")
args = parser.parse_args()
print(args.lr, args.epochs, args.hidden, args.no_cuda, args.mode, args.name, args.batch_size)
print(vars(args))
print(args)
for key, value in sorted(vars(args).items()):
    print(f"{key:>12}: {value}")
given = parser.parse_args(["--lr", "0.5", "--hidden", "1", "2", "--no-cuda", "-b", "4", "--mode=eval"])
print(given.lr, given.hidden, given.no_cuda, given.batch_size, given.mode)
