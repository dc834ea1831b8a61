// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/file_text.h"

#include "dialogue/formats/format_entry.h"

#include <algorithm>
#include <filesystem>

namespace dialogue {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kUnitsTried = 100; // until one is recognised

bool isUnit(const Json &value)
{
    return std::ranges::any_of(allFormats(), [&](const FormatEntry *entry) { return entry->isUnit && entry->isUnit(value); });
}

// Programs that add a mark to a file that has one leave two, with a line between.
std::string_view withoutMarks(std::string_view content)
{
    std::string_view rest = content;
    while (rest.starts_with(kByteOrderMark)) {
        content = rest.substr(kByteOrderMark.size());
        rest = content.substr(std::min(content.find_first_not_of(" \r\n\t"), content.size()));
    }
    return content;
}

} // namespace

FileText::FileText(std::string_view content, std::string subject)
    : m_content(withoutMarks(content))
    , m_hadMark(m_content.size() != content.size())
    , m_subject(std::move(subject))
{
}

std::string FileText::name() const { return std::filesystem::path(m_subject).filename().string(); }

std::string FileText::stem() const { return std::filesystem::path(m_subject).stem().string(); }

std::string FileText::extension() const
{
    std::string extension = std::filesystem::path(m_subject).extension().string();
    for (char &c : extension)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return extension;
}

void FileText::look() const
{
    if (std::exchange(m_looked, true))
        return;
    try {
        m_units = unitsOf(m_content, m_subject, isUnit);
    } catch (const Failure &failure) {
        m_refusal = failure;
        return;
    }
    for (size_t i = 0; i < std::min(m_units.size(), kUnitsTried) && !m_known; ++i) {
        try {
            if (Json unit = parseUnit(m_units[i], m_subject); isUnit(unit))
                m_known = std::move(unit);
        } catch (const Failure &failure) {
            // A broken one among good ones; it gets its note when it is read.
            if (failure.error().kind == ErrorKind::TooLong && !m_beyond)
                m_beyond = failure;
        }
    }
}

const std::vector<UnitText> &FileText::units() const
{
    look();
    if (m_refusal)
        throw *m_refusal;
    return m_units;
}

const Json *FileText::knownUnit() const
{
    look();
    return m_known ? &*m_known : nullptr;
}

void FileText::throwUnknown() const
{
    look();
    if (m_refusal)
        throw *m_refusal;
    if (m_beyond)
        throw *m_beyond;
    throw Failure(ErrorKind::UnknownFormat, m_subject, {},
        { { "reason", "it is JSON, but holds no dialogues of a known shape" }, { "known", titles(Titles::OfAll) } });
}

} // namespace dialogue
