// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogues_page.h"

#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/import_report.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/profile_card.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <QLabel>
#include <QStackedWidget>
#include <QUndoGroup>

#include <algorithm>

namespace dialogues {

namespace {
QString linked(const QVariantMap &link, const char *key) { return link.value(QString::fromLatin1(key)).toString(); }
} // namespace

bool DialoguesPage::isReady() const { return m_list->isReady(); }

void DialoguesPage::activate()
{
    desk().undoGroup().setActiveStack(&m_document.undoStack());
    m_list->reload();
    lookForOtherDesks();
    m_unsaved.show();
    m_view->messages()->setFocus();
}

void DialoguesPage::settle()
{
    m_view->settle();
    if (m_unsaved)
        save();
}

bool DialoguesPage::mayLeave()
{
    settle();
    if (!m_unsaved)
        return true;
    // After the click that asked: the list would go on and select the row it had meant.
    QMetaObject::invokeMethod(m_list, [this] { m_list->keepCurrentId(parts::fromUtf8(m_stored.dialogue.id)); }, Qt::QueuedConnection);
    return false;
}

void DialoguesPage::open(const QVariantMap &link)
{
    if (linked(link, parts::link::kAction) == QLatin1String("import")) {
        chooseImport();
        return;
    }
    if (linked(link, parts::link::kAction) == QLatin1String("new")) {
        addNew();
        return;
    }
    const QString id = linked(link, parts::link::kDialogue);
    if (id.isEmpty())
        return;
    m_list->setCurrentId(id);
    if (m_document.dialogue().id != parts::toUtf8(id)) {
        showDialogue(id); // not among the listed
        m_list->keepCurrentId(parts::fromUtf8(m_stored.dialogue.id));
    }
    const std::string turn = parts::toUtf8(linked(link, parts::link::kTurn));
    const auto &turns = m_document.dialogue().turns;
    for (size_t i = 0; i < turns.size(); ++i) {
        if (turns[i].id == turn)
            m_view->setCurrentTurn(int(i));
    }
}

void DialoguesPage::showDialogue(const QString &id)
{
    if (!mayLeave())
        return;
    try {
        auto found = id.isEmpty() ? std::nullopt : desk().workspace()->dialogues().find(parts::toUtf8(id));
        m_stored = found.value_or(storage::StoredDialogue {});
        m_document.open(m_stored.dialogue);
        showHit();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
}

// Opened from a search: at the turn that has the words, not at the first.
void DialoguesPage::showHit()
{
    const QStringList words = parts::fromUtf8(m_list->query().search).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto &turns = m_document.dialogue().turns;
    const auto hit = std::find_if(turns.begin(), turns.end(), [&](const dialogue::Turn &turn) {
        const QString text = parts::fromUtf8(turn.text);
        return std::any_of(words.begin(), words.end(), [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    });
    if (hit != turns.end())
        m_view->setCurrentTurn(int(hit - turns.begin()));
}

// Called for every change of the document; opening one is no change to save.
void DialoguesPage::save()
{
    m_unsaved.save([this] {
        storage::StoredDialogue edited = m_stored;
        edited.dialogue = m_document.dialogue();
        m_stored = desk().workspace()->dialogues().save(edited, desk().workspace()->author());
    });
    showState();
}

void DialoguesPage::keepMine()
{
    m_unsaved.forget();
    m_unsaved.save([this] {
        auto &repository = desk().workspace()->dialogues();
        storage::StoredDialogue mine = m_stored;
        mine.dialogue = m_document.dialogue();
        mine.revision = repository.revisionOf(mine.dialogue.id); // the other version stays in the history
        // Deleted elsewhere: keeping it means adding it again.
        m_stored = mine.revision > 0 ? repository.save(mine, desk().workspace()->author()) : repository.add(mine.dialogue, desk().workspace()->author());
    });
    showState();
}

void DialoguesPage::discardMine()
{
    m_unsaved.forget();
    showDialogue(parts::fromUtf8(m_stored.dialogue.id));
    m_list->reload();
}

// Another window, a verb or the Profiles page may have saved the open dialogue.
void DialoguesPage::lookForOtherDesks()
{
    if (!m_document.isOpen() || m_unsaved)
        return;
    try {
        const int64_t now = desk().workspace()->dialogues().revisionOf(m_stored.dialogue.id);
        if (now == m_stored.revision)
            return;
        if (now == 0) {
            showDialogue({});
            return;
        }
        const int turn = m_view->currentTurn();
        showDialogue(parts::fromUtf8(m_stored.dialogue.id));
        m_view->setCurrentTurn(turn);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::showState()
{
    m_right->setCurrentIndex(m_document.isOpen() ? 0 : 1);
    m_title->setText(parts::dialogueTitle(m_document.dialogue()));
    m_profile->setProfile(m_document.dialogue().profile);
    parts::setTone(m_state, m_unsaved ? parts::Tone::Warning : parts::Tone::Muted);
    if (m_unsaved)
        m_state->setText(tr("not saved"));
    else
        m_state->setText(tr("revision %1 · saved %2 by %3")
                             .arg(QString::number(m_stored.revision), parts::whenText(m_stored.updated), parts::fromUtf8(m_stored.author)));
}

void DialoguesPage::addNew()
{
    if (!mayLeave())
        return;
    try {
        dialogue::Dialogue made;
        made.source_name = "written";
        made.turns.emplace_back();
        const auto added = desk().workspace()->dialogues().add(made, desk().workspace()->author());
        m_list->reload();
        open({ { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(added.dialogue.id) } });
        showPlace();
        m_view->setCurrentTurn(0);
        m_view->editCurrent();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void DialoguesPage::removeSelected()
{
    m_view->settle();
    auto &repository = desk().workspace()->dialogues();
    std::vector<dialogue::Dialogue> removed;
    try {
        desk().workspace()->database().transaction([&] {
            for (const QString &id : m_list->selectedIds()) {
                if (const auto found = repository.find(parts::toUtf8(id))) {
                    repository.remove(found->dialogue.id, found->revision, desk().workspace()->author());
                    removed.push_back(found->dialogue);
                }
            }
        });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
        return;
    }
    // Whoever deletes what could not be saved has given it up.
    if (std::any_of(removed.begin(), removed.end(), [this](const auto &one) { return one.id == m_stored.dialogue.id; }))
        m_unsaved.forget();
    m_list->reload();
    const int count = int(removed.size());
    m_notice->showInfo(tr("%n dialogue(s) deleted.", nullptr, count), tr("Bring back"), [this, removed = std::move(removed)] { bringBack(removed); });
}

void DialoguesPage::bringBack(const std::vector<dialogue::Dialogue> &removed)
{
    try {
        for (const dialogue::Dialogue &one : removed)
            desk().workspace()->dialogues().add(one, desk().workspace()->author());
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    m_list->reload();
    if (!removed.empty())
        open({ { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(removed.front().id) } });
    m_list->setFocus(Qt::OtherFocusReason);
}

void DialoguesPage::linkTurn(const char *page, const QString &turnId)
{
    desk().goTo(page, { { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(m_document.dialogue().id) },
                          { QString::fromLatin1(parts::link::kTurn), turnId } });
}

} // namespace dialogues
