// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a profile: the 11 fields by group, then the free fields. Works on a ProfileDocument.
#pragma once

#include "ui/parts/exact_text.h"
#include "ui/parts/profile_fields.h"
#include "ui/profiles/profile_document.h"

#include <QHash>
#include <QPointer>
#include <QScrollArea>

#include <memory>
#include <vector>

class QBoxLayout;
class QLineEdit;

namespace profiles {

class ProfileForm : public QScrollArea
{
    Q_OBJECT

public:
    explicit ProfileForm(ProfileDocument &document, QWidget *parent = nullptr);
    void focusFirst(); // the name, ready to be typed over
    // A field's name that is typed and not taken yet is taken, by the profile it was typed for.
    void settle();
    // Somebody composes a word in a field whose text is another in `theirs`.
    bool isComposedElsewhere(const dialogue::Profile &theirs) const;

Q_SIGNALS:
    void refused(const QString &sentence); // a field's name that cannot be
    void left(); // the focus left a field

private:
    QWidget *addGroup(parts::ProfileGroup group, QBoxLayout *into);
    QWidget *makeEditor(const parts::ProfileFieldRow &row, QWidget *parent);
    void showChange(const ProfileChange &change);
    void fill(const std::string &name);
    struct FreeRow;
    void showFreeFields(bool isOther); // rows stay where names do; of another profile all are made anew
    FreeRow makeFreeRow(const std::string &name);
    void drop(const FreeRow &row);
    void addField();
    void rename(const FreeRow &row);
    bool eventFilter(QObject *watched, QEvent *event) override;

    ProfileDocument &m_document;
    QHash<QWidget *, parts::ExactText *> m_exact; // of the editors of several lines
    struct FreeRow
    {
        std::shared_ptr<std::string> name; // as the row's fields know it, also after a rename
        QPointer<QWidget> box;
        QPointer<QLineEdit> title;
        QPointer<QLineEdit> value;
        QPointer<QWidget> remove;
    };
    std::vector<FreeRow> m_free;
    QHash<QString, QWidget *> m_editors; // by the field's name; QLineEdit or QPlainTextEdit
    QWidget *m_freeRows = nullptr;
    QLineEdit *m_newName = nullptr;
    bool m_isFilling = false;
    bool m_isRebuilding = false;
    QPointer<QWidget> m_composing;
};

} // namespace profiles
