// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_form.h"

#include "ui/parts/error_text.h"
#include "ui/parts/flow_layout.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/text_format.h"
#include "ui/training/presets.h"
#include "ui/training/spec_problems.h"

#include "base/numbers.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace training {

using parts::FieldForm;
using parts::NumberEdit;

namespace {

QSpinBox *whole(int least, int most, int step = 1)
{
    auto *box = new QSpinBox;
    box->setRange(least, most);
    box->setSingleStep(step);
    return box;
}

QComboBox *choice()
{
    auto *combo = new QComboBox;
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(10);
    return combo;
}

void fill(QComboBox *combo, const QList<FormChoice> &choices)
{
    const QSignalBlocker blocker(combo);
    const QString chosen = combo->currentData().toString();
    combo->clear();
    for (const FormChoice &choice : choices) {
        combo->addItem(choice.title, choice.id);
        combo->setItemData(combo->count() - 1, choice.toolTip, Qt::ToolTipRole);
    }
    combo->setCurrentIndex(std::max(0, combo->findData(chosen)));
    if (choices.isEmpty())
        combo->setCurrentIndex(-1);
}

void select(QComboBox *combo, const QVariant &data)
{
    if (const int index = combo->findData(data); index >= 0)
        combo->setCurrentIndex(index);
}

// Nonsense typed into a number field must not become a number by accident.
double valueOf(const NumberEdit *edit) { return edit->number().value_or(std::numeric_limits<double>::quiet_NaN()); }

const char *const kTargets[] { "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj" };

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

QWidget *TrainForm::buildPresets()
{
    auto *row = new QWidget;
    auto *box = new QHBoxLayout(row);
    parts::setGaps(box, 1);
    QLabel *from = parts::mutedLabel(tr("Start from"));
    from->setWordWrap(false);
    box->addWidget(from);
    for (const Preset &preset : presets()) {
        QPushButton *button = parts::plainButton(preset.title);
        button->setToolTip(preset.meaning);
        button->setAccessibleDescription(preset.meaning);
        box->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, preset] {
            run::TrainSpec changed = spec();
            preset.apply(changed);
            setSpec(changed);
        });
    }
    box->addStretch();
    return row;
}

QWidget *TrainForm::buildFirst()
{
    m_name = new QLineEdit;
    m_model = choice();
    auto *models = new QWidget;
    auto *modelRow = new QHBoxLayout(models);
    parts::setGaps(modelRow, 1);
    modelRow->addWidget(m_model, 1);
    QToolButton *browse = parts::iconButton("document-open-folder", tr("Take a model from a folder or a .gguf file"));
    modelRow->addWidget(browse);
    models->setFocusProxy(m_model);
    m_prompt = choice();
    m_data = new parts::DataChoice;
    m_rank = whole(0, 1024);
    m_alpha = new NumberEdit;
    m_rate = new NumberEdit;
    m_epochs = new QDoubleSpinBox;
    m_epochs->setRange(0, 10000);
    m_epochs->setDecimals(2);
    m_maxSteps = whole(0, 1'000'000'000, 10);
    m_maxSteps->setSpecialValueText(tr("as the epochs say"));
    m_cutoff = whole(0, 1 << 20, 128);
    m_batch = whole(0, 4096);
    m_accumulation = whole(0, 65536);
    m_effective = parts::mutedLabel({});

    auto *first = new QWidget;
    auto *box = new QVBoxLayout(first);
    parts::setGaps(box, 1);
    auto *names = new FieldForm;
    names->addTitled("name", tr("Name of the run"), m_name);
    names->addField("base_model", models, tr("The model that is fine-tuned; it stays as it is, the adapter is kept beside it"));
    names->addTitled("prompt", tr("Prompt template"), m_prompt, tr("The system message of every dialogue, frozen with the run"));
    box->addWidget(names);
    box->addWidget(parts::headingLabel(tr("Data")));
    box->addWidget(m_data);
    box->addWidget(parts::headingLabel(tr("Adapter and training")));
    auto *numbers = new FieldForm;
    numbers->addField("lora_rank", m_rank, tr("Width of the adapter: more can learn more and needs more memory"));
    numbers->addField("lora_alpha", m_alpha, tr("The adapter's output is scaled by lora_alpha / lora_rank; twice the rank is usual"));
    numbers->addField("learning_rate", m_rate, tr("Largest step of the optimizer; 1e-4 to 3e-4 is usual for LoRA"));
    numbers->addField("num_train_epochs", m_epochs, tr("How often the whole training part is seen"));
    numbers->addField("max_steps", m_maxSteps, tr("Above 0: exactly so many optimizer steps, whatever the epochs say"));
    numbers->addField("cutoff_len", m_cutoff, tr("Longest dialogue in tokens; of a longer one the oldest turns are left out, never the prompt, never half a turn"));
    numbers->addField("per_device_train_batch_size", m_batch, tr("Rows that are computed at once; memory grows with it"));
    numbers->addField("gradient_accumulation_steps", m_accumulation, tr("Batches that are added up before the optimizer steps; costs no memory"));
    numbers->addWide(m_effective);
    box->addWidget(numbers);
    m_forms << names << &m_data->form() << numbers;
    connect(browse, &QToolButton::clicked, this, &TrainForm::browseWanted);
    return first;
}

QWidget *TrainForm::buildMore()
{
    m_dropout = new NumberEdit;
    auto *targets = new QWidget;
    auto *flow = new parts::FlowLayout(targets, parts::kGrid);
    for (const char *name : kTargets) {
        m_targets << new QCheckBox(QLatin1String(name));
        flow->addWidget(m_targets.last());
    }
    m_packing = new QCheckBox(tr("Several dialogues in one row"));
    m_merge = new QCheckBox(tr("Turns of one speaker in a row become one message"));
    m_schedule = choice();
    for (const char *name : { "cosine", "linear", "constant" })
        m_schedule->addItem(QLatin1String(name), QLatin1String(name));
    m_warmup = new NumberEdit;
    m_decay = new NumberEdit;
    m_beta1 = new NumberEdit;
    m_beta2 = new NumberEdit;
    m_epsilon = new NumberEdit;
    m_clip = new NumberEdit;
    m_lossOn = choice();
    m_lossOn->addItem(tr("Every supporter turn"), int(run::LossOn::EverySupporterTurn));
    m_lossOn->addItem(tr("The last supporter turn"), int(run::LossOn::LastSupporterTurn));
    m_seed = whole(0, 2'000'000'000);
    m_evalSteps = whole(0, 1'000'000'000, 10);
    m_evalSteps->setSpecialValueText(tr("first and last"));
    m_saveSteps = whole(0, 1'000'000'000, 10);
    m_saveSteps->setSpecialValueText(tr("at the end"));
    m_saveLimit = whole(1, 1000);
    m_loggingSteps = whole(1, 1'000'000);
    m_device = choice();
    for (const char *name : { "auto", "cpu", "cuda:0" })
        m_device->addItem(QLatin1String(name), QLatin1String(name));
    m_compute = choice();
    m_compute->addItem(tr("auto: what the machine does best"), int(run::ComputeType::Auto));
    m_compute->addItem(QStringLiteral("fp32"), int(run::ComputeType::Fp32));
    m_compute->addItem(QStringLiteral("bf16"), int(run::ComputeType::Bf16));
    m_threads = whole(0, 1024);
    m_threads->setSpecialValueText(tr("all cores"));

    auto *form = new FieldForm;
    form->addField("lora_dropout", m_dropout, tr("Share of the adapter's inputs that are dropped while training"));
    form->addField("lora_target", targets, tr("The linear layers that get an adapter"));
    form->addField("packing", m_packing, tr("Fills rows of cutoff_len with several dialogues that do not see each other: faster, same loss"));
    form->addField("merge_consecutive", m_merge, tr("Otherwise each turn is a message of its own"));
    form->addField("loss_on", m_lossOn, tr("What the model learns to say"));
    form->addField("lr_scheduler_type", m_schedule, tr("How the learning rate falls after the warm-up"));
    form->addField("warmup_ratio", m_warmup, tr("Share of the steps in which the learning rate rises"));
    form->addField("weight_decay", m_decay, tr("AdamW's decay of the weights"));
    form->addField("max_grad_norm", m_clip, tr("Gradients longer than this are shortened; 0: never"));
    form->addField("adam_beta1", m_beta1, tr("Memory of the gradient's mean"));
    form->addField("adam_beta2", m_beta2, tr("Memory of the gradient's square"));
    form->addField("adam_epsilon", m_epsilon, tr("Keeps AdamW's division finite"));
    form->addField("seed", m_seed, tr("Order of the dialogues, first weights of the adapter, dropout"));
    form->addField("eval_steps", m_evalSteps, tr("Steps between measurements of the evaluation loss"));
    form->addField("save_steps", m_saveSteps, tr("Steps between checkpoints, from which a run can go on"));
    form->addField("save_total_limit", m_saveLimit, tr("Older checkpoints are removed"));
    form->addField("logging_steps", m_loggingSteps, tr("Steps between points of the loss curve"));
    form->addField("device", m_device, tr("Where it is computed; one run a device at a time"));
    form->addField("compute_type", m_compute, tr("What the base model computes in; the adapter is trained in fp32"));
    form->addField("threads", m_threads, tr("Processor threads"));
    m_forms << form;
    return form;
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

void TrainForm::setModels(const QList<FormChoice> &models) { fill(m_model, models); }

void TrainForm::setPrompts(const QList<FormChoice> &prompts) { fill(m_prompt, prompts); }

QString TrainForm::promptId() const { return m_prompt->currentData().toString(); }

void TrainForm::choosePrompt(const QString &id) { select(m_prompt, id); }

void TrainForm::chooseModel(const QString &id)
{
    if (!id.isEmpty() && m_model->findData(id) < 0) {
        m_model->addItem(id.section(QLatin1Char('/'), -1), id);
        m_model->setItemData(m_model->count() - 1, id, Qt::ToolTipRole);
    }
    select(m_model, id);
}

QString TrainForm::suggestedName() const
{
    const auto text = [](const NumberEdit *edit) { return edit->number() ? QString::fromStdString(base::toText(*edit->number())) : edit->text(); };
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
    select(m_schedule, QString::fromStdString(s.lr_scheduler_type));
    m_warmup->setNumber(s.warmup_ratio);
    m_decay->setNumber(s.weight_decay);
    m_beta1->setNumber(s.adam_beta1);
    m_beta2->setNumber(s.adam_beta2);
    m_epsilon->setNumber(s.adam_epsilon);
    m_clip->setNumber(s.max_grad_norm);
    m_seed->setValue(int(s.seed));
    select(m_lossOn, int(s.loss_on));
    m_evalSteps->setValue(int(s.eval_steps));
    m_saveSteps->setValue(int(s.save_steps));
    m_saveLimit->setValue(s.save_total_limit);
    m_loggingSteps->setValue(int(s.logging_steps));
    select(m_device, QString::fromStdString(s.device));
    select(m_compute, int(s.compute_type));
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
    bool valid = true;
    for (const base::Error &error : problemsOf(spec())) {
        valid = false;
        showProblem(QString::fromStdString(error.subject), parts::errorText(error));
    }
    return valid;
}

} // namespace training
