/** All operators: every table is imported for its rows. */
import "./install.ts";
import "./table/comparison.ts";
import "./table/complex.ts";
import "./table/creation.ts";
import "./table/pointwise-activation.ts";
import "./table/pointwise-arithmetic.ts";
import "./table/pointwise-bitwise.ts";
import "./table/pointwise-copy.ts";
import "./table/pointwise-unary.ts";
import "./table/reduction-sum.ts";
import "./table/indexing.ts";
import "./table/indexing-along.ts";
import "./table/indexing-scatter.ts";
import "./table/joining.ts";
import "./table/linalg.ts";
import "./table/linalg-products.ts";
import "./table/movement.ts";
import "./table/movement-backward.ts";
import "./table/movement-composites.ts";
import "./table/movement-copies.ts";

export { call, callInPlace, callMany, callOp } from "./dispatch.ts";
