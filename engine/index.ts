/** The engine's façade: the only file of this room that `server` and `test` import for analysis. */
import "./install.ts";

export * from "./program.ts";
export * from "./report/report.ts";
export { run } from "./interp/run.ts";
export { explore, type Exploration, type Listener } from "./interp/check.ts";
export { hasModule as isLibraryModule } from "./interp/modules.ts";
export { installLowering } from "./interp/prelude.ts";
export { analyse, check, prepare, rules } from "./check.ts";
export { editSource, installRelowering, Memo } from "./memo.ts";
export type { RuleInfo } from "./rules/rule.ts";
export { type GraphResult, type GraphTarget, graph } from "./graph.ts";
export { definitionsAt } from "./graph-returns.ts";
export type { Graph, GraphCut, GraphNode, GraphSaved } from "./graph-data.ts";
export type { GraphGroup } from "./graph-groups.ts";
export { type Diagnosis, diagnose } from "./diagnose.ts";
export { type Operator, operators } from "./operators.ts";
