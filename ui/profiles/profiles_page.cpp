// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profiles_page.h"

#include "storage/dialogue_repository.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/search_field.h"
#include "ui/parts/text_format.h"
#include "ui/profiles/profile_form.h"
#include "workspace/workspace.h"

#include <QLabel>
#include <QListView>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUndoGroup>

#include <algorithm>

namespace profiles {

namespace {
constexpr int64_t kShownUses = 200;
} // namespace

void ProfilesPage::activate()
{
    desk().undoGroup().setActiveStack(&m_document.undoStack());
    reload();
    lookForOtherDesks();
    m_unsaved.show();
}

void ProfilesPage::settle()
{
    m_pause->stop();
    if (m_isDirty)
        save();
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
    const int row = m_model.findKey(id);
    if (row >= 0)
        m_list->setCurrentIndex(m_model.index(row, 0));
    if (m_document.profile().id != parts::toUtf8(id))
        showProfile(id); // beyond the listed ones
    select(m_model.findKey(parts::fromUtf8(m_stored.profile.id)));
}

// A change can make the open profile fit the search no more. It stays open, for somebody is writing in it; only a new search, or
// its end, opens another one.
void ProfilesPage::reload(bool isNewSearch)
{
    try {
        auto &repository = desk().workspace()->profiles();
        const int rowBefore = m_list->currentIndex().row();
        m_isTaking = true;
        m_model.setRows(repository.list(m_query));
        m_isTaking = false;
        const int64_t total = repository.count(m_query);
        m_header->setNote(m_query.search.empty() ? tr("%n profile(s)", nullptr, int(total)) : tr("%n found", nullptr, int(total)));
        const int row = m_document.isOpen() ? m_model.findKey(parts::fromUtf8(m_stored.profile.id)) : -1;
        if (row >= 0 || (m_document.isOpen() && !isNewSearch && repository.find(m_stored.profile.id))) {
            select(row);
        } else {
            select(isNewSearch ? 0 : std::max(0, rowBefore));
            showProfile(m_list->currentIndex().data(parts::KeyRole).toString());
        }
        m_places->setCurrentIndex(total == 0 && m_query.search.empty() && !m_document.isOpen() ? 0 : 1);
    } catch (const std::exception &exception) {
        m_isTaking = false;
        m_notice->showError(parts::errorText(exception));
    }
    m_isReady = true;
    Q_EMIT ready();
}

// Makes a row the current one and opens nothing; beyond the end: the last, -1: none.
void ProfilesPage::select(int row)
{
    m_isTaking = true;
    const QModelIndex index = m_model.index(std::min(row, m_model.rowCount() - 1), 0);
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
    QMetaObject::invokeMethod(m_list, [this] { select(m_model.findKey(parts::fromUtf8(m_stored.profile.id))); }, Qt::QueuedConnection);
    return false;
}

void ProfilesPage::showProfile(const QString &id)
{
    if (!mayLeave())
        return;
    m_isDirty = false;
    try {
        auto found = id.isEmpty() ? std::nullopt : desk().workspace()->profiles().find(parts::toUtf8(id));
        m_stored = found.value_or(storage::StoredProfile {});
        m_document.open(m_stored.profile);
        readUses();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
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

void ProfilesPage::save()
{
    m_pause->stop();
    const bool saved = m_unsaved.save([this] {
        storage::StoredProfile edited = m_stored;
        edited.profile = m_document.profile();
        m_stored = desk().workspace()->profiles().save(edited, desk().workspace()->author());
    });
    m_isDirty = !saved;
    showState();
}

void ProfilesPage::keepMine()
{
    m_unsaved.forget();
    const bool saved = m_unsaved.save([this] {
        auto &repository = desk().workspace()->profiles();
        storage::StoredProfile mine = m_stored;
        mine.profile = m_document.profile();
        if (const auto theirs = repository.find(mine.profile.id)) {
            mine.revision = theirs->revision; // the other version stays in the history
            m_stored = repository.save(mine, desk().workspace()->author());
        } else {
            m_stored = repository.add(mine.profile, desk().workspace()->author());
        }
    });
    m_isDirty = !saved;
    showState();
}

void ProfilesPage::discardMine()
{
    m_unsaved.forget();
    m_isDirty = false;
    showProfile(parts::fromUtf8(m_stored.profile.id));
    reload();
}

void ProfilesPage::lookForOtherDesks()
{
    if (!m_document.isOpen() || m_isDirty || m_unsaved)
        return;
    try {
        const auto now = desk().workspace()->profiles().find(m_stored.profile.id);
        if (!now || now->revision != m_stored.revision)
            showProfile(now ? parts::fromUtf8(now->profile.id) : QString());
        else
            readUses();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ProfilesPage::showState()
{
    m_right->setCurrentIndex(m_document.isOpen() ? 0 : 1);
    m_title->setText(parts::profileTitle(m_document.profile()));
    parts::setTone(m_state, m_unsaved ? parts::Tone::Warning : parts::Tone::Muted);
    if (m_unsaved)
        m_state->setText(tr("not saved"));
    else if (m_isDirty)
        m_state->setText(tr("saving…"));
    else
        m_state->setText(tr("revision %1 · saved %2 by %3")
                             .arg(QString::number(m_stored.revision), parts::whenText(m_stored.updated), parts::fromUtf8(m_stored.author)));
}

void ProfilesPage::addNew()
{
    if (!mayLeave())
        return;
    try {
        dialogue::Profile made;
        made.fields.push_back({ "Name", base::Json(parts::toUtf8(tr("New profile"))) });
        const auto added = desk().workspace()->profiles().add(made, desk().workspace()->author());
        m_search->clear();
        m_query.search.clear();
        reload();
        open({ { QString::fromLatin1(parts::link::kProfile), parts::fromUtf8(added.profile.id) } });
        m_form->focusFirst();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void ProfilesPage::removeCurrent()
{
    if (!mayLeave())
        return;
    const dialogue::Profile removed = m_stored.profile;
    try {
        desk().workspace()->profiles().remove(m_stored.profile.id, m_stored.revision, desk().workspace()->author());
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
        return;
    }
    m_document.close();
    reload();
    m_notice->showInfo(tr("The profile “%1” was deleted.").arg(parts::profileTitle(removed)), tr("Bring back"), [this, removed] { bringBack(removed); });
}

void ProfilesPage::bringBack(const dialogue::Profile &removed)
{
    try {
        desk().workspace()->profiles().add(removed, desk().workspace()->author());
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    reload();
    open({ { QString::fromLatin1(parts::link::kProfile), parts::fromUtf8(removed.id) } });
    m_list->setFocus(Qt::OtherFocusReason);
}

} // namespace profiles
