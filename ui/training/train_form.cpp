// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_form.h"

#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/text_format.h"
#include "ui/training/spec_problems.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace training {

using parts::FieldForm;
using parts::NumberEdit;

namespace {

// Nonsense typed into a number field must not become a number by accident.
double valueOf(const NumberEdit *edit) { return edit->number().value_or(std::numeric_limits<double>::quiet_NaN()); }

} // namespace

TrainForm::TrainForm(QWidget *parent)
    : QWidget(parent)
{
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 2);
    box->addWidget(buildPresets());
    box->addWidget(buildFirst());
    m_fold = new parts::Fold(tr("More settings"), buildMore());
    box->addWidget(m_fold);
    box->addStretch();
    setSpec({});
    watch();
}

void TrainForm::watch()
{
    const auto said = [this] {
        showDerived();
        Q_EMIT changed();
    };
    for (QSpinBox *box : findChildren<QSpinBox *>()) {
        if (!m_data->isAncestorOf(box))
            connect(box, &QSpinBox::valueChanged, this, said);
    }
    connect(m_epochs, &QDoubleSpinBox::valueChanged, this, said);
    for (NumberEdit *edit : findChildren<NumberEdit *>())
        connect(edit, &NumberEdit::numberChanged, this, said);
    for (QCheckBox *box : findChildren<QCheckBox *>())
        connect(box, &QCheckBox::toggled, this, said);
    for (QComboBox *combo : findChildren<QComboBox *>()) {
        if (!m_data->isAncestorOf(combo))
            connect(combo, &QComboBox::currentIndexChanged, this, said);
    }
    connect(m_data, &parts::DataChoice::changed, this, &TrainForm::changed);
    connect(m_name, &QLineEdit::textEdited, this, &TrainForm::changed);
}

void TrainForm::showDerived()
{
    m_epochs->setEnabled(m_maxSteps->value() == 0);
    m_effective->setText(tr("Effective batch: %1 × %2 = %3 rows of %4 tokens a step")
                             .arg(m_batch->value())
                             .arg(m_accumulation->value())
                             .arg(parts::countText(qint64(m_batch->value()) * m_accumulation->value()),
                                 parts::countText(m_cutoff->value())));
    m_name->setPlaceholderText(suggestedName());
}

void TrainForm::setModels(const QList<parts::Choice> &models) { parts::fillChoices(m_model, models); }

void TrainForm::setPrompts(const QList<parts::Choice> &prompts) { parts::fillChoices(m_prompt, prompts); }

QString TrainForm::promptId() const { return m_prompt->currentData().toString(); }

void TrainForm::choosePrompt(const QString &id) { parts::selectData(m_prompt, id); }

void TrainForm::chooseModel(const QString &id)
{
    if (!id.isEmpty() && m_model->findData(id) < 0) {
        m_model->addItem(id.section(QLatin1Char('/'), -1), id);
        m_model->setItemData(m_model->count() - 1, id, Qt::ToolTipRole);
    }
    parts::selectData(m_model, id);
}

QString TrainForm::suggestedName() const
{
    const auto text = [](const NumberEdit *edit) { return edit->number() ? parts::numberText(*edit->number()) : edit->text(); };
    return QStringLiteral("r%1 a%2 lr %3").arg(m_rank->value()).arg(text(m_alpha), text(m_rate));
}

QString TrainForm::runName() const
{
    const QString typed = m_name->text().trimmed();
    return typed.isEmpty() ? suggestedName() : typed;
}

void TrainForm::setRunName(const QString &name) { m_name->setText(name); }

run::TrainSpec TrainForm::spec() const
{
    run::TrainSpec s;
    s.base_model = m_model->currentData().toString().toStdString();
    s.lora_rank = m_rank->value();
    s.lora_alpha = valueOf(m_alpha);
    s.lora_dropout = valueOf(m_dropout);
    s.lora_target.clear();
    for (const QCheckBox *target : m_targets) {
        if (target->isChecked())
            s.lora_target.push_back(target->text().toStdString());
    }
    s.learning_rate = valueOf(m_rate);
    s.num_train_epochs = m_epochs->value();
    s.max_steps = m_maxSteps->value();
    s.per_device_train_batch_size = m_batch->value();
    s.gradient_accumulation_steps = m_accumulation->value();
    s.cutoff_len = m_cutoff->value();
    s.packing = m_packing->isChecked();
    s.lr_scheduler_type = m_schedule->currentData().toString().toStdString();
    s.warmup_ratio = valueOf(m_warmup);
    s.weight_decay = valueOf(m_decay);
    s.adam_beta1 = valueOf(m_beta1);
    s.adam_beta2 = valueOf(m_beta2);
    s.adam_epsilon = valueOf(m_epsilon);
    s.max_grad_norm = valueOf(m_clip);
    s.seed = m_seed->value();
    s.loss_on = run::LossOn(m_lossOn->currentData().toInt());
    s.merge_consecutive = m_merge->isChecked();
    s.eval_steps = m_evalSteps->value();
    s.save_steps = m_saveSteps->value();
    s.save_total_limit = m_saveLimit->value();
    s.logging_steps = m_loggingSteps->value();
    s.device = m_device->currentData().toString().toStdString();
    s.compute_type = run::ComputeType(m_compute->currentData().toInt());
    s.threads = m_threads->value();
    return s;
}

void TrainForm::setSpec(const run::TrainSpec &s)
{
    const bool blocked = blockSignals(true);
    chooseModel(QString::fromStdString(s.base_model));
    m_rank->setValue(s.lora_rank);
    m_alpha->setNumber(s.lora_alpha);
    m_dropout->setNumber(s.lora_dropout);
    for (QCheckBox *target : std::as_const(m_targets))
        target->setChecked(std::find(s.lora_target.begin(), s.lora_target.end(), target->text().toStdString()) != s.lora_target.end());
    m_rate->setNumber(s.learning_rate);
    m_epochs->setValue(s.num_train_epochs);
    m_maxSteps->setValue(int(s.max_steps));
    m_batch->setValue(s.per_device_train_batch_size);
    m_accumulation->setValue(s.gradient_accumulation_steps);
    m_cutoff->setValue(s.cutoff_len);
    m_packing->setChecked(s.packing);
    m_merge->setChecked(s.merge_consecutive);
    parts::selectData(m_schedule, QString::fromStdString(s.lr_scheduler_type));
    m_warmup->setNumber(s.warmup_ratio);
    m_decay->setNumber(s.weight_decay);
    m_beta1->setNumber(s.adam_beta1);
    m_beta2->setNumber(s.adam_beta2);
    m_epsilon->setNumber(s.adam_epsilon);
    m_clip->setNumber(s.max_grad_norm);
    m_seed->setValue(int(s.seed));
    parts::selectData(m_lossOn, int(s.loss_on));
    m_evalSteps->setValue(int(s.eval_steps));
    m_saveSteps->setValue(int(s.save_steps));
    m_saveLimit->setValue(s.save_total_limit);
    m_loggingSteps->setValue(int(s.logging_steps));
    parts::selectData(m_device, QString::fromStdString(s.device));
    parts::selectData(m_compute, int(s.compute_type));
    m_threads->setValue(s.threads);
    showDerived();
    blockSignals(blocked);
    Q_EMIT changed();
}

FieldForm *TrainForm::formOf(const QString &field) const
{
    const auto found = std::find_if(m_forms.begin(), m_forms.end(), [&](const FieldForm *form) { return form->hasField(field); });
    return found == m_forms.end() ? nullptr : *found;
}

bool TrainForm::showProblem(const QString &field, const QString &sentence)
{
    FieldForm *form = formOf(field);
    if (!form)
        return false;
    form->setProblem(field, sentence);
    if (form == m_forms.last())
        m_fold->setOpen(true);
    return true;
}

QString TrainForm::problem(const QString &field) const
{
    const FieldForm *form = formOf(field);
    return form ? form->problem(field) : QString();
}

bool TrainForm::validate()
{
    for (FieldForm *form : std::as_const(m_forms))
        form->clearProblems();
    m_wrong.clear();
    for (const base::Error &error : problemsOf(spec())) {
        m_wrong << QString::fromStdString(error.subject);
        showProblem(m_wrong.last(), parts::problemText(error));
    }
    return m_wrong.isEmpty();
}

} // namespace training
