#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks the protocol of `attune-engine serve` (core/jobs/README.md) without a model, for tests.

FAKE_SERVE chooses what happens to a reply: "" echoes the seeker's last words, "slow" writes a word every 50 ms until it
is cancelled, "crash" dies after two words, "empty" says nothing, "seed" answers with the seed. Each request is appended
to the file FAKE_SERVE_LOG."""
import json
import os
import sys
import threading
import time

mode = os.environ.get("FAKE_SERVE", "")
log = os.environ.get("FAKE_SERVE_LOG")
lock = threading.Lock()
seq = 0
cancelled = set()


def say(kind, **fields):
    global seq
    with lock:
        seq += 1
        event = {"v": 1, "seq": seq, "t": "2026-01-01T00:00:00.000Z", "type": kind, **fields}
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def reply(request):
    number = request["id"]
    turns = request["dialogue"]["turns"]
    words = ("You said: " + turns[-1]["text"]).split(" ")
    if mode == "slow":
        words = ["word"] * 400
    elif mode == "empty":
        words = []
    elif mode == "seed":
        words = ["seed", str(request["decoding"]["seed"])]
    said = ""
    for i, word in enumerate(words):
        if number in cancelled:
            break
        if mode == "crash" and i == 2:
            sys.stderr.write("something broke\n")
            sys.stderr.flush()
            os._exit(13)
        piece = word if i == 0 else " " + word
        said += piece
        say("text", id=number, text=piece)
        if mode == "slow":
            time.sleep(0.05)
    say("reply", id=number, text=said, finish_reason="cancelled" if number in cancelled else "stop",
        prompt_tokens=40, reused_tokens=0, new_tokens=len(words), tokens_per_second=12.5, first_token_seconds=0.25)


say("hello", engine="fake", torch="none", device="cpu", compute_type="fp32", threads=1, cuda="")
for line in sys.stdin:
    request = json.loads(line)
    if log:
        with open(log, "a", encoding="utf-8") as file:
            file.write(line)
    if request["do"] == "load":
        if "missing" in request["model"]:
            say("error", id=request["id"], error={"kind": "file_missing", "subject": request["model"], "place": "", "params": {}, "sentence": ""})
            continue
        for done in (0, 50, 100):
            say("loading", id=request["id"], done=done, total=100)
        say("loaded", id=request["id"], model=request["model"], parameters=135000000, seconds=0.1)
    elif request["do"] == "reply":
        threading.Thread(target=reply, args=(request,), daemon=True).start()
    elif request["do"] == "cancel":
        cancelled.add(request["target"])
    elif request["do"] == "quit":
        break
