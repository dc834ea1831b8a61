// SPDX-License-Identifier: GPL-3.0-or-later
// The right half of the page: what becomes of the prompt for a chosen dialogue, model and cutoff length, as chat, as
// system message, as tokens with the loss mask, and for all dialogues. Computed off the ui thread, the latest only; only
// the tab that is looked at is drawn.
#pragma once

#include "ui/parts/latest_job.h"
#include "ui/prompts/preview_choices.h"
#include "ui/prompts/prompt_preview.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QTabWidget;

namespace parts {
class ElidedLabel;
class MessageList;
class NoticeBar;
} // namespace parts

namespace prompts {

class DatasetView;
class SystemView;
class TokenView;

// Where the pane gets dialogues from; called on a pool thread for `all`, on the ui thread for `one`.
struct DialogueSource
{
    std::function<dialogue::Dialogue(const QString &id)> one;
    std::function<std::vector<dialogue::Dialogue>(const base::CancelToken &cancel)> all;
    std::function<qint64()> chats = {}; // how many chats `all` leaves out, as a run does; on the ui thread
};

class PreviewPane : public QWidget
{
    Q_OBJECT

public:
    PreviewPane(std::shared_ptr<TokenizerCache> cache, DialogueSource source, QWidget *parent = nullptr);
    ~PreviewPane() override;

    // Keep the chosen one when it is still there.
    void setModels(const QList<Choice> &models);
    void setDialogues(const QList<Choice> &dialogues);
    void chooseModel(const QString &id);
    void chooseDialogue(const QString &id); // and shows its chat
    QString model() const { return m_choices->model(); }
    QString dialogue() const { return m_choices->dialogue(); }

    void setPrompt(const text::PromptTemplate &prompt); // starts a preview
    void refreshDialogue(); // it may have been edited elsewhere
    const Preview &preview() const { return m_preview; }
    text::RenderOptions options() const { return m_choices->options(); }

Q_SIGNALS:
    void previewed(); // preview() is new: token counts and problems for the editors
    void choiceChanged();
    // The model's own template is not known and a person wants this known one for it.
    void templateChosen(const QString &model, const QString &chatTemplate);

private:
    void buildTabs();
    QWidget *buildTokenPage();
    void start();
    void startDataset();
    void showPreview(Preview preview);
    void showNotice();
    void showSummary();
    void showTab(); // the current one, when it is out of date
    PreviewRequest request() const;

    std::shared_ptr<TokenizerCache> m_cache;
    DialogueSource m_source;
    text::PromptTemplate m_prompt;
    std::optional<dialogue::Dialogue> m_dialogue;
    Preview m_preview;
    Preview m_shown; // the last one without mistakes: what the tabs show
    bool m_hasShown = true;
    bool m_isOther = false; // another template, dialogue or model was chosen since
    parts::LatestJob *m_job = nullptr;
    parts::LatestJob *m_datasetJob = nullptr;
    QTimer m_datasetPause;
    PreviewChoices *m_choices = nullptr;
    parts::ElidedLabel *m_summary = nullptr;
    QLabel *m_warning = nullptr;
    QLabel *m_hover = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    QTabWidget *m_tabs = nullptr;
    QSet<int> m_stale; // tabs that show an older preview
    parts::MessageList *m_chat = nullptr;
    SystemView *m_system = nullptr;
    TokenView *m_tokens = nullptr;
    DatasetView *m_dataset = nullptr;
};

} // namespace prompts
