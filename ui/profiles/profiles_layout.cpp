// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is put together: list, form, uses.
#include "ui/parts/elided_label.h"
#include "ui/parts/empty_page.h"
#include "ui/parts/error_text.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/search_field.h"
#include "ui/parts/text_format.h"
#include "ui/parts/trash_view.h"
#include "ui/parts/two_line_delegate.h"
#include "ui/profiles/profile_form.h"
#include "ui/profiles/profiles_page.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUndoGroup>

#include <utility>

namespace profiles {

using parts::kGrid;

namespace {

constexpr int kPauseMs = 600; // typing rests: the profile is saved

QVariant twoLines(int role, const QString &note, const QString &aside)
{
    if (role == parts::NoteRole)
        return note;
    return role == parts::AsideRole ? QVariant(aside) : QVariant();
}

QString nameOf(const storage::ProfileRow &row)
{
    return row.name.empty() ? ProfilesPage::tr("Without a name") : parts::fromUtf8(row.name);
}

} // namespace

ProfilesPage::ProfilesPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_history(desk, storage::EditScope::Profiles, this)
    , m_drafts(desk, "profile", this)
    , m_model({ nameOf, [](const storage::ProfileRow &row) { return parts::fromUtf8(row.situation).simplified(); },
                  [](const storage::ProfileRow &row) { return row.dialogue_count == 1 ? QString() : tr("%n dialogue(s)", nullptr, int(row.dialogue_count)); },
                  [](const storage::ProfileRow &row) { return parts::fromUtf8(row.id); } },
          [this](const std::vector<int64_t> &numbers) { return this->desk().workspace()->profiles().rows(numbers); },
          [this](std::exception_ptr why) {
              try {
                  std::rethrow_exception(why);
              } catch (const std::exception &exception) {
                  m_notice->showError(parts::errorText(exception));
              }
          })
    , m_uses({ { tr("Dialogue"), [](const UseRow &row) { return row.title; }, Qt::AlignLeft, {}, [](const UseRow &row) { return row.title; }, {},
                 [](const UseRow &row, int role) { return twoLines(role, row.note, {}); } } },
          [](const UseRow &row) { return row.id; })
    , m_again(new QTimer(this))
    , m_pause(new QTimer(this))
    , m_header(new parts::PageHeader(tr("Profiles"), this))
    , m_notice(new parts::NoticeBar(this))
    , m_unsaved(*m_notice, tr("This profile was changed elsewhere in the meantime. Your version is on the page and not saved yet."),
          tr("This profile was deleted elsewhere in the meantime. Your version is on the page and not saved yet."),
          { [this] { save(); }, [this] { keepMine(); }, [this] { discardMine(); } })
    , m_places(new QStackedWidget(this))
{
    m_query.limit = -1;
    m_again->setSingleShot(true);
    connect(m_again, &QTimer::timeout, this, [this] {
        if (m_task)
            m_again->start(); // it is being read
        else if (isVisible())
            reload();
    });
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPauseMs);
    QPushButton *add = parts::primaryButton(tr("New profile"), this);
    QToolButton *trash = parts::iconButton("user-trash", tr("Trash: deleted profiles"), this);
    connect(trash, &QToolButton::clicked, this, &ProfilesPage::showTrash);
    m_header->addControl(trash);
    m_header->addControl(add);
    connect(add, &QPushButton::clicked, this, &ProfilesPage::addNew);

    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 0);
    layout->addWidget(m_header);
    m_notice->floatOver(m_header->noticePlace());
    layout->addWidget(m_places, 1);
    auto *empty = new parts::EmptyPage("user-identity", tr("No profiles yet"),
        tr("Dialogues bring their profiles with them when they are imported. You can also write a profile for a dialogue to come."), this);
    empty->addButton(tr("Import dialogues…"), "document-import", [this] {
        this->desk().goTo(parts::page::kDialogues, { { QString::fromLatin1(parts::link::kAction), QStringLiteral("import") } });
    });
    empty->addButton(tr("Write a profile"), "list-add", [this] { addNew(); });
    m_places->addWidget(empty);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildList());
    splitter->addWidget(buildEditor());
    splitter->addWidget(buildUses());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 34 * kGrid, 70 * kGrid, 32 * kGrid });
    m_places->addWidget(splitter);
    buildTrash();

    connect(&m_document, &ProfileDocument::changed, this, [this](const ProfileChange &change) {
        if (change.edit.empty())
            return;
        if (m_isFilling)
            return;
        if (std::exchange(m_hasDraft, false)) // who writes on keeps what stands there
            m_notice->leave(parts::fromUtf8(m_stored.profile.id));
        m_lastChange = change;
        m_isDirty = true;
        if (change.edit == "field")
            m_drafts.typed(m_stored.profile.id, change.name, parts::fromUtf8(m_document.profile().text(change.name)), m_stored.revision);
        m_pause->start();
        showState();
    });
    connect(m_pause, &QTimer::timeout, this, &ProfilesPage::save);
    connect(m_form, &ProfileForm::left, this, [this] {
        if (m_isDirty && !m_unsaved)
            save();
        if (std::exchange(m_isPutOff, false))
            QMetaObject::invokeMethod(this, [this] { isVisible() ? lookForOtherDesks() : void(); }, Qt::QueuedConnection);
    });
    m_history.setGuard([this](bool) {
        settle();
        return !m_unsaved;
    });
    connect(&m_history, &parts::EditHistory::stepped, this, &ProfilesPage::showStep);
    connect(&m_history, &parts::EditHistory::refused, this, [this](const QString &sentence) { m_notice->tell(parts::Tone::Warning, sentence); });
    connect(&m_drafts, &parts::DraftKeeper::failed, this, [this](const QString &sentence) { m_notice->tell(parts::Tone::Negative, sentence); });
    const auto heard = [this] {
        if (!isVisible())
            return;
        m_history.reload();
        readAgain();
    };
    hear(desk.workspace(), &workspace::Workspace::profilesChanged, heard);
    hear(desk.workspace(), &workspace::Workspace::dialoguesChanged, heard);
    reload();
    restoreSession();
}

ProfilesPage::~ProfilesPage()
{
    m_document.disconnect(this);
    m_form->disconnect(this);
    delete m_form; // before its document: a field that loses the focus as it goes says so
    if (QUndoGroup &group = desk().undoGroup(); group.activeStack() == &m_document.undoStack() || group.activeStack() == &m_history.stack())
        group.setActiveStack(nullptr);
}

QWidget *ProfilesPage::buildList()
{
    auto *side = new QWidget(this);
    side->setMinimumWidth(24 * kGrid);
    auto *layout = new QVBoxLayout(side);
    parts::setGaps(layout, 0);
    m_search = new parts::SearchField(tr("Search in profiles"), side);
    auto *head = new QVBoxLayout;
    parts::setGaps(head, 0, 1);
    head->addWidget(m_search);
    layout->addLayout(head);
    layout->addWidget(parts::separator(Qt::Horizontal, side));
    m_list = new QListView(side);
    parts::dressList(m_list);
    m_list->setAccessibleName(tr("Profiles"));
    m_list->setModel(&m_model);
    setFocusProxy(m_list);
    layout->addWidget(m_list, 1);
    connect(m_search, &parts::SearchField::searched, this, [this](const QString &text) {
        if (parts::toUtf8(text) == m_query.search)
            return; // Enter after the pause
        m_query.search = parts::toUtf8(text);
        reload(true);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (!m_isTaking)
            showProfile(index.data(parts::KeyRole).toString());
    });
    auto *removeKey = new QShortcut(QKeySequence::Delete, m_list);
    removeKey->setContext(Qt::WidgetShortcut);
    connect(removeKey, &QShortcut::activated, this, [this] {
        if (m_remove->isEnabled())
            removeCurrent();
    });
    return side;
}

QWidget *ProfilesPage::buildEditor()
{
    auto *editor = new QWidget(this);
    auto *layout = new QVBoxLayout(editor);
    parts::setGaps(layout, 0);
    auto *head = new QWidget(editor);
    head->setFixedHeight(6 * kGrid);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(3 * kGrid, 4, kGrid, 4);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    m_title = parts::elidedStrong(head);
    m_state = parts::elidedMuted(head);
    words->addWidget(m_title);
    words->addWidget(m_state);
    row->addLayout(words, 1);
    m_remove = parts::iconButton("edit-delete", tr("Delete the profile"), head);
    row->addWidget(m_remove);
    connect(m_remove, &QToolButton::clicked, this, &ProfilesPage::removeCurrent);
    layout->addWidget(head);
    layout->addWidget(parts::separator(Qt::Horizontal, editor));
    m_form = new ProfileForm(m_document, editor);
    layout->addWidget(m_form, 1);
    connect(m_form, &ProfileForm::refused, this, [this](const QString &sentence) { m_notice->showNotice(parts::Tone::Warning, sentence); });

    m_right = new QStackedWidget(this);
    m_right->addWidget(editor);
    m_right->addWidget(new parts::EmptyPage("edit-find", tr("Nothing to show"), tr("No profile fits the search. Try fewer or other words."), this));
    return m_right;
}

QWidget *ProfilesPage::buildUses()
{
    auto *side = new QWidget(this);
    side->setMinimumWidth(24 * kGrid);
    auto *layout = new QVBoxLayout(side);
    parts::setGaps(layout, 0);
    m_usesTitle = parts::bodyLabel({}, side);
    m_usesTitle->setFont(parts::strongFont());
    m_usesTitle->setContentsMargins(2 * kGrid, 0, kGrid, 0);
    m_usesTitle->setFixedHeight(6 * kGrid);
    layout->addWidget(m_usesTitle);
    layout->addWidget(parts::separator(Qt::Horizontal, side));
    auto *list = new QListView(side);
    parts::dressList(list);
    list->setAccessibleName(tr("Dialogues that use the profile"));
    list->setModel(&m_uses);
    layout->addWidget(list, 1);
    const auto follow = [this](const QModelIndex &index) {
        desk().goTo(parts::page::kDialogues, { { QString::fromLatin1(parts::link::kDialogue), index.data(parts::KeyRole).toString() } });
    };
    connect(list, &QListView::activated, this, follow);
    connect(list, &QListView::clicked, this, follow, Qt::QueuedConnection);
    return side;
}

} // namespace profiles
