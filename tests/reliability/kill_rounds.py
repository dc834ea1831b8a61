#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments, and what is there afterwards.

    tests/reliability/kill_rounds.py [--rounds 1000] [--seed 1] [--only KIND] [--keep] [--report docs/reliability.md]

Kinds: import (a verb that imports), verbs (two verbs on one workspace, one is killed), window (keys are typed into the real window),
create (a workspace is made), backup (the daily copy is made), migrate (a workspace of schema 3 is opened the first time).
After each kill: the database is whole, every confirmed edit is there, at most a second of typing is lost, an import is there whole or
not at all, and the next program opens the workspace and works. Needs build/release/bin with attune and annotator.
"""
import argparse
import collections
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / "build/release/bin"
ATTUNE = str(BIN / "attune")
SHARES = {"import": 0.2, "verbs": 0.2, "window": 0.2, "create": 0.15, "backup": 0.1, "migrate": 0.15}
PATIENCE = 30  # seconds until a program counts as blocked
TYPING = 1.0  # seconds of typing that may be lost


class Lost(Exception):
    """What was confirmed is not there, or nothing works any more."""


def environment():
    return dict(os.environ, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")


def start(*arguments, **options):
    return subprocess.Popen([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), **options)


def run(*arguments):
    """The JSON of a verb that must succeed."""
    process = start(ATTUNE, *arguments, "--json")
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise Lost(f"blocked: attune {' '.join(map(str, arguments))}")
    if process.returncode != 0:
        raise Lost(f"attune {' '.join(map(str, arguments))}: exit {process.returncode}: {err.strip()[-300:]}")
    return json.loads(out)


def kill_after(process, seconds):
    """True when it was still at work."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        pass
    working = process.poll() is None
    if working:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return working


def check_whole(file):
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    if answer != "ok":
        raise Lost(f"integrity of {file}: {answer}")


def rows(workspace, sql, *values):
    database = sqlite3.connect(f"file:{workspace}/workspace.db?mode=ro", uri=True)
    try:
        return database.execute(sql, values).fetchall()
    finally:
        database.close()


def write_file(path, name, count):
    """Self-written dialogues; no two are near-duplicates."""
    words = "river lamp stone garden letter window train music winter bread paper cloud mirror forest clock shoe".split()
    with open(path, "w") as out:
        for i in range(count):
            text = " ".join(random.choice(words) for _ in range(30))
            out.write(json.dumps({"messages": [{"role": "user", "content": f"{name} {i}: {text}"},
                                               {"role": "assistant", "content": f"I hear you, {name} {i}. {text[::-1]}"}]}) + "\n")
    return path


def there(workspace, name):
    return rows(workspace, "SELECT count(*) FROM dialogue WHERE source_name LIKE ?", f"%{name}.jsonl")[0][0]


class Rounds:
    def __init__(self, folder):
        self.folder = folder
        self.killed = collections.Counter()  # that were at work when they were killed
        self.typing_lost = []  # seconds
        self.spans = {}  # kind -> seconds that such a program works here, found by trying
        self.number = 0

    def fresh(self, name):
        self.number += 1
        place = self.folder / f"{self.number:04}-{name}"
        place.mkdir()
        return place

    def kill(self, kind, process, span):
        """Kills at a random moment of the program's life; True when it was at work."""
        span = self.spans.setdefault(kind, span)
        working = kill_after(process, random.uniform(0.002, span))
        self.spans[kind] = span * (1.05 if working else 0.9)
        self.killed[kind] += working
        return working

    def base(self, place, count=60):
        """A workspace with so many dialogues; made once a count, then copied."""
        first = self.folder / f"base-{count}"
        if not first.exists():
            first.mkdir()
            run("import", write_file(first / "kept.jsonl", "kept", count), "--workspace", first / "w.attune")
        return shutil.copytree(first / "w.attune", place / "w.attune")

    def old(self, place):
        """A workspace of schema 3 with enough dialogues that it takes a moment to migrate."""
        first = self.folder / "base-old"
        if not first.exists():
            shutil.copytree(ROOT / "tests/golden/workspace_schema3", first)
            database = sqlite3.connect(first / "workspace.db")
            columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in ("dialogue", "turn")}
            for table, key, unique in (("dialogue", "id", ("number",)), ("turn", "dialogue_id", ())):
                names = [name for name in columns[table] if name not in unique]
                values = [f"{name} || '-' || copy.n" if name == key else f"original.{name}" for name in names]
                database.execute(f"WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < 100) "
                                 f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} AS original, copy")
            database.commit()
            database.close()
        return shutil.copytree(first, place / "old.attune")

    def round_import(self):
        place = self.fresh("import")
        workspace = self.base(place)
        count = 1500
        file = write_file(place / "cut.jsonl", "cut", count)
        done = not self.kill("import", start(ATTUNE, "import", file, "--workspace", workspace), 1.2)
        check_whole(workspace / "workspace.db")
        run("list", "--workspace", workspace)  # the next start
        if there(workspace, "kept") != 60:
            raise Lost("what was imported before is not there")
        found = there(workspace, "cut")
        if found not in (0, count) or (done and found != count):
            raise Lost(f"{found} of {count} dialogues of a killed import")
        run("import", file, "--workspace", workspace)
        if there(workspace, "cut") != count:
            raise Lost("the second import is not whole")

    def round_verbs(self):
        place = self.fresh("verbs")
        workspace = self.base(place)
        one = start(ATTUNE, "import", write_file(place / "one.jsonl", "one", 400), "--workspace", workspace)
        two = start(ATTUNE, "import", write_file(place / "two.jsonl", "two", 400), "--workspace", workspace)
        victim, other, name = random.choice([(one, two, "two"), (two, one, "one")])
        self.kill("verbs", victim, 0.8)
        try:
            _, err = other.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            other.kill()
            raise Lost("the other verb is blocked")
        if other.returncode != 0:
            raise Lost(f"the other verb failed: {err.strip()[-300:]}")
        check_whole(workspace / "workspace.db")
        run("list", "--workspace", workspace)
        if there(workspace, name) != 400 or there(workspace, "kept") != 60:
            raise Lost(f"the other verb said that it went well: {there(workspace, name)} of 400, {there(workspace, 'kept')} of 60")
        if there(workspace, "one" if name == "two" else "two") not in (0, 400):
            raise Lost("a killed import left a part")

    def round_window(self):
        place = self.fresh("window")
        workspace = self.base(place, 20)
        window = start(BIN / "annotator", workspace, random.randrange(1 << 30))
        os.set_blocking(window.stdout.fileno(), True)
        if window.stdout.readline().strip() != "ready":
            raise Lost(f"the window did not open: {window.stderr.read()[-300:]}")
        time.sleep(random.uniform(0.0, 4.0))
        window.send_signal(signal.SIGKILL)
        at = time.monotonic()
        out, _ = window.communicate()
        self.killed["window"] += 1
        check_whole(workspace / "workspace.db")
        saved, typed = {}, []
        for line in out.splitlines():
            parts = line.split(" ", 3)
            if len(parts) < 4:
                continue
            try:
                what, seconds, turn, text = parts[0], float(parts[1]), parts[2], json.loads(parts[3])
            except ValueError:
                continue  # cut by the kill
            if what == "saved":
                saved[turn] = text
                typed = []
            else:
                typed.append((seconds, turn, text))
        texts = dict(rows(workspace, "SELECT id, text FROM turn"))
        drafts = {field.split(":", 1)[1]: text for field, text in rows(workspace, "SELECT field, text FROM draft WHERE field LIKE 'turn:%'")}
        editing = typed[-1][1] if typed else None
        for turn, text in saved.items():
            if turn != editing and texts.get(turn) != text:
                raise Lost(f"a saved turn reads {texts.get(turn)!r}, not {text!r}")
        if typed:
            kept = {texts.get(editing), drafts.get(editing)}
            found = [seconds for seconds, _, text in typed if text in kept]
            lost = at - (max(found) if found else typed[0][0])
            newest = typed[-1][0]
            lost = 0.0 if found and max(found) == newest else lost
            self.typing_lost.append(lost)
            if lost > TYPING + 0.25:  # the kill itself takes a moment
                raise Lost(f"{lost:.2f} s of typing")
        run("list", "--workspace", workspace)

    def round_create(self):
        place = self.fresh("create")
        workspace = place / "new.attune"
        file = write_file(place / "first.jsonl", "first", 30)
        self.kill("create", start(ATTUNE, "import", file, "--workspace", workspace), 0.3)
        run("import", file, "--workspace", workspace)
        check_whole(workspace / "workspace.db")
        if there(workspace, "first") != 30:
            raise Lost("the workspace is not whole")

    def round_backup(self):
        place = self.fresh("backup")
        workspace = self.base(place, 4000)
        shutil.rmtree(workspace / "backups", ignore_errors=True)
        one = write_file(place / "one.jsonl", "one", 1)
        self.kill("backup", start(ATTUNE, "import", one, "--workspace", workspace), 0.3)
        check_whole(workspace / "workspace.db")
        run("import", write_file(place / "two.jsonl", "two", 1), "--workspace", workspace)
        copies = sorted((workspace / "backups").glob("workspace-*.db"))
        if not copies:
            raise Lost("no backup was made")
        for copy in copies:
            check_whole(copy)
        if there(workspace, "kept") != 4000:
            raise Lost("dialogues are missing")

    def round_migrate(self):
        place = self.fresh("migrate")
        workspace = self.old(place)
        before = rows(workspace, "SELECT object_id, revision, content_hash FROM revision ORDER BY 1, 2")
        turns = rows(workspace, "SELECT dialogue_id, position, id, text FROM turn ORDER BY 1, 2")
        self.kill("migrate", start(ATTUNE, "list", "--workspace", workspace), 0.2)
        check_whole(workspace / "workspace.db")
        run("list", "--workspace", workspace)
        if rows(workspace, "SELECT object_id, revision, content_hash FROM revision ORDER BY 1, 2") != before:
            raise Lost("revisions differ")
        if rows(workspace, "SELECT dialogue_id, position, id, text FROM turn ORDER BY 1, 2") != turns:
            raise Lost("turns differ")


def report(path, arguments, table, rounds):
    lost = sorted(rounds.typing_lost)
    lines = ["# Reliability", "",
             "What is there after `kill -9` at a random moment. Made by", "",
             f"    tests/reliability/kill_rounds.py --rounds {arguments.rounds} --seed {arguments.seed} --report docs/reliability.md", "",
             f"on {date.today()}. *At work*: the program had not ended by itself when it was killed. *Lost*: the database was not whole, a confirmed",
             "edit was missing, more than a second of typing was gone, an import was there in part, or the next program did not work.", "",
             "| kind | rounds | at work | lost |", "|---|---:|---:|---:|"]
    for kind, (count, failures) in table.items():
        lines.append(f"| {kind} | {count} | {rounds.killed[kind]} | {len(failures)} |")
    lines.append(f"| **all** | {sum(c for c, _ in table.values())} | {sum(rounds.killed.values())} | {sum(len(f) for _, f in table.values())} |")
    if lost:
        lines += ["", f"Typing lost with the window: median {lost[len(lost) // 2]:.2f} s, at most {lost[-1]:.2f} s, in {len(lost)} rounds in which a turn was open."]
    # What other scripts found stands below, under headings of its own.
    before = Path(path).read_text() if Path(path).exists() else ""
    rest = before[before.index("\n## "):] if "\n## " in before else ""
    Path(path).write_text("\n".join(lines) + "\n" + rest)


def latest(folder):
    return sorted(place for place in folder.iterdir() if not place.name.startswith("base-"))[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(SHARES))
    parser.add_argument("--keep", action="store_true", help="keep the folders of rounds that lost something")
    parser.add_argument("--report")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    folder = Path(tempfile.mkdtemp(prefix="attune-kills-"))
    rounds = Rounds(folder)
    table = {}
    for kind, share in SHARES.items():
        if arguments.only and kind != arguments.only:
            continue
        count = arguments.rounds if arguments.only else max(1, round(arguments.rounds * share))
        failures = []
        for i in range(count):
            try:
                getattr(rounds, "round_" + kind)()
            except (Lost, sqlite3.Error, OSError) as why:
                failures.append(str(why))
                print(f"{kind} {i}: {why} ({latest(folder)})", flush=True)
                if arguments.keep:
                    continue
            for place in folder.iterdir():
                if not place.name.startswith("base-") and not (arguments.keep and failures and place == latest(folder)):
                    shutil.rmtree(place, ignore_errors=True)
        table[kind] = (count, failures)
        print(f"{kind:8} {count} rounds, {rounds.killed[kind]} at work, {len(failures)} lost", flush=True)
    if rounds.typing_lost:
        print(f"typing lost: at most {max(rounds.typing_lost):.2f} s")
    if arguments.report:
        report(arguments.report, arguments, table, rounds)
    if not arguments.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if any(failures for _, failures in table.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
