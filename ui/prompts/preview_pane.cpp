// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/preview_pane.h"

#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/message_list.h"
#include "ui/parts/notice_bar.h"
#include "ui/parts/text_format.h"
#include "ui/prompts/dataset_view.h"
#include "ui/prompts/system_view.h"
#include "ui/prompts/token_view.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>

namespace prompts {

namespace {

constexpr int kDatasetPauseMs = 400;

void fill(QComboBox *combo, const QList<Choice> &choices)
{
    const QSignalBlocker blocker(combo);
    const QString chosen = combo->currentData().toString();
    combo->clear();
    for (const Choice &choice : choices)
        combo->addItem(choice.title, choice.id);
    const int index = combo->findData(chosen);
    combo->setCurrentIndex(index >= 0 ? index : choices.isEmpty() ? -1 : 0);
}

QComboBox *combo(const QString &accessibleName)
{
    auto *made = new QComboBox;
    made->setAccessibleName(accessibleName);
    made->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    made->setMinimumContentsLength(8);
    made->setMaxVisibleItems(16);
    return made;
}

QLabel *caption(const QString &text, QWidget *buddy)
{
    QLabel *label = parts::mutedLabel(text);
    label->setWordWrap(false);
    label->setBuddy(buddy);
    return label;
}

} // namespace

PreviewPane::PreviewPane(std::shared_ptr<TokenizerCache> cache, DialogueSource source, QWidget *parent)
    : QWidget(parent)
    , m_cache(std::move(cache))
    , m_source(std::move(source))
    , m_job(new parts::LatestJob(this))
    , m_datasetJob(new parts::LatestJob(this))
{
    m_notice = new parts::NoticeBar;
    m_summary = parts::mutedLabel({});
    m_summary->setWordWrap(false);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 0);
    box->addWidget(buildChoices());
    box->addWidget(m_notice);
    box->addWidget(buildTabs(), 1);
    m_datasetPause.setSingleShot(true);
    m_datasetPause.setInterval(kDatasetPauseMs);
    connect(&m_datasetPause, &QTimer::timeout, this, &PreviewPane::startDataset);
}

PreviewPane::~PreviewPane() = default;

QWidget *PreviewPane::buildChoices()
{
    m_models = combo(tr("Model whose tokenizer and chat template are used"));
    m_dialogues = combo(tr("Dialogue to preview"));
    m_cutoff = new QSpinBox;
    m_cutoff->setRange(16, 131072);
    m_cutoff->setSingleStep(256);
    m_cutoff->setValue(2048);
    m_cutoff->setAccessibleName(tr("Cutoff length in tokens"));
    m_cutoff->setToolTip(tr("cutoff_len: what is longer loses its oldest turns"));
    m_lossOn = combo(tr("Which supporter turns carry loss"));
    m_lossOn->addItem(tr("Every supporter turn"), int(text::LossOn::EverySupporterTurn));
    m_lossOn->addItem(tr("Last supporter turn"), int(text::LossOn::LastSupporterTurn));
    QToolButton *previous = parts::iconButton("go-previous", tr("Previous dialogue"));
    QToolButton *next = parts::iconButton("go-next", tr("Next dialogue"));
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });

    auto *head = new QWidget;
    auto *grid = new QGridLayout(head);
    grid->setContentsMargins(2 * parts::kGrid, parts::kGrid, 2 * parts::kGrid, parts::kGrid);
    grid->setHorizontalSpacing(parts::kGrid);
    grid->setVerticalSpacing(parts::kGrid);
    grid->addWidget(caption(tr("Dialogue"), m_dialogues), 0, 0);
    auto *dialogueRow = new QHBoxLayout;
    parts::setGaps(dialogueRow, 0);
    dialogueRow->addWidget(m_dialogues, 1);
    dialogueRow->addWidget(previous);
    dialogueRow->addWidget(next);
    grid->addLayout(dialogueRow, 0, 1);
    grid->addWidget(caption(tr("Cutoff length"), m_cutoff), 0, 2);
    grid->addWidget(m_cutoff, 0, 3);
    grid->addWidget(caption(tr("Tokenizer of"), m_models), 1, 0);
    grid->addWidget(m_models, 1, 1);
    grid->addWidget(caption(tr("Loss on"), m_lossOn), 1, 2);
    grid->addWidget(m_lossOn, 1, 3);
    grid->addWidget(m_summary, 2, 0, 1, 4);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(3, 2);

    connect(m_models, &QComboBox::currentIndexChanged, this, [this] {
        Q_EMIT choiceChanged();
        start();
    });
    connect(m_dialogues, &QComboBox::currentIndexChanged, this, [this] {
        refreshDialogue();
        Q_EMIT choiceChanged();
    });
    connect(m_cutoff, &QSpinBox::valueChanged, this, &PreviewPane::start);
    connect(m_lossOn, &QComboBox::currentIndexChanged, this, &PreviewPane::start);
    return head;
}

QWidget *PreviewPane::buildTabs()
{
    m_chat = new parts::MessageList;
    m_chat->setCurrentVisible(false);
    m_chat->setAccessibleName(tr("The whole chat as the model gets it"));
    m_system = new SystemView;
    m_tokens = new TokenView;
    m_hover = parts::mutedLabel(tr("Point at a token to see its id."));
    m_hover->setContentsMargins(parts::kGrid, parts::kGrid / 2, parts::kGrid, parts::kGrid / 2);
    m_hover->setWordWrap(false);
    m_hover->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_tokens, &TokenView::tokenChanged, this, [this](int token) {
        m_hover->setText(token < 0 ? tr("Point at a token to see its id.") : m_tokens->describe(token));
    });
    auto *tokenPage = new QWidget;
    auto *tokenBox = new QVBoxLayout(tokenPage);
    parts::setGaps(tokenBox, 0);
    tokenBox->addWidget(m_tokens, 1);
    tokenBox->addWidget(parts::separator(Qt::Horizontal));
    tokenBox->addWidget(m_hover);
    m_dataset = new DatasetView;
    connect(m_dataset, &DatasetView::dialogueWanted, this, &PreviewPane::chooseDialogue);

    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_chat, tr("Chat"));
    m_tabs->addTab(m_system, tr("System message"));
    m_tabs->addTab(tokenPage, tr("Tokens and loss"));
    m_tabs->addTab(m_dataset, tr("All dialogues"));
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_tabs->currentWidget() == m_dataset)
            startDataset();
    });
    return m_tabs;
}

void PreviewPane::setModels(const QList<Choice> &models)
{
    const QString before = model();
    fill(m_models, models);
    if (model() != before)
        start();
}

void PreviewPane::setDialogues(const QList<Choice> &dialogues)
{
    fill(m_dialogues, dialogues);
    refreshDialogue();
}

void PreviewPane::chooseModel(const QString &id)
{
    if (const int index = m_models->findData(id); index >= 0)
        m_models->setCurrentIndex(index);
}

void PreviewPane::chooseDialogue(const QString &id)
{
    if (id.isEmpty())
        return;
    int index = m_dialogues->findData(id);
    if (index < 0) { // beyond what the combo lists
        m_dialogues->addItem(id, id);
        index = m_dialogues->count() - 1;
    }
    m_dialogues->setCurrentIndex(index);
    m_tabs->setCurrentWidget(m_chat);
}

QString PreviewPane::model() const { return m_models->currentData().toString(); }
QString PreviewPane::dialogue() const { return m_dialogues->currentData().toString(); }

void PreviewPane::step(int by)
{
    const int index = m_dialogues->currentIndex() + by;
    if (index >= 0 && index < m_dialogues->count())
        m_dialogues->setCurrentIndex(index);
}

text::RenderOptions PreviewPane::options() const
{
    text::RenderOptions options;
    options.cutoff_len = m_cutoff->value();
    options.loss_on = text::LossOn(m_lossOn->currentData().toInt());
    return options;
}

void PreviewPane::refreshDialogue()
{
    m_dialogue.reset();
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
    m_prompt = prompt;
    start();
}

PreviewRequest PreviewPane::request() const
{
    return { parts::toUtf8(model()), {}, m_prompt, m_dialogue, options() };
}

void PreviewPane::start()
{
    m_job->start([cache = m_cache, request = request()](const base::CancelToken &cancel) { return makePreview(*cache, request, cancel); },
        [this](Preview preview) { showPreview(std::move(preview)); }, [this](const QString &sentence) { m_notice->showError(sentence); });
    if (m_tabs->currentWidget() == m_dataset)
        m_datasetPause.start();
}

void PreviewPane::showPreview(Preview preview)
{
    m_preview = std::move(preview);
    if (m_preview.failure)
        m_notice->showError(parts::errorText(*m_preview.failure));
    else if (m_preview.inspection && !m_preview.inspection->skew.equal)
        m_notice->showError(tr("Chat, training and evaluation would see different tokens: %1")
                                .arg(parts::fromUtf8(m_preview.inspection->skew.detail)));
    else
        m_notice->clear();
    // While a mistake is being typed the last good preview stays, so that the page does not flicker.
    if (m_preview.problems.empty()) {
        m_system->setSystem(m_preview.system);
        showChat();
        if (m_preview.inspection)
            m_tokens->setInspection(*m_preview.inspection);
        else
            m_tokens->clear();
    }
    showSummary();
    Q_EMIT previewed();
}

void PreviewPane::showSummary()
{
    if (!m_preview.problems.empty()) {
        parts::setTone(m_summary, parts::Tone::Negative);
        m_summary->setText(tr("The template has mistakes; the preview waits."));
        return;
    }
    QStringList facts;
    bool warn = false;
    if (m_preview.inspection) {
        const text::DialogueInspection &inspection = *m_preview.inspection;
        const auto tokens = qint64(inspection.rendered.ids.size());
        facts << tokensText(tokens);
        facts << tr("%1 % carry loss").arg(parts::decimalText(tokens ? 100.0 * double(inspection.loss_tokens) / double(tokens) : 0, 1));
        const text::CutReport &cut = inspection.rendered.cut;
        warn = cut.any();
        if (cut.nothing_left)
            facts << tr("nothing fits into the cutoff length");
        else if (cut.turns > 0)
            facts << tr("turns cut: %1").arg(cut.turns);
    }
    if (!m_preview.system.missing.empty())
        facts << tr("the profile lacks: %1").arg(parts::fromUtf8([this] {
            std::string names;
            for (const std::string &name : m_preview.system.missing)
                names += (names.empty() ? "" : ", ") + name;
            return names;
        }()));
    if (!m_preview.chat_template.empty())
        facts << tr("chat template %1").arg(parts::fromUtf8(m_preview.chat_template));
    parts::setTone(m_summary, warn ? parts::Tone::Warning : parts::Tone::Muted);
    m_summary->setText(facts.join(QStringLiteral("  ·  ")));
    m_summary->setToolTip(tr("%1\nMade in %2 ms").arg(facts.join(QLatin1Char('\n'))).arg(qRound(m_preview.seconds * 1000)));
}

void PreviewPane::showChat()
{
    QList<parts::Message> messages;
    const auto &turns = m_preview.dialogue.turns;
    if (!m_preview.inspection) {
        parts::Message system;
        system.id = QStringLiteral("system");
        system.author = tr("System message");
        system.text = parts::fromUtf8(m_preview.system.text);
        m_chat->setMessages({ system });
        return;
    }
    for (const ChatPart &part : chatParts(m_preview)) {
        parts::Message message;
        const bool system = part.turns.empty();
        message.side = part.kind == text::SpanKind::Supporter ? parts::Message::Side::Right : parts::Message::Side::Left;
        message.author = system ? (m_preview.inspection->rendered.default_system ? tr("System message of the model") : tr("System message"))
                                : part.kind == text::SpanKind::Supporter ? tr("Supporter") : tr("Seeker");
        message.id = system ? QStringLiteral("system") : parts::fromUtf8(turns[part.turns.front()].id);
        QStringList lines;
        for (const size_t turn : part.turns)
            lines << parts::fromUtf8(turns[turn].text);
        message.text = system ? parts::fromUtf8(m_preview.inspection->rendered.system) : lines.join(QLatin1Char('\n'));
        if (part.cut) {
            message.note = tr("cut: does not fit");
            message.noteTone = parts::Tone::Warning;
        } else if (part.loss_tokens > 0) {
            message.note = tr("%1, of them with loss: %2").arg(tokensText(qint64(part.tokens))).arg(part.loss_tokens);
            message.noteTone = parts::Tone::Accent;
        } else {
            message.note = tokensText(qint64(part.tokens));
        }
        messages.append(message);
    }
    m_chat->setMessages(messages);
}

void PreviewPane::startDataset()
{
    if (m_tabs->currentWidget() != m_dataset)
        return;
    if (!m_preview.problems.empty()) {
        m_dataset->showNothing(tr("The template has a mistake; mend it first."));
        return;
    }
    if (m_dialogues->count() == 0) {
        m_dataset->showNothing(tr("There are no dialogues yet. Import some in Dialogues."));
        return;
    }
    m_dataset->showCounting();
    m_datasetJob->start(
        [cache = m_cache, request = request(), all = m_source.all](const base::CancelToken &cancel) {
            const auto model = cache->get(request.model, request.chat_template);
            return text::inspect(text::Renderer(*model, request.prompt, request.options), all(cancel), cancel);
        },
        [this](text::DatasetInspection inspection) { m_dataset->showInspection(inspection); },
        [this](const QString &sentence) { m_dataset->showNothing(sentence); });
}

} // namespace prompts
