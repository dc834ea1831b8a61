// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluate_form.h"

#include "ui/parts/error_text.h"
#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace evaluation {

using parts::FieldForm;

namespace {

QComboBox *choice()
{
    auto *combo = new QComboBox;
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(10);
    return combo;
}

QSpinBox *count(const QString &zero)
{
    auto *box = new QSpinBox;
    box->setRange(0, 1'000'000);
    box->setSpecialValueText(zero);
    return box;
}

QDoubleSpinBox *fraction(double least, double most)
{
    auto *box = new QDoubleSpinBox;
    box->setRange(least, most);
    box->setSingleStep(0.05);
    return box;
}

void fill(QComboBox *combo, const QList<NamedChoice> &choices, const QString &none)
{
    const QSignalBlocker blocker(combo);
    const QString chosen = combo->currentData().toString();
    combo->clear();
    if (!none.isEmpty())
        combo->addItem(none, QString());
    for (const NamedChoice &choice : choices)
        combo->addItem(choice.title, choice.id);
    combo->setCurrentIndex(std::max(0, combo->findData(chosen)));
}

void select(QComboBox *combo, const QVariant &data)
{
    if (const int index = combo->findData(data); index >= 0)
        combo->setCurrentIndex(index);
}

} // namespace

EvaluateForm::EvaluateForm(QWidget *parent)
    : QWidget(parent)
{
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 1);
    box->addWidget(buildWho());
    box->addWidget(parts::headingLabel(tr("Data")));
    box->addWidget(buildWhat());
    box->addWidget(parts::headingLabel(tr("Replies")));
    box->addWidget(buildHow());
    box->addWidget(parts::headingLabel(tr("Scores")));
    box->addWidget(buildScoring());
    box->addStretch();
    watch();
    showDependent();
}

QWidget *EvaluateForm::buildWho()
{
    m_name = new QLineEdit;
    m_subject = choice();
    m_prompt = choice();
    auto *form = new FieldForm;
    form->addTitled("name", tr("Name of the run"), m_name);
    form->addTitled("base_model", tr("Model or adapter"), m_subject, tr("A base model, or the adapter of a training"));
    form->addTitled("prompt", tr("Prompt template"), m_prompt, tr("The system message before every dialogue, frozen with the run"));
    m_forms << form;
    return form;
}

QWidget *EvaluateForm::buildWhat()
{
    m_dataFrom = choice();
    m_dataFrom->addItem(tr("The workspace"), QString());
    m_data = new parts::DataChoice;
    m_part = choice();
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
    m_history = choice();
    m_history->addItem(tr("gold: the file's replies"), int(run::History::Gold));
    m_history->addItem(tr("own: the model's replies"), int(run::History::Own));
    m_sample = choice();
    m_sample->addItem(tr("greedy: the likeliest"), false);
    m_sample->addItem(tr("sampled: by chance"), true);
    m_temperature = fraction(0.01, 10);
    m_temperature->setValue(0.7);
    m_topP = fraction(0.01, 1);
    m_topP->setValue(0.9);
    m_newTokens = new QSpinBox;
    m_newTokens->setRange(0, 32768);
    m_newTokens->setValue(128);
    m_stop = new QLineEdit;
    m_stop->setPlaceholderText(tr("none besides the end of the turn"));
    m_seed = new QSpinBox;
    m_seed->setRange(0, 2'000'000'000);
    m_seed->setValue(42);
    m_cutoff = new QSpinBox;
    m_cutoff->setRange(0, 1 << 20);
    m_cutoff->setSingleStep(128);
    m_cutoff->setValue(2048);
    m_device = choice();
    for (const char *name : { "auto", "cpu", "cuda:0" })
        m_device->addItem(QLatin1String(name), QLatin1String(name));
    m_compute = choice();
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
    m_vectors->setPlaceholderText(tr("none: Vector Extrema stays missing"));
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
        auto *dialog = new QFileDialog(this, tr("Word vectors: one word and its numbers a line"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
            m_vectors->setText(path);
            Q_EMIT changed();
        });
        dialog->open();
    });
    return form;
}

void EvaluateForm::watch()
{
    const auto said = [this] {
        showDependent();
        Q_EMIT changed();
    };
    for (QSpinBox *box : findChildren<QSpinBox *>()) {
        if (!m_data->isAncestorOf(box))
            connect(box, &QSpinBox::valueChanged, this, said);
    }
    for (QDoubleSpinBox *box : findChildren<QDoubleSpinBox *>())
        connect(box, &QDoubleSpinBox::valueChanged, this, said);
    for (QComboBox *combo : findChildren<QComboBox *>()) {
        if (!m_data->isAncestorOf(combo) && combo != m_subject)
            connect(combo, &QComboBox::currentIndexChanged, this, said);
    }
    connect(m_subject, &QComboBox::currentIndexChanged, this, [this, said] {
        subjectChanged();
        said();
    });
    for (QLineEdit *edit : { m_stop, m_vectors, static_cast<QLineEdit *>(m_gScore), m_name })
        connect(edit, &QLineEdit::textEdited, this, said);
    connect(m_data, &parts::DataChoice::changed, this, &EvaluateForm::changed);
}

Subject EvaluateForm::subject() const { return m_subjects.value(m_subject->currentIndex()); }

// An adapter is answered for with what its training left for the test, under its own prompt.
void EvaluateForm::subjectChanged()
{
    const QSignalBlocker a(m_dataFrom), b(m_prompt);
    const Subject chosen = subject();
    if (!chosen.run.isEmpty()) {
        select(m_dataFrom, chosen.run);
        m_prompt->setCurrentIndex(0);
    } else if (m_prompt->currentIndex() <= 0) {
        select(m_prompt, m_usualPrompt);
    }
}

void EvaluateForm::showDependent()
{
    const bool samples = m_sample->currentData().toBool();
    m_temperature->setEnabled(samples);
    m_topP->setEnabled(samples);
    m_seed->setEnabled(samples);
    m_data->setVisible(m_dataFrom->currentData().toString().isEmpty());
    const Subject chosen = subject();
    m_name->setPlaceholderText(tr("%1 on %2").arg(chosen.title, m_part->currentText().section(QLatin1Char('('), 0, 0).trimmed().toLower()));
}

void EvaluateForm::setSubjects(const QList<Subject> &subjects)
{
    const QSignalBlocker blocker(m_subject);
    const QString chosen = subject().key();
    m_subjects = subjects;
    m_subject->clear();
    for (const Subject &one : subjects) {
        m_subject->addItem(one.title, one.key());
        m_subject->setItemData(m_subject->count() - 1, one.key(), Qt::ToolTipRole);
    }
    m_subject->setCurrentIndex(subjects.isEmpty() ? -1 : std::max(0, m_subject->findData(chosen)));
    if (subject().key() != chosen)
        subjectChanged();
    showDependent();
}

void EvaluateForm::setPrompts(const QList<NamedChoice> &prompts, const QString &usual)
{
    m_usualPrompt = usual;
    fill(m_prompt, prompts, tr("As it was trained"));
}

void EvaluateForm::setDataRuns(const QList<NamedChoice> &runs) { fill(m_dataFrom, runs, tr("The workspace")); }

void EvaluateForm::chooseSubject(const QString &key) { select(m_subject, key); }

void EvaluateForm::chooseSubjectOfRun(const QString &run)
{
    for (qsizetype i = 0; i < m_subjects.size(); ++i) {
        if (m_subjects[i].run == run)
            m_subject->setCurrentIndex(int(i));
    }
}

void EvaluateForm::choosePrompt(const QString &id) { select(m_prompt, id); }

EvaluateAsk EvaluateForm::ask() const
{
    EvaluateAsk ask;
    const Subject who = subject();
    ask.spec.base_model = parts::toUtf8(who.model);
    ask.spec.adapter = parts::toUtf8(who.adapter);
    ask.spec.history = run::History(m_history->currentData().toInt());
    ask.spec.cutoff_len = m_cutoff->value();
    ask.spec.max_dialogues = m_dialogues->value();
    ask.spec.max_replies_per_dialogue = m_replies->value();
    ask.spec.device = parts::toUtf8(m_device->currentData().toString());
    ask.spec.compute_type = run::ComputeType(m_compute->currentData().toInt());
    run::DecodingSettings &decoding = ask.spec.decoding;
    decoding.do_sample = m_sample->currentData().toBool();
    decoding.temperature = m_temperature->value();
    decoding.top_p = m_topP->value();
    decoding.max_new_tokens = m_newTokens->value();
    decoding.seed = m_seed->value();
    for (const QString &stop : m_stop->text().split(QLatin1Char('|'), Qt::SkipEmptyParts))
        decoding.stop.push_back(parts::toUtf8(stop));
    ask.prompt = m_prompt->currentData().toString();
    ask.data_run = m_dataFrom->currentData().toString();
    ask.pick = m_data->pick();
    ask.part = run::Split(m_part->currentData().toInt());
    ask.name = m_name->text().trimmed().isEmpty() ? m_name->placeholderText() : m_name->text().trimmed();
    ask.scoring = { m_vectors->text().trimmed(), m_gScore->number() };
    return ask;
}

void EvaluateForm::setAmount(const QString &text) { m_amount->setText(text); }

bool EvaluateForm::showProblem(const QString &field, const QString &sentence)
{
    for (FieldForm *form : std::as_const(m_forms)) {
        if (form->hasField(field)) {
            form->setProblem(field, sentence);
            return true;
        }
    }
    return false;
}

bool EvaluateForm::validate()
{
    for (FieldForm *form : std::as_const(m_forms))
        form->clearProblems();
    const EvaluateAsk asked = ask();
    bool valid = true;
    const auto refuse = [&](const char *field, const QString &why) {
        showProblem(QLatin1String(field), why);
        valid = false;
    };
    try {
        run::check(asked.spec);
    } catch (const base::Failure &failure) {
        refuse(failure.error().subject.c_str(), parts::errorText(failure.error()));
    }
    if (asked.prompt.isEmpty() && subject().adapter.isEmpty())
        refuse("prompt", tr("A base model has no prompt of its own: choose one."));
    if (!asked.scoring.vector_file.isEmpty() && !QFileInfo(asked.scoring.vector_file).isFile())
        refuse("vector_file", tr("There is no such file."));
    const bool typed = !m_gScore->text().trimmed().isEmpty();
    if (typed && !(asked.scoring.g_score.value_or(0) >= 20 && asked.scoring.g_score.value_or(0) <= 100))
        refuse("g_score", tr("A number from 20 to 100: the mean mark / 5 x 100."));
    return valid;
}

} // namespace evaluation
