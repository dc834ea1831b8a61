#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same LoRA training in transformers + peft and in the worker, number by number, fp32 on the CPU.

    PEERS=$(tests/peers/setup.sh)
    $PEERS/bin/python tests/peers/training.py [--engine build/release/bin/attune-engine] [cases...]

peft makes A and B; the worker begins with them from a checkpoint of step 0. The peer renders with its own tokenizer and
the model's Jinja template, feeds document after document (no packing), takes transformers' loss, torch's AdamW and
clip_grad_norm_, and transformers' cosine schedule. Compared for each step: loss, learning rate, norm of the gradients;
for the base and the trained model: the evaluation loss; at the end: every adapter matrix.
"""

import argparse
import json
import math
import os
import sys
import tempfile

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import load_file
from transformers import get_cosine_schedule_with_warmup

import peer_runs

LOSS = 1e-5  # relative
NORM = 1e-4  # relative
MOVED = 1e-3  # of the way that all matrices together went

JOB = dict(lora_rank=8, lora_alpha=16, lora_dropout=0, lora_target=peer_runs.SEVEN, lr_scheduler_type="cosine",
           warmup_ratio=0.1, weight_decay=0.1, max_grad_norm=1.0, seed=42, cutoff_len=1024, packing=True, save_steps=0,
           eval_steps=0, logging_steps=1)


# --- the worker's order, so that both see the same rows at the same step ---

def shuffled(count, seed, epoch):
    """Fisher and Yates with xoshiro256** seeded by splitmix64: core/inference/random.h, core/training/sample_source.cpp."""
    mask = (1 << 64) - 1
    rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & mask
    seed = (seed * 0x9e3779b97f4a7c15 + epoch) & mask
    state = []
    for _ in range(4):
        seed = (seed + 0x9e3779b97f4a7c15) & mask
        z = seed
        z = ((z ^ (z >> 30)) * 0xbf58476d1ce4e5b9) & mask
        z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & mask
        state.append(z ^ (z >> 31))

    def draw():
        result = (rotate(state[1] * 5 & mask, 7) * 9) & mask
        moved = state[1] << 17 & mask
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= moved
        state[3] = rotate(state[3], 45)
        return result

    order = list(range(count))
    for i in range(count, 1, -1):
        j = draw() % i
        order[i - 1], order[j] = order[j], order[i - 1]
    return order


def packed_rows(lengths, capacity, seed):
    rows, room = [], []
    for i in shuffled(len(lengths), seed, 0):
        at = next((r for r in range(len(rows)) if room[r] >= lengths[i]), len(rows))
        if at == len(rows):
            rows.append([])
            room.append(capacity)
        rows[at].append(i)
        room[at] -= lengths[i]
    return rows


def batches(rows, each, seed, steps):
    """The documents of every optimizer step."""
    epoch = 0
    while True:
        order = shuffled(len(rows), seed, epoch + 1)
        for begin in range(0, len(rows), each):
            if steps == 0:
                return
            steps -= 1
            yield [i for row in order[begin:begin + each] for i in rows[row]]
        epoch += 1


# --- the peer ---

def summed_loss(model, documents, normaliser):
    """transformers' own loss over some documents, one at a time; gradients pile up when they are wanted."""
    total = 0.0
    for ids, labels in documents:
        out = model(input_ids=torch.tensor([ids]), labels=torch.tensor([labels]), num_items_in_batch=normaliser, use_cache=False)
        if out.loss.requires_grad:
            out.loss.backward()
        total += out.loss.item()
    return total


def loss_tokens(documents):
    return sum(label != -100 for _, labels in documents for label in labels[1:])


def evaluate(model, documents):
    model.eval()
    with torch.no_grad():
        loss = summed_loss(model, documents, loss_tokens(documents))
    model.train()
    return loss


def train_peer(model, steps, train, validation, job, total):
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=job["learning_rate"], weight_decay=job["weight_decay"])
    schedule = get_cosine_schedule_with_warmup(optimizer, math.ceil(total * job["warmup_ratio"]), total)
    found = {"loss": {}, "learning_rate": {}, "grad_norm": {}, "eval_loss": {0: evaluate(model, validation)}}
    for step, documents in enumerate(steps, 1):
        chosen = [train[i] for i in documents]
        found["loss"][step] = summed_loss(model, chosen, loss_tokens(chosen))
        found["grad_norm"][step] = torch.nn.utils.clip_grad_norm_(parameters, job["max_grad_norm"]).item()
        found["learning_rate"][step] = schedule.get_last_lr()[0]
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    found["eval_loss"][total] = evaluate(model, validation)
    return found


# --- the comparison ---

def agree(what, ours, theirs, allowed, absolute=0.0):
    if ours.keys() != theirs.keys():
        print(f"FAIL {what}: steps {sorted(ours)} and {sorted(theirs)}")
        return False
    apart = {step: abs(ours[step] - theirs[step]) / max(abs(theirs[step]), absolute or 1e-30) for step in theirs}
    worst = max(apart, key=apart.get)
    good = apart[worst] <= allowed
    print(f"{'ok  ' if good else 'FAIL'} {what}: {len(theirs)} values from {theirs[min(theirs)]:.6g} to {theirs[max(theirs)]:.6g}, "
          f"largest relative difference {apart[worst]:.1e} at step {worst} (allowed {allowed:.0e})", flush=True)
    return good


def compare_matrices(ours, begin, theirs):
    """All matrices as one vector: where the gradient of a number is no more than rounding, as A's are while B is nearly 0, Adam
    makes a whole step of it in whichever direction, so single numbers may part."""
    if ours.keys() != theirs.keys():
        print("FAIL adapter: other matrices")
        return False
    way = {name: (theirs[name] - begin[name]).norm().item() for name in theirs}
    gap = {name: (ours[name] - theirs[name]).norm().item() for name in theirs}
    apart = math.hypot(*gap.values()) / math.hypot(*way.values())
    worst = max(theirs, key=lambda name: gap[name] / way[name])
    good = apart <= MOVED
    print(f"{'ok  ' if good else 'FAIL'} adapter: {len(theirs)} matrices, |ours - theirs| is {apart:.1e} of the way they went "
          f"(allowed {MOVED:.0e}); the worst, {worst}: {gap[worst] / way[worst]:.1e}", flush=True)
    return good


def peft_model(chat, job, folder):
    torch.manual_seed(3)
    model = get_peft_model(chat.load(), LoraConfig(
        r=job["lora_rank"], lora_alpha=job["lora_alpha"], lora_dropout=0, target_modules=job["lora_target"], task_type="CAUSAL_LM"))
    if job.get("moved_b"):
        generator = torch.Generator().manual_seed(4)
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if "lora_B" in name:
                    parameter.copy_(0.02 * torch.randn(parameter.shape, generator=generator))
    model.save_pretrained(folder)
    return model.train()


def check(engine, name, chat, settings, train, validation, folder):
    job = dict(JOB, **settings, threads=torch.get_num_threads())
    train, validation = (peer_runs.fitting(chat.tokenizer, some, job["cutoff_len"]) for some in (train, validation))
    model = peft_model(chat, job, os.path.join(folder, name + "-begin"))
    job.pop("moved_b", None)
    begin = {key: value.clone() for key, value in get_peft_model_state_dict(model).items()}
    documents = [peer_runs.render(chat.tokenizer, dialogue) for dialogue in train]
    held_out = [peer_runs.render(chat.tokenizer, dialogue) for dialogue in validation]
    rows = packed_rows([len(ids) for ids, _ in documents], job["cutoff_len"], job["seed"])
    each = job["per_device_train_batch_size"] * job["gradient_accumulation_steps"]
    print(f"--- {name}: {len(documents)} dialogues of {min(len(i) for i, _ in documents)} to {max(len(i) for i, _ in documents)} "
          f"tokens in {len(rows)} rows, {each} rows a step, {job['max_steps']} steps", flush=True)

    run = os.path.join(folder, name)
    run_id = peer_runs.write_run(run, dict(job, base_model=str(chat.path)), train, validation)
    peer_runs.start_from(run, run_id, os.path.join(folder, name + "-begin"), job["gradient_accumulation_steps"])
    ours = peer_runs.run(engine, run)
    steps = batches(rows, each, job["seed"], job["max_steps"])
    theirs = train_peer(model, steps, documents, held_out, job, job["max_steps"])

    good = [agree("loss", ours["loss"], theirs["loss"], LOSS),
            agree("learning rate", ours["learning_rate"], theirs["learning_rate"], 1e-12, absolute=job["learning_rate"]),
            agree("gradient norm", ours["grad_norm"], theirs["grad_norm"], NORM),
            agree("evaluation loss", ours["eval_loss"], theirs["eval_loss"], LOSS),
            compare_matrices(load_file(os.path.join(run, "adapter", "adapter_model.safetensors")), begin,
                             get_peft_model_state_dict(model))]
    return all(good)


def cases(folder):
    work, study = peer_runs.sample_dialogues("work.json", 8), peer_runs.sample_dialogues("study.json", 3)
    study = peer_runs.shortened(study, 8)
    # Of many lengths, so that several lie in one row.
    work = [peer_runs.shortened([dialogue], (4, 8, 2)[i % 3])[0] for i, dialogue in enumerate(work)]
    tiny = peer_runs.tiny_chat(os.path.join(folder, "tiny-model"))
    embedded = peer_runs.embedded_chat()
    steps = dict(learning_rate=5e-3, max_steps=20)
    return {
        "tiny-all-rows": (tiny, dict(steps, per_device_train_batch_size=2, gradient_accumulation_steps=8), work, study),
        "tiny-packed-rows": (tiny, dict(steps, per_device_train_batch_size=1, gradient_accumulation_steps=2, moved_b=True), work, study),
        "embedded": (embedded, dict(learning_rate=3e-4, max_steps=5, lora_rank=16, lora_alpha=32, per_device_train_batch_size=1,
                                    gradient_accumulation_steps=2), work[:3], peer_runs.shortened(study[:2], 4)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--engine", default=peer_runs.ENGINE)
    parser.add_argument("--keep", help="a folder for the runs")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    good = True
    with tempfile.TemporaryDirectory() as folder:
        known = cases(options.keep or folder)
        for name in options.cases or known:
            good = check(options.engine, name, *known[name], options.keep or folder) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
