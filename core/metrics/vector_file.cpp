// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/vector_file.h"

#include "base/error.h"
#include "base/file_reader.h"
#include "base/json.h"
#include "metrics/crc32.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <tuple>

namespace metrics {

using base::ErrorKind;
using base::Failure;

namespace {

constexpr std::string_view kMagic = "ATTUNEWV";
constexpr uint32_t kVersion = 1;
constexpr uint64_t kHeader = 64;
constexpr uint64_t kChecked = 40; // bytes of the header before its checksum
constexpr uint64_t kMaxWords = 20'000'000;
constexpr uint64_t kMaxDimensions = 20'000;
constexpr uint64_t kMaxDescription = 1 << 20;
constexpr uint64_t kMaxWordBytes = uint64_t(1) << 31;

template <typename Number> Number numberAt(std::string_view bytes, size_t begin)
{
    Number number {};
    std::memcpy(&number, bytes.data() + begin, sizeof number);
    return number;
}

uint32_t entry(std::string_view table, size_t index) { return numberAt<uint32_t>(table, index * sizeof(uint32_t)); }

uint64_t roundedUp(uint64_t size, uint64_t step) { return (size + step - 1) / step * step; }

} // namespace

bool VectorFile::isOne(const std::filesystem::path &path)
{
    std::array<char, kMagic.size()> begin {};
    size_t filled = 0;
    base::FileReader file(path);
    while (const size_t count = file.read(begin.data() + filled, begin.size() - filled))
        filled += count;
    return std::string_view(begin.data(), filled) == kMagic;
}

VectorFile::VectorFile(const std::filesystem::path &path)
    : m_file(path)
    , m_subject(path.string())
{
    modelfile::readWhole(m_file, [this] {
        readHead();
        checkWords();
        return true;
    });
}

void VectorFile::corrupt(const std::string &place, const std::string &reason) const
{
    throw Failure(ErrorKind::CorruptFile, m_subject, place, { { "reason", reason } });
}

// Of a place that readHead has found to be inside the file.
std::string_view VectorFile::part(uint64_t begin, uint64_t size) const
{
    return { reinterpret_cast<const char *>(m_file.bytes().data()) + begin, static_cast<size_t>(size) };
}

void VectorFile::readHead()
{
    const uint64_t size = m_file.bytes().size();
    if (size < kMagic.size() || part(0, kMagic.size()) != kMagic)
        throw Failure(ErrorKind::UnknownFormat, m_subject, {}, { { "reason", "it is no file of word vectors" } });
    const auto cut = [&](uint64_t expected) {
        throw Failure(ErrorKind::TruncatedFile, m_subject, {},
            { { "expected", fmt::format("{} bytes", expected) }, { "found", fmt::format("{}", size) } });
    };
    if (size < kHeader)
        cut(kHeader);
    const std::string_view head = part(0, kHeader);
    if (const auto version = numberAt<uint32_t>(head, 8); version != kVersion) {
        throw Failure(ErrorKind::UnknownFormat, m_subject, {},
            { { "reason", fmt::format("its version is {}, this program reads version {}; run packaging/fetch.sh", version, kVersion) } });
    }
    const uint64_t dimensions = numberAt<uint32_t>(head, 12);
    const auto count = numberAt<uint64_t>(head, 16);
    const auto description = numberAt<uint64_t>(head, 24);
    const auto words = numberAt<uint64_t>(head, 32);
    // With these limits no sum or product below leaves 64 bits.
    for (const auto &[what, found, limit] : { std::tuple { "words", count, kMaxWords }, { "dimensions", dimensions, kMaxDimensions },
             { "bytes of description", description, kMaxDescription }, { "bytes of words", words, kMaxWordBytes } }) {
        if (found == 0)
            corrupt("the header", fmt::format("0 {}", what));
        if (found > limit)
            throw Failure(ErrorKind::TooLong, m_subject, "the header",
                { { "found", fmt::format("{} {}", found, what) }, { "limit", fmt::format("{}", limit) } });
    }
    const uint64_t offsetsAt = kHeader + roundedUp(description, 8);
    const uint64_t checksumsAt = offsetsAt + 4 * (count + 1);
    const uint64_t wordsAt = checksumsAt + 4 * count;
    const uint64_t vectorsAt = roundedUp(wordsAt + words, 64);
    const uint64_t end = vectorsAt + 4 * count * dimensions;
    if (size < end)
        cut(end);
    if (size > end)
        corrupt("the end", fmt::format("{} bytes too many", size - end));
    if (crc32(part(kHeader, vectorsAt - kHeader), crc32(head.substr(0, kChecked))) != numberAt<uint32_t>(head, kChecked))
        corrupt("the list of words", "it is not what was written");
    m_count = static_cast<size_t>(count);
    m_dimensions = static_cast<size_t>(dimensions);
    m_offsets = part(offsetsAt, checksumsAt - offsetsAt);
    m_checksums = part(checksumsAt, wordsAt - checksumsAt);
    m_words = part(wordsAt, words);
    m_vectors = part(vectorsAt, end - vectorsAt);
    readDescription(part(kHeader, description));
}

void VectorFile::readDescription(std::string_view json)
{
    const std::string subject = m_subject + ", its description";
    const base::Json description = base::parseJson(json, subject);
    m_name = base::field<std::string>(description, "name", subject);
    for (const base::Json &source : base::field<base::Json>(description, "sources", subject))
        m_sources.push_back({ base::field<std::string>(source, "name", subject), base::field<std::string>(source, "sha256", subject) });
}

// What the checksum cannot tell: a file that was made wrongly.
void VectorFile::checkWords() const
{
    if (entry(m_offsets, 0) != 0 || entry(m_offsets, m_count) != m_words.size())
        corrupt("the list of words", "it does not fill its place");
    std::string_view before;
    for (size_t row = 0; row < m_count; ++row) {
        const std::string_view text = word(row);
        if (row > 0 && text <= before)
            corrupt(fmt::format("word {}", row + 1), "it is out of order");
        before = text;
    }
}

std::string_view VectorFile::word(size_t row) const
{
    const uint32_t begin = entry(m_offsets, row);
    const uint32_t end = entry(m_offsets, row + 1);
    if (begin >= end || end > m_words.size()) // looked at every time: somebody may write over them while they are mapped
        corrupt(fmt::format("word {}", row + 1), "it ends before it begins, or behind the last one");
    return m_words.substr(begin, end - begin);
}

std::optional<size_t> VectorFile::find(std::string_view text) const
{
    size_t begin = 0;
    size_t end = m_count;
    while (begin < end) {
        const size_t middle = begin + (end - begin) / 2;
        if (word(middle) < text)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin < m_count && word(begin) == text ? std::optional(begin) : std::nullopt;
}

void VectorFile::read(size_t row, std::span<double> vector) const
{
    const std::string_view bytes = m_vectors.substr(row * m_dimensions * sizeof(float), m_dimensions * sizeof(float));
    if (crc32(bytes, crc32(word(row))) != entry(m_checksums, row))
        corrupt(fmt::format("the vector of word {}", row + 1), "it is not what was written");
    for (size_t i = 0; i < m_dimensions; ++i)
        vector[i] = numberAt<float>(bytes, i * sizeof(float));
}

VectorTable VectorFile::table(const VectorTableOptions &options) const
{
    VectorTable table;
    table.m_name = m_name;
    table.m_sources = m_sources;
    table.m_dimensions = m_dimensions;
    std::vector<double> vector(m_dimensions);
    size_t done = 0;
    const auto take = [&](size_t row, size_t all) {
        read(row, vector);
        if (std::ranges::all_of(vector, [](double value) { return std::isfinite(value); }))
            table.add(word(row), vector, options, m_subject);
        else
            table.passOver({ fmt::format("word {}", row + 1), "a number is not finite" });
        if (++done % 4096 == 0) {
            options.cancel.throwIfCancelled("Reading the word vectors");
            if (options.progress)
                options.progress(static_cast<double>(done) / static_cast<double>(all));
        }
    };
    return modelfile::readWhole(m_file, [&] {
        if (options.only) {
            for (const std::string &asked : *options.only) {
                if (const auto row = find(asked))
                    take(*row, options.only->size());
            }
        } else {
            for (size_t row = 0; row < m_count; ++row)
                take(row, m_count);
        }
        if (options.progress)
            options.progress(1);
        return std::move(table);
    });
}

} // namespace metrics
