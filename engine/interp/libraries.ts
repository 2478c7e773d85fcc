/** Tells the module table about the libraries the engine brings along. */
import { registerTorch } from "../torch/index.ts";
import { registerModule } from "./modules.ts";

let done = false;
export function registerLibraries(): void {
	if (done) return;
	done = true;
	registerTorch(registerModule);
}
