#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares core/metrics with NLTK and rouge-score, value by value.

    python3 -m venv VENV && VENV/bin/pip install -r tests/peers/metrics-requirements.txt
    ninja -C build/release metrics_values
    VENV/bin/python tests/peers/metrics.py build/release/bin/metrics_values [--data val.json] [--write-golden]

WordNet comes from Debian's wordnet-base, laid out in a temporary folder as NLTK's corpus. Exit code 1 on any difference.
"""
import argparse, hashlib, json, math, os, pathlib, random, shutil, subprocess, sys, tempfile, time, unicodedata, warnings

warnings.filterwarnings("ignore", message="The multilingual functions")
ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDNET = pathlib.Path(os.environ.get("ATTUNE_WORDNET", "/usr/share/wordnet"))
LEXNAMES = ("adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition "
            "noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person "
            "noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state "
            "noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption "
            "verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative "
            "verb.weather adj.ppl").split()
POS = {"noun": 1, "verb": 2, "adj": 3, "adv": 4}


def nltk_data():
    """NLTK reads its corpora only from NLTK_DATA as it was when it was imported."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-nltk-"))
    wordnet = folder / "corpora" / "wordnet"
    wordnet.mkdir(parents=True)
    for pattern in ("data.*", "index.*", "*.exc", "cntlist.rev"):
        for file in WORDNET.glob(pattern):
            shutil.copy(file, wordnet)
    (wordnet / "index.sense").write_text("")
    (wordnet / "lexnames").write_text("".join(f"{i:02d}\t{n}\t{POS[n.split('.')[0]]}\n" for i, n in enumerate(LEXNAMES)))
    os.environ["NLTK_DATA"] = str(folder)
    return folder


class Peers:
    def __init__(self):
        self.folder = nltk_data()
        from nltk.corpus.reader.wordnet import WordNetCorpusReader
        from nltk.data import FileSystemPathPointer
        from nltk.stem.porter import PorterStemmer
        from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
        from nltk.translate.meteor_score import meteor_score
        from rouge_score import rouge_scorer
        self.wordnet = WordNetCorpusReader(FileSystemPathPointer(str(self.folder / "corpora" / "wordnet")), None)
        self.stemmer = PorterStemmer()
        self.rouge_scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=True)
        smooth = SmoothingFunction().method1
        self.bleu_4 = lambda ref, hyp: sentence_bleu([ref.split()], hyp.split(), weights=(.25,) * 4, smoothing_function=smooth)
        self.meteor = lambda ref, hyp: meteor_score([ref.split()], hyp.split(), wordnet=self.wordnet)
        self.rouge_l = lambda ref, hyp: self.rouge_scorer.score(ref, hyp)["rougeL"].fmeasure
        self.wordnet.synsets("warm")  # load before any clock runs

    def close(self):
        shutil.rmtree(self.folder)

    def synonyms(self, stem):
        names = {l.name() for s in self.wordnet.synsets(stem) for l in s.lemmas() if "_" not in l.name()}
        return sorted(names | {stem}, key=lambda name: name.encode())

    METRICS = ("bleu_4", "meteor", "rouge_l")

    def score(self, pairs):
        """Values by metric and seconds by metric."""
        values, seconds = {}, {}
        for metric in self.METRICS:
            start = time.perf_counter()
            values[metric] = [float(getattr(self, metric)(ref, hyp)) for ref, hyp in pairs]
            seconds[metric] = time.perf_counter() - start
        return values, seconds


def distinct(texts, n):
    grams = [tuple(t[i:i + n]) for t in (x.lower().split() for x in texts) for i in range(len(t) - n + 1)]
    return len(set(grams)) / len(grams) if grams else 0.0


def ours(program, what, lines, *extra):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    out = subprocess.run([program, what, *extra], input=text, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.split("\n") if line]


GOLDEN_PAIRS = [  # reference, prediction; self-written
    ("It sounds like you are carrying a lot right now.", "It sounds like you are carrying a lot right now."),
    ("It sounds like you are carrying a lot right now.", "it sounds like you're carrying so much right now!"),
    ("I hear how exhausted you feel after the breakup.", "You feel tired after breaking up."),
    ("Have you talked to a friend about your worries?", "Have you spoken with friends about the worry you feel?"),
    ("Take small steps each day.", "Small steps"),
    ("Take small steps each day.", ""),
    ("Take small steps each day.", "zebra"),
    ("ok", "ok"),
    ("the cat the cat the cat", "the the the the cat cat cat"),
    ("What would help you sleep better tonight?", "Sleeping better tonight would help, what do you think?"),
    ("A car parked quickly near the big house", "An automobile parked rapidly near the large home"),
    ("It\u2019s okay \u2014 you\u2019re not alone.", "It's okay, you're not alone."),
    # Beyond the table: long texts, other scripts, odd letters.
    ("", "nothing to compare with"),
    ("\u5931\u7720\u5df2\u7ecf\u4e00\u4e24\u5e74\u4e86", "\u5931\u7720 \u5df2\u7ecf"),
    ("\u0130stanbul is where my \u212aelvin lives", "i\u0307stanbul where my kelvin live"),
    ("\u039f\u0394\u039f\u03a3 \u039f\u0394\u039f\u03a3.", "\u03bf\u03b4\u03bf\u03c2 \u03bf\u03b4\u03bf\u03c3."),
    ("a b c d e f g h i j " * 15, "j i h g f e d c b a " * 14 + "a b c"),
    ("We tire of exhausting duties", "We exhaust of tiring duty"),
]


def random_pairs(peers, count, seed):
    """Pairs of words that touch every module: lemmas, inflected forms, capitals, punctuation, foreign letters."""
    rng = random.Random(seed)
    words = [line.split(" ")[0].replace("_", " ") for part in POS for line in open(WORDNET / f"index.{part}") if line[0] != " "]
    endings = ["", "", "s", "es", "ed", "ing", "ly", "ness", "er", "est", "ies", ".", ",", "\u2019s", "'s"]
    odd = ["\u00c9t\u00e9", "\u03a3\u03a3", "\u5931\u7720", "\U0001f600", "\u0130x", "*ded", "a*ded", "yyyy", "\u00a0", "\u200b", "...", "42"]

    def text():
        some = [rng.choice(words) + rng.choice(endings) for _ in range(rng.randrange(0, 25))]
        some += rng.choices(odd, k=rng.randrange(0, 3))
        rng.shuffle(some)
        return rng.choice([" ", "  ", "\t", "\u3000"]).join(w.upper() if rng.random() < .1 else w for w in some)

    def near(source):
        tokens = source.split()
        out = []
        for token in tokens:
            r = rng.random()
            if r < .15:
                continue
            if r < .35:
                token = rng.choice(peers.synonyms(peers.stemmer.stem(token)))
            elif r < .5:
                token += rng.choice(endings)
            out.append(token)
        if rng.random() < .3:
            rng.shuffle(out)
        return " ".join(out)

    pairs = []
    for _ in range(count):
        reference = text()
        pairs.append((reference, near(reference) if rng.random() < .7 else text()))
    return pairs


class Report:
    def __init__(self):
        self.failed = False

    def line(self, name, count, worst, limit=0.0):
        good = worst <= limit
        self.failed |= not good
        print(f"{'ok  ' if good else 'DIFF'}  {name:<34} {count:>9}   largest difference {worst:.3g}")

    def equal(self, name, left, right, inputs):
        wrong = [(i, a, b) for i, a, b in zip(inputs, left, right) if a != b]
        self.line(name, len(inputs), len(wrong))
        for item in wrong[:5]:
            print("      ", *map(ascii, item))


def compare_pairs(report, name, peers, program, pairs):
    *rows, summary = ours(program, "score", pairs)
    values, seconds = peers.score(pairs)
    for metric in peers.METRICS:
        worst = max(abs(row[metric] - value) for row, value in zip(rows, values[metric]))
        report.line(f"{name}: {metric}", len(pairs), worst, 1e-12)
        mean = sum(values[metric]) / len(pairs) * 100
        report.line(f"{name}: mean of {metric}", 1, abs(summary["scores"][metric] - mean), 1e-9)
    for n in (2, 3):
        worst = abs(summary["scores"][f"distinct_{n}"] / 100 - distinct([p for _, p in pairs], n))
        report.line(f"{name}: distinct_{n}", 1, worst, 1e-15)
    return values, seconds, summary


def compare_text(report, program):
    """str.lower and str.split over all of Unicode, the final sigma in every context."""
    # Characters newer than this Python's tables are left out: they have no case and no whitespace among them.
    codes = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    rng = random.Random(3)
    texts = codes + [f for c in codes for f in (c + "\u03a3", "A" + c + "\u03a3", "\u03a3" + c, "A\u03a3" + c, "A\u03a3" + c + "A")]
    texts += ["".join(rng.choices(codes[:0x3000] + ["\u03a3"] * 3000, k=6)) for _ in range(50000)]
    report.equal("str.lower, all of Unicode", ours(program, "lower", texts), [t.lower() for t in texts], texts)
    split = ["a" + c + "b" + c for c in codes]
    report.equal("str.split, all of Unicode", ours(program, "split", split), [t.split() for t in split], split)
    from rouge_score import tokenize
    report.equal("rouge tokens, all of Unicode", ours(program, "rouge", split), [tokenize.tokenize(t, None) for t in split], split)


def wordnet_words():
    return sorted({line.split(" ")[0] for part in POS for line in open(WORDNET / f"index.{part}") if line[0] != " "})


def compare_words(report, peers, program):
    words = wordnet_words()
    inflected = words + [w + e for w in words for e in ("s", "ed", "ing", "ly")]
    stems = [peers.stemmer.stem(w) for w in inflected]
    report.equal("Porter stems", ours(program, "stem", inflected), stems, inflected)
    rng = random.Random(5)
    odd = ["".join(rng.choices("aeiouyyybdlnrstz'*\u2019\u00e9", k=rng.randrange(0, 9)))
           + rng.choice(["ed", "ing", "ies", "ied", "eed", "ational", "alli", "logi", "fulli", "bli", "ion", "ll", "e", "y", "*ded", ""])
           for _ in range(100000)]
    report.equal("Porter stems of random letters", ours(program, "stem", odd), [peers.stemmer.stem(w) for w in odd], odd)
    keys = sorted(set(words[::3]) | set(stems[::9]))
    report.equal("WordNet synonyms", ours(program, "synonyms", keys), [peers.synonyms(k) for k in keys], keys)


def replies(path):
    data = json.load(open(path))
    return [line[len("supporter:"):] for d in data.values() for line in d["whole_dialog"] if line.startswith("supporter:")]


def shuffled_pairs(path):
    references = replies(path)
    predictions = references[:]
    random.Random(0).shuffle(predictions)
    return list(zip(references, predictions))


def digest(lines):
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


def write_golden(peers):
    values, _ = peers.score(GOLDEN_PAIRS)
    rows = [{"reference": r, "prediction": p, **{m: values[m][i] for m in peers.METRICS}} for i, (r, p) in enumerate(GOLDEN_PAIRS)]
    words = wordnet_words()
    stems = sorted({peers.stemmer.stem(w) for w in words[::7]}, key=lambda w: w.encode())
    import nltk
    golden = {
        "made_by": f"tests/peers/metrics.py with NLTK {nltk.__version__}, rouge-score 0.1.2, WordNet 3.0",
        "pairs": rows,
        "distinct_2": distinct([p for _, p in GOLDEN_PAIRS], 2), "distinct_3": distinct([p for _, p in GOLDEN_PAIRS], 3),
        # Of every lemma of WordNet 3.0, as lines "word stem" in the order of their bytes.
        "stems": {"count": len(words), "sha256": digest(f"{w} {peers.stemmer.stem(w)}" for w in words)},
        # Of the stems of every seventh lemma, as lines "stem: synonym synonym ...".
        "synonyms": {"count": len(stems), "sha256": digest(f"{s}: {' '.join(peers.synonyms(s))}" for s in stems)},
    }
    path = ROOT / "tests" / "golden" / "metrics_official.json"
    path.write_text(json.dumps(golden, indent=1) + "\n")
    print("wrote", path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--data", default=ROOT.parent / "shared" / "data" / "pesc" / "val.json", type=pathlib.Path)
    parser.add_argument("--random", default=3000, type=int)
    parser.add_argument("--write-golden", action="store_true")
    options = parser.parse_args()
    peers, report = Peers(), Report()
    try:
        if options.write_golden:
            write_golden(peers)
            return 0
        compare_text(report, options.program)
        compare_words(report, peers, options.program)
        compare_pairs(report, "golden pairs", peers, options.program, GOLDEN_PAIRS)
        compare_pairs(report, "random pairs", peers, options.program, random_pairs(peers, options.random, 1))
        if not options.data.exists():
            print("skipped: real data not present")
            return report.failed
        pairs = shuffled_pairs(options.data)
        values, seconds, summary = compare_pairs(report, "shuffled replies", peers, options.program, pairs)
        print(f"means: " + ", ".join(f"{m} {sum(v) / len(v):.6f}" for m, v in values.items()))
        total = sum(seconds.values())
        print(f"seconds: peers {total:.2f} (" + ", ".join(f"{m} {s:.2f}" for m, s in seconds.items())
              + f"), ours {summary['seconds']:.3f} with WordNet loaded: {total / summary['seconds']:.0f} times as fast")
        _, _, itself = compare_pairs(report, "against itself", peers, options.program, [(r, r) for r, _ in pairs])
        print("against itself x 100:", {k: round(v, 5) for k, v in itself["scores"].items() if isinstance(v, float)})
        return report.failed
    finally:
        peers.close()


if __name__ == "__main__":
    sys.exit(main())
