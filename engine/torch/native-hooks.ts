/** The module `_gradsight`: what our own Python prelude asks of the engine (events for the rules, exact gradient resets). Not importable by accident: users have no reason to. */
import { TorchError } from "../autograd/errors.ts";
import { hold } from "../autograd/accumulate.ts";
import { backwardRun, willRun } from "../autograd/backward.ts";
import { requiresGrad } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { native } from "../values/native.ts";
import { PyTensor } from "../values/tensor.ts";
import { type Kwargs, type PyDict, type PyInstance, type PyList, PyModule, type PyTuple, Unknown, type Value } from "../values/value.ts";
import { isModule, owned, typeText, zeroGrad } from "./nn/module.ts";
import { dictGet, dictSet, entriesOf } from "./nn/dicts.ts";
import { nodeBase, nodeIn } from "./grad-fn.ts";
import { rt } from "../values/runtime.ts";
import { savedHooks } from "./saved-hooks.ts";
import { modeHooks } from "./overrides.ts";
import { transformHooks } from "./transform-hooks.ts";
import { drawSeed } from "./seed-hook.ts";

export function hooksModule(): PyModule {
	const m = new PyModule("_gradsight", null);
	for (const f of [
		drawSeed,
		...savedHooks,
		...transformHooks,
		...modeHooks,
		native("event", "! kind **facts", (kind: Value, facts: Kwargs) => {
			world.record?.event(String(kind), Object.fromEntries(facts));
			return null;
		}),
		native("fail", "! key type message tensor?", (key: Value, type: Value, message: Value, tensor?: Value) => {
			throw new TorchError(String(type), String(message), {
				key: String(key),
				...(tensor instanceof PyTensor ? { tensor: tensor.tensor } : {}),
			});
		}),
		native("selective_backward", "", () => world.selective),
		native("hold", "! tensor more", (t: Value, more: Value) => {
			if (t instanceof PyTensor) hold(t.tensor, Number(more));
			return null;
		}),
		native("backward_run", "", backwardRun),
		native("will_run", "! node", (node: Value) => willRun(nodeIn(node))),
		native("is_unknown", "! value", (v: Value) => v instanceof Unknown),
		native("unknown", "! why", (why: Value) => new Unknown(String(why))),
		native("type_text", "! value", (v: Value) => typeText(v)),
		native("zero_grad", "! param set_to_none", (p: Value, toNone: Value) => {
			if (p instanceof PyTensor) zeroGrad(p, toNone === true);
			return null;
		}),
		native("with_tensors", "! module tensors args kwargs", (m: Value, given: Value, args: Value, kwargs: Value) =>
			withTensors(m as PyInstance, given as PyDict, args as PyTuple, kwargs as PyDict),
		),
		native("bump", "! tensor name", (t: Value, name: Value) => {
			if (t instanceof PyTensor) t.tensor.counter.bump(String(name));
			return null;
		}),
		native("copied", "! source target how", (from: Value, to: Value, how: Value) => {
			if (from instanceof PyTensor && to instanceof PyTensor && requiresGrad(from.tensor))
				world.record?.event("detach", { from: from.tensor, to: to.tensor, how: String(how) });
			return null;
		}),
		native("rewrite", "! op source written times", (op: Value, source: Value, written: Value, times: Value) =>
			rewrite(String(op), source, (written as PyList).items, (times as PyTuple).items),
		),
		native("lazy", "! parts", (parts: Value) => lazy(parts as PyDict)),
		native("assume", "!", () => {
			world.record?.event("assumed", {});
			return null;
		}),
		native("forget", "! tensor", (t: Value) => {
			if (t instanceof PyTensor) t.tensor.storage.data = null;
			return null;
		}),
	])
		m.dict.set(f.name, f);
	m.dict.set("Node", nodeBase);
	return m;
}

/**
 * In-place writes without numbers: how often each tensor (None: no tensor) is written. False, and nothing done, where the writes would
 * tell more than that: numbers, or a refusal.
 */
function rewrite(op: string, source: Value, written: readonly Value[], times: readonly Value[]): boolean {
	if (!(source instanceof PyTensor) || source.tensor.storage.data !== null || world.gradMode) return false;
	const { dtype, sizes } = source.tensor;
	const targets = written.map((v) => (v instanceof PyTensor ? v.tensor : null));
	for (const [i, t] of targets.entries()) {
		if (t === null && written[i] !== null) return false;
		// What several elements share, or an inference tensor, may not be written.
		if (t !== null && (t.strides !== null || t.isInference || t.dtype !== dtype || t.sizes.length !== sizes.length)) return false;
	}
	for (const [i, t] of targets.entries()) {
		if (t === null) continue;
		t.storage.data = null;
		t.counter.bump(op, Number(times[i]));
		world.record?.event("inplace", { tensor: t, op, version: t.counter.version, tracked: false });
	}
	return true;
}

/** Parts of the calling module that are imported when first asked for: `"others"` means that submodule's member of the same name, `"@others"` the submodule itself, `"@"` the module. */
function lazy(parts: PyDict): Value {
	const owner = rt.frame().globals;
	owner.missing = (name) => {
		const where = dictGet(parts, name);
		if (typeof where !== "string") return undefined;
		const module = where === "@" ? owner : rt.importModule(`${owner.name}.${where.replace("@", "")}`);
		const value = where.startsWith("@") ? module : rt.getAttr(module, name);
		owner.dict.set(name, value);
		return value;
	};
	return null;
}

/** Calls the module with other tensors in the places of its parameters and buffers, for this call only. */
function withTensors(m: PyInstance, given: PyDict, args: PyTuple, kwargs: PyDict): Value {
	const back: (() => void)[] = [];
	for (const [name, value] of entriesOf(given)) {
		const path = String(name).split(".");
		const last = path.pop()!;
		let at: Value = m;
		for (const part of path) at = rt.getAttr(at, part);
		if (!isModule(at)) continue;
		for (const which of ["_parameters", "_buffers"] as const) {
			const d = owned(at, which);
			const before = dictGet(d, last);
			if (before === undefined) continue;
			dictSet(d, last, value);
			back.push(() => dictSet(d, last, before));
		}
	}
	try {
		return rt.call(m, args.items, new Map(entriesOf(kwargs).map(([k, v]) => [String(k), v])));
	} finally {
		for (const f of back.reverse()) f();
	}
}
