// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/wordnet.h"

#include "base/files.h"
#include "base/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <span>

namespace metrics {

namespace fs = std::filesystem;

namespace {

constexpr std::array<const char *, 4> kPartNames { "noun", "verb", "adj", "adv" };

struct SuffixRule
{
    std::string_view suffix;
    std::string_view ending;
};

constexpr std::array kNounRules { SuffixRule { "s", "" }, SuffixRule { "ses", "s" }, SuffixRule { "ves", "f" }, SuffixRule { "xes", "x" },
    SuffixRule { "zes", "z" }, SuffixRule { "ches", "ch" }, SuffixRule { "shes", "sh" }, SuffixRule { "men", "man" },
    SuffixRule { "ies", "y" } };
constexpr std::array kVerbRules { SuffixRule { "s", "" }, SuffixRule { "ies", "y" }, SuffixRule { "es", "e" }, SuffixRule { "es", "" },
    SuffixRule { "ed", "e" }, SuffixRule { "ed", "" }, SuffixRule { "ing", "e" }, SuffixRule { "ing", "" } };
constexpr std::array kAdjectiveRules { SuffixRule { "er", "" }, SuffixRule { "est", "" }, SuffixRule { "er", "e" }, SuffixRule { "est", "e" } };

std::span<const SuffixRule> rulesOf(size_t part)
{
    switch (part) {
    case 0:
        return kNounRules;
    case 1:
        return kVerbRules;
    case 2:
        return kAdjectiveRules;
    default:
        return {};
    }
}

// Takes the next word of a line; empty at its end.
std::string_view next(std::string_view &line)
{
    const size_t start = line.find_first_not_of(' ');
    if (start == std::string_view::npos) {
        line = {};
        return {};
    }
    line.remove_prefix(start);
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

size_t number(std::string_view text, int base = 10)
{
    size_t value = 0;
    for (const char c : text) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : base;
        if (digit >= base || value > (size_t(1) << 40))
            return 0;
        value = value * static_cast<size_t>(base) + static_cast<size_t>(digit);
    }
    return value;
}

std::string_view lineAt(std::string_view text, size_t offset)
{
    return offset >= text.size() ? std::string_view() : text.substr(offset, text.find('\n', offset) - offset);
}

// The licence at the start of a file has lines that begin with a space.
size_t endOfLicence(std::string_view text)
{
    size_t at = 0;
    while (at < text.size() && text[at] == ' ') {
        const size_t end = text.find('\n', at);
        at = end == std::string_view::npos ? text.size() : end + 1;
    }
    return at;
}

// Binary search needs it.
bool isSorted(std::string_view text)
{
    std::string_view before;
    for (size_t at = endOfLicence(text); at < text.size();) {
        const std::string_view line = lineAt(text, at);
        const std::string_view lemma = line.substr(0, line.find(' '));
        if (lemma <= before && !before.empty())
            return false;
        before = lemma;
        at += line.size() + 1;
    }
    return true;
}

std::string readPartFile(const fs::path &path)
{
    try {
        return base::readFile(path);
    } catch (const base::Failure &) {
        throw base::Failure(base::ErrorKind::MissingResource, "WordNet", path.string(),
            { { "reason", path.string() + " cannot be read" },
                { "remedy", "Install the Debian package wordnet-base, or set ATTUNE_WORDNET to a folder with WordNet 3.0's files." } });
    }
}

std::string versionIn(std::string_view text)
{
    const std::string_view licence = text.substr(0, 4000);
    const size_t at = licence.find("WordNet ");
    for (size_t found = at; found != std::string_view::npos; found = licence.find("WordNet ", found + 1)) {
        const std::string_view rest = licence.substr(found + 8);
        const size_t end = rest.find_first_not_of("0123456789.");
        if (end != std::string_view::npos && end > 0)
            return std::string(rest.substr(0, end));
    }
    return {};
}

// Lemmas of one line of a data file: "offset file type count lemma id lemma id ...".
void addLemmas(std::string_view line, std::set<std::string> &lemmas)
{
    for (int i = 0; i < 3; ++i)
        next(line);
    for (size_t left = number(next(line), 16); left > 0; --left) {
        std::string_view lemma = next(line);
        next(line);
        if (lemma.empty())
            return;
        // Adjectives carry markers: "(a)", "(p)", "(ip)".
        if (const size_t open = lemma.find('('); open != std::string_view::npos && lemma.ends_with(')'))
            lemma = lemma.substr(0, open);
        if (lemma.find('_') == std::string_view::npos)
            lemmas.emplace(lemma);
    }
}

} // namespace

fs::path WordNet::defaultDir()
{
    const char *dir = std::getenv("ATTUNE_WORDNET");
    return dir && *dir ? fs::path(dir) : fs::path("/usr/share/wordnet");
}

WordNet::WordNet(const fs::path &dir)
{
    for (size_t part = 0; part < m_parts.size(); ++part)
        loadPart(dir, part);
    m_version = versionIn(m_parts[0].data);
}

void WordNet::loadPart(const fs::path &dir, size_t number)
{
    Part &part = m_parts[number];
    const std::string name = kPartNames[number];
    part.index = readPartFile(dir / ("index." + name));
    part.data = readPartFile(dir / ("data." + name));
    part.index_start = endOfLicence(part.index);
    if (!isSorted(part.index))
        throw base::Failure(base::ErrorKind::CorruptFile, (dir / ("index." + name)).string(), {},
            { { "reason", "its words are not in order" } });
    const std::string exceptions = readPartFile(dir / (name + ".exc"));
    for (size_t at = 0; at < exceptions.size();) {
        std::string_view line = lineAt(exceptions, at);
        at += line.size() + 1;
        const std::string form(next(line));
        std::vector<std::string> bases;
        for (std::string_view base = next(line); !base.empty(); base = next(line))
            bases.emplace_back(base);
        if (!form.empty())
            part.exceptions[form] = std::move(bases);
    }
}

// The rest of the lemma's line in the index, empty when it is not there.
std::string_view WordNet::entryOf(const Part &part, std::string_view lemma) const
{
    const std::string_view text = part.index;
    if (lemma.empty())
        return {};
    size_t low = part.index_start;
    size_t high = text.size();
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        size_t start = middle;
        while (start > low && text[start - 1] != '\n')
            --start;
        std::string_view line = lineAt(text, start);
        const size_t behind = start + line.size() + 1;
        const std::string_view found = line.substr(0, line.find(' '));
        if (found == lemma)
            return line.substr(found.size());
        if (found < lemma)
            low = std::min(behind, high);
        else
            high = start;
    }
    return {};
}

std::vector<std::string> WordNet::baseForms(size_t part, const std::string &word) const
{
    std::vector<std::string> forms { word };
    const auto exception = m_parts[part].exceptions.find(word);
    if (exception != m_parts[part].exceptions.end()) {
        forms.insert(forms.end(), exception->second.begin(), exception->second.end());
        return forms;
    }
    for (const SuffixRule &rule : rulesOf(part)) {
        if (word.ends_with(rule.suffix))
            forms.push_back(word.substr(0, word.size() - rule.suffix.size()).append(rule.ending));
    }
    return forms;
}

std::vector<std::string> WordNet::synonyms(const std::string &word) const
{
    std::set<std::string> lemmas { word };
    for (size_t part = 0; part < m_parts.size(); ++part) {
        for (const std::string &form : baseForms(part, word)) {
            // "pos synsets pointers pointer... senses tagged offset..."
            std::string_view entry = entryOf(m_parts[part], form);
            next(entry);
            const size_t synsets = number(next(entry));
            for (size_t pointers = number(next(entry)); pointers > 0 && !entry.empty(); --pointers)
                next(entry);
            next(entry);
            next(entry);
            for (size_t i = 0; i < synsets && !entry.empty(); ++i) {
                if (const std::string_view offset = next(entry); !offset.empty())
                    addLemmas(lineAt(m_parts[part].data, number(offset)), lemmas);
            }
        }
    }
    return { lemmas.begin(), lemmas.end() };
}

} // namespace metrics
