// SPDX-License-Identifier: GPL-3.0-or-later
// Word vectors in a file that is mapped, not read: it opens at once, and a word is found by a binary search. The official ones
// come so (packaging/word_vectors.py writes them). Numbers are little-endian, the words UTF-8:
//
//     0  "ATTUNEWV"
//     8  u32  version, 1
//    12  u32  dimensions
//    16  u64  words, n
//    24  u64  bytes of the description
//    32  u64  bytes of the words
//    40  u32  CRC-32 of bytes 0 to 39 and of everything from 64 up to the vectors
//    44       zeros
//    64  description, JSON: {"name": "glove.6B.50d", "sources": [{"name": "x.npy", "sha256": ".."}, ..]}, what it was made of
//        zeros to a multiple of 8
//        u32 x (n + 1)  where each word begins, and where the last one ends
//        u32 x n        CRC-32 of each word followed by its vector
//        the words, in the order of their bytes, none twice, none empty
//        zeros to a multiple of 64
//        float32 x n x dimensions, in the order of the words
#pragma once

#include "metrics/vector_extrema.h"
#include "modelfile/mapped_file.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace metrics {

// Untrusted: every size, offset, checksum and the order of the words are checked when it is opened (some milliseconds for
// 400,000 words), a vector when it is asked for. Immutable, so it may be shared between threads.
class VectorFile
{
public:
    // Whether the file begins as one of these. Throws FileMissing, FileUnreadable.
    static bool isOne(const std::filesystem::path &path);

    // Throws FileMissing, FileUnreadable, UnknownFormat (another file, another version), TruncatedFile, CorruptFile, TooLong.
    explicit VectorFile(const std::filesystem::path &path);

    const std::string &name() const { return m_name; }
    const std::vector<VectorSource> &sources() const { return m_sources; }
    size_t size() const { return m_count; }
    size_t dimensions() const { return m_dimensions; }
    std::string_view word(size_t row) const; // throws CorruptFile when somebody has written over it meanwhile
    // The row of a word, if it has one. Case-sensitive.
    std::optional<size_t> find(std::string_view word) const;
    // The numbers of a row exactly as they stand in the file, as double. Throws CorruptFile when they are not those that were written.
    void read(size_t row, std::span<double> vector) const;
    // The words that are asked for, in memory. A row of numbers that are not finite is passed over. Throws CorruptFile also when
    // somebody has cut or changed the file meanwhile.
    VectorTable table(const VectorTableOptions &options) const;

private:
    std::string_view part(uint64_t begin, uint64_t size) const;
    void readHead();
    void readDescription(std::string_view json);
    void checkWords() const;
    [[noreturn]] void corrupt(const std::string &place, const std::string &reason) const;

    modelfile::MappedFile m_file;
    std::string m_subject;
    std::string m_name;
    std::vector<VectorSource> m_sources;
    size_t m_count = 0;
    size_t m_dimensions = 0;
    std::string_view m_offsets, m_checksums, m_words, m_vectors; // into m_file
};

} // namespace metrics
