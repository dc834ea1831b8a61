// SPDX-License-Identifier: GPL-3.0-or-later
// The right half of the page: what becomes of the prompt for a chosen dialogue, model and cutoff length, as chat, as
// system message, as tokens with the loss mask, and for all dialogues. Computed off the ui thread, the latest only.
#pragma once

#include "ui/parts/latest_job.h"
#include "ui/prompts/prompt_preview.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

class QComboBox;
class QLabel;
class QSpinBox;
class QTabWidget;
class QToolButton;

namespace parts {
class MessageList;
class NoticeBar;
} // namespace parts

namespace prompts {

class DatasetView;
class SystemView;
class TokenView;

// What a combo offers.
struct Choice
{
    QString id;
    QString title;
};

// Where the pane gets dialogues from; called on a pool thread for `all`, on the ui thread for `one`.
struct DialogueSource
{
    std::function<dialogue::Dialogue(const QString &id)> one;
    std::function<std::vector<dialogue::Dialogue>(const base::CancelToken &cancel)> all;
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
    void chooseDialogue(const QString &id);
    QString model() const;
    QString dialogue() const;

    void setPrompt(const text::PromptTemplate &prompt); // starts a preview
    void refreshDialogue(); // it may have been edited elsewhere
    const Preview &preview() const { return m_preview; }
    text::RenderOptions options() const;

Q_SIGNALS:
    void previewed(); // preview() is new: token counts and problems for the editors
    void dialogueOpened(const QString &id); // asked for in Dialogues
    void choiceChanged();

private:
    QWidget *buildChoices();
    QWidget *buildTabs();
    void start();
    void startDataset();
    void showPreview(Preview preview);
    void showChat();
    void showSummary();
    void step(int by); // to the next dialogue
    PreviewRequest request() const;

    std::shared_ptr<TokenizerCache> m_cache;
    DialogueSource m_source;
    text::PromptTemplate m_prompt;
    std::optional<dialogue::Dialogue> m_dialogue;
    Preview m_preview;
    parts::LatestJob *m_job = nullptr;
    parts::LatestJob *m_datasetJob = nullptr;
    QTimer m_datasetPause;
    QComboBox *m_models = nullptr;
    QComboBox *m_dialogues = nullptr;
    QSpinBox *m_cutoff = nullptr;
    QComboBox *m_lossOn = nullptr;
    QLabel *m_summary = nullptr;
    QLabel *m_hover = nullptr;
    parts::NoticeBar *m_notice = nullptr;
    QTabWidget *m_tabs = nullptr;
    parts::MessageList *m_chat = nullptr;
    SystemView *m_system = nullptr;
    TokenView *m_tokens = nullptr;
    DatasetView *m_dataset = nullptr;
};

} // namespace prompts
