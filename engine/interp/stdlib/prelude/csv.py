"""Comma-separated values."""
__import__("_rest").unknown()
QUOTE_MINIMAL = 0
QUOTE_ALL = 1
QUOTE_NONNUMERIC = 2
QUOTE_NONE = 3


class Error(Exception):
    pass


class Dialect:
    pass


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = "\t"


def field_size_limit(limit=None):
    return 131072


def reader(csvfile, dialect="excel", *, delimiter=",", quotechar='"', skipinitialspace=False, **kwargs):
    if dialect in ("excel-tab", excel_tab):
        delimiter = "\t"
    pending = None
    for line in csvfile:
        text = line if pending is None else pending + line
        row, field, quoted, i = [], "", False, 0
        body = text.rstrip("\r\n")
        while i < len(body):
            c = body[i]
            if quoted:
                if c == quotechar:
                    if body[i + 1:i + 2] == quotechar:
                        field += c
                        i += 1
                    else:
                        quoted = False
                else:
                    field += c
            elif c == quotechar and field == "":
                quoted = True
            elif c == delimiter:
                row.append(field)
                field = ""
                if skipinitialspace:
                    while body[i + 1:i + 2] == " ":
                        i += 1
            else:
                field += c
            i += 1
        if quoted:
            pending = text
            continue
        pending = None
        if body == "":
            yield []
        else:
            row.append(field)
            yield row


class _Writer:
    def __init__(self, csvfile, delimiter=",", quotechar='"', quoting=QUOTE_MINIMAL, lineterminator="\r\n"):
        self._file = csvfile
        self._delimiter = delimiter
        self._quotechar = quotechar
        self._quoting = quoting
        self._end = lineterminator

    def _field(self, value, alone):
        text = "" if value is None else str(value)
        q = self._quotechar
        special = any(c in text for c in (self._delimiter, q, "\n", "\r"))
        if self._quoting == QUOTE_ALL or special or (alone and text == "") or (self._quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float))):
            return q + text.replace(q, q + q) + q
        return text

    def writerow(self, row):
        row = list(row)
        return self._file.write(self._delimiter.join(self._field(v, len(row) == 1) for v in row) + self._end)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def writer(csvfile, dialect="excel", *, delimiter=",", quotechar='"', quoting=QUOTE_MINIMAL, lineterminator="\r\n", **kwargs):
    return _Writer(csvfile, "\t" if dialect in ("excel-tab", excel_tab) else delimiter, quotechar, quoting, lineterminator)


class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        return self._fieldnames

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        d = dict(zip(names, row))
        if len(names) < len(row):
            d[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            d[name] = self.restval
        return d


class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writer.writerow(self.fieldnames)

    def writerow(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [k for k in rowdict if k not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(repr(x) for x in wrong))
        return self.writer.writerow([rowdict.get(k, self.restval) for k in self.fieldnames])

    def writerows(self, rowdicts):
        for row in rowdicts:
            self.writerow(row)
