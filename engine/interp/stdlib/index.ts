/** The standard library: importing this file registers every module of it. */
import "./abc.ts";
import "./collections.ts";
import "./copy.ts";
import "./dataclasses.ts";
import "./enum.ts";
import "./functools.ts";
import "./itertools.ts";
import "./math.ts";
import "./operator.ts";
import "./bisect.ts";
import "./json.ts";
import "./os.ts";
import "./random.ts";
import "./re.ts";
import "./sys.ts";
import "./time.ts";
import "./typing.ts";
