/** The engine's rules as the command line and the formats need them. */
import { rules } from "../engine/index.ts";
import type { RulePage } from "./outcome.ts";

export function rulePages(): readonly RulePage[] {
	return rules;
}
