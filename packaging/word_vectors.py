#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one file of word vectors that Attune maps, from a NumPy file of float32 rows and a Parquet file of their words.

    PYTHONPATH=FOLDER_WITH_PYARROW python3 packaging/word_vectors.py NAME VECTORS.npy WORDS.parquet OUT

The format is described in core/metrics/vector_file.h. float32 values are kept bit for bit; a word that comes twice keeps its
later row. The same input gives the same file. Prints its SHA-256. Standard library and pyarrow only.
"""
import array, ast, hashlib, json, os, pathlib, struct, sys, zlib

MAGIC, VERSION, HEADER = b"ATTUNEWV", 1, 64


def fail(text):
    sys.exit(f"word_vectors.py: {text}")


def read_npy(path):
    """(rows, dimensions, float32 values row after row)."""
    data = path.read_bytes()
    if data[:6] != b"\x93NUMPY" or data[6] not in (1, 2):
        fail(f"{path} is no NumPy file")
    size, begin = (struct.unpack_from("<H", data, 8)[0], 10) if data[6] == 1 else (struct.unpack_from("<I", data, 8)[0], 12)
    header = ast.literal_eval(data[begin:begin + size].decode("latin-1"))
    if header["descr"] != "<f4" or len(header["shape"]) != 2:
        fail(f"{path} holds no matrix of little-endian float32: {header}")
    (rows, dimensions), values = header["shape"], array.array("f")
    values.frombytes(data[begin + size:])
    if sys.byteorder != "little":
        values.byteswap()
    if len(values) != rows * dimensions:
        fail(f"{path} holds {len(values)} numbers instead of {rows} x {dimensions}")
    total = sum(values)  # of float32 in double precision: it is finite exactly when all of them are
    if total - total != 0:
        fail(f"{path} holds numbers that are not finite")
    if header["fortran_order"]:
        by_row = array.array("f", bytes(4 * len(values)))
        for column in range(dimensions):
            by_row[column::dimensions] = values[column * rows:(column + 1) * rows]
        values = by_row
    return rows, dimensions, values


def read_words(path):
    import pyarrow.parquet
    table = pyarrow.parquet.read_table(path)
    if table.num_columns != 1:
        fail(f"{path} has {table.num_columns} columns instead of one: {table.column_names}")
    return [word.encode() if word else fail(f"{path} has an empty word") for word in table.column(0).to_pylist()]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def padded(data, size):
    return data + bytes(-len(data) % size)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    name, npy, parquet, out = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    rows, dimensions, values = read_npy(npy)
    words = read_words(parquet)
    if len(words) != rows:
        fail(f"{parquet} holds {len(words)} words for {rows} vectors")
    row_of = {word: row for row, word in enumerate(words)}
    ordered = sorted(row_of)
    raw, width = memoryview(values).cast("B"), 4 * dimensions
    vectors = [bytes(raw[row_of[word] * width:(row_of[word] + 1) * width]) for word in ordered]

    description = json.dumps({"name": name, "sources": [{"name": file.name, "sha256": sha256(file)} for file in (npy, parquet)]}).encode()
    offsets, end = array.array("I", [0]), 0
    for word in ordered:
        end += len(word)
        offsets.append(end)
    checksums = array.array("I", (zlib.crc32(vector, zlib.crc32(word)) for word, vector in zip(ordered, vectors)))
    if offsets.itemsize != 4 or sys.byteorder != "little":
        fail("this machine writes whole numbers in another way; x86-64 is needed")
    fixed = struct.pack("<8sIIQQQ", MAGIC, VERSION, dimensions, len(ordered), len(description), end)
    index = padded(padded(description, 8) + offsets.tobytes() + checksums.tobytes() + b"".join(ordered), 64)
    head = fixed + struct.pack("<I", zlib.crc32(index, zlib.crc32(fixed)))
    partial = out.with_name(out.name + ".partial")
    with open(partial, "wb") as file:
        file.write(padded(head, HEADER) + index)
        file.writelines(vectors)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, out)
    print(f"{sha256(out)}  {out}")


main()
