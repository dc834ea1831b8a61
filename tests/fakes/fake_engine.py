#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays attune-engine without a model. What it does is named in FAKE_ENGINE.

run FOLDER:  takes the device's slot of ATTUNE_LOCK_DIR, then: normal, polite (works until asked to stop), termed (until SIGTERM), stubborn (until SIGKILL),
             crash, oom, diverged, invalid, garbage, lost (dies without a last word), unborn (never begins)
serve:       normal, crash, garbage, hang, silent, torn, unloadable, flood, killed
"""
import fcntl
import json
import os
import signal
import sys
import time

MODE = os.environ.get("FAKE_ENGINE", "normal")


def stamp():
    now = time.time_ns() // 1_000_000
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now // 1000)) + f".{now % 1000:03}Z"


class Run:
    def __init__(self, folder):
        self.folder = folder
        self.stopping = False
        self.seq = sum(1 for _ in open(self.path("events.jsonl"), "rb")) if os.path.exists(self.path("events.jsonl")) else 0
        self.resumed = self.seq > 0 and '"started"' in open(self.path("events.jsonl")).read()
        with open(self.path("spec.json")) as f:
            self.spec = json.load(f)

    def path(self, name):
        return os.path.join(self.folder, name)

    def lock(self):
        self.lock_file = open(self.path("worker.lock"), "a+")
        for last in (False,) * 50 + (True,):  # who only looks holds it for an instant
            try:
                fcntl.flock(self.lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if last:
                    raise
                time.sleep(0.01)
        self.lock_file.truncate(0)
        self.lock_file.write(json.dumps(self.identity()))
        self.lock_file.flush()

    def identity(self):
        with open("/proc/self/stat") as f:
            start = int(f.read().rsplit(")", 1)[1].split()[19])
        with open("/proc/sys/kernel/random/boot_id") as f:
            return {"pid": os.getpid(), "start_time": start, "boot_id": f.read().strip()}

    def take_slot(self):
        """As run::DeviceSlot: a ticket in the line, then the lock.."""
        device = self.spec["job"].get("device", "cpu")
        slot = "".join(c if c.isalnum() else "-" for c in "attune-" + ("cpu" if device == "auto" else device))
        locks = os.environ["ATTUNE_LOCK_DIR"]
        queue = os.path.join(locks, slot + ".queue")
        os.makedirs(queue, exist_ok=True)
        name = f"{int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1e9):020}-{os.getpid()}-fake"
        ticket = open(os.path.join(queue, "." + name), "w")
        fcntl.flock(ticket, fcntl.LOCK_EX)
        os.rename(os.path.join(queue, "." + name), os.path.join(queue, name))
        self.slot_file = open(os.path.join(locks, slot), "a+")
        told = False
        while not self.try_take(queue, name):
            if not told:
                told = True
                self.event("stage", name="waiting")
            if self.asked_to_stop():
                os.unlink(os.path.join(queue, name))
                self.end("stopped")
            time.sleep(0.02)
        os.unlink(os.path.join(queue, name))
        self.slot_file.truncate(0)
        self.slot_file.write(json.dumps({**self.identity(), "folder": self.folder}))
        self.slot_file.flush()

    def try_take(self, queue, name):
        for other in sorted(n for n in os.listdir(queue) if not n.startswith(".")):
            if other >= name:
                break
            try:
                with open(os.path.join(queue, other)) as ticket:
                    fcntl.flock(ticket, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            except FileNotFoundError:
                pass
        try:
            fcntl.flock(self.slot_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False

    def event(self, type_, **fields):
        self.seq += 1
        self.raw(json.dumps({"v": 1, "seq": self.seq, "t": stamp(), "type": type_, **fields}) + "\n")

    def raw(self, text):
        with open(self.path("events.jsonl"), "a") as f:
            f.write(text)

    def end(self, outcome, **fields):
        self.event("finished", outcome=outcome, **fields)
        sys.exit(0 if outcome == "finished" else 1)

    def asked_to_stop(self):
        return MODE != "stubborn" and (self.stopping or (MODE != "termed" and os.path.exists(self.path("requests/stop"))))

    def train(self):
        endless = MODE in ("polite", "termed", "stubborn")
        total = 10
        step = 0
        self.event("stage", name="training")
        while endless or step < total:
            step += 1
            self.event("metric", name="loss", value=3.0 / step, step=step, attempt=2 if self.resumed else 1)
            self.event("progress", step=step, total=total, eta_seconds=0.1 * max(0, total - step))
            if step == 3:
                self.misbehave()
            if self.asked_to_stop():
                self.end("stopped")
            time.sleep(0.02)
        os.makedirs(self.path("adapter"), exist_ok=True)
        with open(self.path("adapter/adapter_config.json"), "w") as f:
            json.dump({"peft_type": "LORA"}, f)
        self.event("adapter", path="adapter")

    def predict(self):
        rows = [json.loads(line) for line in open(self.path("dataset.jsonl"))]
        limit = self.spec["job"].get("max_dialogues", 0)
        rows = rows[:limit] if limit else rows
        with open(self.path("predictions.jsonl"), "w") as out:
            for n, row in enumerate(rows):
                dialogue = row["dialogue"]
                seeker = ""
                for turn in dialogue["turns"]:
                    if turn["speaker"] == "seeker":
                        seeker = turn["text"]
                        continue
                    out.write(json.dumps({"dialogue_id": dialogue["id"], "turn_id": turn["id"], "revision": row["revision"],
                                          "source_key": dialogue["source_key"], "seeker": seeker, "reference": turn["text"],
                                          "prediction": "I hear you. " + turn["text"].split(".")[0], "finish_reason": "stop",
                                          "prompt_tokens": 20, "new_tokens": 5, "seconds": 0.1}) + "\n")
                    out.flush()
                self.event("prediction", done=n + 1, total=len(rows))
                if n == 0:
                    self.misbehave()
                while MODE in ("polite", "termed", "stubborn") and not self.asked_to_stop():
                    time.sleep(0.02)
                if self.asked_to_stop():
                    self.end("stopped")

    def misbehave(self):
        if MODE == "crash":
            self.end("crashed", error={"kind": "worker_crashed", "subject": "training", "params": {"reason": "signal 11"}})
        if MODE == "oom":
            self.end("out_of_memory", error={"kind": "out_of_memory", "subject": "training", "params": {"reason": "killed by the system"}})
        if MODE == "diverged":
            self.event("metric", name="loss", value=None, reason="not a number", step=3, attempt=1)
            self.end("diverged", error={"kind": "diverged", "subject": "training", "place": "step 3"})
        if MODE == "invalid":
            self.end("invalid_data", error={"kind": "empty_dialogue", "subject": "dataset.jsonl", "place": "line 2"})
        if MODE == "lost":
            self.raw('{"v":1,"seq":')  # a torn tail
            os.kill(os.getpid(), signal.SIGKILL)
        if MODE == "garbage":
            self.raw("garbage\n\x00\x01\n{}\n[1,2]\n" + json.dumps({"v": 9, "seq": 1, "t": "", "type": "x"}) + "\n")

    def work(self):
        if MODE == "unborn":
            print("the library libsomething.so was not found", file=sys.stderr)
            sys.exit(127)
        signal.signal(signal.SIGTERM, signal.SIG_IGN if MODE == "stubborn" else lambda *_: setattr(self, "stopping", True))
        self.lock()
        if self.spec["name"].startswith("slow"):
            time.sleep(1)  # a machine that has much to do
        self.take_slot()
        if self.resumed:
            self.event("resumed", attempt=2, from_step=0)
        self.event("started", device="cpu", compute_type="fp32", threads=1, isa="none", torch="fake", engine="fake", pid=os.getpid())
        if self.spec["kind"] == "predict":
            self.predict()
        else:
            self.train()
        self.end("finished")


class Serve:
    def __init__(self):
        self.seq = 0

    def event(self, type_, **fields):
        self.seq += 1
        print(json.dumps({"v": 1, "seq": self.seq, "t": stamp(), "type": type_, **fields}), flush=True)

    def reply(self, request):
        words = "I hear you, ".split(" ") + [request["dialogue"]["turns"][-1]["text"]]
        text = " ".join(words)
        id_ = request["id"]
        for i, word in enumerate(words):
            self.event("text", id=id_, text=word if i == 0 else " " + word)
            if i == 1 and (MODE == "crash" or "crash now" in text):
                print("std::bad_alloc somewhere", file=sys.stderr, flush=True)
                os.abort()
            if i == 1 and MODE == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if i == 1 and MODE == "torn":
                sys.stdout.write('{"v":1,"seq":99,"t":"x","type":"te')
                sys.stdout.flush()
                sys.exit(0)
            if i == 1 and MODE == "garbage":
                for _ in range(100):
                    print("bla bla", flush=True)
            if i == 1 and MODE == "flood":
                sys.stdout.write("x" * (9 << 20))
                sys.stdout.flush()
            if i == 1 and MODE == "hang":
                time.sleep(60)
        if "slowly" in text:
            line = json.loads(sys.stdin.readline())
            assert line["do"] == "cancel" and line["target"] == id_, line
            self.event("reply", id=id_, text=words[0], finish_reason="cancelled", prompt_tokens=9, reused_tokens=0, new_tokens=1,
                       tokens_per_second=10.0, first_token_seconds=0.1)
            return
        self.event("reply", id=id_, text=text, finish_reason="stop", prompt_tokens=9, reused_tokens=4, new_tokens=3,
                   tokens_per_second=10.0, first_token_seconds=0.1)

    def work(self):
        if MODE == "silent":
            time.sleep(60)
        print("a library's stray line", flush=True)
        self.event("hello", engine="fake", torch="none", device="cpu", compute_type="fp32", threads=1, cuda="no driver")
        while line := sys.stdin.readline():
            request = json.loads(line)
            if request["do"] == "quit":
                return
            if request["do"] == "load":
                if MODE == "unloadable":
                    self.event("error", id=request["id"], error={"kind": "truncated_file", "subject": request["model"], "place": "tensor x"})
                    continue
                self.event("loading", id=request["id"], done=1, total=2)
                self.event("loaded", id=request["id"], model=request["model"], parameters=135, seconds=0.1)
            elif request["do"] == "reply":
                if not request["dialogue"]["turns"][-1]["text"]:
                    self.event("error", id=request["id"], error={"kind": "empty_dialogue", "subject": "the dialogue"})
                    continue
                self.reply(request)


if __name__ == "__main__":
    if sys.argv[1] == "run":
        Run(sys.argv[2]).work()
    else:
        Serve().work()
