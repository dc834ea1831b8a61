# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cross-checks of training and adapters share: models with a chat template, dialogues, the worker's runs."""

import hashlib
import json
import os
import pathlib
import subprocess
import uuid
from types import SimpleNamespace

import torch
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

import peer_models
import text_tokens

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENGINE = str(ROOT / "build" / "release" / "bin" / "attune-engine")
SYSTEM = "You are a warm supporter. Listen first, then reply briefly and personally."
SEVEN = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


# --- models ---

def gguf_text(path, key):
    from gguf import GGUFReader
    field = GGUFReader(path).fields[key]
    return bytes(field.parts[field.data[0]]).decode()


def tiny_tokenizer(texts, chat_template):
    """Byte-level BPE with a few hundred merges, split as Qwen splits."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(text_tokens.QWEN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    made.decoder = decoders.ByteLevel()
    control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    made.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=509, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
    made.add_special_tokens([AddedToken(token, normalized=False) for token in control])
    return PreTrainedTokenizerFast(tokenizer_object=made, chat_template=chat_template, eos_token="<|im_end|>")


def tiny_chat(folder):
    """A random Qwen2 checkpoint that has a tokenizer and a chat template: all that a run needs."""
    template = gguf_text(peer_models.embedded_path(), "tokenizer.chat_template")
    texts = [SYSTEM] + [turn["text"] for dialogue in sample_dialogues("work.json", 12) for turn in dialogue["turns"]]
    tokenizer = tiny_tokenizer(texts, template)
    tokenizer.save_pretrained(folder)
    shape = dict(peer_models.TINY, vocab_size=len(tokenizer), max_position_embeddings=2048)
    shape["eos_token_id"] = tokenizer.convert_tokens_to_ids("<|im_end|>")
    peer_models.randomize(Qwen2ForCausalLM(Qwen2Config(**shape, tie_word_embeddings=True)), 9, 0.15).save_pretrained(folder)
    load = lambda: AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    return SimpleNamespace(name="tiny", path=folder, load=load, tokenizer=tokenizer)


def embedded_chat():
    path = peer_models.embedded_path()
    _, special = text_tokens.smollm_reference(path)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=special, eos_token="<|im_end|>",
                                        chat_template=gguf_text(path, "tokenizer.chat_template"))
    return SimpleNamespace(name="embedded", path=path, load=peer_models.embedded_model, tokenizer=tokenizer)


# --- dialogues ---

def sample_dialogues(file, count):
    """The first dialogues of a file of self-written samples, as the run folder's JSON."""
    entries = json.loads((ROOT / "resources" / "samples" / file).read_text())
    dialogues = []
    for key, entry in list(entries.items())[:count]:
        turns = []
        for number, line in enumerate(entry["whole_dialog"]):
            speaker, text = line.split(":", 1)
            turns.append({"id": f"{key}-{number}", "speaker": speaker.strip(), "text": text.strip()})
        dialogues.append({"id": f"{file}-{key}", "source_key": key, "turns": turns})
    return dialogues


def shortened(dialogues, turns):
    return [dict(dialogue, turns=dialogue["turns"][:turns]) for dialogue in dialogues]


def messages_of(dialogue):
    """Turns of one speaker in a row are one message, as the worker has it."""
    messages = [{"role": "system", "content": SYSTEM}]
    for turn in dialogue["turns"]:
        role = "user" if turn["speaker"] == "seeker" else "assistant"
        if messages[-1]["role"] == role:
            messages[-1]["content"] += "\n" + turn["text"]
        else:
            messages.append({"role": role, "content": turn["text"]})
    return messages


def encode(tokenizer, messages, generation=False):
    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=generation)
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def render(tokenizer, dialogue):
    """Ids and labels (the id where it is a supporter's word or the end of the turn, else -100), by the peer's means."""
    messages = messages_of(dialogue)
    ids = encode(tokenizer, messages)
    labels = [-100] * len(ids)
    for k, message in enumerate(messages):
        if message["role"] != "assistant":
            continue
        begin = len(encode(tokenizer, messages[:k], generation=True))
        whole = encode(tokenizer, messages[:k + 1])
        end = len(whole) - 1  # the newline behind the end of the turn is nobody's word
        assert ids[:len(whole)] == whole and tokenizer.decode([whole[-1]]) == "\n"
        labels[begin:end] = ids[begin:end]
    return ids, labels


def fitting(tokenizer, dialogues, cutoff_len):
    """Without the last turns that go beyond the cutoff length: which turns the worker would leave out is another check's affair."""
    fit = []
    for dialogue in dialogues:
        turns = len(dialogue["turns"])
        while len(encode(tokenizer, messages_of(dict(dialogue, turns=dialogue["turns"][:turns])))) > cutoff_len:
            turns -= 1
        fit.append(dict(dialogue, turns=dialogue["turns"][:turns]))
    return fit


def prompt_json():
    empty = {"enabled": False, "text": ""}
    return {"id": "peer", "name": "peer", "language": "en", "extra_fields": [],
            "sections": {"role_definition": {"enabled": True, "text": SYSTEM}, "task_objective": empty,
                         "user_profile": empty, "response_guidelines": empty}}


# --- the worker ---

def write_run(folder, job, train, validation=()):
    """spec.json and dataset.jsonl of a training."""
    os.makedirs(folder)
    rows = [{"split": split, "revision": 1, "dialogue": dialogue}
            for split, dialogues in (("train", train), ("validation", validation)) for dialogue in dialogues]
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    pathlib.Path(folder, "dataset.jsonl").write_text(data)
    run_id = str(uuid.uuid4())
    spec = {"kind": "train", "run_id": run_id, "name": "peer", "dataset_sha256": hashlib.sha256(data.encode()).hexdigest(),
            "job": dict(job, prompt=prompt_json(), device="cpu", compute_type="fp32")}
    pathlib.Path(folder, "spec.json").write_text(json.dumps(spec, indent=1))
    return run_id


def start_from(folder, run_id, adapter_folder, accumulation):
    """A checkpoint of step 0, so that the worker begins with the adapter that peft made."""
    step = pathlib.Path(folder, "checkpoints", "step-000000")
    step.mkdir(parents=True)
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        (step / name).write_bytes(pathlib.Path(adapter_folder, name).read_bytes())
    state = {"step": torch.zeros(()), "generator.cpu": torch.get_rng_state()}
    for name, tensor in load_file(step / "adapter_model.safetensors").items():
        state["exp_avg." + name] = torch.zeros_like(tensor)
        state["exp_avg_sq." + name] = torch.zeros_like(tensor)
    save_file(state, step / "optimizer.safetensors")
    machine = {"threads": torch.get_num_threads(), "isa": "", "compute_type": "fp32", "torch": torch.__version__, "device": "cpu"}
    (step / "train_state.json").write_text(json.dumps(
        {"v": 2, "run_id": run_id, "step": 0, "epoch": 0, "row": 0, "last_evaluation": -1, "machine": machine,
         "loss_sum": 0.0, "loss_steps": 0,
         "accumulation": {"micro_steps_done": 0, "gradient_accumulation_steps": accumulation}}))


def run(engine, folder):
    """Runs the worker; returns {metric: {step: value}}."""
    done = subprocess.run([engine, "run", folder], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    metrics = {}
    for line in pathlib.Path(folder, "events.jsonl").read_text().splitlines():
        event = json.loads(line)
        if event["type"] == "notice" and "not bit for bit" not in event["text"]:  # start_from() knows no instruction set
            print(f"     {event['text']}")
        if event["type"] == "metric":
            metrics.setdefault(event["name"], {})[event["step"]] = event["value"]
    return metrics


def logits(engine, model, ids, folder, *extra):
    out = os.path.join(folder, "engine.safetensors")
    subprocess.run([engine, "logits", str(model), "--ids", ",".join(map(str, ids)), "--out", out, *extra], check=True)
    return load_file(out)["logits"]


class Chat:
    """`attune-engine serve`, one request at a time."""

    def __init__(self, engine):
        self.process = subprocess.Popen([engine, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.next_id = 0

    def ask(self, what, answer, **fields):
        self.next_id += 1
        self.process.stdin.write(json.dumps({"id": self.next_id, "do": what, **fields}) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            event = json.loads(line)
            if event.get("id") == self.next_id and event["type"] in (answer, "error"):
                if event["type"] == "error":
                    raise RuntimeError(event["error"]["sentence"])
                return event
        raise RuntimeError("the worker has ended")

    def greedy(self, dialogue, tokens):
        return self.ask("reply", "reply", dialogue=dialogue, prompt=prompt_json(),
                        decoding={"do_sample": False, "max_new_tokens": tokens})

    def close(self):
        self.process.stdin.close()
        self.process.wait()
