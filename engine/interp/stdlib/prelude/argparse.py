"""Command lines: arguments, defaults, types, choices, groups and sub-commands; errors end the program with status 2."""
__import__("_rest").unknown()
import os as _os
import sys as _sys
import _gradsight

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
PARSER = "A..."
REMAINDER = "..."


class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = argument and argument._display()
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return self.message
        return f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    pass


class HelpFormatter:
    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        self._prog = prog


class RawDescriptionHelpFormatter(HelpFormatter):
    pass


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    pass


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    pass


class MetavarTypeHelpFormatter(HelpFormatter):
    pass


class Namespace:
    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __repr__(self):
        parts = []
        star = {}
        for name, value in self.__dict__.items():
            if name.isidentifier():
                parts.append("%s=%r" % (name, value))
            else:
                star[name] = value
        if star:
            parts.append("**%s" % repr(star))
        return "%s(%s)" % (type(self).__name__, ", ".join(parts))

    def __eq__(self, other):
        if not isinstance(other, Namespace):
            return NotImplemented
        return vars(self) == vars(other)

    def __contains__(self, key):
        return key in self.__dict__


class FileType:
    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode

    def __call__(self, string):
        return open(string, self._mode)


class Action:
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar

    def _display(self):
        if self.option_strings:
            return "/".join(self.option_strings)
        if self.metavar not in (None, SUPPRESS):
            return self.metavar
        if self.dest not in (None, SUPPRESS):
            return self.dest
        if self.choices:
            return "{" + ",".join(str(c) for c in self.choices) + "}"
        return None

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class _StoreAction(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, nargs=0, const=const, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        super().__init__(option_strings, dest, const=True, default=default, required=required, help=help)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        super().__init__(option_strings, dest, const=False, default=default, required=required, help=help)


class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        both = []
        for option in option_strings:
            both.append(option)
            if option.startswith("--"):
                both.append("--no-" + option[2:])
        super().__init__(both, dest, nargs=0, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))


def _copy(items):
    if items is None:
        return []
    return list(items)


class _AppendAction(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy(getattr(namespace, self.dest, None))
        items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, nargs=0, const=const, default=default, required=required, help=help, metavar=metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy(getattr(namespace, self.dest, None))
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _ExtendAction(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy(getattr(namespace, self.dest, None))
        items.extend(values)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        super().__init__(option_strings, dest, nargs=0, default=default, required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        print((self.version or "").replace("%(prog)s", parser.prog))
        parser.exit()


class _SubParsersAction(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._parser_class = parser_class
        self._prog = prog
        super().__init__(option_strings, dest, nargs=PARSER, choices={}, required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, help=None, aliases=(), **kwargs):
        if kwargs.get("prog") is None:
            kwargs["prog"] = "%s %s" % (self._prog, name)
        parser = self._parser_class(**kwargs)
        for key in (name, *aliases):
            self.choices[key] = parser
        return parser

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        sub, unknown = self.choices[name].parse_known_args(rest, None)
        for key, value in vars(sub).items():
            setattr(namespace, key, value)
        if unknown:
            namespace.__dict__.setdefault("_unrecognized_args", []).extend(unknown)


_ACTIONS = {
    None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction, "store_true": _StoreTrueAction, "store_false": _StoreFalseAction,
    "append": _AppendAction, "append_const": _AppendConstAction, "extend": _ExtendAction, "count": _CountAction, "help": _HelpAction, "version": _VersionAction,
    "parsers": _SubParsersAction,
}


class _ArgumentGroup:
    """Arguments of a group belong to its parser."""

    def __init__(self, container, title=None, description=None, **kwargs):
        self._container = container
        self.title = title
        self.description = description

    def add_argument(self, *args, **kwargs):
        return self._container.add_argument(*args, **kwargs)

    def add_argument_group(self, *args, **kwargs):
        return _ArgumentGroup(self._container, *args, **kwargs)

    def add_mutually_exclusive_group(self, **kwargs):
        return self._container.add_mutually_exclusive_group(**kwargs)

    def set_defaults(self, **kwargs):
        self._container.set_defaults(**kwargs)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required
        self._members = []

    def add_argument(self, *args, **kwargs):
        action = self._container.add_argument(*args, **kwargs)
        self._members.append(action)
        return action


class ArgumentParser:
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter, prefix_chars="-",
                 fromfile_prefix_chars=None, argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True, exit_on_error=True):
        self.prog = prog if prog is not None else _os.path.basename(_sys.argv[0])
        self.usage = usage
        self.description = description
        self.epilog = epilog
        self.prefix_chars = prefix_chars
        self.argument_default = argument_default
        self.conflict_handler = conflict_handler
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._actions = []
        self._defaults = {}
        self._option_string_actions = {}
        self._exclusive = []
        self._subparsers_action = None
        self._types = {}
        if add_help:
            self.add_argument("-h", "--help", action="help", default=SUPPRESS, help="show this help message and exit")
        for parent in parents:
            for action in parent._actions:
                if not isinstance(action, _HelpAction):
                    self._add_action(action)
            self._defaults.update(parent._defaults)

    def register(self, registry_name, value, object):
        if registry_name == "type":
            self._types[value] = object

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest, None)

    def add_argument(self, *args, **kwargs):
        if not args or (len(args) == 1 and args[0][0] not in self.prefix_chars):
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            options = []
            dest = args[0] if args else kwargs.pop("dest")
            if "required" in kwargs:
                raise TypeError("'required' is an invalid argument for positionals")
            if kwargs.get("nargs") not in (OPTIONAL, ZERO_OR_MORE):
                kwargs["required"] = True
            if kwargs.get("nargs") == ZERO_OR_MORE and "default" not in kwargs:
                kwargs["required"] = True
        else:
            options = list(args)
            for option in options:
                if option[0] not in self.prefix_chars:
                    raise ValueError(f"invalid option string {option!r}: must start with a character {self.prefix_chars!r}")
            dest = kwargs.pop("dest", None)
            if dest is None:
                long = [o for o in options if len(o) > 1 and o[1] in self.prefix_chars]
                dest = (long[0] if long else options[0]).lstrip(self.prefix_chars)
                if not dest:
                    raise ValueError(f"dest= is required for options like {options[0]!r}")
                dest = dest.replace("-", "_")
        if "default" not in kwargs:
            if dest in self._defaults:
                kwargs["default"] = self._defaults[dest]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        action = kwargs.pop("action", None)
        cls = action if isinstance(action, type) else _ACTIONS.get(action)
        if cls is None:
            raise ValueError(f'unknown action "{action}"')
        if not options and cls in (_StoreTrueAction, _StoreFalseAction, _StoreConstAction, _CountAction):
            kwargs.pop("required", None)
        made = cls(option_strings=options, dest=dest, **kwargs)
        if made.type is not None and not callable(made.type) and made.type not in self._types:
            raise ValueError(f"{made.type!r} is not callable")
        self._add_action(made)
        return made

    def _add_action(self, action):
        for option in action.option_strings:
            if option in self._option_string_actions:
                if self.conflict_handler == "resolve":
                    old = self._option_string_actions[option]
                    old.option_strings.remove(option)
                    if not old.option_strings:
                        self._actions.remove(old)
                else:
                    raise ArgumentError(action, f"conflicting option string: {option}")
        for option in action.option_strings:
            self._option_string_actions[option] = action
        self._actions.append(action)

    def add_argument_group(self, *args, **kwargs):
        return _ArgumentGroup(self, *args, **kwargs)

    def add_mutually_exclusive_group(self, required=False, **kwargs):
        group = _MutuallyExclusiveGroup(self, required)
        self._exclusive.append(group)
        return group

    def add_subparsers(self, *, title=None, description=None, prog=None, dest=SUPPRESS, required=False, help=None, metavar=None, parser_class=None, action=None):
        made = _SubParsersAction([], prog or self.prog, parser_class or type(self), dest=dest, required=required, help=help, metavar=metavar)
        self._actions.append(made)
        return made

    def parse_args(self, args=None, namespace=None):
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error("unrecognized arguments: %s" % " ".join(rest))
        return namespace

    parse_intermixed_args = parse_args

    def parse_known_args(self, args=None, namespace=None):
        if args is None:
            args = [] if _gradsight.is_unknown(len(_sys.argv)) else _sys.argv[1:]
        args = list(args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and not hasattr(namespace, action.dest) and action.default is not SUPPRESS:
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        try:
            rest = self._parse(args, namespace)
        except ArgumentError as err:
            if not self.exit_on_error:
                raise
            self.error(str(err))
        more = namespace.__dict__.pop("_unrecognized_args", None)
        if more:
            rest = rest + more
        return namespace, rest

    def _looks_like_option(self, arg):
        if not arg or arg[0] not in self.prefix_chars or len(arg) == 1:
            return False
        if arg in self._option_string_actions:
            return True
        body = arg[1:]
        if body.replace(".", "", 1).isdigit() and not any(o[1:2].isdigit() for o in self._option_string_actions):
            return False
        return " " not in arg

    def _find_option(self, arg):
        """(action, option string, explicit value) or None."""
        if arg in self._option_string_actions:
            return self._option_string_actions[arg], arg, None
        if "=" in arg:
            option, value = arg.split("=", 1)
            if option in self._option_string_actions:
                return self._option_string_actions[option], option, value
        if arg[:2] == "--":
            if self.allow_abbrev:
                option, _, value = arg.partition("=")
                found = [o for o in self._option_string_actions if o.startswith(option)]
                if len(found) > 1:
                    raise ArgumentError(None, "ambiguous option: %s could match %s" % (arg, ", ".join(found)))
                if found:
                    return self._option_string_actions[found[0]], found[0], value if "=" in arg else None
            return None
        if arg[:2] in self._option_string_actions:
            return self._option_string_actions[arg[:2]], arg[:2], arg[2:]
        return None

    def _take(self, action, args, i):
        """How many of args[i:] an action takes; options end them."""
        n = 0
        while i + n < len(args) and args[i + n] != "--" and not self._looks_like_option(args[i + n]):
            n += 1
        if action.nargs is None:
            if n < 1:
                raise ArgumentError(action, "expected one argument")
            return 1
        if action.nargs == OPTIONAL:
            return min(n, 1)
        if action.nargs == ZERO_OR_MORE:
            return n
        if action.nargs == ONE_OR_MORE:
            if n < 1:
                raise ArgumentError(action, "expected at least one argument")
            return n
        if action.nargs in (REMAINDER, PARSER):
            return len(args) - i
        if n < action.nargs:
            raise ArgumentError(action, "expected %s argument%s" % (action.nargs, "" if action.nargs == 1 else "s"))
        return action.nargs

    def _parse(self, args, namespace):
        seen = []
        rest = []
        positionals = [a for a in self._actions if not a.option_strings]
        i = 0
        only_positionals = False
        pending = []
        while i < len(args):
            arg = args[i]
            if arg == "--" and not only_positionals:
                only_positionals = True
                i += 1
                continue
            if not only_positionals and self._looks_like_option(arg):
                pending = self._consume(positionals, pending, namespace, seen, rest, False)
                found = self._find_option(arg)
                if found is None:
                    rest.append(arg)
                    i += 1
                    while i < len(args) and not self._looks_like_option(args[i]) and not positionals:
                        rest.append(args[i])
                        i += 1
                    continue
                action, option, explicit = found
                i += 1
                if explicit is not None:
                    if action.nargs == 0:
                        if option[1] in self.prefix_chars:
                            raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
                        self._act(action, [], namespace, option, seen)
                        i -= 1
                        args[i] = option[0] + explicit
                        continue
                    values = [explicit]
                else:
                    n = 0 if action.nargs == 0 else self._take(action, args, i)
                    values = args[i:i + n]
                    i += n
                self._act(action, values, namespace, option, seen)
                continue
            if positionals and positionals[0].nargs in (PARSER, REMAINDER) and not pending:
                self._act(positionals.pop(0), args[i:], namespace, None, seen)
                i = len(args)
                continue
            pending.append(arg)
            i += 1
            sub = [p for p in positionals if p.nargs == PARSER]
            if sub and len(pending) == positionals.index(sub[0]):
                pending = self._consume(positionals, pending, namespace, seen, rest, True)
        self._consume(positionals, pending, namespace, seen, rest, True)
        self._finish(namespace, seen)
        return rest

    def _consume(self, positionals, pending, namespace, seen, rest, final):
        """Gives collected positional words to the actions waiting for them."""
        while positionals and (pending or final):
            action = positionals[0]
            if action.nargs == PARSER:
                if pending:
                    self._act(positionals.pop(0), pending, namespace, None, seen)
                    return []
                return pending
            least = sum(1 if a.nargs in (None, ONE_OR_MORE) else a.nargs if isinstance(a.nargs, int) else 0 for a in positionals[1:])
            room = len(pending) - least
            if action.nargs is None:
                n = 1
            elif action.nargs == OPTIONAL:
                n = 1 if room >= 1 else 0
            elif isinstance(action.nargs, int):
                n = action.nargs
            else:
                n = max(room, 0)
            needed = n if action.nargs in (None,) or isinstance(action.nargs, int) else 1 if action.nargs == ONE_OR_MORE else 0
            if len(pending) < max(n, needed) or n < needed:
                return pending
            if n == 0 and not final:
                return pending
            positionals.pop(0)
            if n == 0 and action.nargs in (OPTIONAL, ZERO_OR_MORE, REMAINDER):
                self._empty(action, namespace, seen)
            else:
                self._act(action, pending[:n], namespace, None, seen)
            pending = pending[n:]
        if pending and final:
            rest.extend(pending)
            return []
        return pending

    def _empty(self, action, namespace, seen):
        seen.append(action)
        if action.nargs == ZERO_OR_MORE and action.default is None:
            setattr(namespace, action.dest, [])

    def _act(self, action, words, namespace, option, seen):
        values = self._values(action, words)
        seen.append(action)
        for group in self._exclusive:
            if action in group._members and values is not action.default:
                for other in group._members:
                    if other is not action and other in seen:
                        raise ArgumentError(action, "not allowed with argument %s" % other._display())
        if values is not SUPPRESS:
            action(self, namespace, values, option)

    def _values(self, action, words):
        nargs = action.nargs
        if nargs == OPTIONAL and not words:
            value = action.const if action.option_strings else action.default
            return self._convert(action, value) if isinstance(value, str) else value
        if nargs == ZERO_OR_MORE and not words and not action.option_strings:
            return action.default if action.default is not None else []
        if nargs in (None, OPTIONAL):
            value = self._convert(action, words[0])
            self._check(action, value)
            return value
        if nargs == PARSER:
            self._check(action, words[0])
            return list(words)
        values = [self._convert(action, w) for w in words]
        if nargs != REMAINDER:
            for value in values:
                self._check(action, value)
        return values

    def _convert(self, action, word):
        kind = self._types.get(action.type, action.type)
        if kind is None:
            return word
        try:
            return kind(word)
        except ArgumentTypeError as err:
            raise ArgumentError(action, str(err))
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, "invalid %s value: %r" % (name, word))

    def _check(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, "invalid choice: %r (choose from %s)" % (value, ", ".join(map(repr, action.choices))))

    def _finish(self, namespace, seen):
        missing = []
        for action in self._actions:
            if action in seen:
                continue
            if action.required:
                missing.append(action._display())
            elif isinstance(action.default, str) and action.dest is not SUPPRESS and getattr(namespace, action.dest, None) is action.default:
                setattr(namespace, action.dest, self._convert(action, action.default))
        if missing:
            self.error("the following arguments are required: %s" % ", ".join(missing))
        for group in self._exclusive:
            if group.required and not any(a in seen for a in group._members):
                self.error("one of the arguments %s is required" % " ".join(a._display() for a in group._members))

    def _option_usage(self, action):
        text = action.option_strings[0]
        if action.nargs != 0:
            name = action.metavar or (("{" + ",".join(str(c) for c in action.choices) + "}") if action.choices is not None else action.dest.upper())
            if isinstance(name, tuple):
                name = name[0]
            if action.nargs is None:
                text += " " + name
            elif action.nargs == OPTIONAL:
                text += " [%s]" % name
            elif action.nargs == ZERO_OR_MORE:
                text += " [%s ...]" % name
            elif action.nargs == ONE_OR_MORE:
                text += " %s [%s ...]" % (name, name)
            else:
                text += " " + " ".join([name] * action.nargs)
        return text if action.required else "[%s]" % text

    def format_usage(self):
        if self.usage is not None:
            return "usage: %s\n" % self.usage.replace("%(prog)s", self.prog)
        parts = [self._option_usage(a) for a in self._actions if a.option_strings and a.help is not SUPPRESS]
        parts += [str(a._display()) for a in self._actions if not a.option_strings]
        return "usage: " + " ".join([self.prog] + parts) + "\n"

    def format_help(self):
        text = self.format_usage() + "\n"
        if self.description:
            text += self.description + "\n\n"
        if any(a.option_strings for a in self._actions):
            text += "options:\n"
            for a in self._actions:
                if a.option_strings and a.help is not SUPPRESS:
                    text += "  " + ", ".join(a.option_strings) + ("  " + a.help if a.help else "") + "\n"
        if self.epilog:
            text += "\n" + self.epilog + "\n"
        return text

    def print_usage(self, file=None):
        print(self.format_usage(), end="", file=file)

    def print_help(self, file=None):
        print(self.format_help(), end="", file=file)

    def exit(self, status=0, message=None):
        _sys.exit(status)

    def error(self, message):
        self.exit(2, "%s: error: %s\n" % (self.prog, message))
