// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profiles_page.h"

#include "storage/dialogue_repository.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/search_field.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/parts/trash_view.h"
#include "ui/profiles/profile_form.h"
#include "workspace/storage_lane.h"
#include "workspace/workspace.h"

#include <QLabel>
#include <QListView>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUndoGroup>

#include <algorithm>

namespace profiles {

namespace {
constexpr int64_t kShownUses = 200;
const parts::Setting<QString> kProfile { parts::Drawer::Session, "profiles/profile", QString() };
const parts::Setting<QString> kSearch { parts::Drawer::Session, "profiles/search", QString() };
} // namespace

void ProfilesPage::activate()
{
    m_history.reload();
    reload();
    lookForOtherDesks();
    m_unsaved.show();
    showState();
    offerSteps(); // also in a window that is not shown yet
}

void ProfilesPage::settle()
{
    m_form->settle();
    m_pause->stop();
    if (m_isDirty)
        save();
    m_drafts.write();
    rememberPlace();
}

// A restart and a change of the language come back to the same profile and search.
void ProfilesPage::restoreSession()
{
    QString id = desk().settings().value(kProfile);
    const QString search = desk().settings().value(kSearch);
    try {
        if (id.isEmpty()) { // a crash before the session was written down
            const auto draft = m_drafts.newest();
            id = draft ? parts::fromUtf8(draft->object_id) : QString();
        }
        if (!id.isEmpty() && desk().workspace()->profiles().find(parts::toUtf8(id)))
            open({ { QString::fromLatin1(parts::link::kProfile), id } });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    m_isRestoring = false;
    if (!search.isEmpty()) {
        {
            const QSignalBlocker quiet(m_search); // no search of a person's: what is open stays open
            m_search->setText(search);
        }
        m_query.search = parts::toUtf8(search.trimmed());
        reload();
    }
    offerDrafts();
}

void ProfilesPage::rememberPlace()
{
    if (m_isRestoring)
        return;
    const auto set = [this](const auto &setting, const QString &value) {
        if (desk().settings().value(setting) != value)
            desk().settings().set(setting, value);
    };
    set(kProfile, parts::fromUtf8(m_document.profile().id));
    set(kSearch, m_search->text());
}

void ProfilesPage::open(const QVariantMap &link)
{
    if (link.value(QString::fromLatin1(parts::link::kAction)).toString() == QLatin1String("new")) {
        addNew();
        return;
    }
    const QString id = link.value(QString::fromLatin1(parts::link::kProfile)).toString();
    if (id.isEmpty())
        return;
    if (!desk().workspace()->profiles().find(parts::toUtf8(id))) { // what is open stays, and so does the place
        if (m_unsaved)
            m_unsaved.show();
        else if (desk().workspace()->trash().has(parts::toUtf8(id)))
            m_notice->showNotice(parts::Tone::Warning, tr("That profile was deleted; it lies in the trash."), tr("Open the trash"), [this] { showTrash(); });
        else
            m_notice->showNotice(parts::Tone::Warning, tr("That profile is not there any more, and not in the trash either."));
        return;
    }
    if (m_places->currentWidget() == m_trash)
        m_places->setCurrentIndex(1);
    const int row = rowOf(parts::toUtf8(id));
    if (row >= 0)
        m_list->setCurrentIndex(m_model.index(row));
    if (m_document.profile().id != parts::toUtf8(id))
        showProfile(id); // beyond the listed ones
    select(rowOf(m_stored.profile.id));
    if (link.value(QString::fromLatin1(parts::link::kAction)).toString() == QLatin1String("name"))
        m_form->focusFirst(); // it was just made elsewhere
}

// Short lists are read here, long ones on the interactive lane: until it answers, what is shown stays.
void ProfilesPage::reload(bool isNewSearch)
{
    constexpr int64_t kAtOnce = 5000;
    m_again->stop();
    const quint64 asked = ++m_asked;
    if (m_task)
        m_task->cancel();
    try {
        auto &repository = desk().workspace()->profiles();
        if (repository.count() <= kAtOnce) {
            take(repository.numbers(m_query), isNewSearch);
            return;
        }
        m_task = desk().workspace()->interactive().run(
            this,
            [query = m_query](const workspace::StorageLane::Context &context) {
                context.endWithCancel();
                return storage::ProfileRepository(context.database).numbers(query, context.cancel);
            },
            [this, asked, isNewSearch](std::vector<int64_t> numbers) {
                if (asked == m_asked)
                    take(std::move(numbers), isNewSearch);
            });
        connect(m_task, &workspace::Task::failed, this, [this](const base::Error &error) { m_notice->showError(parts::errorText(error)); });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
        m_isReady = true;
        Q_EMIT ready();
    }
}

// What others change: at once in a short list, at most once a second in a long one.
void ProfilesPage::readAgain()
{
    constexpr int kPauseMs = 1000, kShort = 5000;
    if (m_model.rowCount() <= kShort && !m_task)
        reload();
    else if (!m_again->isActive())
        m_again->start(kPauseMs);
    lookForOtherDesks();
}

// A change can make the open profile fit the search no more. It stays open, for somebody is writing in it; only a new search, or
// its end, opens another one.
void ProfilesPage::take(std::vector<int64_t> numbers, bool isNewSearch)
{
    const int rowBefore = m_list->currentIndex().row();
    const auto total = int(numbers.size());
    m_isTaking = true;
    m_model.setNumbers(std::move(numbers));
    m_model.refresh();
    m_isTaking = false;
    m_header->setNote(m_query.search.empty() ? tr("%n profile(s)", nullptr, total) : tr("%n found", nullptr, total));
    try {
        const int row = m_document.isOpen() ? rowOf(m_stored.profile.id) : -1;
        if (row >= 0 || (m_document.isOpen() && !isNewSearch && desk().workspace()->profiles().find(m_stored.profile.id))) {
            select(row);
        } else {
            select(isNewSearch ? 0 : std::max(0, rowBefore));
            showProfile(m_list->currentIndex().data(parts::KeyRole).toString());
        }
        if (m_places->currentWidget() != m_trash)
            m_places->setCurrentIndex(total == 0 && m_query.search.empty() && !m_document.isOpen() ? 0 : 1);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    m_isReady = true;
    Q_EMIT ready();
}

int ProfilesPage::rowOf(const std::string &id) const
{
    const auto number = desk().workspace()->profiles().numberOf(id);
    return number ? m_model.rowOf(*number) : -1;
}

// Makes a row the current one and opens nothing; beyond the end: the last, -1: none.
void ProfilesPage::select(int row)
{
    m_isTaking = true;
    const QModelIndex index = m_model.index(std::min(row, m_model.rowCount() - 1));
    if (m_list->currentIndex() != index)
        m_list->setCurrentIndex(index);
    m_isTaking = false;
}

bool ProfilesPage::mayLeave()
{
    settle();
    if (!m_unsaved)
        return true;
    // After the click that asked: the list would go on and select the row it had meant.
    QMetaObject::invokeMethod(m_list, [this] { select(rowOf(m_stored.profile.id)); }, Qt::QueuedConnection);
    return false;
}

void ProfilesPage::showProfile(const QString &id)
{
    if (!mayLeave())
        return;
    m_isDirty = false;
    m_hasDraft = false;
    try {
        m_notice->leave(parts::fromUtf8(m_stored.profile.id));
        auto found = id.isEmpty() ? std::nullopt : desk().workspace()->profiles().find(parts::toUtf8(id));
        m_stored = found.value_or(storage::StoredProfile {});
        m_document.open(m_stored.profile);
        readUses();
        m_lastKey.clear();
        offerDrafts();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
    rememberPlace();
}

void ProfilesPage::readUses()
{
    std::vector<UseRow> rows;
    if (m_document.isOpen()) {
        storage::DialogueQuery query;
        query.profile_id = m_document.profile().id;
        query.limit = kShownUses;
        for (const storage::DialogueRow &row : desk().workspace()->dialogues().list(query)) {
            const QString about = parts::fromUtf8(row.first_text.empty() ? row.situation : row.first_text).simplified();
            const QString source = QStringLiteral("%1 %2").arg(parts::fromUtf8(row.source_name), parts::fromUtf8(row.source_key)).simplified();
            rows.push_back({ parts::fromUtf8(row.id), about.isEmpty() ? tr("Empty dialogue") : about,
                tr("%n turn(s)", nullptr, int(row.turn_count)) + (source.isEmpty() ? QString() : QStringLiteral(" · ") + source) });
        }
    }
    m_usesTitle->setText(rows.empty() ? tr("Used by no dialogue") : tr("Used by %n dialogue(s)", nullptr, int(rows.size())));
    m_remove->setEnabled(m_document.isOpen() && rows.empty());
    m_remove->setToolTip(rows.empty() ? tr("Delete the profile") : tr("A profile that dialogues use cannot be deleted"));
    m_uses.setRows(std::move(rows));
}

void ProfilesPage::discardMine()
{
    m_unsaved.forget();
    m_isDirty = false;
    m_drafts.forgetAll(m_stored.profile.id);
    showProfile(parts::fromUtf8(m_stored.profile.id));
    reload();
}

void ProfilesPage::lookForOtherDesks()
{
    if (!m_document.isOpen() || m_isDirty || m_unsaved)
        return;
    try {
        const auto now = desk().workspace()->profiles().find(m_stored.profile.id);
        if (!now) {
            showProfile({});
        } else if (now->revision != m_stored.revision) {
            m_isPutOff = m_form->isComposedElsewhere(now->profile);
            if (m_isPutOff)
                return;
            m_stored = *now;
            m_hasDraft = false;
            m_document.take(now->profile);
            readUses();
            offerDrafts();
            showState();
        } else {
            readUses();
        }
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

// What is not saved has steps of its own.
void ProfilesPage::offerSteps()
{
    desk().undoGroup().setActiveStack(m_unsaved || m_isDirty ? &m_document.undoStack() : &m_history.stack());
}

void ProfilesPage::showState()
{
    if (isVisible())
        offerSteps();
    m_right->setCurrentIndex(m_document.isOpen() ? 0 : 1);
    m_title->setText(parts::profileTitle(m_document.profile()));
    parts::setTone(m_state, m_unsaved || m_hasDraft ? parts::Tone::Warning : parts::Tone::Muted);
    if (m_unsaved || m_hasDraft)
        m_state->setText(tr("not saved"));
    else if (m_isDirty)
        m_state->setText(tr("saving…"));
    else
        m_state->setText(tr("revision %1 · saved %2 by %3")
                             .arg(QString::number(m_stored.revision), parts::whenText(m_stored.updated), parts::fromUtf8(m_stored.author)));
}

} // namespace profiles
