/** The engine's façade: the only file of this room that `server` and `test` import for analysis. */
import "./install.ts";

export * from "./program.ts";
export * from "./report/report.ts";
export { run } from "./interp/run.ts";
export { explore, type Exploration, type Listener } from "./interp/check.ts";
export { installLowering } from "./interp/prelude.ts";
export { analyse, check, rules } from "./check.ts";
export type { RuleInfo } from "./rules/rule.ts";
export { type Graph, type GraphNode, type GraphResult, graph } from "./graph.ts";
export { type Operator, operators } from "./operators.ts";
