// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/section_editor.h"

#include "ui/parts/elided_label.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/placeholder_highlighter.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/token_view.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QCoreApplication>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <utility>

namespace prompts {

QString sectionTitle(text::SectionKind section)
{
    switch (section) {
    case text::SectionKind::RoleDefinition:
        return QCoreApplication::translate("prompts::SectionEditor", "Role definition");
    case text::SectionKind::TaskObjective:
        return QCoreApplication::translate("prompts::SectionEditor", "Task objective");
    case text::SectionKind::UserProfile:
        return QCoreApplication::translate("prompts::SectionEditor", "User profile");
    case text::SectionKind::ResponseGuidelines:
        return QCoreApplication::translate("prompts::SectionEditor", "Response guidelines");
    }
    return {};
}

QColor sectionColor(text::SectionKind section, const QPalette &palette)
{
    return parts::lookOf(palette).series.value(int(section));
}

namespace {

QString sectionHint(text::SectionKind section)
{
    switch (section) {
    case text::SectionKind::RoleDefinition:
        return QCoreApplication::translate("prompts::SectionEditor", "Who the model is: a warm, experienced supporter …");
    case text::SectionKind::TaskObjective:
        return QCoreApplication::translate("prompts::SectionEditor", "What a reply should achieve for the seeker …");
    case text::SectionKind::UserProfile:
        return QCoreApplication::translate("prompts::SectionEditor", "What is known about the seeker: insert fields of the profile …");
    case text::SectionKind::ResponseGuidelines:
        return QCoreApplication::translate("prompts::SectionEditor", "How to answer: length, tone, what to avoid …");
    }
    return {};
}

bool isGroup(const std::string &field)
{
    return field == "life_experience" || field == "personality" || field == "struggles" || field == "other" || field == "all";
}

} // namespace

SectionEditor::SectionEditor(PromptDocument &document, text::SectionKind section, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_section(section)
{
    m_switch = new QCheckBox(sectionTitle(section));
    m_switch->setFont(parts::strongFont());
    m_switch->setToolTip(tr("Switched off, the section is left out of the system message"));
    m_tokens = parts::elidedMuted();
    m_tokens->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_fields = parts::quietButton(tr("Field"));
    m_fields->setIcon(parts::icon("list-add", parts::Tone::Accent));
    m_fields->setToolTip(tr("Insert a field of the profile"));
    m_menu = new QMenu(m_fields);
    parts::giveMenu(m_fields, m_menu);
    m_fields->setAccessibleName(tr("Insert a field into: %1").arg(sectionTitle(section)));
    m_edit = new PromptEdit;
    m_edit->setPlaceholderText(sectionHint(section));
    m_edit->setAccessibleName(sectionTitle(section));
    m_highlighter = new PlaceholderHighlighter(m_edit->document());
    m_problem = parts::mutedLabel({});
    parts::setTone(m_problem, parts::Tone::Negative);
    m_problem->hide();

    auto *head = new QHBoxLayout;
    parts::setGaps(head, 1);
    head->addWidget(m_switch);
    head->addWidget(m_tokens, 1);
    head->addWidget(m_fields);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(parts::kGrid + 4, 0, 0, 0);
    box->setSpacing(parts::kGrid / 2);
    box->addLayout(head);
    box->addWidget(m_edit);
    box->addWidget(m_problem);

    connect(m_switch, &QCheckBox::toggled, this, [this](bool on) { m_document.setEnabled(m_section, on); });
    connect(m_edit, &QPlainTextEdit::textChanged, this,
        [this] { m_document.setText(m_section, parts::toUtf8(m_edit->text())); });
    connect(m_edit, &PromptEdit::undoWanted, m_document.undoStack(), &QUndoStack::undo);
    connect(m_edit, &PromptEdit::redoWanted, m_document.undoStack(), &QUndoStack::redo);
    connect(m_menu, &QMenu::aboutToShow, this, &SectionEditor::fillFields);
    connect(&m_document, &PromptDocument::loaded, this, [this] { m_isNew = true; });
    connect(&m_document, &PromptDocument::changed, this, &SectionEditor::readDocument);
    readDocument();
}

void SectionEditor::readDocument()
{
    const text::PromptSection &section = m_document.prompt().section(m_section);
    m_switch->setChecked(section.enabled);
    m_edit->adopt(parts::fromUtf8(section.text));
    // Another prompt is read from its start; after undo the cursor stands where something changed.
    if (std::exchange(m_isNew, false))
        m_edit->moveCursor(QTextCursor::Start);
    update();
}

void SectionEditor::showTokens(std::optional<int> tokens)
{
    if (!m_document.prompt().section(m_section).enabled)
        m_tokens->setText(tr("off"));
    else
        m_tokens->setText(tokens ? tokensText(*tokens) : QString());
}

void SectionEditor::showProblems(const std::vector<text::PromptProblem> &problems)
{
    QStringList lines;
    QVector<qint64> offsets;
    for (const text::PromptProblem &problem : problems) {
        if (problem.section != m_section)
            continue;
        //: %1 line, %2 column, %3 what is wrong
        lines << tr("Line %1, column %2: %3").arg(problem.line).arg(problem.column).arg(parts::fromUtf8(problem.reason));
        offsets << qint64(problem.offset);
    }
    std::sort(offsets.begin(), offsets.end());
    m_highlighter->setMistakes(parts::positionsOfOffsets(m_document.prompt().section(m_section).text, offsets));
    m_problem->setText(lines.mid(0, 3).join(QLatin1Char('\n')));
    m_problem->setVisible(!lines.isEmpty());
}

void SectionEditor::fillFields()
{
    m_menu->clear();
    bool groups = false;
    for (const std::string &field : text::knownFields(m_document.prompt())) {
        if (isGroup(field) && !groups) {
            m_menu->addSection(tr("Several lines at once"));
            groups = true;
        }
        const QString name = parts::fromUtf8(field);
        m_menu->addAction(name, this, [this, name] { insertField(QStringLiteral("{{ profile.%1 }}").arg(name)); });
    }
    m_menu->addSection(tr("Structure"));
    //: [[ ... ]] is syntax and stays
    m_menu->addAction(tr("Part that is left out when a field is missing: [[ … ]]"), this,
        [this] { insertField(QStringLiteral("[[ %1 ]]").arg(m_edit->textCursor().selectedText())); });
}

void SectionEditor::insertField(const QString &field)
{
    m_edit->insertPlainText(field);
    m_edit->setFocus();
}

void SectionEditor::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool on = m_document.prompt().section(m_section).enabled;
    painter.setBrush(on ? sectionColor(m_section, palette()) : parts::lookOf(palette()).border);
    painter.drawRoundedRect(QRectF(0, 2, 3, height() - 4), 1.5, 1.5);
}

void SectionEditor::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_highlighter)
        m_highlighter->rehighlight();
}

} // namespace prompts
