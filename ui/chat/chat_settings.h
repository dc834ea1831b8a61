// SPDX-License-Identifier: GPL-3.0-or-later
// The column beside the chat: model, adapter, prompt, profile, and how replies are decoded.
#pragma once

#include "run/job_spec.h"
#include "ui/parts/form_fields.h"

#include <QScrollArea>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace parts {
class Settings;
}

namespace chat {

using parts::Choice;

class ChatSettings : public QScrollArea
{
    Q_OBJECT

public:
    // Remembers the decoding settings as preferences.
    explicit ChatSettings(parts::Settings &settings, QWidget *parent = nullptr);

    // Keep what is chosen when it is still there; emit nothing.
    void setModels(const QList<Choice> &choices);
    void setAdapters(const QList<Choice> &choices); // besides "none"
    void setPrompts(const QList<Choice> &choices); // besides "none"
    void setProfiles(const QList<Choice> &choices); // besides "none"

    QString model() const;
    QString adapter() const; // empty: the base model
    QString prompt() const; // empty: none, the model's default system message applies
    QString profile() const; // empty: none
    QString modelTitle() const;
    QString adapterTitle() const;
    void chooseModel(const QString &id);
    void chooseAdapter(const QString &id);
    void choosePrompt(const QString &id);
    void chooseProfile(const QString &id); // emits nothing

    run::DecodingSettings decoding() const;
    // A sentence about what the model is told, below the choices.
    void setProfileSummary(const QString &text);

Q_SIGNALS:
    void modelChanged();
    void adapterChanged();
    void promptChanged();
    void profileChanged();

private:
    QWidget *buildChoices();
    QWidget *buildDecoding();
    void readPreferences();
    void writePreferences();

    parts::Settings &m_settings;
    QComboBox *m_models = nullptr;
    QComboBox *m_adapters = nullptr;
    QComboBox *m_prompts = nullptr;
    QComboBox *m_profiles = nullptr;
    QLabel *m_profileSummary = nullptr;
    QCheckBox *m_sample = nullptr;
    QDoubleSpinBox *m_temperature = nullptr;
    QDoubleSpinBox *m_topP = nullptr;
    QSpinBox *m_maxTokens = nullptr;
    QSpinBox *m_seed = nullptr;
};

} // namespace chat
