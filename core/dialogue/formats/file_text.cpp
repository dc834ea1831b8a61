// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue/formats/file_text.h"

#include "dialogue/formats/format_entry.h"
#include "dialogue/formats/nearest_form.h"

#include <algorithm>
#include <filesystem>

namespace dialogue {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kUnitsTried = 100; // until one is recognised

bool isKnown(const Json &value)
{
    return std::ranges::any_of(allFormats(), [&](const FormatEntry *entry) { return entry->isUnit && entry->isUnit(value); });
}

// Tables that could hold no nested values have them as JSON inside a text ({"text": "{\"dialog\": ...}"}).
std::optional<JsonText> insideText(const Json &value)
{
    if (!value.is_object())
        return std::nullopt;
    for (const Json &member : value) {
        if (!member.is_string() || !(member.get_ref<const std::string &>().starts_with('{') || member.get_ref<const std::string &>().starts_with('[')))
            continue;
        try {
            if (JsonText inner = readJsonText(member.get_ref<const std::string &>()); isKnown(inner.value))
                return inner;
        } catch (const JsonFault &) {
            continue; // a text that only begins like JSON
        }
    }
    return std::nullopt;
}

bool isUnit(const Json &value) { return isKnown(value) || insideText(value); }

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
        m_units = unitsOf(m_content, m_subject, isUnit, extension() == ".jsonl" || extension() == ".ndjson");
    } catch (const Failure &failure) {
        m_refusal = failure;
        return;
    }
    for (size_t i = 0; i < std::min(m_units.units.size(), kUnitsTried) && !m_known; ++i) {
        try {
            Json unit = parse(m_units.units[i]).value;
            if (isKnown(unit))
                m_known = std::move(unit);
            else if (m_strange.is_null())
                m_strange = std::move(unit);
        } catch (const Failure &failure) {
            // A broken one among good ones; it gets its note when it is read.
            if (!m_broken)
                m_broken = failure;
        }
    }
}

const std::vector<UnitText> &FileText::units() const
{
    look();
    if (m_refusal)
        throw *m_refusal;
    return m_units.units;
}

JsonText FileText::parse(const UnitText &unit) const
{
    JsonText text = parseUnit(unit, m_content, m_subject);
    if (isKnown(text.value))
        return text;
    auto inner = insideText(text.value);
    return inner ? std::move(*inner) : std::move(text);
}

const Json *FileText::knownUnit() const
{
    look();
    return m_known ? &*m_known : nullptr;
}

void FileText::throwUnknown() const
{
    look();
    const bool isText = extension() == ".txt" || extension() == ".md" || extension() == ".text";
    if (m_refusal && m_refusal->error().kind == ErrorKind::NotJson && isText && !m_content.starts_with('{') && !m_content.starts_with('['))
        throw Failure(ErrorKind::UnknownFormat, m_subject, {},
            { { "reason", "it is text, and no line begins with the name of who speaks (Client:, Therapist:, 来访者：, 咨询师：)" }, { "known", titles(Titles::OfAll) } });
    if (m_refusal)
        throw *m_refusal;
    if (m_broken && m_strange.is_null())
        throw *m_broken;
    throw Failure(ErrorKind::UnknownFormat, m_subject, {}, { { "reason", whatWasSeen(m_strange) }, { "known", titles(Titles::OfAll) } });
}

} // namespace dialogue
