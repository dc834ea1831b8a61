// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogues_page.h"

#include "jobs/workspace.h"
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

#include <QLabel>
#include <QStackedWidget>
#include <QUndoGroup>

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
    m_view->messages()->setFocus();
}

void DialoguesPage::settle() { m_view->settle(); }

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
    if (m_document.dialogue().id != parts::toUtf8(id))
        showDialogue(id); // not among the listed
    const std::string turn = parts::toUtf8(linked(link, parts::link::kTurn));
    const auto &turns = m_document.dialogue().turns;
    for (size_t i = 0; i < turns.size(); ++i) {
        if (turns[i].id == turn)
            m_view->setCurrentTurn(int(i));
    }
}

void DialoguesPage::showDialogue(const QString &id)
{
    m_view->settle();
    if (m_isConflicting && parts::toUtf8(id) == m_stored.dialogue.id)
        return;
    m_isConflicting = false;
    try {
        auto found = id.isEmpty() ? std::nullopt : desk().workspace()->dialogues().find(parts::toUtf8(id));
        m_stored = found.value_or(storage::StoredDialogue {});
        m_document.open(m_stored.dialogue);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
}

// Called for every change of the document; opening one is no change to save.
void DialoguesPage::save()
{
    if (m_isConflicting) {
        showConflict();
        return;
    }
    try {
        storage::StoredDialogue edited = m_stored;
        edited.dialogue = m_document.dialogue();
        m_stored = desk().workspace()->dialogues().save(edited, desk().workspace()->author());
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

void DialoguesPage::showConflict()
{
    m_notice->showNotice(parts::Tone::Warning,
        tr("This dialogue was changed elsewhere in the meantime. Your version is on the page and not saved yet."),
        { { tr("Keep mine"), [this] { keepMine(); } }, { tr("Load the other"), [this] { takeTheirs(); } } });
}

void DialoguesPage::keepMine()
{
    try {
        const int64_t theirs = desk().workspace()->dialogues().revisionOf(m_stored.dialogue.id);
        if (theirs == 0) {
            // It was deleted elsewhere: keeping it means adding it again.
            m_stored = desk().workspace()->dialogues().add(m_document.dialogue(), desk().workspace()->author());
            m_isConflicting = false;
        } else {
            m_stored.revision = theirs; // the other version stays in the history
            m_isConflicting = false;
            save();
        }
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
}

void DialoguesPage::takeTheirs()
{
    m_isConflicting = false;
    showDialogue(parts::fromUtf8(m_stored.dialogue.id));
}

// Another window, a verb or the Profiles page may have saved the open dialogue.
void DialoguesPage::lookForOtherDesks()
{
    if (!m_document.isOpen() || m_isConflicting)
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
    parts::setTone(m_state, m_isConflicting ? parts::Tone::Warning : parts::Tone::Muted);
    if (m_isConflicting)
        m_state->setText(tr("not saved"));
    else
        m_state->setText(tr("revision %1 · saved %2 by %3")
                             .arg(QString::number(m_stored.revision), parts::whenText(m_stored.updated), parts::fromUtf8(m_stored.author)));
}

void DialoguesPage::addNew()
{
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
    auto &repository = desk().workspace()->dialogues();
    auto removed = std::make_shared<std::vector<dialogue::Dialogue>>();
    try {
        desk().workspace()->database().transaction([&] {
            for (const QString &id : m_list->selectedIds()) {
                if (const auto found = repository.find(parts::toUtf8(id))) {
                    repository.remove(found->dialogue.id, found->revision, desk().workspace()->author());
                    removed->push_back(found->dialogue);
                }
            }
        });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
        return;
    }
    m_list->reload();
    m_notice->showInfo(tr("%n dialogue(s) deleted.", nullptr, int(removed->size())), tr("Bring back"), [this, removed] {
        try {
            for (const dialogue::Dialogue &one : *removed)
                desk().workspace()->dialogues().add(one, desk().workspace()->author());
            m_list->reload();
        } catch (const std::exception &exception) {
            m_notice->showError(parts::errorText(exception));
        }
    });
}

void DialoguesPage::linkTurn(const char *page, const QString &turnId)
{
    desk().goTo(page, { { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(m_document.dialogue().id) },
                          { QString::fromLatin1(parts::link::kTurn), turnId } });
}

} // namespace dialogues
