// SPDX-License-Identifier: GPL-3.0-or-later
// What the form held last time.
#include "ui/training/train_page.h"

#include "ui/parts/setting.h"
#include "ui/parts/text_format.h"
#include "ui/parts/typed_fields.h"
#include "ui/training/train_form.h"

#include "workspace/prompt_shelf.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace training {

namespace {

const parts::Setting<QString> kLastSpec { parts::Drawer::Session, "training/spec", {} };
const parts::Setting<QString> kLastPrompt { parts::Drawer::Session, "training/prompt", {} };
const parts::Setting<QString> kLastPick { parts::Drawer::Session, "training/data", {} };

QString pickText(const parts::DataPick &pick)
{
    QJsonObject json { { QStringLiteral("search"), pick.search }, { QStringLiteral("by_file"), pick.by_file }, { QStringLiteral("seed"), pick.seed } };
    if (pick.sources)
        json.insert(QStringLiteral("sources"), QJsonArray::fromStringList(*pick.sources));
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

// Of another version: the usual pick.
parts::DataPick pickFromText(const QString &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    parts::DataPick pick;
    pick.search = json.value(QLatin1String("search")).toString();
    pick.by_file = json.value(QLatin1String("by_file")).toBool();
    pick.seed = json.value(QLatin1String("seed")).toInt(pick.seed);
    if (const QJsonValue sources = json.value(QLatin1String("sources")); sources.isArray())
        pick.sources = sources.toVariant().toStringList();
    return pick;
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
