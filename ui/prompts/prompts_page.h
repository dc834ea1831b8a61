// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts: the four-part templates, written at the left, seen at work at the right.
#pragma once

#include "ui/parts/page.h"
#include "ui/prompts/prompt_document.h"
#include "ui/prompts/prompt_shelf.h"

#include <array>
#include <memory>

class QComboBox;
class QLineEdit;
class QMenu;
class QPushButton;

namespace parts {
class NoticeBar;
class PageHeader;
} // namespace parts

namespace prompts {

class PreviewPane;
class PromptList;
class SectionEditor;

class PromptsPage : public parts::Page
{
    Q_OBJECT

public:
    explicit PromptsPage(parts::Desk &desk, QWidget *parent = nullptr);
    ~PromptsPage() override;

    void open(const QVariantMap &link) override;
    void activate() override;
    void settle() override;
    bool isReady() const override { return m_isReady; }

    PromptDocument &document() { return m_document; }
    PreviewPane &preview() { return *m_preview; }

private:
    QWidget *buildHeader();
    QWidget *buildEditors();
    void loadLists();
    void choose(const QString &id);
    void chooseTemplate(const QString &model, const QString &chatTemplate);
    void startNew();
    void duplicate();
    void remove();
    bool save();
    void fillVersions();
    void showState();
    void showPreview();

    PromptDocument m_document;
    PromptShelf m_shelf;
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    PromptList *m_list = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_language = nullptr;
    std::array<SectionEditor *, 4> m_sections {};
    PreviewPane *m_preview = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_versionsButton = nullptr;
    QMenu *m_versions = nullptr;
    bool m_isReady = false;
};

} // namespace prompts
