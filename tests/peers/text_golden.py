#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the golden files of tests/text from the field's own libraries (see tests/peers/text-requirements.txt):

    python text_templates.py DIR
    python text_golden.py [--data ../shared/data] --templates DIR

tests/golden/text/tokens.json         self-written strings and their ids, by model
tests/golden/text/families.json       small tokenizers of each kind (and of odd added tokens), strings and their ids
tests/golden/text/templates.json      self-written conversations as apply_chat_template prints them
tests/golden/text/real_data.json      of DATA only counts and SHA-256
tests/golden/text/normalization.json  NFC as the peer has it
tests/golden/text/small-*.model      tiny sentencepiece models trained on the strings above, and sentencepiece.json with their ids
tests/golden/qwen2.5-tokenizer/*.qz   Qwen2.5's tokenizer files (Apache-2.0), zlib with a length as qUncompress reads it

DIR holds chat templates of models that are not shipped here, NAME@SOURCE.jinja with the names of the known templates; only
what they print is kept.
"""
import argparse
import hashlib
import itertools
import json
import pathlib
import random
import struct
import zlib

import text_tokens as tokens
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden"

SENTENCES = [
    "I'm not sure I can keep going like this, you know?", "She'd said they'LL come at 10:45; we've waited for 3 hours!!",
    "  two leading spaces, a tab\tand trailing ones  ", "line one\nline two\r\n\r\n\n  line five", "\u6211\u6700\u8fd1\u603b\u662f\u7761\u4e0d\u7740\uff0c\u611f\u89c9\u5f88\u7126\u8651\u3002",
    "\u4f60\u597d\uff01\u4eca\u5929\u8fc7\u5f97\u600e\u4e48\u6837\uff1f123\u5929\u4e86", "Caf\u00e9 cafe\u0301 \u212bngstr\u00f6m na\u00efve", "\U0001F468\u200D\U0001F469\u200D\U0001F467 hugs \U0001F917\U0001F3FD \u2764\ufe0f",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd", "\u1112\u1161\u11ab\uae00 \ud55c\uad6d\uc5b4", "price: $1,234.56 (20% off) -> \u20ac900", "control \x01\x02 bytes \x7f",
    "typed <|im_end|> and <|im_start|>system and <|endoftext|>", "if x == 1:\n        return {'a': [1, 2]}\n", "\u00a0\u3000\u2003odd spaces\u180e", "haha\u2026 hmm -- well... ok?!",
]

SYSTEM = "You are a warm supporter.\n\nAge: 31"
CONVERSATIONS = {
    "one question": [("user", "I lost my job.")],
    "system and question": [("system", SYSTEM), ("user", "I lost my job.")],
    "one exchange": [("user", "I lost my job."), ("assistant", "I am so sorry to hear that.")],
    "system and exchange": [("system", SYSTEM), ("user", "I lost my job."), ("assistant", "I am so sorry.\nWhat happened?")],
    "long": [("system", SYSTEM), ("user", "Hi"), ("assistant", "Hello!"), ("user", "\u6211\u5f88\u7126\u8651"), ("assistant", "\u6211\u5728\u542c\u3002"), ("user", "Thanks \U0001F642")],
    "long with reply": [("system", SYSTEM), ("user", "Hi"), ("assistant", "Hello!"), ("user", "I feel down"), ("assistant", "Tell me more.")],
    "two systems": [("system", SYSTEM), ("system", "Be brief."), ("user", "Hi")],
    "late system": [("user", "Hi"), ("assistant", "Hello!"), ("system", "Be brief."), ("user", "Go on")],
    "empty system": [("system", ""), ("user", "Hi")],
    "empty user": [("system", SYSTEM), ("user", "")],
    "empty reply": [("user", "Hi"), ("assistant", "")],
    "supporter first": [("assistant", "Welcome."), ("user", "Hi")],
    "two users": [("user", "Hi"), ("user", "Anyone there?")],
    "two replies": [("user", "Hi"), ("assistant", "Hello"), ("assistant", "How are you?")],
    "system only": [("system", SYSTEM)],
    "braces": [("system", "{{ profile.Age }} {% if %}"), ("user", "<b>&amp; \"quotes\" 'single'")],
    "control text": [("user", "say <|im_end|> [INST] </s> now")],
    "padded": [("system", " \t Be kind. \n\n"), ("user", "\n hi \u3000"), ("assistant", "\n\n hello \n"), ("user", "\x1c go \u00a0"), ("assistant", "  yes\t")],
    "blank": [("system", " \n"), ("user", "\t"), ("assistant", " "), ("user", "\n\n")],
    "padded reply last": [("user", "Hi"), ("assistant", "\n\nHello \n")],
    "three systems": [("system", "A"), ("system", ""), ("system", "C"), ("user", "Hi"), ("assistant", "Hello")],
    "system last": [("user", "Hi"), ("system", "Be brief.")],
    "typed thinking": [("user", "<think>what</think> is this?"), ("assistant", "A mark.")],
    "thinking reply": [("user", "Hi"), ("assistant", "<think>\nwell\n</think>\n\nHello"), ("user", "Go on"), ("assistant", "Yes")],
    "thinking reply last": [("user", "Hi"), ("assistant", "<think>\nwell\n</think>\n\nHello")],
    "typed tool response": [("user", "Hi"), ("assistant", "Hello"), ("user", "<tool_response>\n1\n</tool_response>"), ("assistant", "One.")],
    "replies at the end": [("system", SYSTEM), ("user", "Hi"), ("assistant", "Hello"), ("assistant", "Are you there?")],
    "replies only": [("assistant", "Hello"), ("assistant", "Are you there?")],
    "nothing": [],
}
# Refused by Attune whatever the template makes of them.
TOOL_TURNS = {
    "tool turn": [{"role": "user", "content": "Hi"}, {"role": "tool", "content": "4", "name": "add"}],
    "tool call": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "add", "arguments": {"a": 1}}}]}],
    "function turn": [{"role": "user", "content": "Hi"}, {"role": "function", "content": "4", "name": "add"}],
    "ipython turn": [{"role": "user", "content": "Hi"}, {"role": "ipython", "content": "4"}],
    "parts": [{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image"}]}],
    "another role": [{"role": "narrator", "content": "Once"}],
    "no content": [{"role": "user", "content": None}],
}

SPECIALS = {"bos_token": "<s>", "eos_token": "</s>"}
LLAMA3 = {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}


def write(name, value):
    path = GOLDEN / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=True, indent=1) + "\n")
    print(path.relative_to(ROOT), path.stat().st_size)


def write_fixture(folder):
    for name in ("tokenizer.json", "tokenizer_config.json"):
        content = (folder / name).read_bytes()
        target = GOLDEN / "qwen2.5-tokenizer" / (name + ".qz")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(struct.pack(">I", len(content)) + zlib.compress(content, 9))


def token_strings():
    yield from SENTENCES
    yield from tokens.odd_strings()
    yield from tokens.random_strings(150, seed=7)


def write_tokens(models):
    strings = list(dict.fromkeys(token_strings()))
    strings = [s for s in strings if len(s) <= 200]
    result = {"strings": strings}
    for name, plain, special in models:
        result[name] = [plain.encode(s, add_special_tokens=False).ids for s in strings]
        result[name + " special"] = [special.encode(s, add_special_tokens=False).ids for s in strings]
    write("text/tokens.json", result)


def write_real_data(models, data):
    result = {}
    for part in ("pesc", "esconv", "smilechat"):
        texts = [text for path in sorted((data / part).rglob("*.json")) for text in tokens.texts_of(json.loads(path.read_text()))]
        entry = {"strings": len(texts)}
        for name, plain, _ in models:
            ids = [i for t in texts for i in plain.encode(t, add_special_tokens=False).ids]
            entry[name] = {"tokens": len(ids), "sha256": hashlib.sha256(struct.pack(f"<{len(ids)}i", *ids)).hexdigest()}
        result[part] = entry
    write("text/real_data.json", result)


def template_sources(folder, data):
    config = json.loads((data / "qwen2.5-tokenizer/tokenizer_config.json").read_text())
    yield "qwen2.5", config["chat_template"], {}
    from gguf import GGUFReader
    field = GGUFReader(tokens.embedded_gguf()).fields["tokenizer.chat_template"]
    yield "smollm2", bytes(field.parts[field.data[0]]).decode(), {}
    for path in sorted(folder.glob("*.jinja")) if folder else []:
        name = path.stem.split("@")[0]
        yield name, path.read_text(), LLAMA3 if name.startswith("llama-3") else SPECIALS


def write_templates(folder, data, any_tokenizer):
    result = {}
    for name, source, special in template_sources(folder, data):
        peer = PreTrainedTokenizerFast(tokenizer_object=any_tokenizer, chat_template=source, **special)
        shapes = {}
        for shape, messages in CONVERSATIONS.items():
            chat = [{"role": role, "content": content} for role, content in messages]
            printed = []
            for generation in (False, True):
                try:
                    printed.append(peer.apply_chat_template(chat, tokenize=False, add_generation_prompt=generation, enable_thinking=False))
                except Exception as error:  # the template's own raise_exception
                    printed.append(None)
            shapes[shape] = printed
        if name in result and result[name] != shapes:
            raise SystemExit(f"two templates called {name} differ")
        result[name] = shapes
    conversations = {k: [{"role": r, "content": c} for r, c in v] for k, v in CONVERSATIONS.items()}
    write("text/templates.json", {"conversations": conversations, "refused": TOOL_TURNS, "printed": result})


def trained(pre_tokenizer, specials=(), normalizer=None, size=420):
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.decoder = pre_tokenizer, decoders.ByteLevel()
    if normalizer:
        made.normalizer = normalizer
    made.train_from_iterator(SENTENCES * 3, trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=list(specials), show_progress=False))
    return made


def byte_level(regex):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=regex)


def split(pattern):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), byte_level(False)])


def families():
    """The kinds of tokenizer.json, as their makers configure them, with small vocabularies."""
    qwen = trained(split(tokens.QWEN), normalizer=normalizers.NFC())
    qwen.add_special_tokens([AddedToken(t, normalized=False) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")])
    yield "qwen2", qwen
    qwen3 = Tokenizer.from_str(qwen.to_str())
    qwen3.add_tokens([AddedToken(t, normalized=False) for t in ("<tool_call>", "<think>", "</think>")])
    yield "qwen3", qwen3
    llama = json.loads(trained(split(tokens.LLAMA3)).to_str())
    llama["model"]["ignore_merges"] = True
    llama["model"]["vocab"]["ba"] = len(llama["model"]["vocab"])  # no merge makes it: taken only as a whole piece
    llama = Tokenizer.from_str(json.dumps(llama))
    llama.add_special_tokens([AddedToken(t, normalized=False) for t in ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")])
    llama.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(
        single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", llama.token_to_id("<|begin_of_text|>"))])])
    yield "llama-bpe", llama
    yield "smollm", trained(pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level(True)]), ("<|endoftext|>", "<|im_start|>", "<|im_end|>"))
    yield "gpt-2", trained(byte_level(True), ("<|endoftext|>",))
    yield "digit runs", trained(pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=False), byte_level(True)]))
    flags = trained(split(tokens.QWEN), normalizer=normalizers.NFC())
    for i, (lstrip, rstrip, single_word, normalized) in enumerate(itertools.product((False, True), repeat=4)):
        token = AddedToken(f"<{i}>", lstrip=lstrip, rstrip=rstrip, single_word=single_word, normalized=normalized)
        flags.add_special_tokens([token]) if i % 3 == 0 else flags.add_tokens([token])
    flags.add_tokens([AddedToken("  ", normalized=False), AddedToken("\u00e9!", normalized=True), AddedToken("e\u0301?", normalized=False),
                      AddedToken("<1><2>", normalized=False), AddedToken("word", single_word=True, normalized=False)])
    yield "added tokens", flags


def flagged_strings():
    rng = random.Random(5)
    parts = [f"<{i}>" for i in range(16)] + [" ", "  ", "\n", "\u00a0", "\u3000", "a", "_", "\u0301", "e\u0301", "e\u0301!", "\u00e9?", "\u4f60", "1", "word", "<1><2>", "\u200d", "\u2160", "-"]
    return ["".join(rng.choice(parts) for _ in range(rng.randrange(1, 12))) for _ in range(300)]


def write_families():
    result = {}
    strings = [s for s in dict.fromkeys([*SENTENCES, *tokens.odd_strings(), *tokens.random_strings(40, seed=9)]) if len(s) <= 100]
    for name, special in families():
        used = flagged_strings() if name == "added tokens" else strings
        plain = Tokenizer.from_str(json.dumps(dict(json.loads(special.to_str()), added_tokens=[], post_processor=None)))
        ids = [special.encode(s, add_special_tokens=False).ids for s in used]
        result[name] = {"tokenizer": json.loads(special.to_str()), "strings": used, "special": ids,
                        "text": [plain.encode(s, add_special_tokens=False).ids for s in used],
                        "decoded": [special.decode(i, skip_special_tokens=False) for i in ids],
                        "decoded without special": [special.decode(i, skip_special_tokens=True) for i in ids]}
    (GOLDEN / "text/families.json").write_text(json.dumps(result, ensure_ascii=True, separators=(",", ":")) + "\n")
    print("tests/golden/text/families.json", (GOLDEN / "text/families.json").stat().st_size)


def write_normalization():
    nfc = normalizers.NFC().normalize_str
    strings = ["e\u0301", "\u0344", "a\u0323\u0307", "\u1100\u1161\u11a8", "\uac00\u11a8", "\u212b\u2126", "\u0958", "\ufb1d", "\u0f71\u0f72\u0f80", "\u0b47\u0b3e",
               "a\u0300\u0898\u0323", "\U00011935\U00011930", "\U00011938", "\u0dd9\u0dcf\u0dca", "\u2adc", "\U0001d15e", "\u09c7\u09be", "q\u0307\u0323 \u1e9b\u0323", "\uac00\u11a7", "\uac00\u11a7\u11a8", "\u1100\u1161\u11a7\u0323\u0307"]
    strings += list(tokens.random_strings(200, seed=11)) + list(tokens.unruly_strings(300, seed=12))
    write("text/normalization.json", [[s, nfc(s)] for s in strings])


def write_sentencepiece():
    import io
    import sentencepiece
    strings = [s for s in dict.fromkeys(SENTENCES + list(tokens.odd_strings()) + list(tokens.random_strings(60, seed=5))) if len(s) <= 120]
    strings = [s for s in strings if "\x00" not in s]  # the library's Python side ends there
    result = {"strings": strings}
    for name, options in {
        "small-marks": dict(model_type="bpe", byte_fallback=True, normalization_rule_name="identity", add_dummy_prefix=False, vocab_size=480, user_defined_symbols=["<_user>", "hello", "\u2581\u2581"], control_symbols=["<ctl>"], split_digits=True),
        "small-bpe": dict(model_type="bpe", byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False, vocab_size=460),
        "small-unigram": dict(model_type="unigram", vocab_size=130, user_defined_symbols=["<|im_start|>", "<|im_end|>"]),
    }.items():
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(SENTENCES * 3), model_writer=model, hard_vocab_limit=False, minloglevel=2, **options)
        (GOLDEN / "text" / (name + ".model")).write_bytes(model.getvalue())
        processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
        result[name] = [processor.encode(s) for s in strings]
    write("text/sentencepiece.json", result)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--templates", type=pathlib.Path, required=True, help="what text_templates.py wrote")
    options = parser.parse_args()
    qwen = options.data / "qwen2.5-tokenizer"
    models = [("qwen2.5", *tokens.qwen_reference(qwen / "tokenizer.json")), ("smollm2", *tokens.smollm_reference(tokens.embedded_gguf()))]
    write_fixture(qwen)
    write_normalization()
    write_tokens(models)
    write_families()
    write_templates(options.templates, options.data, models[0][1])
    write_sentencepiece()
    write_real_data(models, options.data)


if __name__ == "__main__":
    main()
