// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles: the list, the form, the dialogues that use the open one. Saved when typing pauses, when the focus leaves a field
// and before another page is shown; a conflict with another desk is shown, never overwritten.
#pragma once

#include "storage/profile_repository.h"
#include "ui/parts/page.h"
#include "ui/parts/row_model.h"
#include "ui/profiles/profile_document.h"

class QLabel;
class QListView;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace parts {
class NoticeBar;
class PageHeader;
class SearchField;
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

using ProfileModel = parts::RowModel<storage::ProfileRow>;
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
    bool isReady() const override { return m_isReady; }

    ProfileDocument &document() { return m_document; }
    ProfileModel &model() { return m_model; }
    UseModel &uses() { return m_uses; }
    parts::NoticeBar &notice() { return *m_notice; }

private:
    QWidget *buildList();
    QWidget *buildEditor();
    QWidget *buildUses();
    void reload();
    void showProfile(const QString &id);
    void readUses();
    void save();
    void showConflict();
    void keepMine();
    void lookForOtherDesks();
    void showState();
    void addNew();
    Q_INVOKABLE void removeCurrent();

    ProfileDocument m_document;
    ProfileModel m_model;
    UseModel m_uses;
    storage::StoredProfile m_stored;
    storage::ProfileQuery m_query;
    bool m_isConflicting = false;
    bool m_isDirty = false;
    bool m_isReady = false;
    bool m_isTaking = false;
    QTimer *m_pause = nullptr;

    parts::PageHeader *m_header = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    parts::SearchField *m_search = nullptr;
    QStackedWidget *m_places = nullptr;
    QStackedWidget *m_right = nullptr;
    QListView *m_list = nullptr;
    ProfileForm *m_form = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_usesTitle = nullptr;
    QToolButton *m_remove = nullptr;
};

} // namespace profiles
