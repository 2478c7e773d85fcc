/** PyTorch's published facts about an operator: schema, node name, what is saved and when. Read lazily from the generated table. */
import { FACTS } from "./facts.generated.ts";
import { parseSchema, type Schema } from "./schema.ts";

export interface OpFacts {
	schema: Schema;
	isFunction: boolean;
	isMethod: boolean;
	/** `nn`, `linalg`, `special`, `fft`, or empty for torch itself. */
	pythonModule: string;
	isComposite: boolean;
	hasInPlace: boolean;
	/** ... and that variant is a tensor method. */
	inPlaceIsMethod: boolean;
	hasOut: boolean;
	isView: boolean;
	/** The schema itself is an in-place one (`zero_`). */
	isInPlace: boolean;
	/** `MulBackward0`, or empty when PyTorch defines no derivative. */
	node: string;
	differentiable: string[];
	/** Saved inputs, with the inputs of which one must require grad (null: always saved). */
	savedInputs: { name: string; onlyIf: string[] | null }[];
	savedOutputs: string[];
	notDifferentiable: string[];
	notImplemented: string[];
}

let lines: Map<string, string> | null = null;
let bases: Map<string, string[]> | null = null;
const parsed = new Map<string, OpFacts>();

function index(): Map<string, string> {
	if (lines !== null) return lines;
	lines = new Map();
	bases = new Map();
	for (const line of FACTS.split("\n")) {
		const name = line.slice(0, line.indexOf("("));
		lines.set(name, line);
		const base = name.split(".")[0]!;
		const list = bases.get(base);
		if (list === undefined) bases.set(base, [name]);
		else list.push(name);
	}
	return lines;
}

const names = (text: string): string[] => (text === "" ? [] : text.split(","));

/** Facts of `mul.Tensor`; undefined when PyTorch has no such operator (or we left it out as backend-internal). */
export function factsOf(name: string): OpFacts | undefined {
	const known = parsed.get(name);
	if (known !== undefined) return known;
	const line = index().get(name);
	if (line === undefined) return undefined;
	const [schema, variants, pythonModule, flags, node, diff, saved, outs, nondiff, notImpl] = line.split("\t") as [
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
	];
	const facts: OpFacts = {
		schema: parseSchema(schema),
		isFunction: variants.includes("f"),
		isMethod: variants.includes("m"),
		pythonModule,
		isComposite: flags.includes("c"),
		hasInPlace: flags.includes("i"),
		inPlaceIsMethod: flags.includes("m"),
		hasOut: flags.includes("o"),
		isView: flags.includes("v"),
		isInPlace: flags.includes("I"),
		node,
		differentiable: names(diff),
		// Generated nodes unpack in the order of the names; that order decides which error is seen first.
		savedInputs: names(saved)
			.map((s) => {
				const [name, guard] = s.split("<") as [string, string?];
				return { name, onlyIf: guard === undefined ? null : guard.split("+") };
			})
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
		savedOutputs: names(outs).sort(),
		notDifferentiable: names(nondiff),
		notImplemented: names(notImpl),
	};
	parsed.set(name, facts);
	return facts;
}

/** The overloads of `mul`, in PyTorch's order. */
export function overloadsOf(base: string): string[] {
	index();
	return bases!.get(base) ?? [];
}

/** The names of tensor methods (`add`, `add_`), read off the flags alone: schemas are parsed when an op is first called. */
export function methodNames(): Set<string> {
	const found = new Set<string>();
	for (const [name, line] of index()) {
		const [, variants, , flags] = line.split("\t", 4) as [string, string, string, string];
		const base = name.split(".", 1)[0]!;
		if (variants.includes("m")) found.add(base);
		if (flags.includes("m")) found.add(`${base}_`);
	}
	return found;
}
