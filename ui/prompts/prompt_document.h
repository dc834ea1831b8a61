// SPDX-License-Identifier: GPL-3.0-or-later
// The prompt template on the desk: one value, one undo history, one signal.
#pragma once

#include "text/prompt_template.h"

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>

namespace prompts {

// ui thread only.
class PromptDocument : public QObject
{
    Q_OBJECT

public:
    explicit PromptDocument(QObject *parent = nullptr);

    const text::PromptTemplate &prompt() const { return m_prompt; }
    QUndoStack *undoStack() { return &m_undo; }
    // Whether the content (what decides the rendered text, and the name) differs from what was loaded or last saved.
    bool isModified() const;

    // The version of the workspace that the edits are based on; 0: none (a preset, or never saved).
    int baseVersion() const { return m_version; }

    // Replaces everything and forgets the history. `isNew`: it was never saved, so it counts as modified.
    void load(const text::PromptTemplate &prompt, int version = 0, bool isNew = false);
    // What is on the desk is now what is saved; the history stays.
    void markSaved(const text::PromptTemplate &saved, int version);

    // Edits, each undoable; typing in one section goes together until it pauses for a second. Equal values do nothing.
    void setText(text::SectionKind section, const std::string &text);
    void setEnabled(text::SectionKind section, bool enabled);
    void setName(const std::string &name);
    void setLanguage(const std::string &language);
    void setContent(const text::PromptTemplate &prompt, const QString &label); // another version's, all at once

Q_SIGNALS:
    void changed(); // also after undo and redo
    void loaded(); // another prompt is on the desk
    void modifiedChanged(bool modified);

private:
    void put(const text::PromptTemplate &prompt);
    void push(const QString &label, text::PromptTemplate after, int mergeKey);

    text::PromptTemplate m_prompt;
    text::PromptTemplate m_saved;
    QUndoStack m_undo;
    QElapsedTimer m_typing;
    int m_burst = 0; // typing that pauses starts another one
    int m_burstKey = -1;
    int m_version = 0;
    bool m_isNew = false;
    bool m_wasModified = false;
};

} // namespace prompts
