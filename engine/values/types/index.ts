/** Fills in every built-in type; importing this file is enough. */
import "./iterators.ts";
import "./object.ts";
import "./number.ts";
import "./str.ts";
import "./str-case.ts";
import "./list.ts";
import "./dict-views.ts";
import "./dict.ts";
import "./set.ts";
import "./range.ts";
import "./bytes.ts";
import "./function.ts";
import "./generic.ts";
import "./dunders.ts";
