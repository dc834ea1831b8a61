# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two files of logits agree to 1e-3 of the largest value."""
import json
import struct
import sys

import torch


def read(path):
    data = open(path, "rb").read()
    size, = struct.unpack("<Q", data[:8])
    entry = json.loads(data[8:8 + size])["logits"]
    begin, end = entry["data_offsets"]
    return torch.frombuffer(bytearray(data[8 + size + begin:8 + size + end]), dtype=torch.float32).reshape(entry["shape"])


a, b = read(sys.argv[1]), read(sys.argv[2])
difference = (a - b).abs().max().item()
scale = max(1.0, b.abs().max().item())
print(f"max |a-b| = {difference:.3g}, scale {scale:.3g}")
sys.exit(0 if difference <= 1e-3 * scale else 1)
