#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes core/text/unicode_tables.inc: the character classes as the pinned `tokenizers` wheel sees them, asked code
point by code point, and what separates its NFC from utf8proc's (the wheel's tables are of an older Unicode).

    python text_unicode_tables.py > core/text/unicode_tables.inc      (needs tokenizers==0.23.3 and libutf8proc.so.2)
"""
import ctypes
import sys

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

ALL = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def matching(pattern):
    split = pre_tokenizers.Split(Regex(pattern), "removed")
    return [c for c in ALL if not split.pre_tokenize_str(chr(c))]


def digits():
    split = pre_tokenizers.Digits(individual_digits=True)
    return [c for c in ALL if len(split.pre_tokenize_str("a" + chr(c) + "a")) == 3]


def beside_added_token(**asks):
    """A function of a text: whether the added token in it is found, and what it swallowed."""
    made = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))
    made.add_tokens([AddedToken("<x>", normalized=False, **asks)])
    return lambda text: made.encode(text)


def words():
    look = beside_added_token(single_word=True)
    found = [c for c in ALL if look("<x>" + chr(c)).ids == [0]]
    if any(look(chr(c) + "<x>").ids != [0] for c in found):
        sys.exit("\\w differs before and behind an added token")
    return found


def check_stripped(spaces):
    for asks, text in (dict(lstrip=True), lambda c: chr(c) + "<x>"), (dict(rstrip=True), lambda c: "<x>" + chr(c)):
        look = beside_added_token(**asks)
        if [c for c in ALL if look(text(c)).ids == [1]] != spaces:
            sys.exit(f"white space beside an added token ({asks}) is not \\s")


class Utf8proc:
    def __init__(self):
        self.lib = ctypes.CDLL("libutf8proc.so.2")
        for name in ("utf8proc_NFC", "utf8proc_NFD"):
            getattr(self.lib, name).restype = ctypes.c_void_p
        self.libc = ctypes.CDLL(None)
        self.libc.free.argtypes = [ctypes.c_void_p]
        self.lib.utf8proc_unicode_version.restype = ctypes.c_char_p

    def form(self, name, text):
        pointer = getattr(self.lib, name)(text.encode())
        result = ctypes.string_at(pointer).decode()
        self.libc.free(pointer)
        return result

    def nfc(self, text):
        return self.form("utf8proc_NFC", text)

    def nfd(self, text):
        return self.form("utf8proc_NFD", text)


def combining_classes_differ(form, c):
    """Whether a mark of class 1 or of class 230 moves before c, that is whether c is a mark itself."""
    ch = chr(c)
    return form("a" + ch + "\u0334") != "a" + ch + "\u0334" or form("a\u0345" + ch) != "a\u0345" + ch


def normalization():
    proc = Utf8proc()
    peer_nfd, peer_nfc = normalizers.NFD().normalize_str, normalizers.NFC().normalize_str
    touched, late = set(), set()
    for c in ALL:
        if c == 0:
            continue
        ch = chr(c)
        nfd = proc.nfd(ch)
        mark = combining_classes_differ(proc.nfd, c)
        if mark or proc.nfc(ch) != ch:
            touched.add(c)
        if len(nfd) > 1 and proc.nfc(nfd) == ch:  # composes: its last part may not be taken as already composed
            touched.add(ord(nfd[-1]))
            if c < 0xAC00 or c > 0xD7A3:
                touched.update(ord(x) for x in nfd[1:])
        if peer_nfd(ch) != nfd or peer_nfc(ch) != proc.nfc(ch) or combining_classes_differ(peer_nfd, c) != mark:
            late.add(c)
            if len(nfd) > 1 and proc.nfc(nfd) == ch:
                late.add(ord(nfd[-1]))  # in a row with its base it would compose
            if peer_nfd(ch) != ch or combining_classes_differ(peer_nfd, c):
                sys.exit(f"U+{c:04X} normalizes otherwise in the peer, not merely not at all: the barrier does not hold")
    # utf8proc takes U+11A7, which stands for "no final", for a final consonant and swallows it.
    late.update(c for c in range(0x1100, 0x1200) for base in "\uac00\uac01\u1100\u1161"
                if proc.nfc(base + chr(c)) != peer_nfc(base + chr(c)))
    touched.update(range(0x1161, 0x1176))
    touched.update(range(0x11A8, 0x11C3))
    return sorted(touched), sorted(late), proc.lib.utf8proc_unicode_version().decode()


def emit(name, comment, members):
    ranges = []
    for c in members:
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1][1] = c
        else:
            ranges.append([c, c])
    print(f"// {comment}\nconstexpr Range {name}[] = {{")
    for i in range(0, len(ranges), 6):
        print("    " + " ".join(f"{{ 0x{a:X}, 0x{b:X} }}," for a, b in ranges[i:i + 6]))
    print("};\n")


def main():
    touched, late, version = normalization()
    spaces = matching(r"\s")
    check_stripped(spaces)
    print("// SPDX-License-Identifier: GPL-3.0-or-later")
    print(f"// Written by tests/peers/text_unicode_tables.py from tokenizers {tokenizers.__version__} and utf8proc's Unicode {version}; do not edit.\n")
    emit("kLetters", r"\p{L}", matching(r"\p{L}"))
    emit("kNumbers", r"\p{N}", matching(r"\p{N}"))
    emit("kSpaces", r"\s, also what lstrip and rstrip of an added token swallow", spaces)
    emit("kWords", r"\w, as single_word of an added token has it", words())
    emit("kDigits", "what the peer's Digits pre-tokenizer splits off (its language's newer Unicode)", digits())
    emit("kNotInert", "NFC may change a text only when it holds one of these", touched)
    emit("kLate", "utf8proc normalizes these, the peer (older tables) does not: NFC stops there", late)


main()
