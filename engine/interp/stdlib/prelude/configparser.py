"""configparser: settings in sections, read from text, dicts and files."""
import re

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()
_BOOLEANS = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}


class Error(Exception):
    _text = "%s"

    def __init__(self, *args):
        Exception.__init__(self, *args)
        self.message = self._text % args

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    _text = "No section: %r"


class NoOptionError(Error):
    _text = "No option %r in section: %r"


class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        Exception.__init__(self, section, source, lineno)
        self.message = f"Section {section!r} already exists" if source is None else f"While reading from {source!r} [line {lineno:2d}]: section {section!r} already exists"


class DuplicateOptionError(Error):
    _text = "While reading from %r [line %2d]: option %r in section %r already exists"


class InterpolationError(Error):
    pass


class InterpolationMissingOptionError(InterpolationError):
    _text = "Bad value substitution: option %r in section %r contains an interpolation key %r which is not a valid option name. Raw value: %r"


class ParsingError(Error):
    _text = "Source contains parsing errors: %r"


class MissingSectionHeaderError(ParsingError):
    _text = "File contains no section headers.\nfile: %r, line: %d\n%r"


class SectionProxy:
    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser._validate(value)
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key) and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        return list(self._parser.defaults()) if self._name == self._parser.default_section else self._parser.options(self._name)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    def keys(self):
        return self._options()

    def values(self):
        return [self[k] for k in self._options()]

    def items(self):
        return [(k, self[k]) for k in self._options()]

    name = property(lambda self: self._name)

    def get(self, option, fallback=None, *, raw=False, vars=None, **kwargs):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def __getattr__(self, name):
        if name not in ("getint", "getfloat", "getboolean"):
            raise AttributeError(f"'SectionProxy' object has no attribute {name!r}")
        return lambda option, fallback=None, **kwargs: getattr(self._parser, name)(self._name, option, fallback=fallback, **kwargs)


class RawConfigParser:
    _interpolates = False
    BOOLEAN_STATES = _BOOLEANS

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"), comment_prefixes=("#", ";"), inline_comment_prefixes=None, strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET, converters=None):
        self._sections, self._defaults = {}, {}
        self._allow_no_value, self._strict, self._blank = allow_no_value, strict, empty_lines_in_values
        self._delimiters, self._comments, self._inline = tuple(delimiters), tuple(comment_prefixes or ()), tuple(inline_comment_prefixes or ())
        self.default_section = default_section
        if interpolation is None:
            self._interpolates = False
        elif isinstance(interpolation, ExtendedInterpolation):
            self._interpolates = "${"
        if defaults:
            for key, value in defaults.items():
                self._defaults[self.optionxform(key)] = value

    def optionxform(self, optionstr):
        return optionstr.lower()

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError("Invalid section name: %r" % section)
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def read(self, filenames, encoding=None):
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, "__fspath__"):
            filenames = [filenames]
        done = []
        for filename in filenames:
            try:
                with open(filename, encoding=encoding) as fp:
                    self.read_string(fp.read(), str(filename))
            except OSError:
                continue
            done.append(filename)
        return done

    def read_file(self, f, source=None):
        self.read_string("".join(f), source or getattr(f, "name", "<???>"))

    def read_dict(self, dictionary, source="<dict>"):
        for section, keys in dictionary.items():
            section = str(section)
            if section != self.default_section and section not in self._sections:
                self.add_section(section)
            for key, value in keys.items():
                self.set(section, self.optionxform(str(key)), None if value is None else str(value))

    def read_string(self, string, source="<string>"):
        current, option, seen, indent, trouble = None, None, set(), 0, None
        for lineno, line in enumerate(string.splitlines(), 1):
            text = line.strip()
            if text.startswith(self._comments) and self._comments:
                continue
            for prefix in self._inline:
                at = [m.start() for m in re.finditer(re.escape(prefix), line) if m.start() == 0 or line[m.start() - 1].isspace()]
                if at:
                    text = line[: at[0]].strip()
            depth = len(line) - len(line.lstrip())
            if not text:
                if self._blank and current is not None and option and current[option] is not None and not line.strip():
                    current[option] += "\n"
                continue
            if current is not None and option and depth > indent:
                current[option] = f"{current[option]}\n{text}"
                continue
            indent = depth
            header = re.match(r"\[(.+)\]", text)
            if header is not None:
                name, option = header.group(1), None
                if name == self.default_section:
                    current = self._defaults
                elif name in self._sections:
                    if self._strict and name in seen:
                        raise DuplicateSectionError(name, source, lineno)
                    current = self._sections[name]
                else:
                    current = self._sections[name] = {}
                seen.add(name)
                section = name
                continue
            if current is None:
                raise MissingSectionHeaderError(source, lineno, line + "\n")
            places = [text.index(d) for d in self._delimiters if d in text]
            if not places and not self._allow_no_value:
                trouble = trouble or ParsingError(source)
                trouble.message += "\n\t[line %2d]: %r" % (lineno, line + "\n")
                continue
            at = min(places, default=len(text))
            option = self.optionxform(text[:at].rstrip())
            if self._strict and (section, option) in seen:
                raise DuplicateOptionError(source, lineno, option, section)
            seen.add((section, option))
            current[option] = text[at + 1 :].strip() if places else None
        for options in [self._defaults, *self._sections.values()]:
            for key, value in options.items():
                if isinstance(value, str):
                    options[key] = value.rstrip("\n") if "\n" in value else value
        if trouble is not None:
            raise trouble

    def _lookup(self, section, vars):
        if section not in self._sections and section != self.default_section:
            raise NoSectionError(section)
        extra = {self.optionxform(k): None if v is None else str(v) for k, v in (vars or {}).items()}
        return {**self._defaults, **self._sections.get(section, {}), **extra}

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        try:
            values = self._lookup(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        key = self.optionxform(option)
        if key not in values:
            if fallback is _UNSET:
                raise NoOptionError(key, section)
            return fallback
        value = values[key]
        return value if raw or not self._interpolates or value is None else self._filled(section, key, value, values)

    def _filled(self, section, option, value, values, depth=1):
        whole = value

        def one(m):
            if m.group(0) in ("%%", "$$"):
                return m.group(0)[0]
            place, name = section, m.group(1)
            known = values
            if ":" in name and self._interpolates == "${":
                place, name = name.split(":")
                known = self._lookup(place, None)
            name = self.optionxform(name)
            if name not in known:
                raise InterpolationMissingOptionError(option, section, name, whole)
            return self._filled(place, name, known[name], known, depth + 1)

        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationError("Recursion limit exceeded in value substitution")
        return re.sub(r"\$\$|\$\{([^}]+)\}" if self._interpolates == "${" else r"%%|%\(([^)]+)\)s", one, value)

    def _converted(self, section, option, conv, fallback, **kwargs):
        try:
            return conv(self.get(section, option, **kwargs))
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, *, fallback=_UNSET, **kwargs):
        return self._converted(section, option, int, fallback, **kwargs)

    def getfloat(self, section, option, *, fallback=_UNSET, **kwargs):
        return self._converted(section, option, float, fallback, **kwargs)

    def getboolean(self, section, option, *, fallback=_UNSET, **kwargs):
        return self._converted(section, option, self._boolean, fallback, **kwargs)

    def _boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError("Not a boolean: %s" % value)
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return [(name, self[name]) for name in self]
        return [(key, self.get(section, key, raw=raw, vars=vars)) for key in self._lookup(section, vars)]

    def has_option(self, section, option):
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        return section in self._sections and self.optionxform(option) in {**self._sections[section], **self._defaults}

    def _validate(self, value):
        if not isinstance(value, str) and not (self._allow_no_value and value is None):
            raise TypeError("option values must be strings")

    def set(self, section, option, value=None):
        if not section or section == self.default_section:
            self._defaults[self.optionxform(option)] = value
        elif section in self._sections:
            self._sections[section][self.optionxform(option)] = value
        else:
            raise NoSectionError(section)

    def write(self, fp, space_around_delimiters=True):
        d = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        for name, options in ([(self.default_section, self._defaults)] if self._defaults else []) + list(self._sections.items()):
            fp.write(f"[{name}]\n")
            for key, value in options.items():
                text = "" if value is None and self._allow_no_value else d + str(value).replace("\n", "\n\t")
                fp.write(f"{key}{text}\n")
            fp.write("\n")

    def remove_option(self, section, option):
        options = self._defaults if not section or section == self.default_section else self._sections.get(section)
        if options is None:
            raise NoSectionError(section)
        return options.pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        return self._sections.pop(section, _UNSET) is not _UNSET

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return SectionProxy(self, key)

    def __setitem__(self, key, value):
        if key in self._sections:
            self._sections[key] = {}
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key not in self._sections:
            raise KeyError(key)
        del self._sections[key]

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return iter([self.default_section, *self._sections])

    def keys(self):
        return list(self)

    def values(self):
        return [self[name] for name in self]


class ConfigParser(RawConfigParser):
    _interpolates = True

    def set(self, section, option, value=None):
        self._validate(value)
        super().set(section, option, value)


class Interpolation:
    pass


class BasicInterpolation(Interpolation):
    pass


class ExtendedInterpolation(Interpolation):
    pass
