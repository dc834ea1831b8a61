// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors container: a JSON header with names, types and offsets, then the bytes.
// Format: huggingface/safetensors README. Files are untrusted: the header is checked before any byte of data is used.
#pragma once

#include "modelfile/mapped_file.h"
#include "modelfile/tensor_view.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace modelfile {

// Immutable after construction. Views live as long as it does.
class SafetensorsFile
{
public:
    // Throws FileMissing, FileUnreadable, TruncatedFile, CorruptFile, UnsupportedModel (unknown dtype), naming file and tensor.
    explicit SafetensorsFile(const std::filesystem::path &path);

    const std::filesystem::path &path() const { return m_file.path(); }
    const std::vector<TensorView> &tensors() const { return m_tensors; } // in the order of the header
    const std::map<std::string, std::string> &metadata() const { return m_metadata; }
    const TensorView *findTensor(std::string_view name) const;
    // See MappedFile::check(); what the constructor made of the file has been checked.
    void check() const { m_file.check(); }

private:
    void readHeader();

    MappedFile m_file;
    std::vector<TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
    std::map<std::string_view, size_t> m_index;
};

// The weights of a Hugging Face folder: model.safetensors, or model.safetensors.index.json with its shards.
class SafetensorsFolder
{
public:
    // Throws FileMissing when the folder holds neither, CorruptFile when the index names a tensor that its shard lacks, and
    // what SafetensorsFile throws.
    explicit SafetensorsFolder(const std::filesystem::path &folder);

    const std::vector<TensorView> &tensors() const { return m_tensors; }
    // The files that were opened, in the order of their names.
    std::vector<std::filesystem::path> files() const;
    void check() const; // of every file

private:
    std::vector<std::unique_ptr<SafetensorsFile>> m_files;
    std::vector<TensorView> m_tensors;
};

// Writes atomically (see base::AtomicFile). Equal tensors and metadata give equal bytes, whatever their order:
// tensors are sorted by element size (largest first) and name. `data` must have the size that type and shape say.
// Throws FileUnwritable, DiskFull, Internal (a quantized type, a wrong size).
void writeSafetensors(const std::filesystem::path &path, std::vector<TensorView> tensors,
    const std::map<std::string, std::string> &metadata = {});

} // namespace modelfile
