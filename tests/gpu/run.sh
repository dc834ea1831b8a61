#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# On a machine with an NVIDIA GPU and Python's torch 2.11.0, after tests/gpu/pack.sh here: shows that the worker loads CUDA, that
# its logits on the GPU equal those on the CPU, and how fast it trains and answers. Models are made on the spot with random
# weights of the true shape; nothing is fetched. Figures go to $OUT (default build/gpu/out) as JSON lines.
#
#   tests/gpu/run.sh          on the first GPU
#   tests/gpu/run.sh cpu      the same steps without a GPU on the tiny model: tries this script and the pack, says nothing about CUDA
set -uo pipefail
device=${1:-cuda:0}
models="tiny qwen2.5-0.5b-shape"
if [ "$device" = cpu ]; then models=tiny; fi
root=$(cd "$(dirname "$0")/../.." && pwd)
gpu=$root/build/gpu
out=${OUT:-$gpu/out}
engine=$gpu/bin/attune-engine
[ -x "$engine" ] || { echo "$engine is missing; run tests/gpu/pack.sh where the worker was built." >&2; exit 1; }
mkdir -p "$out"

torch=$(python3 -c 'import torch, os; print(os.path.dirname(torch.__file__))') || { echo "Python has no torch here." >&2; exit 1; }
version=$(python3 -c 'import torch; print(torch.__version__)')
case $version in 2.11.0*) ;; *) echo "This torch is $version; the worker needs 2.11.0." >&2; exit 1 ;; esac
site=$(dirname "$torch")
export LD_LIBRARY_PATH=$torch/lib:$(find "$site/nvidia" -maxdepth 3 -type d -name lib 2>/dev/null | paste -sd:):$gpu/lib
failures=0
check() { if "${@:2}"; then echo "ok    $1"; else echo "FAIL  $1"; failures=$((failures + 1)); fi; }
# bench WHAT [MODEL]: shows the figures and keeps them; fails as the worker fails.
bench() { "$engine" bench "$@" --json | tee "$out/bench-$1.json"; }
logits() { "$engine" logits "$1" --ids 1,5,9,200,77,3 --device "$2" --out "$3"; }
bench_on_device() { bench "$@" --device "$device"; }
# Without a GPU the field "cuda" says why there is none.
sees_gpu() { bench machine | grep '"cuda":"[0-9]* CUDA device' > /dev/null; }

if [ "$device" != cpu ]; then
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader | tee "$out/gpu.txt"
  check "the worker sees the GPU" sees_gpu
fi
python3 "$root/tests/gpu/make_models.py" "$out/models" $models || exit 1
for model in $models; do
  path=$out/models/$model
  check "logits of $model on the CPU" logits "$path" cpu "$out/$model-cpu.safetensors"
  check "logits of $model on $device in fp32" logits "$path" "$device" "$out/$model-device.safetensors"
  check "they agree to 1e-3" python3 "$root/tests/gpu/compare_logits.py" "$out/$model-cpu.safetensors" "$out/$model-device.safetensors"
done
for what in decode prefill train; do
  check "bench $what" bench_on_device "$what" "$out/models/$model" # the last one
done
rm -rf "$out/models"
echo "$failures failed"
exit $((failures > 0))
