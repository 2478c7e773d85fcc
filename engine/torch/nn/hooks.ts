/** Hooks of modules: what is registered with one module, and what is registered for every module of the process. */
import { perWorld, world } from "../../autograd/world.ts";
import { def, native } from "../../values/native.ts";
import type { PyBuiltin, PyInstance, Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { handle } from "../grad-fn.ts";
import { dictDelete, dictSet, entriesOf } from "./dicts.ts";
import { type HookTable, nnModuleClass, refuse, owned, table } from "./module.ts";

let hookIds = 0;
/** Ids of hooks that asked for more. Ids are never used again, so copies of modules find theirs. */
const marks = { kwargs: new Set<Value>(), always: new Set<Value>(), bare: new Set<Value>(), hidden: new Set<Value>() };

export interface Hook {
	id: Value;
	call: Value;
	withKwargs: boolean;
	alwaysCalled: boolean;
	/** Registered by a method without an underscore. */
	isPublic: boolean;
}

/** A process may have hooks that every module runs before its own. */
const everywhere = perWorld(() => new Map<string, [Value, Value][]>());
const hookOf = ([id, call]: [Value, Value]): Hook => ({
	id,
	call,
	withKwargs: marks.kwargs.has(id),
	alwaysCalled: marks.always.has(id),
	isPublic: !marks.hidden.has(id),
});

/** The hooks that run for a module, those of every module first. */
export function hooksFor(m: PyInstance, on: HookTable): readonly Hook[] {
	const d = table(m, on);
	const own = d === null || d.entries.size === 0 ? NONE : entriesOf(d).map(hookOf);
	const shared = everywhere().get(on);
	return shared === undefined || shared.length === 0 ? own : [...shared.map(hookOf), ...own];
}
const NONE: readonly Hook[] = [];

/** Pre-hooks of loading that were registered without the module do not get it. */
export const loadHookArguments = (hook: Hook, m: PyInstance, rest: Value[]): Value[] => (marks.bare.has(hook.id) ? rest : [m, ...rest]);

interface Kind {
	on: HookTable;
	/** What the module's `_is_full_backward_hook` becomes. */
	full?: boolean;
	/** The hook is not given the module unless it asks for it. */
	bare?: true;
}
const KINDS: Record<string, Kind> = {
	register_forward_hook: { on: "_forward_hooks" },
	register_forward_pre_hook: { on: "_forward_pre_hooks" },
	register_full_backward_hook: { on: "_backward_hooks", full: true },
	register_backward_hook: { on: "_backward_hooks", full: false },
	register_full_backward_pre_hook: { on: "_backward_pre_hooks" },
	register_state_dict_post_hook: { on: "_state_dict_hooks" },
	_register_state_dict_hook: { on: "_state_dict_hooks" },
	register_state_dict_pre_hook: { on: "_state_dict_pre_hooks" },
	register_load_state_dict_pre_hook: { on: "_load_state_dict_pre_hooks" },
	_register_load_state_dict_pre_hook: { on: "_load_state_dict_pre_hooks", bare: true },
	register_load_state_dict_post_hook: { on: "_load_state_dict_post_hooks" },
};

function checkKind(before: Value | undefined, full: boolean, of: string): void {
	if (before === !full)
		refuse(
			"MOD_HOOK_MIX",
			"RuntimeError",
			`Cannot use both regular backward hooks and full backward hooks ${of}. Please use only one of them.`,
		);
}

nnModuleClass.set("_is_full_backward_hook", null);
for (const [name, kind] of Object.entries(KINDS))
	def(
		nnModuleClass,
		name,
		kind.bare === true ? "! .hook .with_module?" : "! .hook * prepend? with_kwargs? always_call?",
		(self: PyInstance, hook: Value, first?: Value, withKwargs?: Value, always?: Value) => {
			if (kind.full === true && table(self, kind.on) === null)
				rt.raise("AttributeError", `'${self.cls.name}' object has no attribute '_is_full_backward_hook'`);
			const d = owned(self, kind.on);
			if (kind.full !== undefined) {
				checkKind(self.dict.get("_is_full_backward_hook"), kind.full, "on a single Module");
				self.dict.set("_is_full_backward_hook", kind.full);
			}
			const id = hookIds++;
			if (name.startsWith("_")) marks.hidden.add(id);
			if (kind.bare === true && first !== true) marks.bare.add(id);
			if (withKwargs === true) marks.kwargs.add(id);
			if (always === true) marks.always.add(id);
			dictSet(d, id, hook);
			if (kind.bare !== true && first === true) {
				const rest = entriesOf(d).filter(([k]) => k !== id);
				d.entries.clear();
				dictSet(d, id, hook);
				for (const [k, v] of rest) dictSet(d, k, v);
			}
			return handle(() => void dictDelete(d, id));
		},
	);

/** `torch.nn.modules.module.register_module_*`. */
export const globalHookFunctions: Record<string, PyBuiltin> = {};
const globalKind = perWorld(() => ({ full: null as boolean | null }));
for (const [name, kind] of Object.entries(KINDS)) {
	if (!/^register_(forward|full_backward|backward)/.test(name)) continue;
	const own = name.replace("register_", "register_module_");
	globalHookFunctions[own] = native(own, "! .hook * with_kwargs? always_call?", (hook: Value, withKwargs?: Value, always?: Value) => {
		if (kind.full !== undefined) {
			checkKind(globalKind().full, kind.full, "as a global Module hook");
			globalKind().full = kind.full;
		}
		const id = hookIds++;
		if (withKwargs === true) marks.kwargs.add(id);
		if (always === true) marks.always.add(id);
		world.effects++;
		const lists = everywhere();
		const entry: [Value, Value] = [id, hook];
		lists.set(kind.on, [...(lists.get(kind.on) ?? []), entry]);
		return handle(
			() =>
				void lists.set(
					kind.on,
					lists.get(kind.on)!.filter((e) => e !== entry),
				),
		);
	});
}

/** Whether a module's backward hooks see whole gradients: its own say, else those of every module. */
export const isFull = (m: PyInstance): boolean => (m.dict.get("_is_full_backward_hook") ?? globalKind().full) !== false;
