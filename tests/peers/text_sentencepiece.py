#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids of tokenizer.model files against `sentencepiece`'s own encoder: models of every kind and every set of normalization
rules, trained on the spot.

    python text_sentencepiece.py --command COMMAND...       (COMMAND MODEL FILE.jsonl, as `attune-engine tokenize`)
"""
import argparse
import io
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import sentencepiece
import text_tokens as tokens

SENTENCES = ["I'm not sure I can keep going like this, you know?", "\u6211\u6700\u8fd1\u603b\u662f\u7761\u4e0d\u7740\uff0c\u611f\u89c9\u5f88\u7126\u8651\u3002",
             "Hello there! \uff21\uff22\uff23 \ufb01ne \u2460\u2461", "price: $1,234.56 (20% off)", "Caf\u00e9 na\u00efve r\u00e9sum\u00e9"] * 5
RULES = ("identity", "nmt_nfkc", "nfkc", "nmt_nfkc_cf", "nfkc_cf")
KINDS = (dict(model_type="bpe", byte_fallback=True, vocab_size=400), dict(model_type="unigram", byte_fallback=True, vocab_size=400),
         dict(model_type="unigram", vocab_size=150), dict(model_type="char", vocab_size=150),
         dict(model_type="bpe", vocab_size=150, add_dummy_prefix=False, remove_extra_whitespaces=False, user_defined_symbols=["hello", "\u6211\u4eec"]),
         dict(model_type="bpe", vocab_size=150, treat_whitespace_as_suffix=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", nargs="+", required=True)
    options = parser.parse_args()
    strings = [*tokens.odd_strings(), *tokens.random_strings(1500, seed=21), *tokens.unruly_strings(500, seed=4)]
    strings = [s for s in strings if "\x00" not in s]  # the library's Python side ends there
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        model, lines = pathlib.Path(folder, "tokenizer.model"), pathlib.Path(folder, "strings.jsonl")
        lines.write_text("".join(json.dumps(s) + "\n" for s in strings))
        for rule, kind in itertools.product(RULES, KINDS):
            written = io.BytesIO()
            sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(SENTENCES), model_writer=written, normalization_rule_name=rule,
                                                     hard_vocab_limit=False, minloglevel=4, **kind)
            model.write_bytes(written.getvalue())
            peer = sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())
            done = subprocess.run([*options.command, str(model), str(lines)], stdout=subprocess.PIPE, check=True)
            ours = [json.loads(line) for line in done.stdout.splitlines()]
            differ = sum(mine != peer.encode(s) for s, mine in zip(strings, ours, strict=True))
            print(f"{rule:12} {json.dumps(kind, ensure_ascii=False)}: {len(strings)} strings, {differ} differ", flush=True)
            wrong += differ
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
