/** How definitions that the script never uses are exercised: modules built with their defaults, called on symbolic inputs, trained a few steps. */
import type { Harness } from "../interp/roots.ts";

export const harness: Harness = {};
