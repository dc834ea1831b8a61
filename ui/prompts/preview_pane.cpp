// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/preview_pane.h"

#include "ui/parts/elided_label.h"
#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/dataset_view.h"
#include "ui/prompts/preview_words.h"
#include "ui/prompts/system_view.h"
#include "ui/prompts/token_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QTabBar>
#include <QTabWidget>

namespace prompts {

namespace {
constexpr int kDatasetPauseMs = 400;
enum Tab { ChatTab, SystemTab, TokenTab, DatasetTab };

QString nothingText() { return PreviewPane::tr("The template has a mistake; mend it first."); }

parts::Message nothingMessage()
{
    parts::Message message;
    message.text = nothingText();
    return message;
}
} // namespace

PreviewPane::PreviewPane(std::shared_ptr<TokenizerCache> cache, DialogueSource source, QWidget *parent)
    : QWidget(parent)
    , m_cache(std::move(cache))
    , m_source(std::move(source))
    , m_job(new parts::LatestJob(this))
    , m_datasetJob(new parts::LatestJob(this))
{
    m_choices = new PreviewChoices;
    m_notice = new parts::NoticeBar(this);
    m_summary = parts::elidedMuted();
    m_summary->setContentsMargins(2 * parts::kGrid, parts::kGrid, 2 * parts::kGrid, 0);
    m_warning = parts::mutedLabel({});
    parts::setTone(m_warning, parts::Tone::Warning);
    m_warning->setContentsMargins(2 * parts::kGrid, 2, 2 * parts::kGrid, 0);
    m_warning->hide();
    buildTabs();
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(m_choices);
    box->addWidget(m_summary);
    box->addWidget(m_warning);
    box->addSpacing(parts::kGrid / 2);
    box->addWidget(m_tabs, 1);
    m_notice->floatAcross(m_tabs, m_tabs->tabBar()->sizeHint().height()); // over the preview that there is none of
    m_datasetPause.setSingleShot(true);
    m_datasetPause.setInterval(kDatasetPauseMs);
    connect(&m_datasetPause, &QTimer::timeout, this, &PreviewPane::startDataset);
    connect(m_choices, &PreviewChoices::modelChanged, this, [this] {
        Q_EMIT choiceChanged();
        m_isOther = true;
        start();
    });
    connect(m_choices, &PreviewChoices::dialogueChanged, this, [this] {
        refreshDialogue();
        Q_EMIT choiceChanged();
    });
    connect(m_choices, &PreviewChoices::optionsChanged, this, &PreviewPane::start);
}

PreviewPane::~PreviewPane() = default;

void PreviewPane::buildTabs()
{
    m_chat = new parts::MessageList;
    m_chat->setCurrentVisible(false);
    m_chat->setAccessibleName(tr("The whole chat as the model gets it"));
    m_dataset = new DatasetView;
    connect(m_dataset, &DatasetView::dialogueWanted, this, &PreviewPane::chooseDialogue);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->insertTab(ChatTab, m_chat, tr("Chat"));
    m_system = new SystemView;
    m_tabs->insertTab(SystemTab, m_system, tr("System message"));
    m_tabs->insertTab(TokenTab, buildTokenPage(), tr("Tokens and loss"));
    m_tabs->insertTab(DatasetTab, m_dataset, tr("All dialogues"));
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) {
        if (tab == DatasetTab)
            startDataset();
        else
            showTab();
    });
}

QWidget *PreviewPane::buildTokenPage()
{
    m_tokens = new TokenView;
    m_hover = parts::mutedLabel(tr("Point at a token to see its id."));
    m_hover->setContentsMargins(parts::kGrid, parts::kGrid / 2, parts::kGrid, parts::kGrid / 2);
    m_hover->setWordWrap(false);
    m_hover->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_tokens, &TokenView::tokenChanged, this, [this](int token) {
        m_hover->setText(token < 0 ? tr("Point at a token to see its id.") : m_tokens->describe(token));
    });
    auto *page = new QWidget;
    auto *box = new QVBoxLayout(page);
    parts::setGaps(box, 0);
    box->addWidget(m_tokens, 1);
    box->addWidget(parts::separator(Qt::Horizontal));
    box->addWidget(m_hover);
    return page;
}

void PreviewPane::setModels(const QList<Choice> &models)
{
    const QString before = model();
    const std::string templateBefore = m_choices->chatTemplate();
    m_choices->setModels(models);
    if (model() != before || m_choices->chatTemplate() != templateBefore)
        start();
}

void PreviewPane::setDialogues(const QList<Choice> &dialogues)
{
    m_choices->setDialogues(dialogues);
    refreshDialogue();
}

void PreviewPane::chooseModel(const QString &id) { m_choices->chooseModel(id); }

void PreviewPane::chooseDialogue(const QString &id)
{
    if (id.isEmpty())
        return;
    m_choices->chooseDialogue(id);
    m_tabs->setCurrentIndex(ChatTab);
}

void PreviewPane::refreshDialogue()
{
    m_dialogue.reset();
    m_isOther = true;
    try {
        if (!dialogue().isEmpty())
            m_dialogue = m_source.one(dialogue());
    } catch (const std::exception &exception) {
        m_notice->showError(parts::errorText(exception));
    }
    start();
}

void PreviewPane::setPrompt(const text::PromptTemplate &prompt)
{
    m_isOther = m_isOther || prompt.id != m_prompt.id;
    m_prompt = prompt;
    start();
}

PreviewRequest PreviewPane::request() const
{
    return { parts::toUtf8(model()), m_choices->chatTemplate(), m_prompt, m_dialogue, options() };
}

void PreviewPane::start()
{
    m_job->start([cache = m_cache, request = request()](const base::CancelToken &cancel) { return makePreview(*cache, request, cancel); },
        [this](Preview preview) { showPreview(std::move(preview)); }, [this](const QString &sentence) { m_notice->showError(sentence); });
    if (m_tabs->currentIndex() == DatasetTab)
        m_datasetPause.start();
}

void PreviewPane::showPreview(Preview preview)
{
    m_preview = std::move(preview);
    showNotice();
    // While a mistake is being typed the last good preview stays, so that the page does not flicker. Of another template, dialogue
    // or model there is none to stay.
    const bool isGood = m_preview.problems.empty();
    if (isGood || m_isOther) {
        m_shown = isGood ? m_preview : Preview {};
        m_hasShown = isGood;
        m_isOther = false;
        m_stale = { ChatTab, SystemTab, TokenTab };
        showTab();
    }
    showSummary();
    Q_EMIT previewed();
}

void PreviewPane::showNotice()
{
    if (m_preview.failure && model().isEmpty()) {
        m_notice->showInfo(tr("No model is on this machine: add one in Models, and its tokens are shown here."));
    } else if (m_preview.failure) {
        const std::string nearest = m_preview.failure->param("nearest");
        if (m_preview.failure->kind == base::ErrorKind::UnsupportedTemplate && !nearest.empty()) {
            const QString name = parts::fromUtf8(nearest);
            m_notice->showError(parts::errorText(*m_preview.failure), tr("Use %1").arg(name),
                [this, name, model = model()] { Q_EMIT templateChosen(model, name); });
        } else {
            m_notice->showError(parts::errorText(*m_preview.failure));
        }
    } else if (m_preview.inspection && !m_preview.inspection->skew.equal) {
        m_notice->showError(
            tr("Chat, training and evaluation would see different tokens: %1").arg(parts::fromUtf8(m_preview.inspection->skew.detail)));
    } else {
        m_notice->clear();
    }
}

void PreviewPane::showSummary()
{
    const bool broken = !m_preview.problems.empty();
    const QStringList facts = broken ? QStringList { m_hasShown ? tr("The template has mistakes; below is the last preview without them.") : tr("The template has mistakes; there is no preview.") } : previewFacts(m_preview);
    const QStringList warnings = broken ? QStringList() : previewWarnings(m_preview);
    parts::setTone(m_summary, broken ? parts::Tone::Negative : parts::Tone::Muted);
    m_summary->setText(facts.join(QStringLiteral("  ·  ")));
    m_warning->setText(warnings.join(QLatin1Char('\n')));
    m_warning->setVisible(!warnings.isEmpty());
}

void PreviewPane::showTab()
{
    if (!m_stale.remove(m_tabs->currentIndex()))
        return;
    switch (m_tabs->currentIndex()) {
    case ChatTab:
        m_chat->setMessages(m_hasShown ? previewMessages(m_shown) : QList<parts::Message> { nothingMessage() });
        break;
    case SystemTab: // an empty prompt leaves the word to the model's own, as the line above says
        m_system->setSystem(m_shown.system.text.empty() ? text::RenderedPrompt { m_shown.default_system, {}, {} } : m_shown.system);
        m_system->setPlaceholderText(m_hasShown ? QString() : nothingText());
        break;
    case TokenTab:
        if (m_shown.inspection)
            m_tokens->setInspection(*m_shown.inspection);
        else
            m_tokens->clear();
        m_hover->setText(m_hasShown ? tr("Point at a token to see its id.") : nothingText());
        break;
    default:
        break;
    }
}

void PreviewPane::startDataset()
{
    if (m_tabs->currentIndex() != DatasetTab)
        return;
    if (!m_preview.problems.empty()) {
        m_dataset->showNothing(nothingText());
        return;
    }
    if (!m_choices->hasDialogues()) {
        m_dataset->showNothing(tr("There are no dialogues yet. Import some in Dialogues."));
        return;
    }
    m_dataset->showCounting();
    m_datasetJob->start(
        [cache = m_cache, request = request(), all = m_source.all](const base::CancelToken &cancel) {
            const auto model = cache->get(request.model, request.chat_template);
            return text::inspect(text::Renderer(*model, request.prompt, request.options), all(cancel), cancel);
        },
        [this](const text::DatasetInspection &inspection) { m_dataset->showInspection(inspection, m_source.chats ? m_source.chats() : 0); },
        [this](const QString &sentence) { m_dataset->showNothing(sentence); });
}

} // namespace prompts
