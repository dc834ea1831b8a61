// SPDX-License-Identifier: GPL-3.0-or-later
// Vector Extrema as the official script computes it: the word vectors of a text are pooled by the componentwise MAXIMUM
// (not by the signed extreme of the literature) and the pooled vectors compared by cosine. With some 30 words a side every
// pooled vector is nearly the same, so values of 94 to 97 say little.
#pragma once

#include "base/cancel.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace metrics {

struct VectorTableOptions
{
    // Keep only these words: far faster and smaller than the whole file. Null: all of them. Lines of other words are then
    // not looked at beyond the word.
    const std::unordered_set<std::string> *only = nullptr;
    size_t max_words = 5'000'000;
    size_t max_bytes = size_t(8) << 30; // of the numbers in memory
    std::function<void(double done)> progress;
    base::CancelToken cancel;
};

// A file that vectors come from.
struct VectorSource
{
    std::string name;
    std::string sha256;
};

// A row that is no vector: it is left out, and the rest is read.
struct PassedRow
{
    std::string place; // "line 3"
    std::string reason;
};

// Word vectors in memory, in double precision as the official script reads them. Immutable once loaded, so it can be shared between threads.
class VectorTable
{
public:
    // The file that Attune makes of the official vectors (metrics/vector_file.h), and text files of GloVe ("word f1 ... fn" a
    // line), word2vec and fastText (the same after a line "count dimensions"), with or without a byte order mark.
    // The file is untrusted. A later line for the same word wins; a row that is no vector is passed over, unless no row is one.
    // Throws FileMissing, FileUnreadable, CorruptFile with the line, TooLong, Cancelled, of a vector file what VectorFile throws.
    static VectorTable load(const std::filesystem::path &path, const VectorTableOptions &options = {});
    // From text in memory; `subject` names it.
    static VectorTable parse(std::string_view text, const std::string &subject, const VectorTableOptions &options = {});

    size_t size() const { return m_rows.size(); }
    size_t dimensions() const { return m_dimensions; }
    const std::string &name() const { return m_name; } // of the text file; as a vector file calls itself
    const std::string &sha256() const { return m_sha256; } // of the text file; empty for a vector file, which names its sources
    const std::vector<VectorSource> &sources() const { return m_sources; } // what a vector file was made of; empty for a text file
    // Rows that were asked for and are no vectors: how many, and the first ten.
    size_t passedRowCount() const { return m_passedCount; }
    const std::vector<PassedRow> &passedRows() const { return m_passed; }
    // The word's vector, or null. Case-sensitive.
    const double *find(std::string_view word) const;

private:
    friend class VectorTableReader;
    friend class VectorFile;
    struct Hash
    {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view> {}(text); }
    };
    // A word that is there already gets the new vector. Throws TooLong.
    void add(std::string_view word, std::span<const double> vector, const VectorTableOptions &options, const std::string &subject);
    void passOver(PassedRow row);

    std::string m_name;
    std::string m_sha256;
    std::vector<VectorSource> m_sources;
    std::vector<PassedRow> m_passed;
    size_t m_passedCount = 0;
    size_t m_dimensions = 0;
    std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> m_rows;
    std::vector<double> m_values; // size() x dimensions()
};

// Tokens T1 (metrics/tokens.h), case-sensitive; words without a vector are skipped; a side without any vector gives 0.
// Not clipped: may be negative.
double vectorExtrema(std::string_view reference, std::string_view prediction, const VectorTable &table);

} // namespace metrics
