// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogues/dialogues_page.h"

#include "storage/folded_text.h"
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/import_report.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/profile_card.h"
#include "ui/parts/profile_fields.h"
#include "ui/parts/search_field.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/parts/trash_view.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QUndoGroup>

#include <algorithm>

namespace dialogues {

namespace {

const parts::Setting<QString> kDialogue { parts::Drawer::Session, "dialogues/dialogue", QString() };
const parts::Setting<QString> kTurn { parts::Drawer::Session, "dialogues/turn", QString() };
const parts::Setting<QString> kSearch { parts::Drawer::Session, "dialogues/search", QString() };

QString linked(const QVariantMap &link, const char *key) { return link.value(QString::fromLatin1(key)).toString(); }

} // namespace

bool DialoguesPage::isReady() const { return m_list->isReady(); }

void DialoguesPage::activate()
{
    m_history.reload();
    m_list->reload();
    lookForOtherDesks();
    m_unsaved.show();
    showState();
    offerSteps(); // also in a window that is not shown yet
    if (!m_view->editor())
        m_view->messages()->setFocus();
}

void DialoguesPage::settle()
{
    m_view->settle();
    if (m_unsaved)
        saveAgain();
    m_drafts.write();
    rememberPlace();
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
    if (desk().workspace()->dialogues().revisionOf(parts::toUtf8(id)) == 0) {
        tellGone(parts::toUtf8(id));
        return;
    }
    if (isAside())
        m_places->setCurrentWidget(m_desktop);
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

// What is open stays, and so does the place.
void DialoguesPage::tellGone(const std::string &id)
{
    if (m_unsaved)
        m_unsaved.show();
    else if (desk().workspace()->trash().has(id))
        m_notice->showNotice(parts::Tone::Warning, tr("That dialogue was deleted; it lies in the trash."), tr("Open the trash"), [this] { showTrash(); });
    else
        m_notice->showNotice(parts::Tone::Warning, tr("That dialogue is not there any more, and not in the trash either."));
}

bool DialoguesPage::bringUp(const std::string &id)
{
    try {
        if (m_document.dialogue().id != id || m_places->currentWidget() != m_desktop)
            open({ { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(id) } });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    return m_document.dialogue().id == id;
}

bool DialoguesPage::isBusy() const
{
    const auto *field = qobject_cast<const QLineEdit *>(QApplication::focusWidget());
    return !isVisible() || m_view->editor() || isAside() || (field && isAncestorOf(field));
}

void DialoguesPage::showDialogue(const QString &id)
{
    if (!mayLeave())
        return;
    try {
        m_notice->leave(parts::fromUtf8(m_stored.dialogue.id));
        auto found = id.isEmpty() ? std::nullopt : desk().workspace()->dialogues().find(parts::toUtf8(id));
        m_stored = found.value_or(storage::StoredDialogue {});
        m_view->setDrafts({});
        m_document.open(m_stored.dialogue);
        showHit();
        offerDrafts(false);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    showState();
    rememberPlace();
}

// A restart and a change of the language come back to the same dialogue, turn and search.
void DialoguesPage::restoreSession()
{
    QString id = desk().settings().value(kDialogue);
    QString turn = desk().settings().value(kTurn);
    const QString search = desk().settings().value(kSearch);
    try {
        if (id.isEmpty()) { // a crash before the session was written down
            const auto draft = m_drafts.newest();
            id = draft ? parts::fromUtf8(draft->object_id) : QString();
        }
        if (!id.isEmpty() && desk().workspace()->dialogues().revisionOf(parts::toUtf8(id)) > 0)
            open({ { QString::fromLatin1(parts::link::kDialogue), id }, { QString::fromLatin1(parts::link::kTurn), turn } });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    m_isRestoring = false;
    if (!search.isEmpty())
        m_list->restoreSearch(search);
    offerDrafts(true);
}

void DialoguesPage::rememberPlace()
{
    if (m_isRestoring)
        return;
    const int turn = m_view->currentTurn();
    const bool isTurn = turn >= 0 && turn < m_document.turnCount();
    const auto set = [this](const auto &setting, const QString &value) {
        if (desk().settings().value(setting) != value)
            desk().settings().set(setting, value);
    };
    set(kDialogue, parts::fromUtf8(m_document.dialogue().id));
    set(kTurn, isTurn ? parts::fromUtf8(m_document.dialogue().turns[size_t(turn)].id) : QString());
    if (const auto *field = m_list->findChild<parts::SearchField *>())
        set(kSearch, field->text());
}

// Opened from a search: at the turn that has the words, not at the first.
void DialoguesPage::showHit()
{
    const std::vector<std::string> words = storage::searchWords(m_list->query().search);
    const auto &turns = m_document.dialogue().turns;
    const auto hit = std::find_if(turns.begin(), turns.end(), [&](const dialogue::Turn &turn) {
        const std::string text = storage::foldedText(turn.text);
        return std::any_of(words.begin(), words.end(), [&](const std::string &word) { return text.find(word) != std::string::npos; });
    });
    if (hit != turns.end())
        m_view->setCurrentTurn(int(hit - turns.begin()));
}

// Another window, a verb or the Profiles page may have saved the open dialogue.
void DialoguesPage::lookForOtherDesks()
{
    // Not under somebody's fingers: what is typed is saved on top of it, or told to be in conflict, when the turn is left.
    if (!m_document.isOpen() || m_unsaved || m_view->editor())
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
        const std::string id = turn >= 0 && turn < m_document.turnCount() ? m_document.dialogue().turns[size_t(turn)].id : std::string();
        m_stored = desk().workspace()->dialogues().get(m_stored.dialogue.id);
        const int again = [&] {
            const auto &turns = m_stored.dialogue.turns;
            const auto found = std::find_if(turns.begin(), turns.end(), [&](const dialogue::Turn &t) { return t.id == id; });
            return found == turns.end() ? turn : int(found - turns.begin());
        }();
        m_document.take(m_stored.dialogue, again);
        markDrafts(); // one of them may have been overtaken
        showState();
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

// What is not saved has steps of its own.
void DialoguesPage::offerSteps()
{
    desk().undoGroup().setActiveStack(m_unsaved ? &m_document.undoStack() : &m_history.stack());
}

void DialoguesPage::showState()
{
    if (isVisible())
        offerSteps();
    m_right->setCurrentIndex(m_document.isOpen() ? 0 : m_list->isFiltered() ? 1 : 2);
    m_title->setText(parts::dialogueTitle(m_document.dialogue()));
    m_profile->setProfile(m_document.dialogue().profile);
    parts::setTone(m_state, m_unsaved ? parts::Tone::Warning : parts::Tone::Muted);
    if (m_unsaved)
        m_state->setText(tr("not saved"));
    else
        m_state->setText(tr("revision %1 · saved %2 by %3")
                             .arg(QString::number(m_stored.revision), parts::whenText(m_stored.updated), parts::fromUtf8(m_stored.author)));
}

void DialoguesPage::linkTurn(const char *page, const QString &turnId)
{
    desk().goTo(page, { { QString::fromLatin1(parts::link::kDialogue), parts::fromUtf8(m_document.dialogue().id) },
                          { QString::fromLatin1(parts::link::kTurn), turnId } });
}

} // namespace dialogues
