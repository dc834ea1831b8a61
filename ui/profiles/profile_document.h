// SPDX-License-Identifier: GPL-3.0-or-later
// The profile that is open for editing: the value and one signal for every change. Saving is the page's, which also keeps the log that undo
// walks back; the stack here is for what is not saved yet.
#pragma once

#include "dialogue/dialogue.h"

#include <QObject>
#include <QUndoStack>

namespace profiles {

struct ProfileChange
{
    enum class What { Opened, Field, Fields }; // Fields: one was added, removed or renamed

    What what = What::Opened;
    std::string name; // of the field
    std::string edit {}; // kind of edit, as in the log: "field", "add_field"; empty: none of a person
};

// ui thread.
class ProfileDocument : public QObject
{
    Q_OBJECT

public:
    explicit ProfileDocument(QObject *parent = nullptr);

    void open(dialogue::Profile profile);
    // The same profile as the store has it now.
    void take(dialogue::Profile profile);
    void close() { open({}); }
    bool isOpen() const { return !m_profile.id.empty(); }
    const dialogue::Profile &profile() const { return m_profile; }
    QUndoStack &undoStack() { return m_stack; }

    // Sets a field's text; an absent field is added in the order of the PESC files, a PESC field set to nothing goes.
    // A value that was a number stays one while the text is a number. Typing in a row is one undo step.
    void setField(const std::string &name, const QString &text);
    // False when the name is empty or taken.
    bool addField(const QString &name);
    bool renameField(const std::string &name, const QString &newName);
    void removeField(const std::string &name);
    // The next change of a field begins a new undo step (the focus moved on).
    void endStep() { ++m_step; }
    int step() const { return m_step; }

Q_SIGNALS:
    void changed(const profiles::ProfileChange &change);

private:
    using Fields = std::vector<dialogue::ProfileField>;
    void change(Fields fields, ProfileChange change, const QString &words, const QString &mergeKey = {});

    dialogue::Profile m_profile;
    QUndoStack m_stack;
    int m_step = 0;
};

} // namespace profiles
