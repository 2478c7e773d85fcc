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

/** Where an output lay and how when it was saved. */
interface AsMade {
	storage: Storage;
	sizes: Sizes;
	strides: Tensor["strides"];
	offset: Tensor["offset"];
	outputNr: number;
	/** Written in place through a view: its node at that time, which the saved value does not keep alive. */
	viewNode: Node | null;
}

export class SavedVariable {
	/** Name of the argument or result in the schema ("self", "other", "result"). */
	readonly name: string;
	/** Stays for stories after a release. */
	readonly tensor: Tensor;
	/** The node that saved it. */
	readonly owner: Node;
	readonly savedVersion: number;
	/** A hidden tensor (a wrapped scalar, a mask, a clone): freed like the others, but nobody can write to it. */
	readonly isHidden: boolean;
	readonly #requiredGrad: boolean;
	/** An output may be given other memory later; an input is kept as it is. */
	readonly #asMade: AsMade | null;
	/** With saved_tensors_hooks active: what `pack` returned; there is no version check then. */
	#packed: { value: unknown; unpack: (o: unknown) => unknown } | null = null;
	#isReleased = false;

	constructor(name: string, tensor: Tensor, isOutput: boolean, owner: Node, isHidden = false, isViewWrite = false) {
		if (tensor.isInference && !isHidden) throw new TorchError("RuntimeError", messages.INF_SAVED(), { key: "INF_SAVED", tensor });
		this.name = name;
		this.tensor = tensor;
		this.owner = owner;
		this.savedVersion = tensor.counter.version;
		this.isHidden = isHidden;
		this.#requiredGrad = tensor.gradFn !== null;
		const { storage, sizes, strides, offset, outputNr } = tensor;
		this.#asMade = isOutput ? { storage, sizes, strides, offset, outputNr, viewNode: isViewWrite ? tensor.gradFn : null } : null;
		const hooks = world.savedTensorHooks.at(-1);
		if (hooks !== undefined && !isHidden) this.pack(hooks);
	}

	get isPacked(): boolean {
		return this.#packed !== null;
	}
	get isReleased(): boolean {
		return this.#isReleased;
	}
	get isOutput(): boolean {
		return this.#asMade !== null;
	}
	/** Which of its node's outputs it is. */
	get outputNr(): number {
		return this.#asMade?.outputNr ?? 0;
	}

	/** Hands the tensor to hooks, which give it back when it is needed. */
	pack(hooks: SavedHooks): void {
		this.#packed = { value: hooks.pack(this.tensor), unpack: hooks.unpack };
	}

	/** The tensor again, or PyTorch's error when it was freed or overwritten. */
	unpack(): Tensor {
		const t = this.tensor;
		if (this.#isReleased) throw new TorchError("RuntimeError", messages.BW_TWICE(), { key: "BW_TWICE", node: this.owner, saved: this });
		if (this.#packed !== null) return this.#packed.unpack(this.#packed.value) as Tensor;
		const made = this.#asMade;
		if (made === null && !this.isHidden && this.#requiredGrad && gradFnOf(t) === null)
			throw new TorchError("RuntimeError", messages.BW_DETACHED_INPLACE(), { key: "BW_DETACHED_INPLACE", node: this.owner, saved: this });
		if (!this.isHidden && t.counter.version !== this.savedVersion) {
			throw new TorchError(
				"RuntimeError",
				messages.BW_INPLACE(typeText(t.dtype), sizesText(made?.sizes ?? t.sizes), this.origin(t), t.counter.version, this.savedVersion),
				{
					key: "BW_INPLACE",
					node: this.owner,
					saved: this,
				},
			);
		}
		return made === null || (t.storage === made.storage && t.sizes === made.sizes) ? t : this.asSaved(t, made);
	}

	// `private` rather than `#`: with one private method everything saved would have a field more.
	/** The output itself was given other memory or another shape since; what was saved was not. */
	private asSaved(t: Tensor, made: AsMade): Tensor {
		const out = t.alias(made.sizes, made.strides, made.offset);
		out.storage = made.storage;
		out.gradFn = this.owner;
		out.outputNr = made.outputNr;
		out.requiresGradFlag = t.requiresGradFlag;
		return out;
	}

	/** `, which is output 0 of Sigmoid,` or nothing for leaves (spec section 2.3). */
	private origin(t: Tensor): string {
		const made = this.#asMade;
		const fn = made !== null ? this.outputNode(t, made) : gradFnOf(t);
		if (fn === null || (made !== null && t.gradFn === null)) return "";
		return `, which is output ${this.outputNr} of ${forwardOpName(fn)},`;
	}

	private outputNode(t: Tensor, { viewNode }: AsMade): Node {
		return viewNode !== null && (viewNode === t.gradFn || viewNode.users > 0) ? viewNode : this.owner;
	}

	release(): void {
		this.#isReleased = true;
		this.#packed = null;
	}
}
