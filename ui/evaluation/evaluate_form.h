// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered, by whom, how, and how the replies are scored. Values in, values out.
#pragma once

#include "run/dataset.h"
#include "run/job_spec.h"
#include "ui/parts/data_choice.h"
#include "ui/parts/form_fields.h"

#include <QList>
#include <QStringList>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace parts {
class NumberEdit;
}

namespace evaluation {

// Who answers: a base model, or one with the adapter of a run.
struct Subject
{
    QString title;
    QString model;
    QString adapter; // folder; empty: the base model
    QString run; // that made the adapter

    QString key() const { return adapter.isEmpty() ? model : adapter; }
};

// How replies become numbers.
struct ScoringAsk
{
    QString vector_file; // empty: workspace::defaultVectorFile()
    std::optional<double> g_score; // 20 to 100, as somebody entered it
    bool isPlain() const { return vector_file.isEmpty() && !g_score; }
};

struct EvaluateAsk
{
    run::PredictSpec spec; // the prompt's content stays empty
    QString prompt; // id; empty: as the adapter's run was trained
    QString data_run; // the split of this training; empty: `pick`
    parts::DataPick pick;
    run::Split part = run::Split::Test;
    QString name;
    ScoringAsk scoring;
};

class EvaluateForm : public QWidget
{
    Q_OBJECT

public:
    explicit EvaluateForm(QWidget *parent = nullptr);

    // Keep what is chosen when it is still there; emit nothing.
    void setSubjects(const QList<Subject> &subjects);
    // `usual`: what a base model is given unless another one is chosen.
    void setPrompts(const QList<parts::Choice> &prompts, const QString &usual);
    void setDataRuns(const QList<parts::Choice> &runs);
    void chooseSubject(const QString &key); // a model, or an adapter's folder
    void chooseSubjectOfRun(const QString &run);
    void choosePrompt(const QString &id);
    Subject subject() const;

    EvaluateAsk ask() const;
    parts::DataChoice &data() { return *m_data; }
    // What the data gives: dialogues and replies that will be made.
    void setAmount(const QString &text);
    // Shows each problem where it belongs; true when there is none.
    bool validate();
    QStringList wrongFields() const { return m_wrong; } // as validate() found them
    QString problem(const QString &field) const;
    bool showProblem(const QString &field, const QString &sentence);

Q_SIGNALS:
    void changed();

private:
    QWidget *buildWho();
    QWidget *buildWhat();
    QWidget *buildHow();
    QWidget *buildScoring();
    void subjectChanged();
    void showDependent();
    void watch();

    QStringList m_wrong;
    QList<parts::FieldForm *> m_forms;
    QList<Subject> m_subjects;
    QString m_usualPrompt;
    QLineEdit *m_name = nullptr;
    QComboBox *m_subject = nullptr;
    QComboBox *m_prompt = nullptr;
    QComboBox *m_dataFrom = nullptr;
    parts::DataChoice *m_data = nullptr;
    QComboBox *m_part = nullptr;
    QSpinBox *m_dialogues = nullptr;
    QSpinBox *m_replies = nullptr;
    QLabel *m_amount = nullptr;
    QComboBox *m_history = nullptr;
    QComboBox *m_sample = nullptr;
    QDoubleSpinBox *m_temperature = nullptr;
    QDoubleSpinBox *m_topP = nullptr;
    QSpinBox *m_newTokens = nullptr;
    QLineEdit *m_stop = nullptr;
    QSpinBox *m_seed = nullptr;
    QSpinBox *m_cutoff = nullptr;
    QComboBox *m_device = nullptr;
    QComboBox *m_compute = nullptr;
    QLineEdit *m_vectors = nullptr;
    parts::NumberEdit *m_gScore = nullptr;
};

} // namespace evaluation
