// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts: the four-part templates, written at the left, seen at work at the right. What could not be saved stays on the desk.
#pragma once

#include "ui/parts/page.h"
#include "ui/parts/unsaved.h"
#include "ui/prompts/prompt_document.h"
#include "ui/prompts/prompt_drafts.h"
#include "ui/prompts/prompt_shelf.h"

#include <QTimer>

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
    bool hasUnsaved() const override { return bool(m_unsaved); }
    bool isReady() const override { return m_isReady; }

    PromptDocument &document() { return m_document; }
    PreviewPane &preview() { return *m_preview; }
    parts::NoticeBar &notice() { return *m_notice; }

private:
    QWidget *buildHeader();
    QWidget *buildEditors();
    void loadLists();
    bool mayLeave(); // false: what is on the desk could not be saved, and stays
    void choose(const QString &id);
    void lookForOtherDesks();
    void hearNews();
    void keepDrafts();
    void writeDraft();
    void takeDraft(const PromptDraft &draft);
    void giveUpDraft();
    void showConflict();
    void showRow(const QString &id);
    void chooseTemplate(const QString &model, const QString &chatTemplate);
    void startNew();
    void duplicate();
    void remove();
    void bringBack(const std::vector<ShelfVersion> &removed);
    void save();
    void write(int base);
    void keepMine();
    void discardMine();
    void fillVersions();
    void showState();
    void showPreview();

    PromptDocument m_document;
    PromptShelf m_shelf;
    PromptDrafts m_drafts;
    QTimer m_draftSoon;
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::Unsaved m_unsaved;
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
