#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loading and encoding against the `tokenizers` library, one thread, the same strings, in turn in one run:

    python compare.py BENCH_TEXT [--model DIR] [--file FILE.json]
"""
import argparse
import json
import os
import pathlib
import subprocess
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
from tokenizers import Tokenizer  # noqa: E402


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def best(runs, work):
    """The least time on the wall and the least processor time, which a busy machine does not spoil."""
    wall, processor = [], []
    for _ in range(runs):
        start, ticks = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - ticks)
    return min(wall), min(processor)


def main():
    data = pathlib.Path(__file__).resolve().parents[4] / "shared/data"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--model", type=pathlib.Path, default=data / "qwen2.5-tokenizer")
    parser.add_argument("--file", type=pathlib.Path, default=data / "pesc/val.json")
    options = parser.parse_args()
    texts = list(strings(json.loads(options.file.read_text())))
    file = str(options.model / "tokenizer.json")
    peer_load = best(10, lambda: Tokenizer.from_file(file))
    tokenizer = Tokenizer.from_file(file)
    encode = lambda: [tokenizer.encode(t, add_special_tokens=False).ids for t in texts]
    peer_encode = best(10, encode)
    ours = json.loads(subprocess.run([options.bench, str(options.model), str(options.file)], stdout=subprocess.PIPE, check=True).stdout)
    assert ours["tokens"] == sum(map(len, encode())), "not the same tokens"
    peer = {"load_s": peer_load[0], "load_processor_s": peer_load[1], "encode_s": peer_encode[0], "encode_processor_s": peer_encode[1]}
    print(json.dumps({"ours": ours, "tokenizers": peer, "ratios": {key: peer[key] / ours[key] for key in peer}}, indent=1))


main()
