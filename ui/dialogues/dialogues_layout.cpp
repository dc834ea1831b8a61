// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is put together: header, list, reader, profile, keys.
#include "dialogue/format.h"
#include "ui/dialogues/dialogue_list.h"
#include "ui/dialogues/dialogue_view.h"
#include "ui/dialogues/dialogues_page.h"
#include "ui/dialogues/export_view.h"
#include "ui/dialogues/import_report.h"
#include "ui/parts/elided_label.h"
#include "ui/parts/error_text.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/profile_card.h"
#include "ui/parts/setting.h"
#include "ui/parts/single_keys.h"
#include "ui/parts/trash_view.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUndoGroup>

#include <utility>

namespace dialogues {

using parts::kGrid;

namespace {
constexpr int kPlacePause = 300; // milliseconds; reading on must not write at each turn
const parts::Setting<QByteArray> kSplitter { parts::Drawer::Session, "dialogues/splitter", {} };
const parts::Setting<bool> kShowProfile { parts::Drawer::Session, "dialogues/show_profile", true };
} // namespace

DialoguesPage::DialoguesPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_history(desk, storage::EditScope::Dialogues, this)
    , m_drafts(desk, "dialogue", this)
    , m_header(new parts::PageHeader(tr("Dialogues"), this))
    , m_notice(new parts::NoticeBar(this))
    , m_unsaved(*m_notice, tr("This dialogue was changed elsewhere in the meantime. Your version is on the page and not saved yet."),
          tr("This dialogue was deleted elsewhere in the meantime. Your version is on the page and not saved yet."),
          { [this] { saveAgain(); }, [this] { keepMine(); }, [this] { discardMine(); } })
    , m_placeTimer(new QTimer(this))
    , m_places(new QStackedWidget(this))
    , m_report(new ImportReport(this))
    , m_list(new DialogueList(desk, this))
    , m_view(new DialogueView(m_document, this))
    , m_profile(new parts::ProfileCard(this))
{
    setAcceptDrops(true);
    m_placeTimer->setSingleShot(true);
    m_placeTimer->setInterval(kPlacePause);
    connect(m_placeTimer, &QTimer::timeout, this, &DialoguesPage::rememberPlace);
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    layout->addWidget(m_header);
    layout->addWidget(m_places, 1);
    buildHeader();
    buildTrash();
    buildExportView();
    m_notice->floatOver(m_header->noticePlace());

    auto *empty = new parts::EmptyPage("dialog-messages", tr("No dialogues yet"),
        tr("Import a file of dialogues (PESC, ESConv, OpenAI messages and more), or drop it here. Or write the first one yourself."), this);
    empty->addButton(tr("Import a file…"), "document-import", [this] { chooseImport(); });
    empty->addButton(tr("Write a dialogue"), "list-add", [this] { addNew(); });
    m_empty = empty;
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    m_list->setMinimumWidth(30 * kGrid);
    splitter->addWidget(m_list);
    splitter->addWidget(buildReader());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 41 * kGrid, 90 * kGrid });
    splitter->restoreState(desk.settings().value(kSplitter));
    connect(splitter, &QSplitter::splitterMoved, this, [this, splitter] { this->desk().settings().set(kSplitter, splitter->saveState()); });
    m_desktop = splitter;
    for (QWidget *place : { m_empty, m_desktop, static_cast<QWidget *>(m_report), static_cast<QWidget *>(m_trash), static_cast<QWidget *>(m_exportView) })
        m_places->addWidget(place);

    connect(&m_document, &DialogueDocument::changed, this, [this](const DialogueChange &change) {
        if (!change.edit.empty())
            save(change);
    });
    m_history.setGuard([this](bool isUndo) { return mayStep(isUndo); });
    connect(&m_history, &parts::EditHistory::stepped, this, &DialoguesPage::showStep);
    connect(&m_history, &parts::EditHistory::working, this, [this] {
        m_notice->clear();
        m_step = m_notice->begin(tr("One moment…"));
    });
    connect(&m_history, &parts::EditHistory::refused, this, [this](const QString &sentence) {
        if (!m_history.isWorking())
            m_notice->end(std::exchange(m_step, 0));
        m_notice->tell(parts::Tone::Warning, sentence);
    });
    connect(&m_drafts, &parts::DraftKeeper::failed, this, [this](const QString &sentence) { m_notice->tell(parts::Tone::Negative, sentence); });
    connect(m_view, &DialogueView::typed, this, [this](const QString &turn, const QString &text) {
        m_drafts.typed(m_stored.dialogue.id, "turn:" + parts::toUtf8(turn), text, m_stored.revision);
    });
    connect(m_view, &DialogueView::editorClosed, this, [this](const QString &turn, bool isAside) {
        try {
            if (!isAside && !m_unsaved) {
                m_drafts.forget(m_stored.dialogue.id, "turn:" + parts::toUtf8(turn));
                if (turn == m_offered)
                    m_notice->leave(parts::fromUtf8(m_stored.dialogue.id));
            }
        } catch (const std::exception &exception) {
            m_notice->showError(parts::errorText(exception));
        }
        // What others saved while it was open.
        QMetaObject::invokeMethod(this, [this] { isVisible() ? lookForOtherDesks() : void(); }, Qt::QueuedConnection);
    });
    connect(m_view->messages(), &parts::MessageList::currentChanged, m_placeTimer, qOverload<>(&QTimer::start));
    connect(m_list, &DialogueList::chosen, this, &DialoguesPage::showDialogue);
    connect(m_list, &DialogueList::menuRequested, this, &DialoguesPage::showListMenu);
    connect(m_list, &DialogueList::failed, m_notice, [this](const QString &sentence) { m_notice->showError(sentence); });
    connect(m_list, &DialogueList::loaded, this, [this] {
        showPlace();
        Q_EMIT ready();
    });
    connect(m_list, &DialogueList::searched, this, &DialoguesPage::showHit);
    m_list->setHold([this] { return m_view->messages()->editedIndex() >= 0 && m_view->isAncestorOf(QApplication::focusWidget()); });
    connect(m_report, &ImportReport::reviseWanted, this, &DialoguesPage::reviseImported);
    connect(m_report, &ImportReport::closed, this, [this] {
        m_places->setCurrentWidget(m_desktop);
        showPlace();
    });
    connect(m_view, &DialogueView::textLeft, this, [this](const QString &turn, const QString &text) {
        const storage::Draft draft { m_stored.dialogue.id, "turn:" + parts::toUtf8(turn), "dialogue", parts::toUtf8(text), m_stored.revision, {} };
        m_notice->showInfo(tr("The turn is as it was before."), tr("Go on with what was written"), [this, draft] { goOnWith(draft); });
    });
    connect(m_view, &DialogueView::promptRequested, this, [this](const QString &turn) { linkTurn(parts::page::kPrompts, turn); });
    connect(m_view, &DialogueView::chatRequested, this, [this](const QString &turn) { linkTurn(parts::page::kChat, turn); });
    hear(desk.workspace(), &workspace::Workspace::dialoguesChanged, [this] {
        if (isVisible()) {
            m_history.reload();
            m_list->follow();
            lookForOtherDesks();
        }
    });
    addSingleKeys();
    showPlace();
    showDialogue(m_list->currentId());
    restoreSession();
}

// What its widgets say while they go, an editor that loses the focus among them, is nothing to be kept.
DialoguesPage::~DialoguesPage()
{
    m_document.disconnect(this);
    m_view->disconnect(this);
    m_view->messages()->disconnect(m_placeTimer);
    m_list->disconnect(this);
    if (QUndoGroup &group = desk().undoGroup(); group.activeStack() == &m_document.undoStack() || group.activeStack() == &m_history.stack())
        group.setActiveStack(nullptr);
}

void DialoguesPage::buildHeader()
{
    QPushButton *add = parts::plainButton(tr("New"), this);
    add->setIcon(parts::icon("list-add"));
    add->setToolTip(tr("Write a new dialogue"));
    connect(add, &QPushButton::clicked, this, &DialoguesPage::addNew);

    QPushButton *out = parts::plainButton(tr("Export"), this);
    out->setIcon(parts::icon("document-export"));
    out->setToolTip(tr("Write the listed dialogues to a file"));
    auto *formats = new QMenu(out);
    formats->setAccessibleName(tr("Format of the export"));
    for (const dialogue::FormatInfo &format : dialogue::formats()) {
        if (format.writes)
            connect(formats->addAction(parts::fromUtf8(format.title)), &QAction::triggered, this, [this, name = format.name] { chooseExport(name, m_list->query()); });
    }
    formats->addSeparator();
    connect(formats->addAction(tr("Sources and licences…")), &QAction::triggered, this, &DialoguesPage::showSources);
    out->setMenu(formats);
    m_export = out;

    QToolButton *trash = parts::iconButton("user-trash", tr("Trash: deleted dialogues"), this);
    connect(trash, &QToolButton::clicked, this, &DialoguesPage::showTrash);

    QPushButton *in = parts::primaryButton(tr("Import…"), this);
    connect(in, &QPushButton::clicked, this, &DialoguesPage::chooseImport);
    for (QWidget *control : std::initializer_list<QWidget *> { trash, add, out, in })
        m_header->addControl(control);
}

QWidget *DialoguesPage::buildReader()
{
    auto *reader = new QWidget(this);
    auto *layout = new QVBoxLayout(reader);
    parts::setGaps(layout, 0);
    layout->addWidget(buildReaderHead());
    layout->addWidget(parts::separator(Qt::Horizontal, reader));
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 0);
    m_view->setMinimumWidth(38 * kGrid);
    row->addWidget(m_view, 1);
    QFrame *line = parts::separator(Qt::Vertical, reader);
    row->addWidget(line);
    m_profile->setFixedWidth(30 * kGrid);
    m_profile->setFocusPolicy(Qt::ClickFocus); // only read: no stop of the Tab key
    row->addWidget(m_profile);
    layout->addLayout(row, 1);
    const bool shown = desk().settings().value(kShowProfile);
    line->setVisible(shown);
    m_profile->setVisible(shown);
    auto *toggle = reader->findChild<QToolButton *>(QStringLiteral("toggleProfile"));
    toggle->setChecked(shown);
    connect(toggle, &QToolButton::toggled, this, [this, line](bool on) {
        line->setVisible(on);
        m_profile->setVisible(on);
        desk().settings().set(kShowProfile, on);
    });

    m_right = new QStackedWidget(this);
    m_right->addWidget(reader);
    m_right->addWidget(new parts::EmptyPage("edit-find", tr("Nothing to show"), tr("No dialogue fits the search. Try fewer or other words."), this));
    m_right->addWidget(new parts::EmptyPage("dialogues", tr("No dialogue is open"), tr("Choose one in the list."), this));
    return m_right;
}

QWidget *DialoguesPage::buildReaderHead()
{
    auto *head = new QWidget(this);
    head->setFixedHeight(6 * kGrid);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(2 * kGrid, 4, kGrid, 4);
    layout->setSpacing(2);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    m_title = parts::elidedStrong(head);
    m_state = parts::elidedMuted(head);
    words->addWidget(m_title);
    words->addWidget(m_state);
    layout->addLayout(words, 1);
    const auto button = [&](const char *icon, const QString &text, auto action) {
        QToolButton *made = parts::iconButton(icon, text, head);
        connect(made, &QToolButton::clicked, this, action);
        layout->addWidget(made);
    };
    button("document-edit", tr("Edit the turn's text (Enter)"), [this] { m_view->editCurrent(); });
    button("list-add", tr("Add a turn below (A)"), [this] { m_view->addBelow(); });
    button("edit-delete", tr("Delete the turn (Del)"), [this] { m_view->removeCurrent(); });
    const auto currentTurnId = [this] { return m_view->currentTurn() >= 0 ? m_view->messages()->message(m_view->currentTurn()).id : QString(); };
    if (desk().hasPage(parts::page::kPrompts))
        button("code-context", tr("Open in Prompts"), [this, currentTurnId] { linkTurn(parts::page::kPrompts, currentTurnId()); });
    if (desk().hasPage(parts::page::kChat))
        button("dialog-messages", tr("Chat from here"), [this, currentTurnId] { linkTurn(parts::page::kChat, currentTurnId()); });
    if (desk().hasPage(parts::page::kProfiles)) {
        button("user-identity", tr("Edit the profile"), [this] { editProfile(); });
    }
    QToolButton *toggle = parts::iconButton("sidebar-expand-right", tr("Show the profile"), head);
    toggle->setObjectName(QStringLiteral("toggleProfile"));
    toggle->setCheckable(true);
    layout->addWidget(toggle);
    return head;
}

void DialoguesPage::addSingleKeys()
{
    auto *keys = new parts::SingleKeys(this);
    keys->setCondition([this] { return m_places->currentWidget() == m_desktop; }); // never what the trash or the report hides
    keys->add(Qt::Key_J, [this] { m_view->stepTurn(1); });
    keys->add(Qt::Key_K, [this] { m_view->stepTurn(-1); });
    keys->add(Qt::Key_N, [this] { m_list->step(1); });
    keys->add(Qt::Key_P, [this] { m_list->step(-1); });
    keys->add(Qt::Key_E, [this] { m_view->editCurrent(); });
    keys->add(Qt::Key_A, [this] { m_view->addBelow(); });
    keys->add(Qt::Key_S, [this] { m_document.exchangeSpeaker(m_view->currentTurn()); });
    keys->add(Qt::Key_X, [this] { m_view->toggleNotLearned(); });
    for (int number = 0; number <= 8; ++number)
        keys->add(Qt::Key(Qt::Key_0 + number), [this, number] { m_view->giveStrategy(number); });
    keys->add(Qt::Key_Delete, [this] { deletePressed(); });
}

bool DialoguesPage::isAside() const
{
    const QWidget *place = m_places->currentWidget();
    return place == m_report || place == m_trash || place == m_exportView;
}

void DialoguesPage::showPlace()
{
    if (isAside())
        return; // until it was read, decided, left
    const bool isEmpty = m_list->isReady() && m_list->total() == 0 && !m_list->isFiltered();
    m_places->setCurrentWidget(isEmpty ? m_empty : m_desktop);
    m_export->setEnabled(!isEmpty);
}

} // namespace dialogues
