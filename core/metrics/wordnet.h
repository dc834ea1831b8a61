// SPDX-License-Identifier: GPL-3.0-or-later
// Synonyms out of Princeton WordNet's own files (Debian package wordnet-base): index.*, data.* and *.exc of the four parts of
// speech. Base forms are found as NLTK 3.9's WordNetCorpusReader does it: exceptions, else every suffix rule once.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace metrics {

// Immutable once opened; can be shared between threads. Holds the files in memory, 28 MB.
class WordNet
{
public:
    // ATTUNE_WORDNET, else /usr/share/wordnet.
    static std::filesystem::path defaultDir();

    // Throws MissingResource when the folder or a file is absent, CorruptFile when an index is not sorted.
    explicit WordNet(const std::filesystem::path &dir);

    // The word itself and every lemma without "_" of every synset of its base forms, in any part of speech; without
    // duplicates. Lemmas keep their capital letters. `word` in lower case. Entries that lead nowhere are skipped.
    std::vector<std::string> synonyms(const std::string &word) const;

    const std::string &version() const { return m_version; } // "3.0", empty when the files do not say

private:
    struct Part
    {
        std::string index; // file contents
        size_t index_start = 0; // behind the licence
        std::string data;
        std::unordered_map<std::string, std::vector<std::string>> exceptions;
    };
    void loadPart(const std::filesystem::path &dir, size_t part);
    std::string_view entryOf(const Part &part, std::string_view lemma) const;
    std::vector<std::string> baseForms(size_t part, const std::string &word) const;

    std::array<Part, 4> m_parts; // noun, verb, adjective, adverb
    std::string m_version;
};

} // namespace metrics
