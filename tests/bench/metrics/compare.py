#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""BLEU-4, METEOR and ROUGE-L of 1,500 replies: NLTK + rouge-score and core/metrics in one run, one thread each.

    VENV/bin/python tests/bench/metrics/compare.py build/release/bin/metrics_values [--data val.json] [--rounds 3]

Set-up as in tests/peers/metrics.py. Rounds alternate between the two; the best of each counts, and the ratio is what to
look at. The peers have WordNet loaded before the clock starts; ours loads it, and counts Distinct, inside the clock.
Without real data, random pairs of WordNet's words are scored.
"""
import argparse, json, pathlib, platform, sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "peers"))
import metrics as peer  # noqa: E402


def machine():
    info = pathlib.Path("/proc/cpuinfo").read_text()
    name = next((line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")), platform.machine())
    flags = next((line for line in info.splitlines() if line.startswith("flags")), "")
    return name + (", AVX-512" if "avx512f" in flags else ", AVX2" if "avx2" in flags else "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--data", default=ROOT.parent / "shared" / "data" / "pesc" / "val.json", type=pathlib.Path)
    parser.add_argument("--rounds", default=3, type=int)
    options = parser.parse_args()
    peers = peer.Peers()
    try:
        pairs = peer.shuffled_pairs(options.data) if options.data.exists() else peer.random_pairs(peers, 1500, 1)
        best_peer, best_ours, parts = float("inf"), float("inf"), {}
        for _ in range(options.rounds):
            _, seconds = peers.score(pairs)
            if sum(seconds.values()) < best_peer:
                best_peer, parts = sum(seconds.values()), seconds
            best_ours = min(best_ours, peer.ours(options.program, "score", pairs)[-1]["seconds"])
        print(json.dumps({
            "machine": machine(), "replies": len(pairs), "rounds": options.rounds,
            "peer_seconds": round(best_peer, 3), "peer_parts": {k: round(v, 3) for k, v in parts.items()},
            "attune_seconds": round(best_ours, 4), "attune_replies_per_second": round(len(pairs) / best_ours),
            "ratio": round(best_peer / best_ours, 1)}, indent=1))
    finally:
        peers.close()


if __name__ == "__main__":
    main()
