s = "  Hello, World  "
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), s.strip("d Hl "), s.upper(), s.lower(), s.title(), s.swapcase())
t = "a,b,,c"
print(t.split(","), t.split(",", 1), t.rsplit(",", 1), "a b  c".split(), "".split(), "x".split(","), t.partition(","), t.rpartition(","))
print("-".join(["x", "y", "z"]), "abc".replace("b", "XX"), "aaa".replace("a", "b", 2), "abc".find("c"), "abc".find("z"), "abcabc".rfind("b"), "abcabc".count("bc"))
print("layer1.weight".startswith("layer"), "x.weight".endswith((".bias", ".weight")), "42".isdigit(), "abc".isalpha(), "a1".isalnum(), " ".isspace(), "Ab".istitle())
print("abc".center(9, "*"), "abc".ljust(5) + "|", "abc".rjust(5), "7".zfill(3), "-7".zfill(4), "ab\tc".expandtabs(4), "abc"[::-1], "abc" * 2)
print("line1\nline2\r\nline3".splitlines(), "x=1;y=2".split(";"), [c for c in "hey"], "b" in "abc", "é".encode(), b"ab".decode(), ord("a"), chr(8364))
print("module.fc.weight".removeprefix("module."), "name.bias".removesuffix(".bias"), "abc".index("b"), max("hello"), sorted("hello"), "".join(reversed("abc")))
print("a%sb" % 1, "tEST".capitalize(), "ß".casefold(), "A".isupper(), "abc".translate(str.maketrans("ab", "xy")), "abc" < "abd", "Z" < "a")
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("tab\t nl\n \\ \x00 \x7f é €"), ascii("é€"))
print("spam"[1:3], "spam"[-2:], "spam"[::2], "spam"[10:], "spam"[:-1], "x".join("abc"), str(b"bytes"), str(None), str(True) + str(1.0))
try:
    "abc".index("z")
except ValueError as error:
    print(error)
try:
    "a" + 1
except TypeError as error:
    print(error)
