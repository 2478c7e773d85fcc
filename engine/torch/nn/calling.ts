/** `module(x)`: pre-hooks, forward, hooks, backward hooks, in PyTorch's order. */
import { world } from "../../autograd/world.ts";
import { def } from "../../values/native.ts";
import { type Kwargs, PyBuiltin, PyDict, type PyInstance, PyMethod, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { collectBackwardHooks, hookPlainBackward, wrapInputs, wrapOutputs } from "./backward-hooks.ts";
import { dictSet, entriesOf, newDict } from "./dicts.ts";
import { type Hook, hooksFor } from "./hooks.ts";
import { nnModuleClass, refuse, table } from "./module.ts";

/** What has happened so far in a call that may fail. */
interface Called {
	hooks: Set<Hook>;
	result: Value;
}

function callModule(m: PyInstance, args: Value[], kw: Kwargs | null): Value {
	const forward = rt.getAttr(m, "forward");
	if (m.isPartlyKnown && forward instanceof PyMethod && forward.func instanceof PyBuiltin)
		return new Unknown(`what \`${m.cls.name}\` was made with is not known`);
	if (table(m, "_backward_hooks") === null)
		refuse("MOD_NO_INIT", "AttributeError", `'${m.cls.name}' object has no attribute '_backward_hooks'`);
	const after = hooksFor(m, "_forward_hooks");
	if (!after.some((hook) => hook.alwaysCalled)) return callWithHooks(m, forward, args, kw, after, null);
	const called: Called = { hooks: new Set(), result: null };
	try {
		return callWithHooks(m, forward, args, kw, after, called);
	} catch (e) {
		if (rt.asRaise(e) !== null) callRemaining(m, args, kw, after, called);
		throw e;
	}
}

function callWithHooks(
	m: PyInstance,
	forward: Value,
	args: Value[],
	kw: Kwargs | null,
	after: readonly Hook[],
	called: Called | null,
): Value {
	const backward = collectBackwardHooks(m);
	let given = args;
	let kwargs = kw;
	for (const hook of hooksFor(m, "_forward_pre_hooks")) {
		const r = rt.call(hook.call, hook.withKwargs ? [m, new PyTuple(given), kwDict(kwargs)] : [m, new PyTuple(given)]);
		if (r === null || r instanceof Unknown) continue;
		if (!hook.withKwargs) given = r instanceof PyTuple ? r.items : [r];
		else if (r instanceof PyTuple && r.items.length === 2 && r.items[0] instanceof PyTuple && r.items[1] instanceof PyDict) {
			given = r.items[0].items;
			kwargs = new Map(entriesOf(r.items[1]).map(([k, v]) => [k as string, v]));
		} else if (!(r instanceof PyTuple) || r.items.length !== 2)
			rt.raise("RuntimeError", `forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got ${rt.str(r)}.`);
	}
	if (backward !== null) given = wrapInputs(backward, given);
	let result = rt.call(forward, given, kwargs);
	if (m.cls.isUser && world.gradMode && m.dict.get("training") === true) world.record?.forward(m);
	for (const hook of after) {
		if (called !== null) {
			called.hooks.add(hook);
			called.result = result;
		}
		const r = rt.call(hook.call, hook.withKwargs ? [m, new PyTuple(given), kwDict(kwargs), result] : [m, new PyTuple(given), result]);
		if (r !== null) result = r;
	}
	return backward === null ? result : hookPlainBackward(backward, given, wrapOutputs(backward, result));
}

/** The call failed: hooks that asked for it run all the same, and what they raise is only warned of. */
function callRemaining(m: PyInstance, args: Value[], kw: Kwargs | null, hooks: readonly Hook[], called: Called): void {
	for (const hook of hooks) {
		if (!hook.alwaysCalled || called.hooks.has(hook)) continue;
		try {
			rt.call(hook.call, hook.withKwargs ? [m, new PyTuple(args), kwDict(kw), called.result] : [m, new PyTuple(args), called.result]);
		} catch (e) {
			const raised = rt.asRaise(e);
			if (raised === null) throw e;
			rt.warn(
				"UserWarning",
				`module forward hook with \`\`always_call=True\`\` raised an exception that was silenced as another error was raised in forward: ${rt.str(raised.value)}`,
			);
		}
	}
}

function kwDict(kw: Kwargs | null): PyDict {
	const d = newDict();
	for (const [k, v] of kw ?? []) dictSet(d, k, v);
	return d;
}

for (const name of ["__call__", "_call_impl"])
	def(nnModuleClass, name, "! *args **kw", (self: PyInstance, args: Value[], kw: Kwargs) =>
		callModule(self, args, kw.size === 0 ? null : kw),
	);
def(nnModuleClass, "forward", "! *args **kw", (self: PyInstance) =>
	refuse("MOD_FORWARD", "NotImplementedError", `Module [${self.cls.name}] is missing the required "forward" function`),
);
