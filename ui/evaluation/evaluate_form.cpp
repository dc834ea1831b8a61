// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluation/evaluate_form.h"

#include "ui/parts/form_fields.h"
#include "ui/parts/look.h"
#include "ui/parts/number_edit.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace evaluation {

using parts::FieldForm;

EvaluateForm::EvaluateForm(QWidget *parent)
    : QWidget(parent)
{
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 1);
    box->addWidget(buildWho());
    parts::addSection(box, tr("Data"));
    box->addWidget(buildWhat());
    parts::addSection(box, tr("Replies"));
    box->addWidget(buildHow());
    parts::addSection(box, tr("Scores"));
    box->addWidget(buildScoring());
    box->addStretch();
    watch();
    showDependent();
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
        parts::selectData(m_dataFrom, chosen.run);
        m_prompt->setCurrentIndex(0);
    } else if (m_prompt->currentIndex() <= 0) {
        parts::selectData(m_prompt, m_usualPrompt);
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
    const QString part = m_part->currentText().section(QLatin1Char('('), 0, 0).trimmed().toLower();
    m_name->setPlaceholderText(chosen.title.isEmpty() ? QString() : tr("%1 on %2").arg(chosen.title, part));
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

void EvaluateForm::setPrompts(const QList<parts::Choice> &prompts, const QString &usual)
{
    m_usualPrompt = usual;
    parts::fillChoices(m_prompt, prompts, tr("As it was trained"));
}

void EvaluateForm::setDataRuns(const QList<parts::Choice> &runs) { parts::fillChoices(m_dataFrom, runs, tr("The workspace")); }

void EvaluateForm::chooseSubject(const QString &key) { parts::selectData(m_subject, key); }

void EvaluateForm::chooseSubjectOfRun(const QString &run)
{
    for (qsizetype i = 0; i < m_subjects.size(); ++i) {
        if (m_subjects[i].run == run)
            m_subject->setCurrentIndex(int(i));
    }
}

void EvaluateForm::choosePrompt(const QString &id) { parts::selectData(m_prompt, id); }

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

QString EvaluateForm::problem(const QString &field) const
{
    const auto found = std::find_if(m_forms.begin(), m_forms.end(), [&](const FieldForm *form) { return form->hasField(field); });
    return found == m_forms.end() ? QString() : (*found)->problem(field);
}

bool EvaluateForm::validate()
{
    for (FieldForm *form : std::as_const(m_forms))
        form->clearProblems();
    m_wrong.clear();
    const EvaluateAsk asked = ask();
    const auto refuse = [this](const QString &field, const QString &why) {
        showProblem(field, why);
        m_wrong << field;
    };
    try {
        run::check(asked.spec);
    } catch (const base::Failure &failure) {
        refuse(parts::fromUtf8(failure.error().subject), parts::problemText(failure.error()));
    }
    if (asked.prompt.isEmpty() && subject().adapter.isEmpty())
        refuse(QStringLiteral("prompt"), tr("A base model has no prompt of its own: choose one."));
    if (!asked.scoring.vector_file.isEmpty() && !QFileInfo(asked.scoring.vector_file).isFile())
        refuse(QStringLiteral("vector_file"), tr("There is no such file."));
    const bool typed = !m_gScore->text().trimmed().isEmpty();
    if (typed && !(asked.scoring.g_score.value_or(0) >= 20 && asked.scoring.g_score.value_or(0) <= 100))
        refuse(QStringLiteral("g_score"), tr("A number from 20 to 100: the mean mark / 5 x 100."));
    return m_wrong.isEmpty();
}

} // namespace evaluation
