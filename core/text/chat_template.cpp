// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/chat_template.h"

#include "base/error.h"
#include "base/hash.h"
#include "text/chat_layout.h"
#include "text/jinja_text.h"
#include "text/known_templates.h"

#include <algorithm>

namespace text {

std::string_view roleName(Role role)
{
    return role == Role::System ? "system" : role == Role::User ? "user" : "assistant";
}

ChatTemplate::ChatTemplate(std::string name, TemplateFamily family, std::string defaultSystem, std::string endOfTurn,
    std::vector<std::string> controlTokens)
    : m_name(std::move(name)), m_family(family), m_defaultSystem(std::move(defaultSystem)), m_endOfTurn(std::move(endOfTurn)),
      m_controlTokens(std::move(controlTokens))
{
}

ChatTemplate ChatTemplate::withDefaultSystem(std::string defaultSystem) const
{
    ChatTemplate other = *this;
    other.m_defaultSystem = std::move(defaultSystem);
    return other;
}

const std::vector<ChatTemplate> &ChatTemplate::known()
{
    static const std::vector<ChatTemplate> templates = knownTemplates();
    return templates;
}

namespace {

// How alike two names are: the characters they share in order.
size_t likeness(std::string_view a, std::string_view b)
{
    std::vector<size_t> row(b.size() + 1, 0);
    for (const char c : a) {
        size_t diagonal = 0;
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t above = row[j + 1];
            row[j + 1] = c == b[j] ? diagonal + 1 : std::max(row[j + 1], row[j]);
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

const ChatTemplate &ChatTemplate::byName(const std::string &name)
{
    const ChatTemplate *nearest = &known().front();
    for (const ChatTemplate &candidate : known()) {
        if (candidate.name() == name)
            return candidate;
        if (likeness(candidate.name(), name.substr(0, 64)) > likeness(nearest->name(), name.substr(0, 64)))
            nearest = &candidate;
    }
    throw base::Failure(base::ErrorKind::UnsupportedTemplate, name, {},
        { { "reason", "no known template has this name" }, { "nearest", nearest->name() } });
}

std::optional<ChatTemplate> ChatTemplate::recognise(std::string_view jinja)
{
    if (jinja.size() > 256 * 1024)
        return std::nullopt;
    const std::string canonical = canonicalJinja(jinja);
    if (const auto name = nameOfFingerprint(base::sha256(canonical)))
        return byName(std::string(*name));
    const WithoutDefault without = takeDefaultSystem(canonical);
    const auto name = nameOfFingerprint(base::sha256(without.canonical));
    if (!name)
        return std::nullopt;
    return byName(std::string(*name)).withDefaultSystem(without.defaultSystem);
}

const ChatTemplate &ChatTemplate::nearest(std::string_view jinja)
{
    const ChatTemplate *best = nullptr;
    double most = 0;
    for (const ChatTemplate &candidate : known()) {
        double found = 0;
        for (const std::string &mark : marksOf(candidate))
            found += jinja.find(mark) != std::string_view::npos ? 1 : 0;
        found /= static_cast<double>(marksOf(candidate).size());
        if (!best || found > most) {
            best = &candidate;
            most = found;
        }
    }
    return most > 0 ? *best : byName("chatml");
}

std::vector<Piece> ChatTemplate::pieces(const std::vector<Message> &messages, bool generation, History history) const
{
    return layOut(*this, messages, generation, history);
}

std::string wholeText(const std::vector<Piece> &pieces)
{
    std::string text;
    for (const Piece &piece : pieces)
        text += piece.text;
    return text;
}

} // namespace text
