/** Memory that several tensors may share, and the version counter that in-place writes bump (it may be shared without the memory, and the other way round). */
import type { DType, Numbers } from "../shape/dtype.ts";
import { type Where, world } from "./world.ts";

/** `data` is null when not every number is known. Its length is elements × dtype.width. */
export class Storage {
	readonly id: number = world.storages++;
	/** The numbers; null when they are not known. */
	#data: Numbers | null;
	/** What was written piece by piece into memory that is not known (`torch.empty`): known as a whole once nothing is missing. */
	#pieces: { data: Numbers; written: Uint8Array; missing: number } | null = null;
	dtype: DType;
	/** These are conjugated numbers of another memory: what PyTorch keeps as a bit of the view. */
	conjugated = false;
	/** How many elements the memory holds; null when that is not known. */
	elements: number | null;
	/** Places of a backward that hold a gradient in this memory (see Tensor.holders). */
	holders = 0;
	constructor(data: Numbers | null, dtype: DType, elements: number | null = null) {
		this.elements = elements;
		this.#data = data;
		this.dtype = dtype;
	}
	get data(): Numbers | null {
		return this.#data;
	}
	set data(data: Numbers | null) {
		this.#data = data;
		this.#pieces = null;
	}

	/** Some places of unknown memory get numbers (already rounded); `width` numbers each. */
	writePiece(places: Int32Array, values: Numbers, width: number): void {
		const { elements } = this;
		if (elements === null) return;
		this.#pieces ??= { data: this.dtype.make(elements * width), written: new Uint8Array(elements), missing: elements };
		const { data, written } = this.#pieces;
		for (let i = 0; i < places.length; i++) {
			const at = places[i]!;
			if (at >= elements) return void (this.#pieces = null);
			for (let k = 0; k < width; k++) data[at * width + k] = values[i * width + k]!;
			if (written[at] === 0) this.#pieces.missing--;
			written[at] = 1;
		}
		if (this.#pieces.missing === 0) this.data = data;
	}
}

/** One bump of a version counter: who wrote. */
export interface Write {
	/** The version after the write. */
	version: number;
	/** The op as the user wrote it (`add_`, `__setitem__`, `optimizer.step`). */
	op: string;
	where: Where;
}

const KEPT_WRITES = 24;

/** PyTorch's VersionCounter, with a short history of its writes for the story. */
export class VersionCounter {
	#version = 0;
	/** Most memory is never written: the list is made by the first write. */
	#writes: Write[] | null = null;

	/** Inference tensors do not count their writes, but for those that detach() and .data make outside of the mode. */
	readonly isOff: boolean;
	constructor(isOff = world.inferenceMode) {
		this.isOff = isOff;
	}

	/** Set where memory was handed over by NumPy, one object per handing over: PyTorch does not see that such tensors share memory. */
	foreign: object | null = null;

	get version(): number {
		return this.#version;
	}

	/** The only place where a version changes. */
	bump(op: string, times = 1): void {
		this.#version += times;
		this.#writes ??= [];
		const writes = this.#writes;
		if (writes.length >= KEPT_WRITES) writes.splice(4, KEPT_WRITES / 2);
		writes.push({ version: this.#version, op, where: world.where() });
	}

	/** The first remembered write after `version`. */
	firstWriteAfter(version: number): Write | null {
		return this.#writes?.find((w) => w.version > version) ?? null;
	}
}
