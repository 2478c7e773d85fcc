/** Prints the names of all rows, one a line: what generate-refusals.py asks PyTorch about. */
import "../../engine/ops/index.ts";
import { definedRows } from "../../engine/ops/row.ts";

console.log(definedRows().join("\n"));
