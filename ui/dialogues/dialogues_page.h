// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues: the list, the open dialogue to read and edit, its profile. Every edit is saved at once; when another desk saved
// first, both versions stay and the person chooses. What could not be saved stays open until then.
#pragma once

#include "storage/dialogue_repository.h"
#include "ui/dialogues/dialogue_document.h"
#include "ui/parts/page.h"
#include "ui/parts/unsaved.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace workspace {
struct ImportSummary;
}

namespace parts {
class NoticeBar;
class PageHeader;
class ProfileCard;
}

namespace dialogues {

class DialogueList;
class DialogueView;
class ImportReport;

class DialoguesPage : public parts::Page
{
    Q_OBJECT

public:
    explicit DialoguesPage(parts::Desk &desk, QWidget *parent = nullptr);
    ~DialoguesPage() override;

    void open(const QVariantMap &link) override;
    void activate() override;
    void settle() override;
    bool hasUnsaved() const override { return bool(m_unsaved); }
    bool isReady() const override;

    DialogueDocument &document() { return m_document; }
    DialogueList &list() { return *m_list; }
    DialogueView &view() { return *m_view; }
    parts::NoticeBar &notice() { return *m_notice; }

    void importPaths(const QStringList &paths);
    void exportListed(const QString &path, const std::string &format);

Q_SIGNALS:
    void imported(const workspace::ImportSummary &summary);
    void exported(qint64 dialogues);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildHeader();
    QWidget *buildReader();
    QWidget *buildReaderHead();
    void addSingleKeys();
    bool mayLeave(); // false: what is open could not be saved, and stays
    void showDialogue(const QString &id);
    void showHit();
    void save();
    void keepMine();
    void discardMine();
    void lookForOtherDesks();
    void showState();
    void showPlace(); // empty page, list or report
    void addNew();
    Q_INVOKABLE void removeSelected();
    void bringBack(const std::vector<dialogue::Dialogue> &removed);
    void showListMenu(const QPoint &globalPosition);
    void chooseImport();
    void showImport(const workspace::ImportSummary &summary);
    void showFirstOf(int64_t added);
    void chooseExport(const std::string &format);
    void linkTurn(const char *page, const QString &turnId);

    DialogueDocument m_document;
    storage::StoredDialogue m_stored; // as the store has it; the revision that edits are based on
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::Unsaved m_unsaved;
    QStackedWidget *m_places = nullptr;
    QWidget *m_empty = nullptr;
    QWidget *m_desktop = nullptr; // list and reader
    QStackedWidget *m_right = nullptr; // reader or "nothing chosen"
    ImportReport *m_report = nullptr;
    DialogueList *m_list = nullptr;
    DialogueView *m_view = nullptr;
    parts::ProfileCard *m_profile = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QWidget *m_export = nullptr;
};

} // namespace dialogues
