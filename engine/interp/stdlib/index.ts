/** The standard library: importing this file registers every module of it. */
import "./functools.ts";
import "./itertools.ts";
import "./math.ts";
import "./operator.ts";
import "./random.ts";
