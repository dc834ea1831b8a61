#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adapter folders both ways: the worker's in peft, peft's in the worker; fp32 on the CPU.

    PEERS=$(tests/peers/setup.sh)
    $PEERS/bin/python tests/peers/adapter.py [--engine build/release/bin/attune-engine] [tiny] [embedded]

Ours: a LoRA that the worker has just trained is loaded with PeftModel.from_pretrained; logits and a greedy reply agree.
Theirs: adapters of many configurations that peft saved are given to the worker, whose logits agree with those that peft
computes from the same folder; configurations that the worker does not know are refused, and the refusal names them.
Logits are equal when max|a-b| <= 1e-4 * max(1, max|b|), and the adapter must have moved them by a hundred times as much.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import torch
from peft import LoHaConfig, LoraConfig, PeftModel, get_peft_model

import peer_runs

TOLERANCE = 1e-4
REPLY_TOKENS = 40


# --- logits ---

def peer_logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].float()


def agree(name, ours, theirs, base):
    bound = TOLERANCE * max(1.0, theirs.abs().max().item())
    worst = (ours - theirs).abs().max().item()
    moved = (theirs - base).abs().max().item()
    good = worst <= bound and moved > 100 * bound
    print(f"{'ok  ' if good else 'FAIL'} {name}: largest difference {worst:.1e} (allowed {bound:.1e}), "
          f"the adapter moves them by up to {moved:.2g}", flush=True)
    return good


class Setting:
    """One base model with what is asked of it again and again."""

    def __init__(self, engine, chat, folder):
        self.engine, self.chat, self.folder = engine, chat, folder
        self.dialogue = peer_runs.shortened(peer_runs.sample_dialogues("family.json", 1), 3)[0]
        self.ids = peer_runs.encode(chat.tokenizer, peer_runs.messages_of(self.dialogue), generation=True)[:160]
        self.base = peer_logits(chat.load(), self.ids)

    def ours(self, adapter, *extra):
        return peer_runs.logits(self.engine, self.chat.path, self.ids, self.folder, "--adapter", adapter, *extra)

    def theirs(self, adapter):
        return PeftModel.from_pretrained(self.chat.load(), adapter).eval()

    def compare(self, name, adapter):
        theirs = peer_logits(self.theirs(adapter), self.ids)
        good = agree(f"{name}, packed weights", self.ours(adapter), theirs, self.base)
        return agree(f"{name}, dense weights", self.ours(adapter, "--dense"), theirs, self.base) and good


# --- ours in peft ---

def train(setting):
    folder = os.path.join(setting.folder, "run")
    tiny = setting.chat.name == "tiny"
    dialogues = peer_runs.shortened(peer_runs.sample_dialogues("work.json", 4), 6)
    job = dict(base_model=str(setting.chat.path), lora_rank=8, lora_alpha=16, learning_rate=1e-2 if tiny else 1e-3,
               max_steps=30 if tiny else 6, warmup_ratio=0, per_device_train_batch_size=1, gradient_accumulation_steps=1,
               cutoff_len=512, save_steps=0)
    peer_runs.write_run(folder, job, dialogues)
    losses = list(peer_runs.run(setting.engine, folder)["loss"].values())
    print(f"     the worker trained {len(losses)} steps, loss {losses[0]:.3f} to {losses[-1]:.3f}", flush=True)
    return os.path.join(folder, "adapter")


def peer_reply(setting, model):
    tokenizer = setting.chat.tokenizer
    ids = peer_runs.encode(tokenizer, peer_runs.messages_of(setting.dialogue), generation=True)
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    with torch.no_grad():
        out = model.generate(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                             do_sample=False, max_new_tokens=REPLY_TOKENS, eos_token_id=end, pad_token_id=end)
    new = out[0, len(ids):].tolist()
    if end in new:
        new = new[:new.index(end)]
    return len(ids), len(new), tokenizer.decode(new)


def compare_replies(setting, adapter):
    good = True
    chat = peer_runs.Chat(setting.engine)
    for name, folder in (("base model", ""), ("adapted model", adapter)):
        chat.ask("load", "loaded", model=str(setting.chat.path), adapter=folder)
        ours = chat.greedy(setting.dialogue, REPLY_TOKENS)
        prompt, new, text = peer_reply(setting, setting.theirs(folder) if folder else setting.chat.load())
        same = ours["text"].strip() == text.strip() and ours["prompt_tokens"] == prompt
        good = good and same
        print(f"{'ok  ' if same else 'FAIL'} greedy reply of the {name}: {prompt} + {new} tokens, {text.strip()[:60]!r}", flush=True)
        if not same:
            print(f"     ours: {ours['prompt_tokens']} + {ours['new_tokens']} tokens, {ours['text'].strip()!r}")
    chat.close()
    return good


# --- theirs in ours ---

def lora(**fields):
    return LoraConfig(**{"r": 4, "lora_alpha": 8, "target_modules": peer_runs.SEVEN, "task_type": "CAUSAL_LM", **fields})


HONOURED = {
    "seven linear layers": lora(),
    "all-linear": lora(target_modules="all-linear"),
    "q and v only": lora(target_modules=["q_proj", "v_proj"]),
    "one layer of the model": lora(layers_to_transform=[1]),
    "a regular expression": lora(target_modules=r".*\.0\.mlp\.(up|down)_proj"),
    "excluded modules": lora(exclude_modules=["o_proj"]),
    "lm_head, too": lora(target_modules=["q_proj", "lm_head"]),
    "rslora": lora(use_rslora=True, r=8),
    "alpha of its own": lora(lora_alpha=3),
    "rank_pattern": lora(rank_pattern={"q_proj": 2, "layers.1.mlp.up_proj": 6}),
    "rank_pattern with rslora": lora(rank_pattern={"down_proj": 7}, use_rslora=True),
    "dropout": lora(lora_dropout=0.3),
    "gaussian begin": lora(init_lora_weights="gaussian"),
    "orthogonal begin": lora(init_lora_weights="orthogonal"),
}

REFUSED = {  # what the refusal must name
    "alpha_pattern": (lora(alpha_pattern={"q_proj": 32}), "alpha_pattern"),
    "DoRA": (lora(use_dora=True), "use_dora"),
    "trained biases": (lora(bias="lora_only"), "biases"),
    "bias of B": (lora(lora_bias=True), "lora_bias"),
    "saved modules": (lora(modules_to_save=["lm_head"]), "modules_to_save"),
    "lm_head with its base": (lora(target_modules=["q_proj", "lm_head"]), "lm_head.base_layer.weight"),
    "embedding": (lora(target_modules=["q_proj", "embed_tokens"]), "embed_tokens"),
    "trained tokens": (lora(trainable_token_indices=[1, 2]), "trainable_token_indices"),
    "repeated layers": (lora(layer_replication=[[0, 2], [1, 2]]), "layer_replication"),
    "PiSSA": (lora(init_lora_weights="pissa"), "pissa"),
    "OLoRA": (lora(init_lora_weights="olora"), "olora"),
    "another kind": (LoHaConfig(r=4, target_modules=["q_proj"], task_type="CAUSAL_LM"), "LOHA"),
}


def save_random(setting, name, config, dtype=torch.float32, embeddings="auto"):
    """An adapter whose matrices are all random: peft's own begin has B = 0, which would show nothing."""
    folder = os.path.join(setting.folder, name.replace(" ", "-").replace(",", ""))
    torch.manual_seed(5)
    model = get_peft_model(setting.chat.load(), config)
    generator = torch.Generator().manual_seed(6)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if "lora_B" in key:
                parameter.copy_(0.05 * torch.randn(parameter.shape, generator=generator))
    if dtype != torch.float32:
        for key, parameter in model.named_parameters():
            if "lora_" in key:
                parameter.data = parameter.data.to(dtype)
    model.save_pretrained(folder, save_embedding_layers=embeddings)
    return folder


def check_refusals(setting):
    good = True
    for name, (config, word) in REFUSED.items():
        folder = save_random(setting, name, config)
        said = subprocess.run([setting.engine, "logits", str(setting.chat.path), "--ids", "1,2", "--adapter", folder, "--out",
                               os.path.join(setting.folder, "refused.safetensors")], capture_output=True, text=True)
        right = said.returncode == 1 and word in said.stderr and said.stderr.count("\n") == 1
        good = good and right
        print(f"{'ok  ' if right else 'FAIL'} refused: {name}: {said.stderr.strip().replace(setting.folder, '...')}", flush=True)
    return good


def check_theirs(setting):
    names = HONOURED if setting.chat.name == "tiny" else ["seven linear layers", "rslora", "rank_pattern"]
    good = True
    for name in names:
        # Otherwise peft saves the embedding and the head as they are beside an adapter of theirs.
        good = setting.compare(f"peft: {name}", save_random(setting, name, HONOURED[name], embeddings=False)) and good
    for dtype in (torch.bfloat16, torch.float16):
        name = f"saved as {dtype}".replace("torch.", "")
        good = setting.compare(f"peft: {name}", save_random(setting, name, lora(), dtype)) and good
    return good


def check(engine, chat, folder):
    print(f"--- {chat.name}", flush=True)
    setting = Setting(engine, chat, folder)
    adapter = train(setting)
    good = [setting.compare("ours in peft", adapter), compare_replies(setting, adapter), check_theirs(setting)]
    if chat.name == "tiny":
        good.append(check_refusals(setting))
    return all(good)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", help="tiny, embedded; none: both")
    parser.add_argument("--engine", default=peer_runs.ENGINE)
    options = parser.parse_args()
    good = True
    for name in options.models or ["tiny", "embedded"]:
        with tempfile.TemporaryDirectory() as folder:
            chat = peer_runs.tiny_chat(os.path.join(folder, "model")) if name == "tiny" else peer_runs.embedded_chat()
            good = check(options.engine, chat, folder) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
