// SPDX-License-Identifier: GPL-3.0-or-later
// The GGUF container, versions 2 and 3, little-endian: typed metadata and a directory of tensors.
// Format: ggml-org/ggml docs/gguf.md. Files are untrusted: every length and offset is checked before it is used.
#pragma once

#include "modelfile/mapped_file.h"
#include "modelfile/tensor_view.h"

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace modelfile {

// Integers of all widths become int64_t (an uint64 beyond its range is refused), floats become double. Texts point into
// the mapped file and are not checked to be UTF-8.
using GgufValue = std::variant<int64_t, double, bool, std::string_view, std::vector<int64_t>, std::vector<double>,
    std::vector<bool>, std::vector<std::string_view>>;

// Immutable after construction, so it may be shared between threads. Views and texts live as long as it does.
class GgufFile
{
public:
    // Throws FileMissing, FileUnreadable, UnknownFormat (no GGUF), TruncatedFile, CorruptFile, UnsupportedModel (version,
    // byte order, unknown tensor type), each naming the file and the key or tensor.
    explicit GgufFile(const std::filesystem::path &path);

    // Whether the file begins like a GGUF file.
    static bool isGguf(const std::filesystem::path &path);

    const std::filesystem::path &path() const { return m_file.path(); }
    uint32_t version() const { return m_version; }
    const std::map<std::string, GgufValue, std::less<>> &metadata() const { return m_metadata; }
    const std::vector<TensorView> &tensors() const { return m_tensors; }

    // See MappedFile::check(); what the constructor made of the file has been checked.
    void check() const { m_file.check(); }

    const GgufValue *find(std::string_view key) const;
    const TensorView *findTensor(std::string_view name) const;

    // The value of a key. Throws MissingField when absent, WrongShape when of another type (whole numbers pass as double).
    // T: int64_t, double, bool, std::string_view, or a std::vector of one of them.
    template <typename T> T get(std::string_view key) const;
    // The same with a value for an absent key.
    template <typename T> T getOr(std::string_view key, T fallback) const;

private:
    void read();

    MappedFile m_file;
    uint32_t m_version = 0;
    std::map<std::string, GgufValue, std::less<>> m_metadata;
    std::vector<TensorView> m_tensors;
    std::map<std::string_view, size_t> m_index;
};

} // namespace modelfile
