// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_document.h"

#include "ui/parts/change_value.h"

namespace prompts {

namespace {
constexpr int kPauseMs = 1000;
constexpr int kNoMerge = -1;
} // namespace

PromptDocument::PromptDocument(QObject *parent)
    : QObject(parent)
{
    m_typing.start();
}

bool PromptDocument::isModified() const { return m_isNew || !(m_prompt == m_saved); }

void PromptDocument::load(const text::PromptTemplate &prompt, int version, bool isNew)
{
    m_undo.clear();
    m_saved = prompt;
    m_version = version;
    m_isNew = isNew;
    m_burstKey = -1;
    m_prompt = prompt;
    Q_EMIT loaded();
    put(prompt);
}

void PromptDocument::markSaved(const text::PromptTemplate &saved, int version)
{
    m_saved = saved;
    m_version = version;
    m_isNew = false;
    m_burstKey = -1;
    // Identity is not content: undoing must not bring the old one back, so only the value on the desk takes it. So with a name that saving gave.
    text::PromptTemplate now = m_prompt;
    now.id = saved.id;
    now.name = saved.name;
    m_saved.id = now.id;
    put(now);
}

void PromptDocument::setText(text::SectionKind section, const std::string &text)
{
    if (m_prompt.section(section).text == text)
        return;
    text::PromptTemplate after = m_prompt;
    after.section(section).text = text;
    push(tr("typing"), std::move(after), int(section));
}

void PromptDocument::setEnabled(text::SectionKind section, bool enabled)
{
    if (m_prompt.section(section).enabled == enabled)
        return;
    text::PromptTemplate after = m_prompt;
    after.section(section).enabled = enabled;
    push(enabled ? tr("switching a section on") : tr("switching a section off"), std::move(after), kNoMerge);
}

void PromptDocument::setName(const std::string &name)
{
    if (m_prompt.name == name)
        return;
    text::PromptTemplate after = m_prompt;
    after.name = name;
    push(tr("renaming"), std::move(after), int(m_prompt.sections.size()));
}

void PromptDocument::setLanguage(const std::string &language)
{
    if (m_prompt.language == language)
        return;
    text::PromptTemplate after = m_prompt;
    after.language = language;
    push(tr("the language of labels"), std::move(after), kNoMerge);
}

void PromptDocument::setContent(const text::PromptTemplate &prompt, const QString &label)
{
    text::PromptTemplate after = prompt;
    after.id = m_prompt.id;
    if (!(after == m_prompt))
        push(label, std::move(after), kNoMerge);
}

void PromptDocument::push(const QString &label, text::PromptTemplate after, int mergeKey)
{
    if (mergeKey == kNoMerge || mergeKey != m_burstKey || m_typing.elapsed() > kPauseMs)
        ++m_burst;
    m_burstKey = mergeKey;
    m_typing.restart();
    // Templates are small (some kilobytes), so a command keeps both states whole.
    m_undo.push(new parts::ChangeValue<PromptDocument, text::PromptTemplate>(*this, m_prompt, std::move(after),
        [](PromptDocument &document, const text::PromptTemplate &prompt) { document.put(prompt); }, label,
        mergeKey == kNoMerge ? QString() : QString::number(m_burst)));
}

void PromptDocument::put(const text::PromptTemplate &prompt)
{
    const std::string id = m_saved.id;
    m_prompt = prompt;
    m_prompt.id = id;
    Q_EMIT changed();
    if (const bool modified = isModified(); modified != m_wasModified) {
        m_wasModified = modified;
        Q_EMIT modifiedChanged(modified);
    }
}

} // namespace prompts
