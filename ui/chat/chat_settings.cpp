// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_settings.h"

#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/setting.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace chat {

namespace {

using parts::Drawer;
using parts::Setting;

const Setting<bool> kSample { Drawer::Preferences, "chat/do_sample", true };
const Setting<double> kTemperature { Drawer::Preferences, "chat/temperature", 0.7 };
const Setting<double> kTopP { Drawer::Preferences, "chat/top_p", 0.9 };
const Setting<int> kMaxNewTokens { Drawer::Preferences, "chat/max_new_tokens", 192 };
const Setting<int> kSeed { Drawer::Preferences, "chat/seed", 42 };

QComboBox *combo(const QString &name)
{
    QComboBox *made = parts::choiceBox();
    made->setAccessibleName(name);
    return made;
}

// The names of the fields as specs have them; they are not translated.
void addField(QFormLayout *form, const char *name, QWidget *field, const QString &meaning)
{
    auto *label = new QLabel(QLatin1String(name));
    label->setFont(parts::codeFont());
    label->setBuddy(field);
    label->setToolTip(meaning);
    field->setToolTip(meaning);
    field->setAccessibleName(meaning);
    form->addRow(label, field);
}

} // namespace

ChatSettings::ChatSettings(parts::Settings &settings, QWidget *parent)
    : QScrollArea(parent)
    , m_settings(settings)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new QWidget;
    auto *box = new QVBoxLayout(page);
    parts::setGaps(box, 2, 2);
    box->addWidget(buildChoices());
    box->addWidget(parts::separator(Qt::Horizontal));
    box->addWidget(parts::headingLabel(tr("Decoding")));
    box->addWidget(buildDecoding());
    box->addStretch();
    setWidget(page);
    readPreferences();
}

QWidget *ChatSettings::buildChoices()
{
    m_models = combo(tr("Base model"));
    m_adapters = combo(tr("Adapter"));
    m_prompts = combo(tr("Prompt template"));
    m_profiles = combo(tr("Seeker's profile"));
    m_profileSummary = parts::mutedLabel({});
    parts::fillChoices(m_adapters, {}, tr("None (the base model)"));
    parts::fillChoices(m_prompts, {}, tr("None"));
    parts::fillChoices(m_profiles, {}, tr("None"));
    auto *choices = new QWidget;
    auto *box = new QVBoxLayout(choices);
    parts::setGaps(box, 0);
    const auto add = [box](const QString &title, QComboBox *field) {
        QLabel *label = parts::mutedLabel(title);
        label->setBuddy(field);
        box->addWidget(label);
        box->addSpacing(parts::kGrid / 2);
        box->addWidget(field);
        box->addSpacing(parts::kGrid + parts::kGrid / 2);
    };
    add(tr("Base model"), m_models);
    add(tr("Adapter"), m_adapters);
    add(tr("Prompt template"), m_prompts);
    add(tr("Seeker's profile"), m_profiles);
    box->addWidget(m_profileSummary);
    connect(m_models, &QComboBox::currentIndexChanged, this, &ChatSettings::modelChanged);
    connect(m_adapters, &QComboBox::currentIndexChanged, this, &ChatSettings::adapterChanged);
    connect(m_prompts, &QComboBox::currentIndexChanged, this, &ChatSettings::promptChanged);
    connect(m_profiles, &QComboBox::currentIndexChanged, this, &ChatSettings::profileChanged);
    return choices;
}

QWidget *ChatSettings::buildDecoding()
{
    m_sample = new QCheckBox(tr("Sample"));
    m_temperature = parts::fractionBox(0.05, 2.0, 0.05);
    m_topP = parts::fractionBox(0.05, 1.0, 0.05);
    m_maxTokens = parts::wholeBox(1, 4096, 32);
    m_seed = parts::wholeBox(0, 2'000'000'000);
    auto *decoding = new QWidget;
    auto *form = new QFormLayout(decoding);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(parts::kGrid);
    form->setHorizontalSpacing(parts::kGrid);
    addField(form, "do_sample", m_sample, tr("Draw replies by chance; off: always the likeliest token (greedy)"));
    addField(form, "temperature", m_temperature, tr("Lower is calmer, higher is more varied"));
    addField(form, "top_p", m_topP, tr("Draw only among the likeliest tokens that together have this share"));
    addField(form, "max_new_tokens", m_maxTokens, tr("Longest reply, in tokens"));
    addField(form, "seed", m_seed, tr("The same seed gives the same reply"));
    connect(m_sample, &QCheckBox::toggled, this, &ChatSettings::writePreferences);
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &ChatSettings::writePreferences);
    connect(m_topP, &QDoubleSpinBox::valueChanged, this, &ChatSettings::writePreferences);
    connect(m_maxTokens, &QSpinBox::valueChanged, this, &ChatSettings::writePreferences);
    connect(m_seed, &QSpinBox::valueChanged, this, &ChatSettings::writePreferences);
    return decoding;
}

void ChatSettings::readPreferences()
{
    const QSignalBlocker blockers[] { QSignalBlocker(m_sample), QSignalBlocker(m_temperature), QSignalBlocker(m_topP),
        QSignalBlocker(m_maxTokens), QSignalBlocker(m_seed) };
    m_sample->setChecked(m_settings.value(kSample));
    m_temperature->setValue(m_settings.value(kTemperature));
    m_topP->setValue(m_settings.value(kTopP));
    m_maxTokens->setValue(m_settings.value(kMaxNewTokens));
    m_seed->setValue(m_settings.value(kSeed));
    m_temperature->setEnabled(m_sample->isChecked());
    m_topP->setEnabled(m_sample->isChecked());
}

void ChatSettings::writePreferences()
{
    m_settings.set(kSample, m_sample->isChecked());
    m_settings.set(kTemperature, m_temperature->value());
    m_settings.set(kTopP, m_topP->value());
    m_settings.set(kMaxNewTokens, m_maxTokens->value());
    m_settings.set(kSeed, m_seed->value());
    m_temperature->setEnabled(m_sample->isChecked());
    m_topP->setEnabled(m_sample->isChecked());
}

void ChatSettings::setModels(const QList<Choice> &choices) { parts::fillChoices(m_models, choices, {}); }
void ChatSettings::setAdapters(const QList<Choice> &choices) { parts::fillChoices(m_adapters, choices, tr("None (the base model)")); }
void ChatSettings::setPrompts(const QList<Choice> &choices) { parts::fillChoices(m_prompts, choices, tr("None")); }
void ChatSettings::setProfiles(const QList<Choice> &choices) { parts::fillChoices(m_profiles, choices, tr("None")); }

QString ChatSettings::model() const { return m_models->currentData().toString(); }
QString ChatSettings::adapter() const { return m_adapters->currentData().toString(); }
QString ChatSettings::prompt() const { return m_prompts->currentData().toString(); }
QString ChatSettings::profile() const { return m_profiles->currentData().toString(); }
QString ChatSettings::modelTitle() const { return m_models->currentText(); }
QString ChatSettings::adapterTitle() const { return adapter().isEmpty() ? QString() : m_adapters->currentText(); }

void ChatSettings::chooseModel(const QString &id) { parts::selectData(m_models, id); }
void ChatSettings::chooseAdapter(const QString &id) { parts::selectData(m_adapters, id); }
void ChatSettings::choosePrompt(const QString &id) { parts::selectData(m_prompts, id); }

void ChatSettings::chooseProfile(const QString &id)
{
    const QSignalBlocker blocker(m_profiles);
    parts::selectData(m_profiles, id);
}

void ChatSettings::setProfileSummary(const QString &text) { m_profileSummary->setText(text); }

run::DecodingSettings ChatSettings::decoding() const
{
    run::DecodingSettings decoding;
    decoding.do_sample = m_sample->isChecked();
    decoding.temperature = m_temperature->value();
    decoding.top_p = m_topP->value();
    decoding.max_new_tokens = m_maxTokens->value();
    decoding.seed = m_seed->value();
    return decoding;
}

} // namespace chat
