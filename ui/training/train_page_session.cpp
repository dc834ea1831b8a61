// SPDX-License-Identifier: GPL-3.0-or-later
// What the form held last time.
#include "ui/training/train_page.h"

#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/parts/typed_fields.h"
#include "ui/training/train_form.h"

#include "workspace/prompt_shelf.h"

namespace training {

namespace {

const parts::Setting<QString> kLastSpec { parts::Drawer::Session, "training/spec", {} };
const parts::Setting<QString> kLastPrompt { parts::Drawer::Session, "training/prompt", {} };
const parts::Setting<QString> kLastPick { parts::Drawer::Session, "training/data", {} };

QString pickText(const parts::DataPick &pick)
{
    return QStringLiteral("%1\n%2\n%3\n%4").arg(pick.source, pick.search).arg(pick.by_file).arg(pick.seed);
}

parts::DataPick pickFromText(const QString &text)
{
    const QStringList lines = text.split(QLatin1Char('\n'));
    if (lines.size() != 4)
        return {};
    return { lines[0], lines[1], lines[2].toInt() != 0, lines[3].toInt() };
}

} // namespace

void TrainPage::restoreForm()
{
    parts::Settings &settings = desk().settings();
    const QString spec = settings.value(kLastSpec);
    try {
        if (!spec.isEmpty()) {
            const run::JobSpec job = run::jobSpecFromJson(base::parseJson(parts::toUtf8(spec), "the last settings"), "the last settings");
            if (const auto *train = std::get_if<run::TrainSpec>(&job.job))
                m_form->setSpec(*train);
        } else {
            run::TrainSpec first = m_form->spec();
            first.learning_rate = 3e-4;
            m_form->setSpec(first);
        }
    } catch (const std::exception &) {
        // Settings of another version: begin anew.
    }
    m_form->choosePrompt(parts::fromUtf8(workspace::resolvePrompt({}, nullptr).id));
    m_form->choosePrompt(settings.value(kLastPrompt));
    if (const QString pick = settings.value(kLastPick); !pick.isEmpty())
        m_form->data().setPick(pickFromText(pick));
    formChanged();
}

void TrainPage::settle()
{
    run::JobSpec job;
    job.job = m_form->spec();
    try {
        run::check(job);
        desk().settings().set(kLastSpec, parts::fromUtf8(base::toLine(run::toJson(job))));
    } catch (const std::exception &) {
        // Half-typed numbers are not worth keeping.
    }
    desk().settings().set(kLastPrompt, m_form->promptId());
    desk().settings().set(kLastPick, pickText(m_form->data().pick()));
    parts::TypedFields::keep(desk(), parts::page::kTrain, *m_form, m_watched);
}

} // namespace training
