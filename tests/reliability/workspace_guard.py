#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rounds of what used to destroy a workspace: four verbs, one of them reading workspace.db itself beside the others, exports onto
each of its files under every name, and (with --dialog PROGRAM, test_ui_parts) a file dialog on its folder. Prints how many rounds
lost anything; 0 is the only good answer.

    tests/reliability/workspace_guard.py --attune build/release/bin/attune --rounds 100 --dialog build/release/bin/test_ui_parts
"""
import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

FILES = ("workspace.db", "workspace.db-wal", "workspace.db-shm")


def write_dialogues(path, count, name):
    with open(path, "w") as out:
        for i in range(count):
            line = {"messages": [{"role": "user", "content": f"{name} {i}: I could not sleep."},
                                 {"role": "assistant", "content": "That sounds exhausting."}]}
            out.write(json.dumps(line) + "\n")


class Rounds:
    def __init__(self, attune, folder):
        self.attune = attune
        self.folder = folder
        self.environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
        for count, name in ((5, "d5"), (40, "o40"), (1500, "big")):
            write_dialogues(f"{folder}/{name}.jsonl", count, name)

    def run(self, *words, **options):
        return subprocess.run([self.attune, *words], env=self.environment, capture_output=True, text=True, **options)

    def total(self, workspace):
        said = self.run("list", "--workspace", workspace, "--limit", "1", "--json")
        return json.loads(said.stdout)["total"] if said.returncode == 0 else -1

    def faults(self, workspace, expected):
        found = []
        total = self.total(workspace)
        if total != expected:
            found.append(f"{total} dialogues instead of {expected}")
        with sqlite3.connect(f"{workspace}/workspace.db") as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()[0]
            if whole != "ok":
                found.append(whole)
        database.close()
        return found

    def four_verbs(self, number):
        workspace = f"{self.folder}/H{number}.attune"
        found = []
        if self.run("import", f"{self.folder}/d5.jsonl", "--workspace", workspace).returncode:
            found.append("the first import failed")
        long = subprocess.Popen([self.attune, "import", f"{workspace}/workspace.db", f"{self.folder}/big.jsonl", "--workspace", workspace],
                                env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while long.poll() is None and 0 <= self.total(workspace) <= 5:
            time.sleep(0.01)
        if self.run("import", f"{self.folder}/o40.jsonl", "--workspace", workspace).returncode:
            found.append("the import beside it failed")
        said = long.communicate()[1]
        if long.returncode == 0 or "database" not in said:
            found.append("workspace.db was taken for a file of dialogues: " + said)
        return workspace, found + self.faults(workspace, 1545)

    def exports(self, workspace):
        found = []
        links = f"{self.folder}/links"
        os.makedirs(links, exist_ok=True)
        with open(f"{workspace}/workspace.db", "rb") as held:  # another process: no lock of the verb is touched
            for name in FILES:
                path = f"{workspace}/{name}"
                names = [path, os.path.relpath(path)]
                os.symlink(path, f"{links}/soft-{name}.json")
                names.append(f"{links}/soft-{name}.json")
                if os.path.exists(path):
                    os.link(path, f"{links}/hard-{name}.json")
                    names.append(f"{links}/hard-{name}.json")
                if name == "workspace.db":
                    names.append(f"/proc/{os.getpid()}/fd/{held.fileno()}")
                for target in names:
                    for verb in (("export", "--may-leave", "yes", "--workspace", workspace, target), ("screenshot", "dialogues", target, "--workspace", workspace)):
                        if verb[0] == "screenshot" and target != path:
                            continue
                        if self.run(*verb).returncode == 0:
                            found.append(f"{verb[0]} onto {target} went well")
        shutil.rmtree(links)
        return found + self.faults(workspace, 1545)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--attune", default="build/release/bin/attune")
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--dialog", help="test_ui_parts: its file dialog test is a part of each round")
    options = options.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory(prefix="workspace-guard-") as folder:
        rounds = Rounds(os.path.abspath(options.attune), folder)
        for number in range(options.rounds):
            workspace, found = rounds.four_verbs(number)
            found += rounds.exports(workspace)
            if options.dialog:
                dialog = subprocess.run([os.path.abspath(options.dialog), "--only", "tst_file_dialog"], env=rounds.environment, capture_output=True, text=True)
                if dialog.returncode:
                    found.append("file dialog: " + dialog.stdout[-2000:])
            for fault in found:
                print(f"round {number + 1}: {fault}", file=sys.stderr)
            lost += bool(found)
            shutil.rmtree(workspace)
    print(f"{lost} of {options.rounds} rounds lost anything")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
