// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profile_form.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFormLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace profiles {

using parts::kGrid;

namespace {

// The undo stack of the document does undo; the fields' own would fight with it.
QLineEdit *lineEdit(const QString &name, QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setAccessibleName(name);
    return edit;
}

QPlainTextEdit *textBox(const QString &name, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(parent);
    edit->setAccessibleName(name);
    edit->setTabChangesFocus(true);
    edit->setUndoRedoEnabled(false);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * 3 + 2 * kGrid);
    return edit;
}

} // namespace

ProfileForm::ProfileForm(ProfileDocument &document, QWidget *parent)
    : QScrollArea(parent)
    , m_document(document)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setAccessibleName(tr("Profile"));
    auto *body = new QWidget;
    body->setAccessibleName(tr("Profile"));
    auto *outer = new QHBoxLayout(body);
    parts::setGaps(outer, 0, 3);
    auto *column = new QVBoxLayout;
    parts::setGaps(column, 2);
    outer->addLayout(column, 1);
    outer->addStretch(0);
    using enum parts::ProfileGroup;
    for (const parts::ProfileGroup group : { LifeExperience, Personality, Struggles, Free })
        addGroup(group, column);
    column->addStretch();
    setWidget(body);
    connect(&m_document, &ProfileDocument::changed, this, &ProfileForm::showChange);
}

void ProfileForm::focusFirst()
{
    if (auto *name = qobject_cast<QLineEdit *>(m_editors.value(QStringLiteral("Name")))) {
        name->setFocus();
        name->selectAll();
    }
}

QWidget *ProfileForm::addGroup(parts::ProfileGroup group, QBoxLayout *into)
{
    QFrame *card = parts::card(this);
    card->setMaximumWidth(90 * kGrid);
    auto *layout = new QVBoxLayout(card);
    parts::setGaps(layout, 1, 2);
    layout->addWidget(parts::headingLabel(parts::profileGroupTitle(group), card));
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(2 * kGrid);
    form->setVerticalSpacing(kGrid);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    layout->addLayout(form);
    for (const parts::ProfileFieldRow &row : parts::profileFieldRows()) {
        if (row.group != group)
            continue;
        QWidget *editor = makeEditor(row, card);
        QLabel *label = parts::bodyLabel(row.label, card);
        label->setFixedWidth(13 * kGrid);
        label->setBuddy(editor);
        parts::setTone(label, parts::Tone::Muted);
        form->addRow(label, editor);
    }
    if (group == parts::ProfileGroup::Free) {
        layout->addWidget(parts::mutedLabel(tr("Whatever else should be known of the seeker. A prompt template can name these fields too."), card));
        m_freeRows = new QWidget(card);
        parts::setGaps(new QVBoxLayout(m_freeRows), 1);
        layout->addWidget(m_freeRows);
        auto *row = new QHBoxLayout;
        row->setSpacing(kGrid);
        m_newName = lineEdit(tr("Name of a new field"), card);
        m_newName->setPlaceholderText(tr("Name of a new field"));
        m_newName->setMaximumWidth(30 * kGrid);
        QPushButton *add = parts::plainButton(tr("Add field"), card);
        add->setIcon(parts::icon("list-add"));
        row->addWidget(m_newName);
        row->addWidget(add);
        row->addStretch();
        layout->addLayout(row);
        connect(add, &QPushButton::clicked, this, &ProfileForm::addField);
        connect(m_newName, &QLineEdit::returnPressed, this, &ProfileForm::addField);
    }
    into->addWidget(card);
    return card;
}

QWidget *ProfileForm::makeEditor(const parts::ProfileFieldRow &row, QWidget *parent)
{
    QWidget *made = nullptr;
    const std::string name = row.name;
    if (row.isLong) {
        QPlainTextEdit *edit = textBox(row.label, parent);
        auto *exact = new parts::ExactText(edit);
        exact->setParent(edit);
        m_exact.insert(edit, exact);
        connect(edit, &QPlainTextEdit::textChanged, this, [this, name, exact] {
            if (!m_isFilling)
                m_document.setField(name, exact->text());
        });
        made = edit;
    } else {
        QLineEdit *edit = lineEdit(row.label, parent);
        connect(edit, &QLineEdit::textEdited, this, [this, name](const QString &text) { m_document.setField(name, text); });
        made = edit;
    }
    made->installEventFilter(this);
    m_editors.insert(parts::fromUtf8(name), made);
    return made;
}

void ProfileForm::addField()
{
    const QString name = m_newName->text().trimmed();
    if (name.isEmpty()) {
        m_newName->setFocus();
        return;
    }
    if (!m_document.addField(name)) {
        Q_EMIT refused(tr("There is a field named “%1” already.").arg(name));
        return;
    }
    m_newName->clear();
    if (QWidget *editor = m_editors.value(name))
        editor->setFocus();
}

ProfileForm::FreeRow ProfileForm::makeFreeRow(const std::string &name)
{
    auto *box = new QWidget(m_freeRows);
    auto *layout = new QHBoxLayout(box);
    parts::setGaps(layout, 0);
    layout->setSpacing(kGrid);
    QLineEdit *title = lineEdit({}, box);
    title->setText(parts::fromUtf8(name));
    title->setFixedWidth(16 * kGrid);
    QLineEdit *value = lineEdit({}, box);
    QToolButton *remove = parts::iconButton("edit-delete", QString(), box);
    layout->addWidget(title);
    layout->addWidget(value, 1);
    layout->addWidget(remove);
    title->installEventFilter(this);
    value->installEventFilter(this);
    FreeRow row { std::make_shared<std::string>(name), box, title, value, remove };
    connect(value, &QLineEdit::textEdited, this, [this, key = row.name](const QString &text) { m_document.setField(*key, text); });
    // At once: a moment later another profile may be open that has a field of this name. A row that is dropped by this lives on until the
    // event is over.
    connect(remove, &QToolButton::clicked, this, [this, key = row.name] { m_document.removeField(std::string(*key)); });
    connect(title, &QLineEdit::editingFinished, this, [this, row] { rename(row); });
    return row;
}

// The row stays, and with it the focus that may just be going from the name to the value.
void ProfileForm::rename(const FreeRow &row)
{
    const QString wanted = row.title->text();
    const std::string before = *row.name;
    if (m_isRebuilding || wanted == parts::fromUtf8(before))
        return;
    *row.name = parts::toUtf8(wanted.trimmed());
    if (m_document.renameField(before, wanted))
        return;
    *row.name = before;
    Q_EMIT refused(tr("The field cannot be named “%1”.").arg(wanted));
    row.title->setText(parts::fromUtf8(before));
}

void ProfileForm::settle()
{
    const std::vector<FreeRow> rows = m_free;
    for (const FreeRow &row : rows) {
        if (row.title)
            rename(row);
    }
}

void ProfileForm::drop(const FreeRow &row)
{
    // Hiding one that has the focus ends its editing: what stood in it belongs to the field before.
    m_isRebuilding = true;
    for (QWidget *child : row.box->findChildren<QWidget *>()) {
        child->disconnect(this);
        child->removeEventFilter(this);
    }
    row.box->hide();
    row.box->deleteLater();
    m_isRebuilding = false;
}

void ProfileForm::showFreeFields(bool isOther)
{
    QSet<QString> fixed;
    for (const parts::ProfileFieldRow &row : parts::profileFieldRows())
        fixed.insert(parts::fromUtf8(row.name));
    m_editors.removeIf([&](auto entry) { return !fixed.contains(entry.key()); });
    auto *layout = static_cast<QBoxLayout *>(m_freeRows->layout());
    std::vector<FreeRow> before = std::exchange(m_free, {});
    for (const dialogue::ProfileField &field : m_document.profile().fields) {
        const QString name = parts::fromUtf8(field.name);
        if (fixed.contains(name))
            continue;
        const auto same = std::find_if(before.begin(), before.end(), [&](const FreeRow &row) { return !isOther && *row.name == field.name; });
        const FreeRow row = same == before.end() ? makeFreeRow(field.name) : *same;
        if (same != before.end())
            before.erase(same);
        row.title->setAccessibleName(tr("Name of the field %1").arg(name));
        row.value->setAccessibleName(name);
        row.remove->setAccessibleName(tr("Remove the field %1").arg(name));
        row.remove->setToolTip(tr("Remove the field %1").arg(name));
        if (!row.title->hasFocus())
            row.title->setText(name);
        const int at = int(m_free.size());
        if (layout->indexOf(row.box) != at)
            layout->insertWidget(at, row.box);
        m_editors.insert(name, row.value);
        m_free.push_back(row);
    }
    for (const FreeRow &row : before)
        drop(row);
}

bool ProfileForm::isComposedElsewhere(const dialogue::Profile &theirs) const
{
    for (auto editor = m_editors.begin(); m_composing && editor != m_editors.end(); ++editor) {
        const std::string name = parts::toUtf8(editor.key());
        if (editor.value() == m_composing && m_document.profile().text(name) != theirs.text(name))
            return true;
    }
    return false;
}

void ProfileForm::fill(const std::string &name)
{
    QWidget *editor = m_editors.value(parts::fromUtf8(name));
    const QString text = parts::fromUtf8(m_document.profile().text(name));
    m_isFilling = true;
    if (auto *line = qobject_cast<QLineEdit *>(editor); line && line->text() != text)
        line->setText(text);
    if (auto *exact = m_exact.value(editor); exact && exact->text() != text)
        exact->load(text);
    m_isFilling = false;
}

void ProfileForm::showChange(const ProfileChange &change)
{
    if (change.what == ProfileChange::What::Field && m_editors.contains(parts::fromUtf8(change.name))) {
        fill(change.name);
        return;
    }
    showFreeFields(change.what == ProfileChange::What::Opened);
    for (const QString &name : m_editors.keys())
        fill(parts::toUtf8(name));
    if (change.what == ProfileChange::What::Opened)
        ensureVisible(0, 0);
}

bool ProfileForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::InputMethod)
        m_composing = static_cast<QInputMethodEvent *>(event)->preeditString().isEmpty() ? nullptr : static_cast<QWidget *>(watched);
    if (event->type() == QEvent::FocusOut) {
        m_composing = nullptr;
        m_document.endStep();
        Q_EMIT left();
    }
    // Undo belongs to the document: the field must not take the keys before the menu sees them.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace profiles
