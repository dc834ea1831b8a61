#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the engine's logits with those of transformers, both in fp32.

    PEERS=$(tests/peers/setup.sh)
    $PEERS/bin/python tests/peers/logits.py [--engine build/release/bin/attune-engine] [names...]

Names: embedded and those of peer_models.MODELS; none: all. Equal means max|a-b| <= 1e-4 * max(1, max|b|).
--write-golden rewrites tests/golden/nn.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file

import peer_models

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
GOLDEN = os.path.join(ROOT, "tests", "golden", "nn")


def ids_for(vocabulary, count, seed=11):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, vocabulary, (count,), generator=generator).tolist()


def peer_logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].float()


def engine_logits(engine, model, ids, folder, extra=()):
    out = os.path.join(folder, "engine.safetensors")
    subprocess.run([engine, "logits", model, "--ids", ",".join(map(str, ids)), "--out", out, *extra], check=True)
    return load_file(out)["logits"]


def compare(name, ours, theirs):
    bound = 1e-4 * max(1.0, theirs.abs().max().item())
    worst = (ours - theirs).abs().max().item() if ours.shape == theirs.shape else float("inf")
    agree = (ours.argmax(-1) == theirs.argmax(-1)).float().mean().item() if ours.shape == theirs.shape else 0
    good = worst <= bound
    print(f"{'ok  ' if good else 'FAIL'} {name}: {tuple(theirs.shape)}, largest difference {worst:.2e} "
          f"(allowed {bound:.2e}), same best token {100 * agree:.1f} %", flush=True)
    return good


def check(engine, name, folder):
    if name == "embedded":
        model, path, ids = peer_models.embedded_model(), peer_models.embedded_path(), ids_for(49152, 96)
    else:
        path = os.path.join(folder, name)
        # Shards are read too: the small ones are cut into several files.
        model = peer_models.save(name, path, shard_size="40KB" if name == "tiny-qwen3" else "5GB")
        ids = ids_for(model.config.vocab_size, 16 if name == "qwen2-0.5b" else 96)
    theirs = peer_logits(model, ids)
    del model
    good = compare(name + ", packed weights", engine_logits(engine, path, ids, folder), theirs)
    return compare(name + ", dense weights", engine_logits(engine, path, ids, folder, ["--dense"]), theirs) and good


def write_golden():
    """The tiny Qwen2 checkpoint with its logits, and the likeliest tokens of the embedded model."""
    fixture = os.path.join(GOLDEN, "tiny_qwen2")
    shutil.rmtree(fixture, ignore_errors=True)
    model = peer_models.save("tiny-qwen2", fixture)
    ids = ids_for(model.config.vocab_size, 24)
    save_file({"ids": torch.tensor(ids), "logits": peer_logits(model, ids)},
              os.path.join(GOLDEN, "tiny_qwen2_logits.safetensors"))
    ids = ids_for(49152, 24)
    last = peer_logits(peer_models.embedded_model(), ids)[-1]
    top = last.topk(16)
    peer_models.write_json(os.path.join(GOLDEN, "embedded_logits.json"),
                           {"ids": ids, "top_ids": top.indices.tolist(), "top_logits": top.values.tolist(),
                            "largest_magnitude": last.abs().max().item()})
    print("wrote", GOLDEN)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["embedded", *peer_models.MODELS])
    parser.add_argument("--engine", default=os.path.join(ROOT, "build", "release", "bin", "attune-engine"))
    parser.add_argument("--write-golden", action="store_true")
    options = parser.parse_args()
    if options.write_golden:
        os.makedirs(GOLDEN, exist_ok=True)
        write_golden()
        return 0
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for name in options.names:
            good = check(options.engine, name, folder) and good
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
