// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profile_form.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

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

void ProfileForm::addFreeRow(const dialogue::ProfileField &field)
{
    const QString name = parts::fromUtf8(field.name);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    QLineEdit *title = lineEdit(tr("Name of the field %1").arg(name), m_freeRows);
    title->setText(name);
    title->setFixedWidth(16 * kGrid);
    QLineEdit *value = lineEdit(name, m_freeRows);
    QToolButton *remove = parts::iconButton("edit-delete", tr("Remove the field %1").arg(name), m_freeRows);
    row->addWidget(title);
    row->addWidget(value, 1);
    row->addWidget(remove);
    static_cast<QBoxLayout *>(m_freeRows->layout())->addLayout(row);
    value->installEventFilter(this);
    m_editors.insert(name, value);
    const std::string key = field.name;
    connect(value, &QLineEdit::textEdited, this, [this, key](const QString &text) { m_document.setField(key, text); });
    m_free.push_back({ key, title });
    // At once: a moment later another profile may be open that has a field of this name. The rows that are made anew by these two live on
    // until the event is over.
    connect(remove, &QToolButton::clicked, this, [this, key] { m_document.removeField(key); });
    connect(title, &QLineEdit::editingFinished, this, [this, key, title] { rename(key, title); });
}

void ProfileForm::rename(const std::string &name, QLineEdit *title)
{
    if (m_isRebuilding || m_document.renameField(name, title->text()))
        return;
    Q_EMIT refused(tr("The field cannot be named “%1”.").arg(title->text()));
    title->setText(parts::fromUtf8(name));
}

void ProfileForm::settle()
{
    // A rename makes the rows anew.
    const std::vector<FreeRow> rows = m_free;
    for (const FreeRow &row : rows) {
        if (row.title && row.title->text() != parts::fromUtf8(row.name))
            rename(row.name, row.title);
    }
}

void ProfileForm::rebuildFreeFields()
{
    QSet<QString> fixed;
    for (const parts::ProfileFieldRow &row : parts::profileFieldRows())
        fixed.insert(parts::fromUtf8(row.name));
    m_editors.removeIf([&](auto entry) { return !fixed.contains(entry.key()); });
    // Hiding one that has the focus ends its editing: what stood in it belongs to the profile before.
    m_isRebuilding = true;
    m_free.clear();
    for (QWidget *child : m_freeRows->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        child->disconnect(this);
        child->removeEventFilter(this);
        child->hide();
        child->deleteLater();
    }
    m_isRebuilding = false;
    delete m_freeRows->layout();
    auto *layout = new QVBoxLayout(m_freeRows);
    parts::setGaps(layout, 1);
    for (const dialogue::ProfileField &field : m_document.profile().fields) {
        if (!fixed.contains(parts::fromUtf8(field.name)))
            addFreeRow(field);
    }
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
    rebuildFreeFields();
    for (const QString &name : m_editors.keys())
        fill(parts::toUtf8(name));
    if (change.what == ProfileChange::What::Opened)
        ensureVisible(0, 0);
}

bool ProfileForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
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
