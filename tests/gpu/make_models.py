# SPDX-License-Identifier: GPL-3.0-or-later
"""Random Qwen2 checkpoints (config.json, model.safetensors) of a tiny and of the true 0.5B shape, with torch alone.

    python3 make_models.py FOLDER NAME...
"""
import json
import os
import struct
import sys

import torch

SHAPES = {
    "tiny": dict(hidden_size=64, intermediate_size=160, num_hidden_layers=2, num_attention_heads=4,
                 num_key_value_heads=2, vocab_size=320),
    "qwen2.5-0.5b-shape": dict(hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14,
                               num_key_value_heads=2, vocab_size=151936),
}


def tensors(c):
    h, f, v = c["hidden_size"], c["intermediate_size"], c["vocab_size"]
    d = h // c["num_attention_heads"]
    kv = d * c["num_key_value_heads"]

    def w(*shape):
        return (torch.randn(*shape) * 0.02).to(torch.bfloat16)

    yield "model.embed_tokens.weight", w(v, h)
    for i in range(c["num_hidden_layers"]):
        p = f"model.layers.{i}."
        for name, rows in (("q", h), ("k", kv), ("v", kv)):
            yield p + f"self_attn.{name}_proj.weight", w(rows, h)
            yield p + f"self_attn.{name}_proj.bias", w(rows)
        yield p + "self_attn.o_proj.weight", w(h, h)
        yield p + "mlp.gate_proj.weight", w(f, h)
        yield p + "mlp.up_proj.weight", w(f, h)
        yield p + "mlp.down_proj.weight", w(h, f)
        yield p + "input_layernorm.weight", torch.ones(h, dtype=torch.bfloat16)
        yield p + "post_attention_layernorm.weight", torch.ones(h, dtype=torch.bfloat16)
    yield "model.norm.weight", torch.ones(h, dtype=torch.bfloat16)


def write(folder, c):
    os.makedirs(folder, exist_ok=True)
    config = dict(architectures=["Qwen2ForCausalLM"], model_type="qwen2", max_position_embeddings=32768, rms_norm_eps=1e-6,
                  rope_theta=1000000.0, tie_word_embeddings=True, hidden_act="silu", torch_dtype="bfloat16", **c)
    json.dump(config, open(os.path.join(folder, "config.json"), "w"), indent=1)
    header, offset, parts = {}, 0, []
    for name, tensor in tensors(c):
        data = tensor.contiguous().view(torch.uint8).numpy().tobytes()
        header[name] = dict(dtype="BF16", shape=list(tensor.shape), data_offsets=[offset, offset + len(data)])
        offset += len(data)
        parts.append(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, "model.safetensors"), "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for part in parts:
            out.write(part)


if __name__ == "__main__":
    torch.manual_seed(7)
    for name in sys.argv[2:]:
        write(os.path.join(sys.argv[1], name), SHAPES[name])
