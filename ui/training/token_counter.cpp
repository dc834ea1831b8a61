// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/token_counter.h"

#include "ui/parts/data_recipe.h"

#include "run/model_card.h"

#include <mutex>

namespace training {

// Shared with the job, which may outlive the page.
struct TokenCounter::LoadedText
{
    std::mutex mutex;
    std::string key;
    std::shared_ptr<const text::ModelText> text;

    std::shared_ptr<const text::ModelText> get(const std::string &model, const std::string &chatTemplate)
    {
        const std::lock_guard lock(mutex);
        const std::string wanted = model + '\n' + chatTemplate;
        if (!text || key != wanted) {
            text = std::make_shared<text::ModelText>(text::loadModelText(run::resolveModel(model), chatTemplate));
            key = wanted;
        }
        return text;
    }
};

bool CountQuestion::sameAs(const CountQuestion &other) const
{
    return workspace == other.workspace && pick == other.pick && prompt == other.prompt && edition == other.edition
        && spec.base_model == other.spec.base_model && spec.chat_template == other.spec.chat_template
        && spec.cutoff_len == other.spec.cutoff_len && spec.loss_on == other.spec.loss_on
        && spec.merge_consecutive == other.spec.merge_consecutive;
}

TokenCounter::TokenCounter(QObject *parent)
    : QObject(parent)
    , m_text(std::make_shared<LoadedText>())
{
}

void TokenCounter::ask(const CountQuestion &question)
{
    if (m_question && m_question->sameAs(question) && (m_answer || m_job.isRunning())) {
        if (m_answer)
            Q_EMIT counted();
        return;
    }
    m_question = question;
    m_answer.reset();
    Q_EMIT counting();
    m_job.start(
        [question, text = m_text](const base::CancelToken &cancel) {
            storage::Database database = storage::Database::open(question.workspace, storage::Maintenance::None);
            Counted counted;
            counted.frozen = workspace::freeze(database, parts::recipeOf(question.pick, database), cancel);
            const auto model = text->get(question.spec.base_model, question.spec.chat_template);
            counted.counts = countTokens(counted.frozen.rows, *model, question.prompt, question.spec, cancel);
            return counted;
        },
        [this](Counted result) {
            m_answer = std::move(result);
            Q_EMIT counted();
        },
        [this](const QString &why) {
            m_question.reset();
            Q_EMIT refused(why);
        });
}

} // namespace training
