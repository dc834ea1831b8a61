// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/run_chips.h"

#include "ui/parts/flow_layout.h"
#include "ui/parts/icons.h"
#include "ui/parts/run_words.h"
#include "ui/parts/text_format.h"

#include <QPushButton>

#include <algorithm>

namespace parts {

namespace {
constexpr int kWidestTitle = 27 * kGrid;
}

RunChip chipOf(const jobs::Job &job)
{
    RunChip chip { job.run_id, job.name, {}, QStringLiteral("media-playback-start"), Tone::Accent };
    switch (job.state) {
    case jobs::JobState::Queued:
    case jobs::JobState::Waiting:
        chip.state = RunChips::tr("waits");
        chip.icon = QStringLiteral("chronometer");
        chip.tone = Tone::Muted;
        break;
    case jobs::JobState::Stopping:
        chip.state = RunChips::tr("stopping");
        break;
    default:
        chip.state = job.total > 0 ? QStringLiteral("%1 %").arg(100 * job.step / job.total) : RunChips::tr("starting");
    }
    return chip;
}

RunChip chipOf(const storage::RunRow &row)
{
    const run::Outcome outcome = row.outcome.value_or(run::Outcome::Lost);
    return { fromUtf8(row.id), fromUtf8(row.name), outcome == run::Outcome::Finished ? QString() : outcomeTitle(outcome),
        QLatin1String(outcomeIcon(outcome)), outcomeTone(outcome) };
}

RunChips::RunChips(QWidget *parent)
    : QWidget(parent)
    , m_flow(new FlowLayout(this, kGrid))
{
}

QPushButton *RunChips::take(const QString &id)
{
    const auto found = std::find_if(m_shown.begin(), m_shown.end(), [&](const Shown &shown) { return shown.chip.id == id; });
    if (found != m_shown.end()) {
        QPushButton *button = found->button;
        m_shown.erase(found);
        return button;
    }
    auto *button = new QPushButton(this);
    button->setProperty("kind", QLatin1String("run"));
    button->setAutoDefault(false);
    button->setCheckable(true);
    button->setIconSize(QSize(14, 14));
    connect(button, &QPushButton::clicked, this, [this, id] { Q_EMIT picked(id); });
    return button;
}

void RunChips::dress(Shown &shown, const RunChip &chip)
{
    if (shown.chip == chip && !shown.button->text().isEmpty())
        return;
    const QString title = QFontMetrics(smallFont()).elidedText(chip.title, Qt::ElideMiddle, kWidestTitle);
    QString text = chip.state.isEmpty() ? title : title + QStringLiteral(" · ") + chip.state;
    shown.button->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&"))); // no mnemonics
    shown.button->setToolTip(chip.state.isEmpty() ? chip.title : chip.title + QStringLiteral(" · ") + chip.state);
    if (shown.chip.icon != chip.icon || shown.chip.tone != chip.tone)
        shown.button->setIcon(chip.icon.isEmpty() ? QIcon() : icon(chip.icon, chip.tone));
    shown.chip = chip;
}

void RunChips::setChips(const QList<RunChip> &chips, const QString &current)
{
    bool sameOrder = chips.size() == m_shown.size();
    for (qsizetype i = 0; sameOrder && i < chips.size(); ++i)
        sameOrder = chips[i].id == m_shown[i].chip.id;
    if (!sameOrder) {
        while (QLayoutItem *item = m_flow->takeAt(0))
            delete item;
        QList<Shown> next;
        for (const RunChip &chip : chips) {
            QPushButton *button = take(chip.id);
            next << Shown { { chip.id, {}, {}, {}, {} }, button };
            m_flow->addWidget(button);
            button->show();
        }
        for (const Shown &left : std::as_const(m_shown)) {
            left.button->hide();
            left.button->deleteLater(); // one of them may be the button whose click is being handled
        }
        m_shown = next;
    }
    for (qsizetype i = 0; i < chips.size(); ++i) {
        dress(m_shown[i], chips[i]);
        m_shown[i].button->setChecked(chips[i].id == current);
    }
}

QStringList RunChips::texts() const
{
    QStringList all;
    for (const Shown &shown : m_shown)
        all << shown.button->text();
    return all;
}

} // namespace parts
