/** All operators: every table is imported for its rows. */
import "./table/comparison.ts";
import "./table/creation.ts";
import "./table/pointwise-arithmetic.ts";
import "./table/pointwise-copy.ts";
import "./table/pointwise-unary.ts";
import "./table/reduction-sum.ts";

export { call, callInPlace, callMany, callOp } from "./dispatch.ts";
