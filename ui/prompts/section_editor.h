// SPDX-License-Identifier: GPL-3.0-or-later
// One of the four sections: its switch, its text, its token count, its mistakes, the menu of fields.
#pragma once

#include "ui/prompts/prompt_document.h"

#include <QFrame>

#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QMenu;
class QPushButton;

namespace prompts {

class PlaceholderHighlighter;
class PromptEdit;

QString sectionTitle(text::SectionKind section);
// A colour of its own, the same in editor and preview.
QColor sectionColor(text::SectionKind section, const QPalette &palette);

class SectionEditor : public QFrame
{
    Q_OBJECT

public:
    SectionEditor(PromptDocument &document, text::SectionKind section, QWidget *parent = nullptr);

    void showTokens(std::optional<int> tokens); // nothing: not known (yet)
    void showProblems(const std::vector<text::PromptProblem> &problems); // of all sections; takes its own
    text::SectionKind section() const { return m_section; }
    PromptEdit *editor() const { return m_edit; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void readDocument();
    void fillFields();
    void insertField(const QString &field);

    PromptDocument &m_document;
    text::SectionKind m_section;
    QCheckBox *m_switch = nullptr;
    QLabel *m_tokens = nullptr;
    QPushButton *m_fields = nullptr;
    QMenu *m_menu = nullptr;
    PromptEdit *m_edit = nullptr;
    PlaceholderHighlighter *m_highlighter = nullptr;
    QLabel *m_problem = nullptr;
    bool m_isNew = false; // another prompt was loaded and is not shown yet
};

} // namespace prompts
