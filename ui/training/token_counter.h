// SPDX-License-Identifier: GPL-3.0-or-later
// Freezes and counts what a training would take, beside the ui thread; only the latest question matters.
#pragma once

#include "ui/parts/data_choice.h"
#include "ui/parts/latest_job.h"
#include "ui/training/preflight.h"
#include "workspace/freeze.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>

namespace training {

struct CountQuestion
{
    std::filesystem::path workspace;
    parts::DataPick pick;
    text::PromptTemplate prompt;
    run::TrainSpec spec;
    quint64 edition = 0; // of the dialogues: raised when they were edited

    // Whether both give the same counts.
    bool sameAs(const CountQuestion &other) const;
};

struct Counted
{
    workspace::Frozen frozen;
    TokenCounts counts;
};

// ui thread.
class TokenCounter : public QObject
{
    Q_OBJECT

public:
    explicit TokenCounter(QObject *parent = nullptr);

    // Counts unless the answer is there or under way already.
    void ask(const CountQuestion &question);
    const std::optional<Counted> &answer() const { return m_answer; } // to the latest question; nothing while counting
    bool isCounting() const { return m_job.isRunning(); }

Q_SIGNALS:
    void counting();
    void counted();
    void refused(const QString &why); // the data, the prompt or the model cannot be used

private:
    struct LoadedText;
    parts::LatestJob m_job;
    std::optional<CountQuestion> m_question;
    std::optional<Counted> m_answer;
    std::shared_ptr<LoadedText> m_text; // the model's tokenizer, kept between questions
};

} // namespace training
