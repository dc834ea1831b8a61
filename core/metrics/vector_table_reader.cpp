// SPDX-License-Identifier: GPL-3.0-or-later
// Reads word vectors from text files of any size, a block at a time.
#include "base/file_reader.h"
#include "base/hash.h"
#include "base/numbers.h"
#include "metrics/vector_extrema.h"
#include "metrics/vector_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace metrics {

using base::ErrorKind;
using base::Failure;

namespace {
constexpr size_t kBlock = size_t(1) << 22;
constexpr size_t kMaxLine = size_t(1) << 20;
constexpr size_t kMaxDimensions = 20'000;
constexpr size_t kSample = 32; // lines
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view withoutTrailingSpace(std::string_view line)
{
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
        line.remove_suffix(1);
    return line;
}

bool isGap(char c) { return c == ' ' || c == '\t'; }

// Fields of a line, separated by runs of blanks.
size_t countFields(std::string_view line)
{
    size_t fields = 0;
    for (size_t i = 0; i < line.size(); ++i)
        fields += !isGap(line[i]) && (i == 0 || isGap(line[i - 1]));
    return fields;
}

// What most of the first lines have: the very first may be the damaged one. 0 when there is no whole line.
size_t likelyDimensions(std::string_view text)
{
    std::map<size_t, size_t> lines; // by dimensions
    for (size_t seen = 0, end = text.find('\n'); seen < kSample && end != std::string_view::npos; ++seen, end = text.find('\n')) {
        if (const size_t fields = countFields(withoutTrailingSpace(text.substr(0, end))); fields > 1)
            ++lines[fields - 1];
        text.remove_prefix(end + 1);
    }
    size_t best = 0;
    for (const auto &[dimensions, count] : lines) {
        if (best == 0 || count > lines[best])
            best = dimensions;
    }
    return best;
}

} // namespace

class VectorTableReader
{
public:
    VectorTableReader(std::string subject, const VectorTableOptions &options)
        : m_subject(std::move(subject))
        , m_options(options)
    {
        m_table.m_name = std::filesystem::path(m_subject).filename().string();
    }

    void feed(std::string_view block)
    {
        m_hash.add(block);
        m_pending.append(block);
        if (m_line == 0) {
            while (m_pending.starts_with(kByteOrderMark))
                m_pending.erase(0, kByteOrderMark.size());
            m_likelyDimensions = likelyDimensions(m_pending);
        }
        std::string_view rest = m_pending;
        for (size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            readLine(rest.substr(0, end));
            rest.remove_prefix(end + 1);
        }
        if (rest.size() > kMaxLine)
            throw corrupt("a line of more than a mebibyte", m_line + 1);
        m_pending.erase(0, m_pending.size() - rest.size());
    }

    VectorTable finish()
    {
        if (!m_pending.empty())
            readLine(m_pending);
        if (m_rowsSeen == 0)
            throw Failure(ErrorKind::CorruptFile, m_subject, {}, { { "reason", "it holds no vectors" } });
        if (!m_hasGoodRow && m_firstBad)
            throw *m_firstBad;
        if (m_announced && *m_announced > m_rowsSeen)
            throw Failure(ErrorKind::TruncatedFile, m_subject, {},
                { { "expected", fmt::format("{} words", *m_announced) }, { "found", fmt::format("{}", m_rowsSeen) } });
        m_table.m_sha256 = m_hash.hex();
        return std::move(m_table);
    }

private:
    struct BadRow
    {
        std::string reason;
    };

    Failure corrupt(const std::string &reason, size_t line) const
    {
        return Failure(ErrorKind::CorruptFile, m_subject, fmt::format("line {}", line), { { "reason", reason } });
    }

    void readLine(std::string_view raw)
    {
        ++m_line;
        const std::string_view line = withoutTrailingSpace(raw);
        if (line.empty())
            return;
        if (m_line == 1 && readHeader(line))
            return;
        if (m_table.m_dimensions == 0)
            setDimensions(m_likelyDimensions ? m_likelyDimensions : countFields(line) - 1);
        ++m_rowsSeen;
        try {
            readRow(line);
        } catch (const BadRow &bad) {
            m_table.passOver({ fmt::format("line {}", m_line), bad.reason });
            if (!m_firstBad)
                m_firstBad = corrupt(bad.reason, m_line);
        }
    }

    // word2vec and fastText begin with "count dimensions".
    bool readHeader(std::string_view line)
    {
        const size_t gap = line.find_first_of(" \t");
        if (gap == std::string_view::npos || countFields(line) != 2)
            return false;
        const auto count = base::toInteger(line.substr(0, gap));
        const auto dimensions = base::toInteger(line.substr(line.find_last_of(" \t") + 1));
        if (!count || !dimensions)
            return false;
        if (*count < 0 || *dimensions < 0)
            throw corrupt("a negative count", 1);
        m_announced = static_cast<size_t>(*count);
        setDimensions(static_cast<size_t>(*dimensions));
        return true;
    }

    void setDimensions(size_t dimensions)
    {
        if (dimensions == 0)
            throw corrupt("a word without numbers", m_line);
        if (dimensions > kMaxDimensions)
            throw Failure(ErrorKind::TooLong, m_subject, fmt::format("line {}", m_line),
                { { "found", fmt::format("{} dimensions", dimensions) }, { "limit", fmt::format("{}", kMaxDimensions) } });
        m_table.m_dimensions = dimensions;
    }

    // A line whose word is not asked for is passed over without counting its numbers: that is what makes it fast. Only until
    // one row was good each is looked at: a file that is something else is refused, whatever is asked for.
    void readRow(std::string_view line)
    {
        const size_t gap = line.find_first_of(" \t");
        const bool isAsked = !m_options.only || m_options.only->contains(std::string(line.substr(0, gap)));
        if (!isAsked && m_hasGoodRow)
            return;
        if (gap == std::string_view::npos)
            throw BadRow { "a word without numbers" };
        const std::string_view word = readNumbers(line, gap);
        m_hasGoodRow = true;
        if (isAsked)
            m_table.add(word, m_row, m_options, m_subject);
    }

    // Into m_row. Returns the word.
    std::string_view readNumbers(std::string_view line, size_t gap)
    {
        m_row.clear();
        size_t field = 1; // the word is field 0
        size_t fields = 0; // in the line, counted when it matters
        const char *at = line.data() + gap;
        const char *end = line.data() + line.size();
        for (; at < end; ++field) {
            while (at < end && isGap(*at))
                ++at;
            double value = 0;
            const auto [behind, error] = std::from_chars(at, end, value);
            if (error == std::errc() && (behind == end || isGap(*behind)) && std::isfinite(value)) {
                m_row.push_back(value);
                at = behind;
                continue;
            }
            // glove.840B has words with blanks: "at name@domain.com". The numbers are the last fields.
            fields = fields == 0 ? countFields(line) : fields;
            if (fields < field + 1 + m_table.m_dimensions)
                throw BadRow { fmt::format("\"{}\" is not a number", shown(at, end)) };
            m_row.clear();
            at = std::find_if(at, end, isGap);
            gap = static_cast<size_t>(at - line.data());
        }
        if (m_row.size() != m_table.m_dimensions)
            throw BadRow { fmt::format("{} numbers instead of {}", m_row.size(), m_table.m_dimensions) };
        return line.substr(0, gap);
    }

    static std::string shown(const char *at, const char *end)
    {
        std::string text;
        for (; at < end && !isGap(*at) && text.size() < 20; ++at)
            text += *at >= ' ' && *at < 127 ? *at : '?';
        return text;
    }

    std::string m_subject;
    const VectorTableOptions &m_options;
    VectorTable m_table;
    base::Sha256 m_hash;
    std::string m_pending;
    std::vector<double> m_row;
    size_t m_line = 0;
    size_t m_rowsSeen = 0;
    size_t m_likelyDimensions = 0;
    bool m_hasGoodRow = false;
    std::optional<Failure> m_firstBad;
    std::optional<size_t> m_announced;
};

VectorTable VectorTable::load(const std::filesystem::path &path, const VectorTableOptions &options)
{
    std::error_code ec;
    base::FileReader file(path);
    if (!std::filesystem::is_regular_file(path, ec))
        throw Failure(ErrorKind::FileUnreadable, path.string());
    if (VectorFile::isOne(path))
        return VectorFile(path).table(options);
    const auto size = static_cast<double>(std::max<uint64_t>(1, file.size()));
    VectorTableReader reader(path.string(), options);
    std::string block(kBlock, '\0');
    double done = 0;
    while (const size_t count = file.read(block.data(), block.size())) {
        options.cancel.throwIfCancelled("Reading the word vectors");
        reader.feed(std::string_view(block).substr(0, count));
        done += static_cast<double>(count);
        if (options.progress)
            options.progress(std::min(1.0, done / size));
    }
    return reader.finish();
}

VectorTable VectorTable::parse(std::string_view text, const std::string &subject, const VectorTableOptions &options)
{
    VectorTableReader reader(subject, options);
    for (size_t at = 0; at < text.size(); at += kBlock)
        reader.feed(text.substr(at, kBlock));
    return reader.finish();
}

} // namespace metrics
