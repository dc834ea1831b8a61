// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: the list, the form, the dialogues that use the open one. Saved when typing pauses, when the focus leaves a field
// and before another page is shown; a draft within a second of the first key. Undo walks back the workspace's log. A conflict with another
// desk is shown, never overwritten. What could not be saved stays open.
#pragma once

#include "storage/profile_repository.h"
#include "ui/parts/draft_keeper.h"
#include "ui/parts/edit_history.h"
#include "ui/parts/keyed_model.h"
#include "ui/parts/page.h"
#include "ui/parts/row_model.h"
#include "ui/parts/unsaved.h"
#include "ui/profiles/profile_document.h"

#include <QPointer>

class QLabel;
class QListView;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace workspace {
class Task;
}

namespace parts {
class NoticeBar;
class PageHeader;
class SearchField;
class TrashView;
}

namespace profiles {

class ProfileForm;

// A dialogue that uses the open profile.
struct UseRow
{
    QString id;
    QString title;
    QString note;
};

using ProfileModel = parts::KeyedModel<storage::ProfileRow>; // one of a hundred thousand is read when it is looked at
using UseModel = parts::RowModel<UseRow>;

class ProfilesPage : public parts::Page
{
    Q_OBJECT

public:
    explicit ProfilesPage(parts::Desk &desk, QWidget *parent = nullptr);
    ~ProfilesPage() override;

    void open(const QVariantMap &link) override;
    void activate() override;
    void settle() override;
    bool hasUnsaved() const override { return m_unsaved || m_drafts.hasFailed(); }
    bool isReady() const override { return m_isReady; }

    ProfileDocument &document() { return m_document; }
    ProfileModel &model() { return m_model; }
    UseModel &uses() { return m_uses; }
    parts::NoticeBar &notice() { return *m_notice; }
    parts::EditHistory &history() { return m_history; }
    parts::TrashView &trash() { return *m_trash; }

private:
    QWidget *buildList();
    QWidget *buildEditor();
    QWidget *buildUses();
    void reload(bool isNewSearch = false);
    void readAgain();
    void take(std::vector<int64_t> numbers, bool isNewSearch);
    int rowOf(const std::string &id) const; // -1: not listed
    void select(int row);
    bool mayLeave(); // false: what is open could not be saved, and stays
    void showProfile(const QString &id);
    void readUses();
    void save();
    void keepMine();
    void discardMine();
    void lookForOtherDesks();
    void offerSteps();
    void showState();
    void addNew();
    Q_INVOKABLE void removeCurrent();
    void bringBack(const std::vector<std::string> &ids);
    void afterSave(bool saved);
    void offerDrafts();
    bool isStale(const storage::Draft &draft) const;
    void fill(const std::vector<storage::Draft> &drafts);
    void keepDraft(const std::string &id, const std::string &field);
    void discardDrafts(const std::string &id);
    bool bringUp(const std::string &id); // false: it cannot be opened, or what is open cannot be left
    void showStep(const storage::Edit &edit, bool isUndo);
    void buildTrash();
    Q_INVOKABLE void showTrash();
    void restoreSession();
    void rememberPlace();

    ProfileDocument m_document;
    parts::EditHistory m_history;
    parts::DraftKeeper m_drafts;
    ProfileChange m_lastChange;
    QString m_lastKey; // of the edit that typing goes on with
    int64_t m_lastEdit = 0;
    bool m_isRestoring = true;
    ProfileModel m_model;
    UseModel m_uses;
    storage::StoredProfile m_stored;
    storage::ProfileQuery m_query;
    bool m_isDirty = false;
    bool m_hasDraft = false; // stands in the form, no key was typed since, and nobody has said whether it is kept
    bool m_isFilling = false;
    bool m_isPutOff = false; // another desk's save waits until the focus leaves a field
    bool m_isReady = false;
    bool m_isTaking = false;
    quint64 m_asked = 0; // readings, to know the latest
    QPointer<workspace::Task> m_task;
    QTimer *m_again = nullptr;
    QTimer *m_pause = nullptr;

    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::Unsaved m_unsaved;
    parts::SearchField *m_search = nullptr;
    QStackedWidget *m_places = nullptr;
    QStackedWidget *m_right = nullptr;
    QListView *m_list = nullptr;
    ProfileForm *m_form = nullptr;
    parts::TrashView *m_trash = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_usesTitle = nullptr;
    QToolButton *m_remove = nullptr;
};

} // namespace profiles
