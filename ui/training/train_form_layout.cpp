// SPDX-License-Identifier: GPL-3.0-or-later
// Which fields there are, in what order, and what they mean.
#include "ui/training/train_form.h"

#include "ui/parts/flow_layout.h"
#include "ui/parts/form_fields.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/number_edit.h"
#include "ui/training/presets.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

namespace training {

using parts::FieldForm;
using parts::NumberEdit;

namespace {
const char *const kTargets[] { "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj" };
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
    m_model = parts::choiceBox();
    auto *models = new QWidget;
    auto *modelRow = new QHBoxLayout(models);
    parts::setGaps(modelRow, 1);
    modelRow->addWidget(m_model, 1);
    QToolButton *browse = parts::iconButton("document-open-folder", tr("Take a model from a folder or a .gguf file"));
    modelRow->addWidget(browse);
    models->setFocusProxy(m_model);
    m_prompt = parts::choiceBox();
    m_data = new parts::DataChoice;
    m_rank = parts::wholeBox(0, 1024);
    m_alpha = new NumberEdit;
    m_rate = new NumberEdit;
    m_epochs = parts::fractionBox(0, 10000, 1);
    m_epochs->setDecimals(2);
    m_maxSteps = parts::wholeBox(0, 1'000'000'000, 10);
    m_maxSteps->setSpecialValueText(tr("as the epochs say"));
    m_cutoff = parts::wholeBox(0, 1 << 20, 128);
    m_batch = parts::wholeBox(0, 4096);
    m_accumulation = parts::wholeBox(0, 65536);
    m_effective = parts::mutedLabel({});

    auto *first = new QWidget;
    auto *box = new QVBoxLayout(first);
    parts::setGaps(box, 1);
    auto *names = new FieldForm;
    names->addTitled("name", tr("Name of the run"), m_name);
    names->addField("base_model", models, tr("The model that is fine-tuned; it stays as it is, the adapter is kept beside it"));
    names->addTitled("prompt", tr("Prompt template"), m_prompt, tr("The system message of every dialogue, frozen with the run"));
    box->addWidget(names);
    parts::addSection(box, tr("Data"));
    box->addWidget(m_data);
    parts::addSection(box, tr("Adapter and training"));
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
    m_merge = new QCheckBox(tr("Join turns of one speaker"));
    m_schedule = parts::choiceBox();
    for (const char *name : { "cosine", "linear", "constant" })
        m_schedule->addItem(QLatin1String(name), QLatin1String(name));
    m_warmup = new NumberEdit;
    m_decay = new NumberEdit;
    m_beta1 = new NumberEdit;
    m_beta2 = new NumberEdit;
    m_epsilon = new NumberEdit;
    m_clip = new NumberEdit;
    m_lossOn = parts::choiceBox();
    m_lossOn->addItem(tr("Every supporter turn"), int(run::LossOn::EverySupporterTurn));
    m_lossOn->addItem(tr("The last supporter turn"), int(run::LossOn::LastSupporterTurn));
    m_lossOn->addItem(tr("All but those marked as no example"), int(run::LossOn::ChosenTurns));
    m_seed = parts::wholeBox(0, 2'000'000'000);
    m_evalSteps = parts::wholeBox(0, 1'000'000'000, 10);
    m_evalSteps->setSpecialValueText(tr("first and last"));
    m_saveSteps = parts::wholeBox(0, 1'000'000'000, 10);
    m_saveSteps->setSpecialValueText(tr("at the end"));
    m_saveLimit = parts::wholeBox(1, 1000);
    m_loggingSteps = parts::wholeBox(1, 1'000'000);
    m_device = parts::choiceBox();
    for (const char *name : { "auto", "cpu", "cuda:0" })
        m_device->addItem(QLatin1String(name), QLatin1String(name));
    m_compute = parts::choiceBox();
    m_compute->addItem(tr("auto: what the machine does best"), int(run::ComputeType::Auto));
    m_compute->addItem(QStringLiteral("fp32"), int(run::ComputeType::Fp32));
    m_compute->addItem(QStringLiteral("bf16"), int(run::ComputeType::Bf16));
    m_threads = parts::wholeBox(0, 1024);
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

} // namespace training
