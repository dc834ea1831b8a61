// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a training: the few that matter first, the rest under "More settings". Values in, values out.
#pragma once

#include "run/job_spec.h"
#include "ui/parts/data_choice.h"
#include "ui/parts/form_fields.h"

#include <QList>
#include <QStringList>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace parts {
class Fold;
class NumberEdit;
}

namespace training {

class TrainForm : public QWidget
{
    Q_OBJECT

public:
    explicit TrainForm(QWidget *parent = nullptr);

    // Keep what is chosen when it is still there; emit nothing.
    void setModels(const QList<parts::Choice> &models);
    void setPrompts(const QList<parts::Choice> &prompts);

    // Everything but the prompt's content: `prompt` stays empty, promptId() names it.
    run::TrainSpec spec() const;
    void setSpec(const run::TrainSpec &spec);
    QString promptId() const;
    void choosePrompt(const QString &id);
    void chooseModel(const QString &id); // one that is not in the list is added
    QString runName() const; // what the person typed, else suggestedName()
    QString suggestedName() const; // "r16 a32, lr 0.0003"
    void setRunName(const QString &name);
    parts::DataChoice &data() { return *m_data; }

    // Runs run::check over the fields and shows each problem where it belongs; true when there is none.
    bool validate();
    QStringList wrongFields() const { return m_wrong; } // as validate() found them
    // A problem found elsewhere (starting it). False when no field has that name.
    bool showProblem(const QString &field, const QString &sentence);
    QString problem(const QString &field) const;

Q_SIGNALS:
    void changed();
    void browseWanted(); // for a model that is not in the list

private:
    QWidget *buildPresets();
    QWidget *buildFirst();
    QWidget *buildMore();
    parts::FieldForm *formOf(const QString &field) const;
    void showDerived();
    void watch();

    QStringList m_wrong;
    QList<parts::FieldForm *> m_forms;
    parts::DataChoice *m_data = nullptr;
    parts::Fold *m_fold = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_model = nullptr;
    QComboBox *m_prompt = nullptr;
    QSpinBox *m_rank = nullptr;
    parts::NumberEdit *m_alpha = nullptr;
    parts::NumberEdit *m_dropout = nullptr;
    QList<QCheckBox *> m_targets;
    parts::NumberEdit *m_rate = nullptr;
    QDoubleSpinBox *m_epochs = nullptr;
    QSpinBox *m_maxSteps = nullptr;
    QSpinBox *m_cutoff = nullptr;
    QSpinBox *m_batch = nullptr;
    QSpinBox *m_accumulation = nullptr;
    QLabel *m_effective = nullptr;
    QCheckBox *m_packing = nullptr;
    QCheckBox *m_merge = nullptr;
    QComboBox *m_schedule = nullptr;
    parts::NumberEdit *m_warmup = nullptr;
    parts::NumberEdit *m_decay = nullptr;
    parts::NumberEdit *m_beta1 = nullptr;
    parts::NumberEdit *m_beta2 = nullptr;
    parts::NumberEdit *m_epsilon = nullptr;
    parts::NumberEdit *m_clip = nullptr;
    QComboBox *m_lossOn = nullptr;
    QSpinBox *m_seed = nullptr;
    QSpinBox *m_evalSteps = nullptr;
    QSpinBox *m_saveSteps = nullptr;
    QSpinBox *m_saveLimit = nullptr;
    QSpinBox *m_loggingSteps = nullptr;
    QComboBox *m_device = nullptr;
    QComboBox *m_compute = nullptr;
    QSpinBox *m_threads = nullptr;
};

} // namespace training
