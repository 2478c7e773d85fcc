/** What a node kept of the forward: a tensor, the version it had, and the check when it is needed again. */
import type { DType } from "../shape/dtype.ts";
import { type Sizes, sizesText } from "../shape/shape.ts";
import { messages, TorchError } from "./errors.ts";
import { forwardOpName, type Node } from "./node.ts";
import type { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import { gradFnOf } from "./view.ts";
import { type SavedHooks, world } from "./world.ts";

/** PyTorch turns its C++ names of types into Python's in messages, but only these. */
const OLD_TYPES = new Set(["uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]);
export const typeText = (d: DType): string => (OLD_TYPES.has(d.name) ? d.tensorType : `CPU${d.scalarType}Type`);

export class SavedVariable {
	/** Name of the argument or result in the schema ("self", "other", "result"). */
	readonly name: string;
	#tensor: Tensor | null;
	readonly isOutput: boolean;
	readonly savedVersion: number;
	/** A hidden tensor (a wrapped scalar, a mask, a clone): freed like the others, but nobody can write to it. */
	readonly isHidden: boolean;
	readonly outputNr: number;
	/** The node that saved it. */
	readonly owner: Node;
	/** Kept apart from `#tensor` for stories after a release. */
	readonly tensor: Tensor;
	/** With saved_tensors_hooks active: what `pack` returned; there is no version check then. */
	#packed: { value: unknown; unpack: (o: unknown) => unknown } | null = null;
	get isPacked(): boolean {
		return this.#packed !== null;
	}
	get isReleased(): boolean {
		return this.#tensor === null;
	}
	readonly #requiredGrad: boolean;
	/** Where an output lay and how; an input is kept as it is. */
	readonly #storage: Storage;
	readonly #sizes: Sizes;
	readonly #strides: Tensor["strides"];
	readonly #offset: Tensor["offset"];
	/** An output written in place through a view: its node at that time, which the saved value does not keep alive. */
	readonly #viewNode: Node | null;

	constructor(name: string, tensor: Tensor, isOutput: boolean, owner: Node, isHidden = false, isViewWrite = false) {
		if (tensor.isInference && !isHidden) throw new TorchError("RuntimeError", messages.INF_SAVED(), { key: "INF_SAVED", tensor });
		this.name = name;
		this.#tensor = tensor;
		this.tensor = tensor;
		this.isOutput = isOutput;
		this.isHidden = isHidden;
		this.owner = owner;
		this.savedVersion = tensor.counter.version;
		this.outputNr = tensor.outputNr;
		this.#viewNode = isViewWrite ? tensor.gradFn : null;
		this.#requiredGrad = tensor.gradFn !== null;
		this.#storage = tensor.storage;
		this.#sizes = tensor.sizes;
		this.#strides = tensor.strides;
		this.#offset = tensor.offset;
		const hooks = world.savedTensorHooks.at(-1);
		if (hooks !== undefined && !isHidden) this.pack(hooks);
	}

	/** Hands the tensor to hooks, which give it back when it is needed. */
	pack(hooks: SavedHooks): void {
		this.#packed = { value: hooks.pack(this.tensor), unpack: hooks.unpack };
	}

	/** The tensor again, or PyTorch's error when it was freed or overwritten. */
	unpack(): Tensor {
		const t = this.#tensor;
		if (t === null) throw new TorchError("RuntimeError", messages.BW_TWICE(), { key: "BW_TWICE", node: this.owner, saved: this });
		if (this.#packed !== null) return this.#packed.unpack(this.#packed.value) as Tensor;
		if (!this.isOutput && !this.isHidden && this.#requiredGrad && gradFnOf(t) === null)
			throw new TorchError("RuntimeError", messages.BW_DETACHED_INPLACE(), { key: "BW_DETACHED_INPLACE", node: this.owner, saved: this });
		if (!this.isHidden && t.counter.version !== this.savedVersion) {
			throw new TorchError(
				"RuntimeError",
				messages.BW_INPLACE(
					typeText(t.dtype),
					sizesText(this.isOutput ? this.#sizes : t.sizes),
					this.#origin(t),
					t.counter.version,
					this.savedVersion,
				),
				{
					key: "BW_INPLACE",
					node: this.owner,
					saved: this,
				},
			);
		}
		return !this.isOutput || (t.storage === this.#storage && t.sizes === this.#sizes) ? t : this.#asSaved(t);
	}

	/** The output itself was given other memory or another shape since; what was saved was not. */
	#asSaved(t: Tensor): Tensor {
		const out = t.alias(this.#sizes, this.#strides, this.#offset);
		out.storage = this.#storage;
		out.gradFn = this.owner;
		out.outputNr = this.outputNr;
		out.requiresGradFlag = t.requiresGradFlag;
		return out;
	}

	/** `, which is output 0 of Sigmoid,` or nothing for leaves (spec section 2.3). */
	#origin(t: Tensor): string {
		const fn = this.isOutput ? this.#outputNode(t) : gradFnOf(t);
		if (fn === null || (this.isOutput && t.gradFn === null)) return "";
		return `, which is output ${this.isOutput ? this.outputNr : 0} of ${forwardOpName(fn)},`;
	}

	#outputNode(t: Tensor): Node {
		const node = this.#viewNode;
		return node !== null && (node === t.gradFn || node.users > 0) ? node : this.owner;
	}

	release(): void {
		this.#tensor = null;
		this.#packed = null;
	}
}
