#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""LoRA training of the embedded model: transformers + peft in fp32 and the engine, in one run.

    PEERS=$(tests/peers/setup.sh)
    $PEERS/bin/python tests/bench/train/compare.py [--engine build/release/bin/attune-engine] [--model MODEL] [--tokens 512]
                                                   [--rank 16] [--loss-share 0.44] [--steps 5] [--rounds 3]

A step is forward, backward, clipping and AdamW on one document of random tokens, the seven linear layers adapted, dropout
off. The peer is used as its documentation has it: labels in, loss out, all logits made. Rounds alternate between the two, so
that a busy moment hits both; in each the median step counts, of the rounds the best. Prints one JSON object with the machine's
bound (see bench train: the multiplications that no LoRA step can avoid, at the speed of large products) and the ratio, which is
what to look at.
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
from peft import LoraConfig, get_peft_model  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402

SEVEN = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


class Peer:
    def __init__(self, options):
        folder, file = os.path.split(options.model) if options.model.endswith(".gguf") else (options.model, None)
        base = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
        self.model = get_peft_model(base, LoraConfig(
            r=options.rank, lora_alpha=2 * options.rank, target_modules=SEVEN, task_type="CAUSAL_LM")).train()
        self.parameters = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-4, fused=True)
        generator = torch.Generator().manual_seed(17)
        self.ids = torch.randint(0, base.config.vocab_size, (1, options.tokens), generator=generator)
        self.labels = self.ids.clone()
        # The shift drops the first label.
        self.labels[:, :options.tokens - max(1, int(options.tokens * options.loss_share))] = -100

    def step(self):
        self.model(input_ids=self.ids, labels=self.labels, use_cache=False).loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()

    def tokens_per_second(self, steps):
        seconds = []
        for _ in range(steps + 1):
            start = time.perf_counter()
            self.step()
            seconds.append(time.perf_counter() - start)
        return self.ids.shape[1] / sorted(seconds[1:])[steps // 2]  # the first one warms up


def engine_bench(options):
    words = [options.engine, "bench", "train", options.model, "--json", "--device", "cpu", "--compute-type", "fp32"]
    for name in ("tokens", "rank", "steps", "threads"):
        words += ["--" + name, str(getattr(options, name))]
    words += ["--loss-share", str(options.loss_share)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default=str(ROOT / "build" / "release" / "bin" / "attune-engine"))
    parser.add_argument("--model", default=peer_models.embedded_path(), help="a folder or a .gguf file")
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--loss-share", type=float, default=0.44)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    peer = Peer(options)
    theirs, ours = [], []
    for _ in range(options.rounds):
        theirs.append(peer.tokens_per_second(options.steps))
        ours.append(engine_bench(options))
    best = max(ours, key=lambda figures: figures["tokens_per_second"])
    answer = {key: best[key] for key in ("cpu", "isa", "threads", "parameters", "tokens", "loss_tokens", "lora_rank")}
    answer["gemm_gflop_s"] = round(max(figures["gemm_gflop_s"] for figures in ours), 1)
    answer["bound_tokens_per_second"] = round(max(figures["bound_tokens_per_second"] for figures in ours), 1)
    answer["transformers_peft"] = {"tokens_per_second": round(max(theirs), 1), "rounds": [round(t, 1) for t in theirs]}
    answer["attune"] = {"tokens_per_second": round(best["tokens_per_second"], 1),
                        "rounds": [round(figures["tokens_per_second"], 1) for figures in ours]}
    answer["ratio"] = round(best["tokens_per_second"] / max(theirs), 2)
    answer["share_of_bound"] = round(best["tokens_per_second"] / answer["bound_tokens_per_second"], 3)
    print(json.dumps(answer, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
