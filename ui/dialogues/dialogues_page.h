// SPDX-License-Identifier: GPL-3.0-or-later
// Dialogues: the list, the open dialogue to read and edit, its profile. Every edit is saved at once and stands in the log that undo walks
// back; what is typed is a draft within a second. When another desk saved first, both versions stay and the person chooses. What could
// not be saved stays open until then.
#pragma once

#include "storage/dialogue_repository.h"
#include "ui/dialogues/dialogue_document.h"
#include "ui/parts/draft_keeper.h"
#include "ui/parts/edit_history.h"
#include "ui/parts/page.h"
#include "ui/parts/unsaved.h"
#include "workspace/corrections.h"

class QLabel;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace workspace {
struct ImportSummary;
class Task;
}

namespace parts {
class NoticeBar;
class PageHeader;
class ProfileCard;
class TrashView;
}

namespace dialogues {

class DialogueList;
class DialogueView;
class ExportView;
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
    // Also while a text that was typed can be kept nowhere.
    bool hasUnsaved() const override { return m_unsaved || m_drafts.hasFailed(); }
    bool isReady() const override;

    DialogueDocument &document() { return m_document; }
    DialogueList &list() { return *m_list; }
    DialogueView &view() { return *m_view; }
    parts::NoticeBar &notice() { return *m_notice; }
    parts::EditHistory &history() { return m_history; }
    parts::TrashView &trash() { return *m_trash; }
    ExportView &exportView() { return *m_exportView; }

    void importPaths(const QStringList &paths);

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
    void buildTrash();
    bool mayLeave(); // false: what is open could not be saved, and stays
    // Somebody writes here or looks at something else: what ends late is told, and shown when it is asked for.
    bool isBusy() const;
    bool bringUp(const std::string &id); // false: it cannot be opened, or what is open cannot be left
    void tellGone(const std::string &id);
    void showDialogue(const QString &id);
    void showHit();
    void save(const DialogueChange &change);
    void saveAgain() { save(m_lastChange); }
    void forgetTexts(const dialogue::Dialogue &dialogue); // drafts that are in it
    void forgetSaved(const dialogue::Dialogue &saved);
    void keepMine();
    void afterSave(bool saved);
    void keepDrafts(); // of what could not be saved
    void offerDrafts(bool inPlace);
    struct Offer
    {
        std::optional<storage::Draft> newest; // of a turn that is there
        bool isStale = false;
        std::optional<storage::Draft> ofAGoneTurn;
        std::optional<storage::Draft> whole; // more than texts
    };
    Offer markDrafts(); // at their turns
    bool isStale(const storage::Draft &draft, const dialogue::Turn &turn);
    void goOnWith(const storage::Draft &draft);
    void showDraft(const storage::Draft &draft, bool isStale);
    void forgetOffered(const storage::Draft &draft);
    void showWhole(const storage::Draft &draft);
    void takeUpWhole(const storage::Draft &draft);
    void draftOfAGoneTurn(const storage::Draft &draft);
    bool mayStep(bool isUndo);
    void showStep(const storage::Edit &edit, bool isUndo);
    void restoreSession();
    void rememberPlace();
    void editProfile();
    void makeProfile();
    void tellNoProfile();
    Q_INVOKABLE void showTrash();
    void deletePressed();
    void discardMine();
    void lookForOtherDesks();
    void offerSteps();
    void showState();
    void showPlace(); // empty page, list or report
    void addNew();
    Q_INVOKABLE void removeSelected();
    void editMany(const char *what, const std::vector<std::string> &ids, std::function<void(storage::Database &, const std::string &id)> one,
        std::function<void()> after);
    void removed(int count, const std::vector<std::string> &ids);
    void bringBack(const std::vector<std::string> &ids);
    void showListMenu(const QPoint &globalPosition);
    void chooseImport();
    void showImport(const workspace::ImportSummary &summary);
    void showImported(const workspace::ImportSummary &summary, bool isAsked);
    void reviseImported();
    void showFirstOf(const workspace::ImportSummary &summary, bool isAsked);
    void await(workspace::Task *task, int work);
    void chooseExport(const std::string &format, const storage::DialogueQuery &query);
    void prepareExport(const QString &path, const std::string &format, const storage::DialogueQuery &query);
    void exportTo(const QString &path, const std::string &format, const storage::DialogueQuery &query);
    void buildExportView();
    void keepAnswers();
    Q_INVOKABLE void showSources();
    bool isAside() const; // the list is hidden behind a report, the trash, a question
    void linkTurn(const char *page, const QString &turnId);

    DialogueDocument m_document;
    parts::EditHistory m_history;
    parts::DraftKeeper m_drafts;
    DialogueChange m_lastChange;
    bool m_isRestoring = true; // what the session remembers is not written down anew
    int m_step = 0; // of undo that goes on beside, in the notice
    bool m_keepsWhole = false; // what waits to be saved is a draft of the whole dialogue
    QString m_offered; // turn whose draft the notice tells of
    storage::StoredDialogue m_stored; // as the store has it; the revision that edits are based on
    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::Unsaved m_unsaved;
    QTimer *m_placeTimer = nullptr;
    QStackedWidget *m_places = nullptr;
    QWidget *m_empty = nullptr;
    QWidget *m_desktop = nullptr; // list and reader
    QStackedWidget *m_right = nullptr; // reader or "nothing chosen"
    ImportReport *m_report = nullptr;
    ExportView *m_exportView = nullptr;
    std::function<void()> m_write; // what was asked about
    std::vector<workspace::Correction> m_corrections; // of the import whose report is shown
    parts::TrashView *m_trash = nullptr;
    DialogueList *m_list = nullptr;
    DialogueView *m_view = nullptr;
    parts::ProfileCard *m_profile = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QWidget *m_export = nullptr;
};

} // namespace dialogues
