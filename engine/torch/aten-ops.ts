/** `torch.ops.aten.<op>` and its overloads (`.default`, `.Tensor`): the operators under the names of their schemas. */
import { factsOf, overloadsOf } from "../ops/facts.ts";
import { PyBuiltin, PyModule, Unknown, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { type Bound, callBound } from "./bind.ts";

function overload(base: string, candidates: Bound["candidates"], inPlace: boolean): PyBuiltin {
	const shown = inPlace ? `${base}_` : base;
	return new PyBuiltin(
		shown,
		(args, kw) => callBound({ base, candidates, inPlace, kind: "function", module: "" }, `aten.${shown}`, args, kw),
		true,
	);
}

/** All overloads behind one name, and each under its own. */
function packet(name: string): PyBuiltin | undefined {
	let names = overloadsOf(name);
	const inPlace = names.length === 0 && name.endsWith("_");
	const base = inPlace ? name.slice(0, -1) : name;
	if (inPlace) names = overloadsOf(base).filter((n) => factsOf(n)!.hasInPlace);
	if (names.length === 0) return undefined;
	const candidates = names.map((n) => factsOf(n)!);
	const f = overload(base, candidates, inPlace);
	f.dict = new Map(candidates.map((c): [string, Value] => [c.schema.overload || "default", overload(base, [c], inPlace)]));
	return f;
}

const WRITTEN_IN_PYTHON = ["torchvision"];

/** Operators registered by the program or by other libraries are not known. */
export function opsModule(): PyModule {
	const aten = new PyModule("torch.ops.aten", null);
	aten.missing = (name) => packet(name) ?? new Unknown(`the operator \`torch.ops.aten.${name}\` is not modelled`);
	const ops = new PyModule("torch.ops", null);
	ops.dict.set("aten", aten);
	for (const name of ["load_library", "import_module"]) ops.dict.set(name, new PyBuiltin(name, () => null, true));
	// Those of some libraries are written in Python of our own.
	ops.missing = (name) =>
		WRITTEN_IN_PYTHON.includes(name)
			? rt.importModule(`torch.ops.${name}`)
			: new Unknown(`the operators \`torch.ops.${name}\` are not modelled`);
	return ops;
}
