// SPDX-License-Identifier: GPL-3.0-or-later
// Small files of word vectors in the form of metrics/vector_file.h, good ones and broken ones.
#pragma once

#include "metrics/crc32.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace fakes {

struct VectorFileParts
{
    std::vector<std::pair<std::string, std::vector<float>>> rows; // as they stand in the file: in the order of the words
    std::string description = R"({"name": "tiny", "sources": [{"name": "a.npy", "sha256": "11"}, {"name": "b.parquet", "sha256": "22"}]})";
    uint32_t version = 1;
};

template <typename Number> void append(std::string &bytes, Number number)
{
    bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
}

template <typename Number> void overwrite(std::string &bytes, size_t at, Number number) { std::memcpy(bytes.data() + at, &number, sizeof number); }

inline void pad(std::string &bytes, size_t step) { bytes.resize((bytes.size() + step - 1) / step * step); }

// Where the vectors begin.
inline size_t vectorsAt(const std::string &bytes, const VectorFileParts &parts)
{
    size_t numbers = 0;
    for (const auto &[word, vector] : parts.rows)
        numbers += vector.size();
    return bytes.size() - numbers * sizeof(float);
}

// What was broken on purpose gets a checksum that fits, so that the checks behind it are reached.
inline void sign(std::string &bytes, const VectorFileParts &parts)
{
    const std::string_view all = bytes;
    overwrite(bytes, 40, metrics::crc32(all.substr(64, vectorsAt(bytes, parts) - 64), metrics::crc32(all.substr(0, 40))));
}

inline std::string vectorFile(const VectorFileParts &parts)
{
    std::string words, offsets, checksums, vectors;
    append(offsets, uint32_t(0));
    for (const auto &[word, vector] : parts.rows) {
        words += word;
        append(offsets, uint32_t(words.size()));
        const std::string_view bytes(reinterpret_cast<const char *>(vector.data()), vector.size() * sizeof(float));
        append(checksums, metrics::crc32(bytes, metrics::crc32(word)));
        vectors += bytes;
    }
    std::string bytes = "ATTUNEWV";
    append(bytes, parts.version);
    append(bytes, uint32_t(parts.rows.empty() ? 3 : parts.rows[0].second.size()));
    append(bytes, uint64_t(parts.rows.size()));
    append(bytes, uint64_t(parts.description.size()));
    append(bytes, uint64_t(words.size()));
    pad(bytes, 64);
    bytes += parts.description;
    pad(bytes, 8);
    bytes += offsets + checksums + words;
    pad(bytes, 64);
    bytes += vectors;
    sign(bytes, parts);
    return bytes;
}

} // namespace fakes
