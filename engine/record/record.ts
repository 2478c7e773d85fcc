/**
 * The record of what one explored path did: events of the autograd layer and of torch with the place where they happened, and what
 * the user's expressions evaluated to. Rules read finished records; nothing here judges.
 */
import type { BackwardRun } from "../autograd/backward.ts";
import type { TorchError } from "../autograd/errors.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type Recorder, world } from "../autograd/world.ts";
import type { Source } from "../program.ts";
import type { Expr } from "../syntax/nodes.ts";
import { Ndarray } from "../torch/ndarray.ts";
import { nnModuleClass } from "../torch/nn/module.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyDict, PyInstance, PyTuple, type Site, type Value } from "../values/value.ts";
import { paramsOf } from "./optimizers.ts";
import { writesOf } from "./writes.ts";

/** What each kind of event carries. */
export interface EventFacts {
	/** A tensor left the graph: `.detach()`, `.data`, `torch.tensor`, `nn.Parameter`, `.item()`, `.numpy()`, ... `to` is the result where it is a tensor. */
	detach: { from: Tensor; to: Tensor | null; how: string; inList?: boolean };
	/** `source`: the tensor written, where the statement is `t[i] = name`. */
	inplace: { tensor: Tensor; op: string; version: number; tracked: boolean; source: Tensor | null };
	/** `values`: numbers of the roots when they are few and known; `results`: what autograd.grad returned. */
	backward: { run: BackwardRun; values: (number[] | null)[]; results: Tensor[] };
	/** A backward over something not known: nothing may be concluded about who received gradients. */
	"backward-unknown": Record<string, never>;
	requires_grad: { tensor: Tensor; flag: boolean };
	"nonleaf-grad": { tensor: Tensor };
	"grad-read": { tensor: Tensor };
	"zero-grad": { tensor: Tensor };
	"data-set": { tensor: Tensor; from: Tensor };
	parameter: { tensor: Tensor; data: Tensor };
	register: { module: Value; name: string; tensor: Tensor };
	"register-buffer": { module: Value; name: string; tensor: Tensor };
	"module-attribute": { module: Value; name: string; tensor: Tensor };
	"state-dict": { module: Value; dict: Value };
	load: { module: Value; name: string; tensor: Tensor; from: Tensor };
	optimizer: { optimizer: Value };
	"optimizer-group": { optimizer: Value; params: Value };
	"optimizer-unknown": { optimizer: Value };
	/** `params`: what the optimizer holds at that moment; `ready`: those of them that have a gradient. */
	"optimizer-step": { optimizer: Value; params: Tensor[]; ready: Tensor[] };
	"optimizer-zero-grad": { optimizer: Value; params: Tensor[] };
	/** A size was made up (how many processes there are): no shape proves anything from here on. */
	assumed: Record<string, never>;
	warning: { category: string; message: string };
	/** PyTorch raised; `caught` is filled in when a handler of the program took it. */
	/** `virtual`: in which virtual training step of the harness it happened (0, 1, 2); absent in the program's own code. */
	raise: { error: TorchError; caught: boolean; virtual?: number };
	/** The harness changed the parameters as an optimizer would. */
	"virtual-step": { module: Value; ready: Tensor[] };
}
export type EventKind = keyof EventFacts;
/** `sequence` and `tensors`: how many graph nodes and tensors had been made by then, which orders events and nodes in time. */
interface EventBase {
	where: Site | null;
	order: number;
	sequence: number;
	tensors: number;
}
export type Event<K extends EventKind = EventKind> = K extends EventKind ? { kind: K } & EventBase & EventFacts[K] : never;

/** Events of one kind at one user's line are kept this often per path (and tensor): enough for "first", "second" and "third iteration". */
const KEPT = 6;
const KEPT_PER_PLACE = 400;
const SMALL = 16;

const PER_TENSOR = new Set([
	"register",
	"parameter",
	"zero-grad",
	"module-attribute",
	"register-buffer",
	"inplace",
	"load",
	"data-set",
	"detach",
	"requires_grad",
	"grad-read",
	"nonleaf-grad",
]);

const NONE: readonly Event[] = [];
/** Collects the events of one path. */
export class PathRecord implements Recorder {
	readonly events: Event[] = [];
	/** What each of the user's expressions and targets was when it was last evaluated. */
	readonly values = new Map<Expr, Value>();
	/** The user's files that something was evaluated in. */
	readonly sources = new Set<Source>();
	#lastSource: Source | null = null;
	/** Modules the user's code has had in hand. */
	readonly modules = new Set<PyInstance>();
	/** Modules that were called in training mode while gradients were recorded. */
	readonly forwards = new Set<PyInstance>();
	/** When the user's code last had a state_dict in hand. */
	readonly dictsSeen = new Map<Value, number>();
	/** The last backward at each place, also where its event was not kept: what a long loop leaves behind. */
	readonly lastBackwards = new Map<object | null, BackwardRun>();
	/** Shallow copies of state_dicts. */
	readonly #copies = new Map<Value, Value>();
	/** Leaves that some backward reached, also those whose events were not kept. */
	readonly #reached = new Set<Tensor>();
	/** Somebody wants to look at modules as they are when a backward starts. */
	onBackward: ((run: BackwardRun, where: Site | null) => void) | null = null;
	/** Backwards whose leaves are not in `#reached` yet, or not all of them. */
	#runs: BackwardRun[] = [];
	#counts = new Map<object | null, Map<string, number>>();
	#order = 0;
	#byKind = new Map<EventKind, Event[]>();
	/** How many events `#byKind` holds. */
	#sorted = 0;

	event(kind: string, facts: Record<string, unknown>, at?: Site): void {
		const where = at ?? (world.where() as Site | null);
		const extra = this.#notice(kind, facts);
		let user = where;
		while (user !== null && !user.isUser) user = user.caller;
		const place = user?.node ?? null;
		let counts = this.#counts.get(place);
		if (counts === undefined) {
			counts = new Map();
			this.#counts.set(place, counts);
		}
		const of = (facts.tensor ?? facts.from) as Tensor | undefined;
		const key = PER_TENSOR.has(kind) && of !== undefined ? `${kind}${of.id}` : kind;
		const n = (counts.get(key) ?? 0) + 1;
		counts.set(key, n);
		const all = (counts.get("") ?? 0) + 1;
		counts.set("", all);
		this.#order++;
		if (kind === "backward") {
			this.lastBackwards.set(place, facts.run as BackwardRun);
			this.onBackward?.(facts.run as BackwardRun, where);
		}
		if (n > KEPT || all > KEPT_PER_PLACE) return;
		this.events.push({
			kind,
			where,
			order: this.#order,
			sequence: world.sequence,
			tensors: world.tensors,
			...facts,
			...extra,
		} as unknown as Event);
	}

	forward(module: PyInstance): void {
		this.forwards.add(module);
	}

	/** What must be written down at the moment itself. */
	#notice(kind: string, facts: Record<string, unknown>): Record<string, unknown> | null {
		switch (kind) {
			case "backward": {
				this.#fold();
				const run = facts.run as BackwardRun;
				this.#runs.push(run);
				const values = run.roots.map((r) => (typeof r.numel === "number" && r.numel <= SMALL && !r.unknownShape ? numbersOf(r) : null));
				return { values, results: [] };
			}
			case "optimizer-step": {
				const params = paramsOf(facts.optimizer as Value);
				return { params, ready: params.filter((p) => p.grad !== null) };
			}
			case "optimizer-zero-grad":
				return { params: paramsOf(facts.optimizer as Value) };
			case "state-dict":
				this.dictsSeen.set(facts.dict as Value, this.#order);
				return null;
			case "inplace": {
				const where = world.where() as Site | null;
				const value = where?.isUser === true ? writesOf(where.source).values.get(where.node) : undefined;
				const source = value === undefined ? undefined : this.values.get(value);
				return { source: source instanceof PyTensor ? source.tensor : null };
			}
			case "register":
				if (facts.module instanceof PyInstance) this.modules.add(facts.module);
				return null;
			default:
				return null;
		}
	}

	/** An expression of the user's files was evaluated, or a target assigned. */
	see(node: Expr, value: Value, source: Source): void {
		this.values.set(node, value);
		if (source !== this.#lastSource) this.sources.add((this.#lastSource = source));
		if (value instanceof PyInstance) {
			if (!this.modules.has(value) && value.cls.isSubclassOf(nnModuleClass)) this.modules.add(value);
		} else if (value instanceof PyTuple && node.kind === "Call") this.#gradients(node, value);
		else if (value instanceof PyDict && this.dictsSeen.size > 0) this.#dict(node, value);
		else if (value instanceof Ndarray) {
			// An array writes its memory without telling anybody.
			const statement = writesOf(source).into.get(node);
			if (statement !== undefined)
				this.event(
					"inplace",
					{ tensor: value.tensor, op: "numpy", version: 0, tracked: false },
					{ source, node: statement, caller: null, inFunction: "", isUser: true },
				);
		}
	}
	/** A state_dict, or a shallow copy of one, is in hand. */
	#dict(node: Expr, value: PyDict): void {
		const from =
			node.kind === "Call" && node.func.kind === "Attribute" && node.func.attr === "copy" ? this.values.get(node.func.value) : undefined;
		if (from !== undefined && this.dictsSeen.has(from)) this.#copies.set(value, from);
		const dict = this.#copies.get(value) ?? value;
		if (this.dictsSeen.has(dict)) this.dictsSeen.set(dict, this.#order);
	}
	/** The tuple that `autograd.grad` at this call returned. */
	#gradients(node: Expr, value: PyTuple): void {
		const last = this.events.at(-1);
		if (last?.kind !== "backward" || last.where?.node !== node || last.run.options.accumulate) return;
		for (const v of value.items) if (v instanceof PyTensor) last.results.push(v.tensor);
	}

	#fold(): void {
		for (const run of this.#runs) for (const t of run.reached) this.#reached.add(t);
		this.#runs = this.#runs.filter((run) => !run.hasEnded);
	}
	/** Leaves that some backward of the path gave a gradient to. */
	get reached(): ReadonlySet<Tensor> {
		this.#fold();
		return this.#reached;
	}

	/** Events of the given kinds, in program order. */
	of<K extends EventKind>(...kinds: K[]): readonly Event<K>[] {
		if (kinds.length > 1) return this.events.filter((e) => (kinds as string[]).includes(e.kind)) as Event<K>[];
		// Dozens of rules ask for one kind each.
		if (this.#sorted !== this.events.length) {
			this.#byKind.clear();
			for (const e of this.events) {
				const same = this.#byKind.get(e.kind);
				if (same === undefined) this.#byKind.set(e.kind, [e]);
				else same.push(e);
			}
			this.#sorted = this.events.length;
		}
		return (this.#byKind.get(kinds[0]!) ?? NONE) as Event<K>[];
	}
}

function numbersOf(t: Tensor): number[] | null {
	const n = t.numbers();
	return n === null ? null : Array.from(n as ArrayLike<number>, Number);
}
