#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes samples for the fuzzers of core/text, from what lies in the repository:

    python3 tests/fuzz/samples.py FOLDER        (then FOLDER/prompt, FOLDER/tokenizer_json, ...)
"""
import json
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRINTABLE = [chr(c) for c in range(0x21, 0x7F)]


def small_tokenizer(**changes):
    vocab = {t: i for i, t in enumerate(PRINTABLE + ["\u0120", "he", "ll", "hell", "hello", "\u0120hello"])}
    merges = ["h e", "l l", "he ll", "hell o", "\u0120 hello"]
    model = {"type": "BPE", "dropout": None, "unk_token": None, "ignore_merges": False, "vocab": vocab, "merges": merges}
    whole = {"version": "1.0", "truncation": None, "padding": None,
             "added_tokens": [{"id": len(vocab), "content": "<end>", "single_word": False, "lstrip": True, "rstrip": True, "normalized": False, "special": True},
                              {"id": len(vocab) + 1, "content": "hell", "single_word": True, "lstrip": False, "rstrip": False, "normalized": True, "special": False}],
             "normalizer": {"type": "NFC"}, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True},
             "post_processor": None, "decoder": {"type": "ByteLevel"}, "model": model}
    whole.update(changes)
    return whole


def gguf(entries):
    text = lambda s: struct.pack("<Q", len(s.encode())) + s.encode()
    out = b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries))
    for key, value in entries.items():
        out += text(key)
        if isinstance(value, str):
            out += struct.pack("<I", 8) + text(value)
        elif isinstance(value, bool):
            out += struct.pack("<IB", 7, value)
        elif isinstance(value, list):
            kind, pack = (8, text) if isinstance(value[0], str) else (6, lambda v: struct.pack("<f", v)) if isinstance(value[0], float) else (5, lambda v: struct.pack("<i", v))
            out += struct.pack("<IIQ", 9, kind, len(value)) + b"".join(map(pack, value))
        else:
            out += struct.pack("<II", 4, value)
    return out


def write(folder, samples):
    folder.mkdir(parents=True, exist_ok=True)
    for i, sample in enumerate(samples):
        (folder / str(i)).write_bytes(sample if isinstance(sample, bytes) else sample.encode())


CHATML = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"


def main():
    out = pathlib.Path(sys.argv[1])
    presets = [p.read_text() for p in sorted((ROOT / "resources/prompts").glob("*.json"))]
    write(out / "prompt", presets + [
        "Age: {{ profile.Age }}\nx [[ {{ profile.Hobby }} ]]\n{{? profile.struggles }}Now\n{{ profile.struggles }}\0{{ profile.all }} {{ \"{{\" }}",
        "{{ profile.Agee }} }} [[ ]] {{ {{", "{{ profile.Faith }}\r\n\n\n{{profile.other}}"])
    split = {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"},
         "behavior": "Isolated", "invert": False}, {"type": "ByteLevel", "add_prefix_space": False, "use_regex": False}]}
    digits = {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, {"type": "ByteLevel", "add_prefix_space": False}]}
    write(out / "tokenizer_json", [json.dumps(small_tokenizer()), json.dumps(small_tokenizer(pre_tokenizer=split), ensure_ascii=False),
                                   json.dumps(small_tokenizer(pre_tokenizer=digits, normalizer=None), indent=1)])
    write(out / "tokenizer_model", [p.read_bytes() for p in sorted((ROOT / "tests/golden/text").glob("*.model"))])
    pieces = PRINTABLE + ["\u0120", "he", "ll", "hell", "hello", "<end>"]
    kinds = [1] * (len(pieces) - 1) + [3]
    byte_level = {"general.architecture": "x", "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "qwen2", "tokenizer.ggml.tokens": pieces,
                  "tokenizer.ggml.token_type": kinds, "tokenizer.ggml.merges": ["h e", "l l", "he ll", "hell o"], "tokenizer.ggml.eos_token_id": len(pieces) - 1,
                  "tokenizer.chat_template": CHATML}
    spm = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)] + ["\u2581", "h", "e", "l", "he", "ll", "hell"]
    types = [2, 3, 3] + [6] * 256 + [1] * 7
    scores = [0.0] * 259 + [-1.0 - i for i in range(7)]
    write(out / "tokenizer_gguf", [gguf(byte_level), gguf({**byte_level, "tokenizer.ggml.pre": "smollm"}),
                                   gguf({"tokenizer.ggml.model": "llama", "tokenizer.ggml.tokens": spm, "tokenizer.ggml.scores": scores,
                                         "tokenizer.ggml.token_type": types, "tokenizer.ggml.add_space_prefix": True})])
    spread = CHATML.replace("{%", "{%-").replace("%}", "%}\n    ")
    write(out / "chat_template", [CHATML, spread, "{# c #}{{ \"<|im_start|>system\\nBe kind.<|im_end|>\\n\" }}{% if x['y'] is defined and x[0] != \"a\" %}{{- a + b -}}{% endif %}",
                                  "{{ '<|im_start|>system\\n*<|im_end|>\\n' }}{% if x %}{{ '*' }}{% endif %}",
                                  "\1Be kind.\0\2 Hi \0\3\n\nHello</think> \0\2<tool_response>x</tool_response>"])


main()
