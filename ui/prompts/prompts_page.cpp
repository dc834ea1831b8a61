// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompts_page.h"

#include "workspace/workspace.h"

#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/page_header.h"
#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/preview_pane.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/prompt_list.h"
#include "ui/prompts/section_editor.h"
#include "ui/prompts/workspace_source.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <QUndoGroup>

namespace prompts {

namespace {
const parts::Setting<QByteArray> kSplitter { parts::Drawer::Session, "prompts/splitter", {} };
const parts::Setting<QString> kPrompt { parts::Drawer::Session, "prompts/prompt", {} };
const parts::Setting<QString> kDialogue { parts::Drawer::Session, "prompts/dialogue", {} };
const parts::Setting<QString> kModel { parts::Drawer::Session, "prompts/model", {} };
} // namespace

PromptsPage::PromptsPage(parts::Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_shelf(*desk.workspace())
    , m_drafts(*desk.workspace())
    , m_notice(new parts::NoticeBar(this))
    , m_unsaved(*m_notice, tr("This prompt template was changed elsewhere in the meantime. Your version is on the page and not saved yet."),
          tr("This prompt template was deleted elsewhere in the meantime. Your version is on the page and not saved yet."),
          { [this] { save(); }, [this] { keepMine(); }, [this] { discardMine(); } })
{
    m_list = new PromptList;
    m_list->setMinimumWidth(17 * parts::kGrid);
    setFocusProxy(m_list);
    m_preview = new PreviewPane(std::make_shared<TokenizerCache>(), workspaceSource(*desk.workspace()));
    m_preview->setMinimumWidth(41 * parts::kGrid);
    auto *splitter = new QSplitter;
    splitter->addWidget(m_list);
    splitter->addWidget(buildEditors());
    splitter->addWidget(m_preview);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setStretchFactor(2, 1);
    splitter->setSizes({ 176, 396, 500 });
    splitter->restoreState(desk.settings().value(kSplitter));
    connect(splitter, &QSplitter::splitterMoved, this,
        [this, splitter] { this->desk().settings().set(kSplitter, splitter->saveState()); });
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(buildHeader());
    box->addWidget(splitter, 1);
    m_notice->floatOver(m_header->noticePlace());

    // After the click: leaving a new template puts a row above, and the view would go on to select by the place it was clicked at.
    connect(m_list, &PromptList::chosen, this, &PromptsPage::choose, Qt::QueuedConnection);
    connect(m_list, &PromptList::newWanted, this, &PromptsPage::startNew);
    connect(m_list, &PromptList::duplicateWanted, this, &PromptsPage::duplicate);
    connect(m_list, &PromptList::removeWanted, this, &PromptsPage::remove);
    connect(&m_document, &PromptDocument::changed, this, [this] {
        showState();
        m_preview->setPrompt(m_document.prompt());
    });
    connect(m_preview, &PreviewPane::previewed, this, &PromptsPage::showPreview);
    connect(m_preview, &PreviewPane::templateChosen, this, &PromptsPage::chooseTemplate);
    connect(m_preview, &PreviewPane::choiceChanged, this, [this] {
        this->desk().settings().set(kDialogue, m_preview->dialogue());
        this->desk().settings().set(kModel, m_preview->model());
    });
    loadLists();
    m_preview->chooseModel(desk.settings().value(kModel));
    m_preview->chooseDialogue(desk.settings().value(kDialogue));
    const QString last = desk.settings().value(kPrompt);
    keepDrafts();
    choose(m_list->findRow(last) ? last : m_list->firstId());
    try {
        if (const auto left = m_drafts.newest())
            takeDraft(*left);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    hearNews();
}

PromptsPage::~PromptsPage() = default;

QWidget *PromptsPage::buildHeader()
{
    m_header = new parts::PageHeader(tr("Prompts"));
    QToolButton *undo = parts::iconButton("edit-undo", tr("Undo"));
    QToolButton *redo = parts::iconButton("edit-redo", tr("Redo"));
    undo->setEnabled(false);
    redo->setEnabled(false);
    m_versionsButton = parts::plainButton(tr("Versions"));
    m_versions = new QMenu(m_versionsButton);
    parts::giveMenu(m_versionsButton, m_versions);
    m_save = parts::primaryButton(tr("Save version"));
    m_save->setToolTip(tr("Keep this state as a new version (Ctrl+S)"));
    // Not the button's own: a button forgets its shortcut when its text changes.
    auto *saveKey = new QShortcut(QKeySequence::Save, this);
    connect(saveKey, &QShortcut::activated, m_save, &QPushButton::click);
    m_header->addControl(undo);
    m_header->addControl(redo);
    m_header->addControl(m_versionsButton);
    m_header->addControl(m_save);
    QUndoStack *stack = m_document.undoStack();
    connect(undo, &QToolButton::clicked, stack, &QUndoStack::undo);
    connect(redo, &QToolButton::clicked, stack, &QUndoStack::redo);
    connect(stack, &QUndoStack::canUndoChanged, undo, &QToolButton::setEnabled);
    connect(stack, &QUndoStack::canRedoChanged, redo, &QToolButton::setEnabled);
    connect(m_versions, &QMenu::aboutToShow, this, &PromptsPage::fillVersions);
    connect(m_save, &QPushButton::clicked, this, &PromptsPage::save);
    return m_header;
}

QWidget *PromptsPage::buildEditors()
{
    m_name = new QLineEdit;
    m_name->setPlaceholderText(tr("Name of the prompt template"));
    m_name->setAccessibleName(tr("Name of the prompt template"));
    m_name->setMaxLength(120);
    m_language = new QComboBox;
    m_language->addItem(tr("English labels"), QStringLiteral("en"));
    m_language->addItem(tr("Chinese labels"), QStringLiteral("zh"));
    m_language->setAccessibleName(tr("Language of the labels in groups of profile fields"));
    m_language->setToolTip(m_language->accessibleName());
    m_language->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_language->setMinimumContentsLength(11);
    auto *first = new QHBoxLayout;
    parts::setGaps(first, 1);
    first->addWidget(m_name, 1);
    first->addWidget(m_language);
    auto *page = new QWidget;
    page->setProperty("panel", QLatin1String("surface"));
    auto *box = new QVBoxLayout(page);
    parts::setGaps(box, 2, 2);
    box->addLayout(first);
    for (const text::SectionKind kind : text::kSectionKinds) {
        auto *section = new SectionEditor(m_document, kind);
        m_sections[size_t(kind)] = section;
        box->addWidget(section);
    }
    box->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    scroll->setMinimumWidth(43 * parts::kGrid);

    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &name) { m_document.setName(parts::toUtf8(name)); });
    connect(m_language, &QComboBox::activated, this,
        [this] { m_document.setLanguage(parts::toUtf8(m_language->currentData().toString())); });
    connect(&m_document, &PromptDocument::changed, this, [this] {
        const QString name = parts::fromUtf8(m_document.prompt().name);
        if (m_name->text() != name)
            m_name->setText(name);
        m_language->setCurrentIndex(m_language->findData(parts::fromUtf8(m_document.prompt().language)));
    });
    return scroll;
}

void PromptsPage::loadLists()
{
    try {
        m_list->setRows(m_shelf.rows());
        m_preview->setModels(modelChoices(*desk().workspace()));
        m_preview->setDialogues(dialogueChoices(*desk().workspace()));
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

// For the model, not for the preview alone: chat, training and evaluation must see the same tokens.
void PromptsPage::chooseTemplate(const QString &model, const QString &chatTemplate)
{
    try {
        desk().workspace()->models().setChatTemplate(parts::toUtf8(model), parts::toUtf8(chatTemplate));
        m_preview->setModels(modelChoices(*desk().workspace()));
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void PromptsPage::activate()
{
    desk().undoGroup().setActiveStack(m_document.undoStack());
    loadLists();
    lookForOtherDesks();
    m_unsaved.show();
}

void PromptsPage::open(const QVariantMap &link)
{
    if (const QString id = link.value(QLatin1String(parts::link::kDialogue)).toString(); !id.isEmpty())
        m_preview->chooseDialogue(id);
    if (const QString id = link.value(QLatin1String(parts::link::kPrompt)).toString(); !id.isEmpty())
        choose(id);
    if (link.value(QLatin1String(parts::link::kAction)).toString() == QLatin1String("new"))
        startNew();
}

// What was written is never lost: leaving keeps it as a version.
void PromptsPage::settle()
{
    if (m_document.isModified() || m_unsaved)
        save();
    if (m_unsaved || m_draftSoon.isActive())
        writeDraft();
}

bool PromptsPage::mayLeave()
{
    settle();
    if (m_unsaved)
        m_list->setCurrent(parts::fromUtf8(m_document.prompt().id));
    return !m_unsaved;
}

void PromptsPage::choose(const QString &id)
{
    if (parts::fromUtf8(m_document.prompt().id) != id && mayLeave())
        showRow(id);
}

void PromptsPage::showRow(const QString &id)
{
    const ShelfRow *row = m_list->findRow(id);
    if (!row)
        return;
    m_document.load(row->prompt, row->version);
    m_list->setCurrent(id);
    desk().settings().set(kPrompt, id);
    showState();
    if (const auto left = m_drafts.find(row->prompt.id))
        takeDraft(*left);
}

void PromptsPage::startNew()
{
    if (!mayLeave())
        return;
    text::PromptTemplate prompt;
    prompt.name = parts::toUtf8(tr("New prompt template"));
    prompt.section(text::SectionKind::UserProfile).text = "{{ profile.all }}";
    m_document.load(prompt, 0, true);
    m_list->setCurrent({});
    m_name->setFocus();
    m_name->selectAll();
}

void PromptsPage::duplicate()
{
    if (!mayLeave())
        return;
    text::PromptTemplate prompt = m_document.prompt();
    prompt.id.clear();
    prompt.name = parts::toUtf8(m_list->freeName(tr("%1 (copy)").arg(parts::fromUtf8(prompt.name))));
    m_document.load(prompt, 0, true);
    save();
}

void PromptsPage::remove()
{
    if (!mayLeave())
        return;
    const ShelfRow *row = m_list->currentRow();
    if (!row || row->isPreset)
        return;
    try {
        const QString name = parts::fromUtf8(row->prompt.name);
        const std::vector<ShelfVersion> removed = m_shelf.versions(row->prompt.id);
        m_shelf.remove(row->prompt.id);
        m_list->setRows(m_shelf.rows());
        m_document.load({}, 0);
        showRow(m_list->firstId());
        m_notice->showInfo(tr("“%1” was deleted.").arg(name), tr("Bring it back"), [this, removed] { bringBack(removed); });
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void PromptsPage::bringBack(const std::vector<ShelfVersion> &removed)
{
    if (!mayLeave())
        return;
    try {
        const ShelfVersion restored = m_shelf.restore(removed);
        m_list->setRows(m_shelf.rows());
        showRow(parts::fromUtf8(restored.prompt.id));
        m_list->setFocus(Qt::OtherFocusReason);
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
}

void PromptsPage::save()
{
    if (m_document.isModified())
        m_unsaved.save([this] { write(m_document.baseVersion()); });
    else
        giveUpDraft(); // undone up to what is stored
    showState();
}

void PromptsPage::write(int base)
{
    const std::string before = m_document.prompt().id;
    text::PromptTemplate prompt = m_document.prompt();
    const ShelfRow *row = m_list->findRow(parts::fromUtf8(before));
    const bool becomesOwn = row && row->isPreset;
    if (becomesOwn && prompt.name == row->prompt.name)
        prompt.name = parts::toUtf8(m_list->freeName(tr("%1 (mine)").arg(parts::fromUtf8(prompt.name))));
    const ShelfVersion saved = m_shelf.save(prompt, base);
    m_draftSoon.stop();
    m_drafts.forget(before);
    m_document.markSaved(saved.prompt, saved.version);
    m_list->setRows(m_shelf.rows());
    m_list->setCurrent(parts::fromUtf8(saved.prompt.id));
    desk().settings().set(kPrompt, parts::fromUtf8(saved.prompt.id));
    if (becomesOwn)
        m_notice->tell(parts::Tone::Accent, tr("A preset stays as it is: what you wrote is kept as “%1”, a template of your own.").arg(parts::fromUtf8(saved.prompt.name)));
}

void PromptsPage::fillVersions()
{
    m_versions->clear();
    try {
        for (const ShelfVersion &version : m_shelf.versions(m_document.prompt().id)) {
            //: version number, when it was saved, the beginning of its hash
            const QString title = tr("Version %1 · %2 · %3")
                                      .arg(version.version)
                                      .arg(parts::whenText(version.saved), parts::fromUtf8(version.hash).left(8));
            m_versions->addAction(title, this, [this, version] { m_document.setContent(version.prompt, tr("going back to version %1").arg(version.version)); });
        }
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    if (m_versions->isEmpty())
        m_versions->addAction(tr("Not saved yet"))->setEnabled(false);
}

void PromptsPage::showState()
{
    const ShelfRow *row = m_list->findRow(parts::fromUtf8(m_document.prompt().id));
    QStringList facts;
    if (row && row->isPreset)
        facts << tr("Preset");
    else if (row)
        facts << tr("Version %1").arg(row->version);
    //: the beginning of the hash of what decides the rendered text
    facts << tr("content %1").arg(shortHash(m_document.prompt()));
    if (m_document.isModified())
        facts << tr("not saved yet");
    m_header->setNote(facts.join(QStringLiteral(" · ")));
    m_save->setEnabled(m_document.isModified());
    m_save->setText(row && row->isPreset ? tr("Save as my own") : tr("Save version"));
    m_versionsButton->setEnabled(row && !row->isPreset);
}

void PromptsPage::showPreview()
{
    const Preview &preview = m_preview->preview();
    for (SectionEditor *section : m_sections) {
        section->showProblems(preview.problems);
        section->showTokens(preview.section_tokens[size_t(section->section())]);
    }
    if (!m_isReady) {
        m_isReady = true;
        Q_EMIT ready();
    }
}

} // namespace prompts
