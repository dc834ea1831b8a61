// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/runs_card.h"

#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/row_button.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"
#include "workspace/workspace.h"

#include <QBoxLayout>
#include <QLabel>

namespace home {

namespace {

constexpr size_t kShown = 5;

QString noteOf(const storage::RunRow &row)
{
    const QString kind = parts::kindTitle(row.kind);
    const QString when = parts::whenText(row.ended.empty() ? row.created : row.ended);
    if (row.state == storage::RunState::Queued)
        return RunsCard::tr("%1 · waiting").arg(kind);
    if (row.state == storage::RunState::Running)
        return RunsCard::tr("%1 · running since %2").arg(kind, parts::whenText(row.started));
    return row.outcome ? QStringLiteral("%1 · %2 · %3").arg(kind, parts::outcomeTitle(*row.outcome), when) : kind;
}

} // namespace

RunsCard::RunsCard(parts::Desk &desk, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_rows(new QWidget(this))
{
    setProperty("panel", QLatin1String("card"));
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 1, 2);
    layout->addWidget(parts::headingLabel(tr("Runs"), this));
    layout->addWidget(m_rows);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void RunsCard::reload()
{
    qDeleteAll(m_rows->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete m_rows->layout();
    auto *layout = new QVBoxLayout(m_rows);
    parts::setGaps(layout, 0);
    try {
        const auto runs = m_desk.workspace()->runs().list();
        for (size_t i = 0; i < std::min(runs.size(), kShown); ++i) {
            const storage::RunRow &row = runs[i];
            const char *icon = row.outcome ? parts::outcomeIcon(*row.outcome) : "media-playback-start";
            auto *button = new parts::RowButton(icon, parts::fromUtf8(row.name), noteOf(row), {}, m_rows);
            button->setIconTone(row.outcome ? parts::outcomeTone(*row.outcome) : parts::Tone::Accent);
            layout->addWidget(button);
            connect(button, &QAbstractButton::clicked, this, [this, id = parts::fromUtf8(row.id)] {
                m_desk.goTo(parts::page::kRuns, { { QString::fromLatin1(parts::link::kRun), id } });
            });
        }
        if (runs.empty())
            layout->addWidget(parts::mutedLabel(tr("No runs yet. Train an adapter on your dialogues; its curve, scores and replies gather here."), m_rows));
    } catch (const std::exception &exception) {
        layout->addWidget(parts::mutedLabel(parts::errorText(exception), m_rows));
    }
}

} // namespace home
