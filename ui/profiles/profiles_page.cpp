// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profiles_page.h"

#include "jobs/workspace.h"
#include "storage/dialogue_repository.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/text_format.h"
#include "ui/profiles/profile_form.h"

#include <QLabel>
#include <QListView>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUndoGroup>

namespace profiles {

namespace {
constexpr int64_t kShownUses = 200;
} // namespace

void ProfilesPage::activate()
{
    desk().undoGroup().setActiveStack(&m_document.undoStack());
    reload();
    lookForOtherDesks();
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
}

void ProfilesPage::reload()
{
    try {
        auto &repository = desk().workspace()->profiles();
        const QString before = m_list->currentIndex().data(parts::KeyRole).toString();
        m_isTaking = true;
        m_model.setRows(repository.list(m_query));
        const int row = m_model.findKey(before);
        if (!m_list->currentIndex().isValid() && m_model.rowCount() > 0)
            m_list->setCurrentIndex(m_model.index(std::max(0, row), 0));
        m_isTaking = false;
        const int64_t total = repository.count(m_query);
        m_header->setNote(m_query.search.empty() ? tr("%n profile(s)", nullptr, int(total)) : tr("%n found", nullptr, int(total)));
        m_places->setCurrentIndex(total == 0 && m_query.search.empty() ? 0 : 1);
        const QString now = m_list->currentIndex().data(parts::KeyRole).toString();
        if (now != before || !m_document.isOpen())
            showProfile(now);
    } catch (const std::exception &exception) {
        m_isTaking = false;
        m_notice->showError(parts::errorText(exception));
    }
    m_isReady = true;
    Q_EMIT ready();
}

void ProfilesPage::showProfile(const QString &id)
{
    if (parts::toUtf8(id) == m_stored.profile.id && m_isConflicting)
        return;
    settle();
    m_isConflicting = false;
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
    if (m_isConflicting) {
        showConflict();
        return;
    }
    try {
        storage::StoredProfile edited = m_stored;
        edited.profile = m_document.profile();
        m_stored = desk().workspace()->profiles().save(edited, desk().workspace()->author());
        m_isDirty = false;
    } catch (const base::Failure &failure) {
        if (failure.error().kind == base::ErrorKind::Conflict) {
            m_isConflicting = true;
            showConflict();
        } else {
            m_notice->showError(parts::errorText(failure), tr("Try again"), [this] { save(); });
        }
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception), tr("Try again"), [this] { save(); });
    }
    showState();
}

void ProfilesPage::showConflict()
{
    m_notice->showNotice(parts::Tone::Warning,
        tr("This profile was changed elsewhere in the meantime. Your version is on the page and not saved yet."),
        { { tr("Keep mine"), [this] { keepMine(); } }, { tr("Load the other"), [this] {
              m_isConflicting = false;
              m_isDirty = false;
              showProfile(parts::fromUtf8(m_stored.profile.id));
          } } });
}

void ProfilesPage::keepMine()
{
    try {
        const auto theirs = desk().workspace()->profiles().find(m_stored.profile.id);
        m_isConflicting = false;
        if (theirs) {
            m_stored.revision = theirs->revision; // the other version stays in the history
            save();
        } else {
            m_stored = desk().workspace()->profiles().add(m_document.profile(), desk().workspace()->author());
            m_isDirty = false;
        }
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
}

void ProfilesPage::lookForOtherDesks()
{
    if (!m_document.isOpen() || m_isDirty || m_isConflicting)
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
    parts::setTone(m_state, m_isConflicting ? parts::Tone::Warning : parts::Tone::Muted);
    if (m_isConflicting)
        m_state->setText(tr("not saved"));
    else if (m_isDirty)
        m_state->setText(tr("saving…"));
    else
        m_state->setText(tr("revision %1 · saved %2 by %3")
                             .arg(QString::number(m_stored.revision), parts::whenText(m_stored.updated), parts::fromUtf8(m_stored.author)));
}

void ProfilesPage::addNew()
{
    settle();
    try {
        dialogue::Profile made;
        made.fields.push_back({ "Name", base::Json(parts::toUtf8(tr("New profile"))) });
        const auto added = desk().workspace()->profiles().add(made, desk().workspace()->author());
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
    settle();
    const dialogue::Profile removed = m_stored.profile;
    try {
        desk().workspace()->profiles().remove(m_stored.profile.id, m_stored.revision, desk().workspace()->author());
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
        return;
    }
    m_document.close();
    reload();
    m_notice->showInfo(tr("The profile “%1” was deleted.").arg(parts::profileTitle(removed)), tr("Bring back"), [this, removed] {
        try {
            desk().workspace()->profiles().add(removed, desk().workspace()->author());
            reload();
        } catch (const std::exception &exception) {
            m_notice->showError(parts::errorText(exception));
        }
    });
}

} // namespace profiles
