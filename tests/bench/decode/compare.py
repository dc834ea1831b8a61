#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Greedy decoding and prefill of the embedded model: transformers in fp32 and the engine, in one run.

    PEERS=$(tests/peers/setup.sh)
    $PEERS/bin/python tests/bench/decode/compare.py [--engine build/release/bin/attune-engine] [--model MODEL]
                                                    [--prompt 64] [--tokens 64] [--prefill 512] [--rounds 3]

Rounds alternate between the two, so that a busy moment hits both; the best of each counts. The peer's loop is its own
forward pass with its key/value cache and nothing else: no text, no sampling, no streaming. Prints one JSON object with the
machine's bounds and the ratio, which is what to look at.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "peers"))
import peer_models  # noqa: E402
import torch  # noqa: E402


def load_peer(model):
    if model.endswith(".gguf"):
        from transformers import AutoModelForCausalLM
        folder, file = os.path.split(model)
        return AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32).eval()
    from transformers import AutoModelForCausalLM
    return AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32).eval()


def peer_decode(model, prompt, tokens):
    ids = torch.randint(0, model.config.vocab_size, (1, prompt), generator=torch.Generator().manual_seed(17))
    steps = []
    with torch.no_grad():
        out = model(ids, use_cache=True, logits_to_keep=1)
        for _ in range(tokens):
            start = time.perf_counter()
            token = out.logits[:, -1:].argmax(-1)
            out = model(token, past_key_values=out.past_key_values, use_cache=True, logits_to_keep=1)
            steps.append(time.perf_counter() - start)
    return 1 / sorted(steps)[len(steps) // 2]


def peer_prefill(model, tokens):
    ids = torch.randint(0, model.config.vocab_size, (1, tokens), generator=torch.Generator().manual_seed(17))
    with torch.no_grad():
        start = time.perf_counter()
        model(ids, use_cache=True, logits_to_keep=1).logits.argmax(-1)
        return tokens / (time.perf_counter() - start)


def engine_bench(options, what, *arguments):
    words = [options.engine, "bench", what, options.model, "--json", "--device", "cpu", "--threads", str(options.threads),
             *map(str, arguments)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default=str(ROOT / "build" / "release" / "bin" / "attune-engine"))
    parser.add_argument("--model", default=peer_models.embedded_path(), help="a folder or a .gguf file")
    parser.add_argument("--prompt", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--prefill", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = load_peer(options.model)
    decode, prefill = [], []
    for _ in range(options.rounds):
        decode.append((peer_decode(model, options.prompt, options.tokens),
                       engine_bench(options, "decode", "--prompt", options.prompt, "--tokens", options.tokens)))
        prefill.append((peer_prefill(model, options.prefill),
                        engine_bench(options, "prefill", "--tokens", options.prefill, "--rounds", 1)))
    answer = {key: decode[0][1][key] for key in ("cpu", "isa", "threads", "parameters")}
    answer["read_gb_s"] = max(ours["read_gb_s"] for _, ours in decode)
    answer["gemm_gflop_s"] = max(ours["gemm_gflop_s"] for _, ours in decode)
    for name, rounds in (("decode", decode), ("prefill", prefill)):
        peer = max(theirs for theirs, _ in rounds)
        best = max((ours for _, ours in rounds), key=lambda ours: ours["tokens_per_second"])
        answer[name] = {"transformers_tokens_per_second": round(peer, 2),
                        "attune_tokens_per_second": round(best["tokens_per_second"], 2),
                        "ratio": round(best["tokens_per_second"] / peer, 2),
                        "share_of_bound": round(best["share_of_bound"], 3)}
    print(json.dumps(answer, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
