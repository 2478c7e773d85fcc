/** The functions of the module numpy, by subject. */
import "./making.ts";
import "./pointwise.ts";
import "./reductions.ts";
import "./sorting.ts";
import "./shapes.ts";
import "./joining.ts";
import "./matrices.ts";
import "./questions.ts";

export { functions } from "./declare.ts";
