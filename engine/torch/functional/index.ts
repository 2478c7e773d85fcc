/** Every function of torch.nn.functional that is Python code there; the others are operators under their own names. */
import { activations } from "./activation.ts";
import { attentionFunctions } from "./attention.ts";
import type { FunctionEntry } from "./entry.ts";
import { losses } from "./loss.ts";
import { normalizations } from "./normalization.ts";
import { pools } from "./pooling.ts";
import { vision } from "./vision.ts";

export type { FunctionEntry } from "./entry.ts";
export const functionalEntries: FunctionEntry[] = [
	...activations,
	...attentionFunctions,
	...losses,
	...normalizations,
	...pools,
	...vision,
];
