// SPDX-License-Identifier: GPL-3.0-or-later
// The one undoable command: an object's value was this and becomes that.
//     stack->push(new ChangeValue<DialogueDocument, std::string>(document, before, after, apply, tr("edit text"), mergeKey));
#pragma once

#include <QUndoCommand>

#include <functional>

namespace parts {

template <typename Object, typename Value> class ChangeValue : public QUndoCommand
{
public:
    using Apply = std::function<void(Object &, const Value &)>;

    // The object must outlive the stack. Commands with the same mergeKey (not empty) in a row become one step.
    ChangeValue(Object &object, Value before, Value after, Apply apply, const QString &text, QString mergeKey = {})
        : QUndoCommand(text)
        , m_object(object)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_apply(std::move(apply))
        , m_mergeKey(std::move(mergeKey))
    {
    }

    void undo() override { m_apply(m_object, m_before); }
    void redo() override { m_apply(m_object, m_after); }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = dynamic_cast<const ChangeValue *>(other);
        if (!next || next->m_mergeKey != m_mergeKey)
            return false;
        m_after = next->m_after;
        return true;
    }

private:
    Object &m_object;
    Value m_before;
    Value m_after;
    Apply m_apply;
    QString m_mergeKey;
};

} // namespace parts
