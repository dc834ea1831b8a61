// SPDX-License-Identifier: GPL-3.0-or-later
// What the preview is made of besides the prompt: the dialogue, the model whose tokenizer counts, the cutoff length, which
// supporter turns carry loss, and whether turns of one speaker in a row are merged.
#pragma once

#include "text/renderer.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace prompts {

// What a combo offers.
struct Choice
{
    QString id;
    QString title;
    QString toolTip = {};
    std::string chatTemplate = {}; // of a model: what a person chose for it; empty: recognised
};

class PreviewChoices : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewChoices(QWidget *parent = nullptr);

    // Keep the chosen one when it is still there; emit nothing.
    void setModels(const QList<Choice> &models);
    void setDialogues(const QList<Choice> &dialogues);
    bool hasDialogues() const;

    void chooseModel(const QString &id);
    void chooseDialogue(const QString &id); // also one beyond those that are listed
    QString model() const;
    std::string chatTemplate() const; // of the model
    QString dialogue() const;
    text::RenderOptions options() const;

Q_SIGNALS:
    void modelChanged();
    void dialogueChanged();
    void optionsChanged();

private:
    QLayout *buildDialogueRow();
    void step(int by);

    QComboBox *m_dialogues = nullptr;
    QComboBox *m_models = nullptr;
    QSpinBox *m_cutoff = nullptr;
    QComboBox *m_lossOn = nullptr;
    QCheckBox *m_merge = nullptr;
    std::vector<std::string> m_templates; // of the models, in the combo's order
};

} // namespace prompts
