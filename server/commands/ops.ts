/** `gradsight ops`: PyTorch's operators that the engine computes, and which of them it differentiates with numbers. */
import { operators } from "../../engine/index.ts";
import { write } from "../output.ts";

export function listOperators(json: boolean): number {
	const all = operators();
	if (json) {
		write(1, `${JSON.stringify(all, null, 2)}\n`);
		return 0;
	}
	const width = Math.max(...all.map(({ name }) => name.length));
	write(
		1,
		all
			.map(({ name, composite, hasGrad }) => `${name.padEnd(width)}  ${composite ? "composite" : hasGrad ? "derivative" : "forward"}\n`)
			.join(""),
	);
	write(1, `${all.length} operators, ${all.filter(({ hasGrad }) => hasGrad).length} with a derivative\n`);
	return 0;
}
