// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/near_duplicates.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>

namespace dialogue {

namespace {

constexpr size_t kShingle = 5; // words or characters
constexpr size_t kRows = 4; // of a band
constexpr size_t kMinima = kBands * kRows;

constexpr uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

// Scripts that are written without spaces between words.
constexpr bool isUnspaced(utf8proc_int32_t c)
{
    return (c >= 0x0e00 && c <= 0x109f) // Thai, Lao, Tibetan, Myanmar
        || (c >= 0x1780 && c <= 0x17ff) // Khmer
        || (c >= 0x2e80 && c <= 0x2fdf) || (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x312f) // radicals, kana, bopomofo
        || (c >= 0x31a0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff)
        || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

constexpr bool isApostrophe(utf8proc_int32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc; }

enum class Sort { Separator, Letter, Mark };

Sort sortOf(utf8proc_int32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? Sort::Letter : Sort::Separator;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return Sort::Letter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return Sort::Mark;
    default:
        return Sort::Separator;
    }
}

// Cuts folded text into words (characters, where there are no spaces) and gives each to `sink`.
template <typename Sink> class WordCutter
{
public:
    explicit WordCutter(Sink &sink)
        : m_sink(sink)
    {
    }

    // Texts are separate: a word does not go on in the next one.
    void add(std::string_view text)
    {
        // White space keeps no character from joining another, so pieces between it are folded by themselves; most are ASCII.
        while (!text.empty()) {
            size_t end = 0;
            bool ascii = true;
            while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ')
                ascii &= static_cast<unsigned char>(text[end++]) < 0x80;
            if (ascii)
                addAscii(text.substr(0, end));
            else
                addFolded(text.substr(0, end));
            finish();
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

private:
    void addAscii(std::string_view piece)
    {
        for (const char c : piece)
            take(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c, std::string_view(&c, 1));
    }

    void addFolded(std::string_view piece)
    {
        constexpr auto options
            = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
        utf8proc_uint8_t *mapped = nullptr;
        const utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t *>(piece.data()),
            static_cast<utf8proc_ssize_t>(piece.size()), &mapped, options);
        const std::unique_ptr<utf8proc_uint8_t, decltype([](utf8proc_uint8_t *p) { std::free(p); })> owner(mapped);
        if (length < 0)
            return; // not UTF-8: the readers refuse it
        for (utf8proc_ssize_t at = 0; at < length;) {
            utf8proc_int32_t c = 0;
            const utf8proc_ssize_t size = utf8proc_iterate(mapped + at, length - at, &c);
            take(c, { reinterpret_cast<const char *>(mapped + at), static_cast<size_t>(std::max<utf8proc_ssize_t>(size, 1)) });
            at += std::max<utf8proc_ssize_t>(size, 1);
        }
    }

    void take(utf8proc_int32_t c, std::string_view bytes)
    {
        if (isApostrophe(c))
            return;
        const Sort sort = sortOf(c);
        if (sort == Sort::Separator) {
            finish();
            return;
        }
        if (sort == Sort::Letter && isUnspaced(c)) {
            finish();
            m_alone = true;
        } else if (sort == Sort::Letter && m_alone) {
            finish();
        }
        if (c < 0x80)
            m_word += static_cast<char>(c);
        else
            m_word += bytes;
    }

    void finish()
    {
        if (!m_word.empty())
            m_sink(m_word);
        m_word.clear();
        m_alone = false;
    }

    Sink &m_sink;
    std::string m_word;
    bool m_alone = false; // a character by itself; marks may follow
};

template <typename Sink> void cut(std::string_view text, Sink &sink) { WordCutter<Sink>(sink).add(text); }

uint64_t hashOf(std::string_view word)
{
    uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a
    for (const char c : word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mixed(hash);
}

struct Function // a * x + b, a odd
{
    uint64_t a = 1;
    uint64_t b = 0;
};

constexpr std::array<Function, kMinima> kFunctions = [] {
    std::array<Function, kMinima> functions {};
    uint64_t state = 0x41747475;
    const auto next = [&state] { return mixed(state += 0x9e3779b97f4a7c15ULL); };
    for (Function &function : functions)
        function = { next() | 1, next() };
    return functions;
}();

std::array<int64_t, kBands> bandsOf(const std::vector<uint64_t> &shingles)
{
    std::array<uint64_t, kMinima> minima;
    minima.fill(std::numeric_limits<uint64_t>::max());
    for (const uint64_t shingle : shingles) {
        for (size_t i = 0; i < kMinima; ++i)
            minima[i] = std::min(minima[i], kFunctions[i].a * shingle + kFunctions[i].b);
    }
    std::array<int64_t, kBands> bands {};
    for (size_t band = 0; band < kBands; ++band) {
        uint64_t hash = mixed(band + 1);
        for (size_t row = 0; row < kRows; ++row)
            hash = mixed(hash ^ minima[band * kRows + row]) + row;
        bands[band] = static_cast<int64_t>(hash);
    }
    return bands;
}

size_t commonOf(const std::vector<uint64_t> &a, const std::vector<uint64_t> &b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        common += a[i] == b[j];
        const bool left = a[i] <= b[j];
        const bool right = b[j] <= a[i];
        i += left;
        j += right;
    }
    return common;
}

} // namespace

Sketch sketchOf(const Dialogue &dialogue)
{
    std::vector<uint64_t> words;
    auto keep = [&words](const std::string &word) { words.push_back(hashOf(word)); };
    for (const Turn &turn : dialogue.turns)
        cut(turn.text, keep);
    Sketch sketch;
    for (size_t i = 0; i + kShingle <= words.size(); ++i) {
        uint64_t hash = 0;
        for (size_t k = 0; k < kShingle; ++k)
            hash = mixed(hash + words[i + k]);
        sketch.shingles.push_back(hash);
    }
    std::ranges::sort(sketch.shingles);
    const auto doubled = std::ranges::unique(sketch.shingles);
    sketch.shingles.erase(doubled.begin(), doubled.end());
    if (!sketch.isEmpty())
        sketch.bands = bandsOf(sketch.shingles);
    return sketch;
}

double likeness(const Sketch &a, const Sketch &b)
{
    const size_t common = commonOf(a.shingles, b.shingles);
    const size_t all = a.shingles.size() + b.shingles.size() - common;
    return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

bool areNearDuplicates(const Sketch &a, const Sketch &b)
{
    const size_t common = commonOf(a.shingles, b.shingles);
    return common > 0 && 5 * common >= 4 * (a.shingles.size() + b.shingles.size() - common);
}

std::string foldedWords(std::string_view text)
{
    std::string words;
    auto keep = [&words](const std::string &word) {
        if (!words.empty())
            words += ' ';
        words += word;
    };
    cut(text, keep);
    return words;
}

} // namespace dialogue
