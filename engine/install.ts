/** Makes the modules a program can import known to the interpreter. */
import { registerModule } from "./interp/modules.ts";
import { registerPreludes } from "./interp/prelude.ts";
import { registerTorch } from "./torch/index.ts";

registerPreludes();
registerTorch(registerModule);
