// SPDX-License-Identifier: GPL-3.0-or-later
// Which fields there are, in what order, and what they mean.
#include "ui/evaluation/evaluate_form.h"

#include "ui/parts/file_dialog.h"
#include "ui/parts/form_fields.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/text_format.h"
#include "workspace/scoring.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>

namespace evaluation {

using parts::FieldForm;

namespace {

QSpinBox *count(const QString &zero)
{
    QSpinBox *box = parts::wholeBox(0, 1'000'000);
    box->setSpecialValueText(zero);
    return box;
}

} // namespace

QWidget *EvaluateForm::buildWho()
{
    m_name = new QLineEdit;
    m_subject = parts::choiceBox();
    m_prompt = parts::choiceBox();
    auto *form = new FieldForm;
    form->addTitled("name", tr("Name of the run"), m_name);
    form->addTitled("base_model", tr("Model or adapter"), m_subject, tr("A base model, or the adapter of a training"));
    form->addTitled("prompt", tr("Prompt template"), m_prompt, tr("The system message before every dialogue, frozen with the run"));
    m_forms << form;
    return form;
}

QWidget *EvaluateForm::buildWhat()
{
    m_dataFrom = parts::choiceBox();
    m_dataFrom->addItem(tr("The workspace"), QString());
    m_data = new parts::DataChoice;
    m_part = parts::choiceBox();
    m_part->addItem(tr("Test"), int(run::Split::Test));
    m_part->addItem(tr("Validation"), int(run::Split::Validation));
    m_part->addItem(tr("Train (seen before)"), int(run::Split::Train));
    m_dialogues = count(tr("all"));
    m_replies = count(tr("all"));
    m_amount = parts::mutedLabel({});
    auto *what = new QWidget;
    auto *box = new QVBoxLayout(what);
    parts::setGaps(box, 1);
    auto *from = new FieldForm;
    from->addTitled("data", tr("Taken from"), m_dataFrom, tr("The frozen data of a training with its split, or the workspace as it is now"));
    auto *amount = new FieldForm;
    amount->addTitled("part", tr("Part"), m_part);
    amount->addField("max_dialogues", m_dialogues, tr("Answers only the first so many dialogues"));
    amount->addField("max_replies_per_dialogue", m_replies, tr("Answers only the first so many supporter turns of each dialogue"));
    amount->addWide(m_amount);
    box->addWidget(from);
    box->addWidget(m_data);
    box->addWidget(amount);
    m_forms << from << &m_data->form() << amount;
    return what;
}

QWidget *EvaluateForm::buildHow()
{
    m_history = parts::choiceBox();
    m_history->addItem(tr("gold: the file's replies"), int(run::History::Gold));
    m_history->addItem(tr("own: the model's replies"), int(run::History::Own));
    m_sample = parts::choiceBox();
    m_sample->addItem(tr("greedy: the likeliest"), false);
    m_sample->addItem(tr("sampled: by chance"), true);
    m_temperature = parts::fractionBox(0.01, 10, 0.05);
    m_temperature->setValue(0.7);
    m_topP = parts::fractionBox(0.01, 1, 0.05);
    m_topP->setValue(0.9);
    m_newTokens = parts::wholeBox(0, 32768);
    m_newTokens->setValue(128);
    m_stop = new QLineEdit;
    m_stop->setPlaceholderText(tr("none besides the end of the turn"));
    m_seed = parts::wholeBox(0, 2'000'000'000);
    m_seed->setValue(42);
    m_cutoff = parts::wholeBox(0, 1 << 20, 128);
    m_cutoff->setValue(2048);
    m_device = parts::choiceBox();
    for (const char *name : { "auto", "cpu", "cuda:0" })
        m_device->addItem(QLatin1String(name), QLatin1String(name));
    m_compute = parts::choiceBox();
    m_compute->addItem(QStringLiteral("auto"), int(run::ComputeType::Auto));
    m_compute->addItem(QStringLiteral("fp32"), int(run::ComputeType::Fp32));
    m_compute->addItem(QStringLiteral("bf16"), int(run::ComputeType::Bf16));
    auto *form = new FieldForm;
    form->addField("history", m_history, tr("What stands before a reply"));
    form->addField("do_sample", m_sample, tr("How the next token is chosen"));
    form->addField("temperature", m_temperature, tr("Lower is calmer, higher is more varied; it drives Distinct up"));
    form->addField("top_p", m_topP, tr("Draw only among the likeliest tokens that together have this share"));
    form->addField("max_new_tokens", m_newTokens, tr("Longest reply in tokens"));
    form->addField("stop", m_stop, tr("A reply also ends before any of these texts; separate them by |"));
    form->addField("seed", m_seed, tr("The same seed gives the same replies"));
    form->addField("cutoff_len", m_cutoff, tr("Tokens of prompt and reply together; the oldest turns are left out"));
    form->addField("device", m_device, tr("Where it is computed"));
    form->addField("compute_type", m_compute, tr("What the model computes in"));
    m_forms << form;
    return form;
}

QWidget *EvaluateForm::buildScoring()
{
    auto *definition = new QLabel(QStringLiteral("official@1"));
    definition->setToolTip(tr("The shared task's definition: BLEU-4, METEOR, ROUGE-L, Vector Extrema, Distinct-2, Distinct-3, G-Score and their Total"));
    m_vectors = new QLineEdit;
    m_vectors->setAccessibleName(tr("Word vectors"));
    const std::filesystem::path vectors = workspace::defaultVectorFile();
    m_vectors->setPlaceholderText(vectors.empty() ? tr("none: Vector Extrema stays missing")
                                                  : tr("%1, unless a file is named").arg(parts::fromUtf8(vectors.filename().string())));
    auto *file = new QWidget;
    auto *row = new QHBoxLayout(file);
    parts::setGaps(row, 1);
    row->addWidget(m_vectors, 1);
    QToolButton *browse = parts::iconButton("document-open", tr("Choose a file of word vectors"));
    row->addWidget(browse);
    file->setFocusProxy(m_vectors);
    m_gScore = new parts::NumberEdit;
    m_gScore->clear();
    m_gScore->setPlaceholderText(tr("none: 20 to 100"));
    auto *form = new FieldForm;
    form->addTitled("definition", tr("Definition"), definition);
    form->addTitled("vector_file", tr("Word vectors"), file, parts::metricFormula(QStringLiteral("vector_extrema")));
    form->addTitled("g_score", tr("G-Score"), m_gScore, parts::metricFormula(QStringLiteral("g_score")));
    m_forms << form;
    connect(browse, &QToolButton::clicked, this, [this] {
        QFileDialog *dialog = parts::newFileDialog(this, tr("Word vectors: one word and its numbers a line"));
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
            m_vectors->setText(path);
            Q_EMIT changed();
        });
        dialog->open();
    });
    return form;
}

} // namespace evaluation
