/** Whom we are compared with: pyright from npm and a Python with PyTorch, each only where it is at hand. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PYRIGHT = "1.1.414";

export interface Peer {
	command: string;
	words: string[];
}

/** Installs pyright beside the other downloads, which git ignores; null without a network. */
export function pyright(): Peer | null {
	const folder = join(ROOT, ".e2e/pyright");
	const entry = join(folder, "node_modules/pyright/index.js");
	if (!existsSync(entry))
		spawnSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", `pyright@${PYRIGHT}`], {
			stdio: "ignore",
			timeout: 120_000,
		});
	return existsSync(entry) ? { command: process.execPath, words: [entry] } : null;
}

/** A Python that can import torch: `TORCH_PYTHON`, or a virtual environment in `.e2e/torch`. */
export function torchPython(): string | null {
	for (const python of [process.env["TORCH_PYTHON"], join(ROOT, ".e2e/torch/bin/python")]) {
		if (python && spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0) return python;
	}
	return null;
}

export const NO_PYRIGHT = `pyright ${PYRIGHT} could not be installed`;
export const NO_TORCH = "no Python with torch: set TORCH_PYTHON";
