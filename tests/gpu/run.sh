#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# On a machine with an NVIDIA GPU and Python's torch 2.11.0, after tests/gpu/pack.sh here: shows that the worker loads CUDA, that
# its logits on the GPU equal those on the CPU, and how fast it trains and answers. Models are made on the spot with random
# weights of the true shape; nothing is fetched. Figures go to $OUT (default build/gpu/out) as JSON lines.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
gpu=$root/build/gpu
out=${OUT:-$gpu/out}
mkdir -p "$out"

torch=$(python3 -c 'import torch, os; print(os.path.dirname(torch.__file__))') || { echo "Python has no torch here." >&2; exit 1; }
version=$(python3 -c 'import torch; print(torch.__version__)')
case $version in 2.11.0*) ;; *) echo "This torch is $version; the worker needs 2.11.0." >&2; exit 1 ;; esac
site=$(dirname "$torch")
export LD_LIBRARY_PATH=$torch/lib:$(find "$site/nvidia" -maxdepth 3 -type d -name lib 2>/dev/null | paste -sd:):$gpu/lib
export ATTUNE_TORCH_DIR=$torch
engine=$gpu/bin/attune-engine
failures=0
check() { if "${@:2}"; then echo "ok    $1"; else echo "FAIL  $1"; failures=$((failures + 1)); fi; }

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader | tee "$out/gpu.txt"
check "the worker sees the GPU" bash -c "'$engine' bench machine --json | tee '$out/machine.json' | grep -qi cuda"

python3 "$root/tests/gpu/make_models.py" "$out/models" || exit 1
for model in tiny qwen2.5-0.5b-shape; do
  path=$out/models/$model
  check "logits of $model on the CPU" "$engine" logits "$path" --ids 1,5,9,200,77,3 --device cpu --out "$out/$model-cpu.safetensors"
  check "logits of $model on the GPU in fp32" "$engine" logits "$path" --ids 1,5,9,200,77,3 --device cuda:0 --out "$out/$model-cuda.safetensors"
  check "they agree to 1e-3" python3 "$root/tests/gpu/compare_logits.py" "$out/$model-cpu.safetensors" "$out/$model-cuda.safetensors"
done
for what in decode prefill train; do
  check "bench $what" bash -c "'$engine' bench $what '$out/models/qwen2.5-0.5b-shape' --device cuda:0 --json | tee '$out/bench-$what.json'"
done
rm -rf "$out/models"
echo "$failures failed"
exit $((failures > 0))
