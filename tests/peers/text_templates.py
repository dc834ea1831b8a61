#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects the chat templates of models whose files are not at hand from packages that quote them word by word:

    python text_templates.py FOLDER        (downloads three packages with pip, about 60 MB; then text_golden.py --templates FOLDER)

FOLDER/NAME@SOURCE.jinja, NAME as in core/text/known_templates.cpp. Their texts stay there: the repository keeps fingerprints
and what they print.
"""
import ast
import hashlib
import io
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

PACKAGES = {
    "trl==1.16.0": ["--only-binary=:all:"],
    "transformers==4.38.2": ["--only-binary=:all:"],
    # Only as a source: it quotes Llama 3, ChatML and Mistral, and carries llama.cpp's folder of templates.
    "llama-cpp-python==0.3.16": ["--no-binary=:all:", "--no-build-isolation"],
}
LLAMA_CPP = "llama_cpp_python-0.3.16"


def download(folder):
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "scikit-build-core"], check=True)  # reads the source package's name
    for package, options in PACKAGES.items():
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, *options, package], check=True)


def of_trl(wheel):
    for name, file in {"llama-3": "llama3", "llama-3.1": "llama3_1", "qwen3-no-thinking": "qwen3", "qwen3-instruct-2507": "qwen3_instruct_2507",
                       "qwen2.5": "qwen2_5"}.items():
        yield f"{name}@trl", wheel.read(f"trl/chat_templates/{file}.jinja").decode()


def of_llama_cpp(source):
    read = lambda path: source.extractfile(f"{LLAMA_CPP}/{path}").read().decode()
    for node in ast.parse(read("llama_cpp/llama_chat_format.py")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = {"CHATML_CHAT_TEMPLATE": "chatml", "LLAMA3_INSTRUCT_CHAT_TEMPLATE": "llama-3", "MISTRAL_INSTRUCT_CHAT_TEMPLATE": "mistral-v0.1",
                    "MIXTRAL_INSTRUCT_CHAT_TEMPLATE": "mistral-v0.2"}.get(node.targets[0].id)
            if name:
                yield f"{name}@llama-cpp-python", ast.literal_eval(node.value)
            if name == "chatml":  # InternLM2 puts its start token before it
                yield f"internlm2@{name}", "{{ bos_token }}" + ast.literal_eval(node.value)
    for name, file in {"qwen3-no-thinking": "Qwen-Qwen3-0.6B", "llama-3.1": "meta-llama-Llama-3.1-8B-Instruct", "qwen2.5": "Qwen-Qwen2.5-7B-Instruct"}.items():
        yield f"{name}@llama.cpp", read(f"vendor/llama.cpp/models/templates/{file}.jinja")
    case = re.search(r'"mistralai/Mistral-7B-Instruct-v0.2 \(mistralai \'v1\'[^"]*",\s*/\* \.template_str= \*/ "((?:[^"\\]|\\.)*)"',
                     read("vendor/llama.cpp/tests/test-chat-template.cpp"))
    yield "mistral@llama.cpp", ast.literal_eval(f'"{case[1]}"')


def of_transformers(wheel):
    """Llama 2: the library's default, which the model's own file repeats without the branch for a default message and the one
    for a late system message, which is never reached."""
    tree = ast.parse(wheel.read("transformers/models/llama/tokenization_llama.py").decode())
    method = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "default_chat_template")
    text = next(n.value.value for n in ast.walk(method) if isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant))
    for start, stop in (("{% elif USE_DEFAULT", "{% else %}"), ("{% elif message['role'] == 'system' %}", "{% elif message['role'] == 'assistant'")):
        begin = text.index(start)
        text = text[:begin] + text[text.index(stop, begin):]
    yield "llama-2@transformers", text


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        download(folder)
        files = {path.name.split("-")[0]: path for path in pathlib.Path(folder).iterdir()}
        found = [*of_trl(zipfile.ZipFile(files["trl"])), *of_transformers(zipfile.ZipFile(files["transformers"])),
                 *of_llama_cpp(tarfile.open(fileobj=io.BytesIO(files["llama_cpp_python"].read_bytes())))]
    for name, text in found:
        (out / f"{name}.jinja").write_text(text)
        print(f"{name:34} {len(text):6} characters  {hashlib.sha256(text.encode()).hexdigest()[:16]}")


if __name__ == "__main__":
    main()
