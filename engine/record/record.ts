/**
 * The record of what one explored path did: events of the autograd layer and of torch with the place where they happened.
 * Rules read finished records; nothing here judges.
 */
import type { BackwardRun } from "../autograd/backward.ts";
import type { TorchError } from "../autograd/errors.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type Recorder, world } from "../autograd/world.ts";
import type { Site, Value } from "../values/value.ts";

/** What each kind of event carries. */
export interface EventFacts {
	/** A tensor left the graph: `.detach()`, `.data`, `torch.tensor`, `nn.Parameter`, `.item()`, `.numpy()`, ... `to` is the result where it is a tensor. */
	detach: { from: Tensor; to: Tensor | null; how: string; inList?: boolean };
	inplace: { tensor: Tensor; op: string; version: number; tracked: boolean };
	backward: { run: BackwardRun };
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
	"optimizer-step": { optimizer: Value };
	"optimizer-zero-grad": { optimizer: Value };
	warning: { category: string; message: string };
	/** PyTorch raised; `caught` is filled in when a handler of the program took it. */
	/** `virtual`: in which virtual training step of the harness it happened (0, 1, 2); absent in the program's own code. */
	raise: { error: TorchError; caught: boolean; virtual?: number };
}
export type EventKind = keyof EventFacts;
export type Event<K extends EventKind = EventKind> = K extends EventKind ? { kind: K; where: Site | null; order: number } & EventFacts[K] : never;

/** Events of one kind at one place are kept this often per path: enough for "first", "second" and "third iteration". */
const KEPT_PER_PLACE = 6;

/** Collects the events of one path. */
export class PathRecord implements Recorder {
	readonly events: Event[] = [];
	/** Tensors made on this path and those whose numbers are known, for statistics. */
	tensors = 0;
	tensorsKnown = 0;
	#counts = new Map<object | null, Map<string, number>>();
	#order = 0;

	event(kind: string, facts: Record<string, unknown>): void {
		const where = world.where() as Site | null;
		const place = where?.node ?? null;
		let counts = this.#counts.get(place);
		if (counts === undefined) {
			counts = new Map();
			this.#counts.set(place, counts);
		}
		const key = kind === "register" || kind === "parameter" || kind === "zero-grad" || kind === "module-attribute" ? `${kind}${this.#order}` : kind;
		const n = (counts.get(key) ?? 0) + 1;
		counts.set(key, n);
		this.#order++;
		if (n > KEPT_PER_PLACE) return;
		this.events.push({ kind, where, order: this.#order, ...facts } as unknown as Event);
	}

	/** Events of the given kinds, in program order. */
	of<K extends EventKind>(...kinds: K[]): Event<K>[] {
		return this.events.filter((e) => (kinds as string[]).includes(e.kind)) as Event<K>[];
	}
}
