// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/machine_card.h"

#include "ui/parts/icons.h"
#include "ui/parts/look.h"
#include "ui/parts/text_format.h"

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace home {

using parts::kGrid;

QString partTitle(jobs::MachinePart part)
{
    switch (part) {
    case jobs::MachinePart::Engine:
        return MachineCard::tr("Worker");
    case jobs::MachinePart::Torch:
        return MachineCard::tr("libtorch");
    case jobs::MachinePart::Gpu:
        return MachineCard::tr("Graphics card");
    case jobs::MachinePart::EmbeddedModel:
        return MachineCard::tr("Embedded model");
    case jobs::MachinePart::WordNet:
        return MachineCard::tr("WordNet");
    case jobs::MachinePart::Vectors:
        return MachineCard::tr("Word vectors");
    }
    return {};
}

namespace {

QString goodSentence(jobs::MachinePart part)
{
    switch (part) {
    case jobs::MachinePart::Engine:
        return MachineCard::tr("Trains, chats and evaluates.");
    case jobs::MachinePart::Torch:
        return MachineCard::tr("Ready for the worker.");
    case jobs::MachinePart::Gpu:
        return MachineCard::tr("Training and replies run on it.");
    case jobs::MachinePart::EmbeddedModel:
        return MachineCard::tr("A small instruct model to chat with and to train at once.");
    case jobs::MachinePart::WordNet:
        return MachineCard::tr("METEOR knows synonyms.");
    case jobs::MachinePart::Vectors:
        return MachineCard::tr("Vector Extrema can be scored.");
    }
    return {};
}

QString absentSentence(jobs::MachinePart part)
{
    switch (part) {
    case jobs::MachinePart::Engine:
        return MachineCard::tr("Without it nothing can be trained or answered. Run packaging/run.sh to build it.");
    case jobs::MachinePart::Torch:
        return MachineCard::tr("The worker cannot start without it. Run packaging/run.sh to fetch it.");
    case jobs::MachinePart::Gpu:
        return MachineCard::tr("None found; everything runs on the processor.");
    case jobs::MachinePart::EmbeddedModel:
        return MachineCard::tr("Run packaging/run.sh to fetch it, or add a model of your own on the Models page.");
    case jobs::MachinePart::WordNet:
        return MachineCard::tr("METEOR cannot be scored. Install the Debian package wordnet-base.");
    case jobs::MachinePart::Vectors:
        return MachineCard::tr("Vector Extrema stays empty and Total is partial. Run packaging/run.sh to fetch the official word vectors, or name a file on the Evaluate page.");
    }
    return {};
}

QString isaWords(const std::vector<std::string> &isa)
{
    const auto has = [&isa](const char *name) { return std::find(isa.begin(), isa.end(), name) != isa.end(); };
    if (has("amx_bf16"))
        return QStringLiteral("AMX BF16");
    if (has("avx512_bf16"))
        return QStringLiteral("AVX-512 BF16");
    if (has("avx512_vnni"))
        return QStringLiteral("AVX-512 VNNI");
    if (has("avx512f"))
        return QStringLiteral("AVX-512");
    return has("avx2") ? QStringLiteral("AVX2") : QStringLiteral("SSE");
}

} // namespace

QString partSentence(const jobs::PartReport &part)
{
    return part.state == jobs::PartState::Good ? goodSentence(part.part) : absentSentence(part.part);
}

QString machineSummary(const jobs::MachineReport &report)
{
    QStringList words { parts::fromUtf8(report.cpu), MachineCard::tr("%n core(s)", nullptr, report.cores), isaWords(report.isa) };
    if (report.memory_bytes > 0)
        words << MachineCard::tr("%1 memory, %2 free").arg(parts::sizeText(report.memory_bytes), parts::sizeText(report.memory_available_bytes));
    if (report.disk_free_bytes > 0)
        words << MachineCard::tr("%1 free on disk").arg(parts::sizeText(report.disk_free_bytes));
    words.removeAll(QString());
    return words.join(QStringLiteral(" · "));
}

MachineCard::MachineCard(QWidget *parent)
    : QFrame(parent)
    , m_summary(parts::mutedLabel(tr("Looking at this machine…"), this))
    , m_rows(new QWidget(this))
{
    setProperty("panel", QLatin1String("card"));
    auto *layout = new QVBoxLayout(this);
    parts::setGaps(layout, 1, 2);
    auto *head = new QHBoxLayout;
    head->addWidget(parts::headingLabel(tr("This machine"), this), 1);
    QToolButton *again = parts::iconButton("view-refresh", tr("Look again"), this);
    connect(again, &QToolButton::clicked, this, &MachineCard::read);
    head->addWidget(again);
    layout->addLayout(head);
    layout->addWidget(m_summary);
    layout->addSpacing(kGrid / 2);
    layout->addWidget(m_rows);
    layout->addStretch();
}

void MachineCard::read()
{
    m_job.start([](const base::CancelToken &) { return jobs::readMachine(); }, [this](const jobs::MachineReport &report) { setReport(report); });
}

void MachineCard::setReport(const jobs::MachineReport &report)
{
    m_summary->setText(machineSummary(report));
    qDeleteAll(m_rows->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete m_rows->layout();
    auto *layout = new QVBoxLayout(m_rows);
    parts::setGaps(layout, 1);
    layout->setSpacing(kGrid + 4);
    for (const jobs::PartReport &part : report.parts)
        layout->addWidget(makeRow(part));
    m_isShown = true;
    Q_EMIT shown();
}

QWidget *MachineCard::makeRow(const jobs::PartReport &part)
{
    const bool isGood = part.state == jobs::PartState::Good;
    const bool isMissing = part.state == jobs::PartState::Missing;
    auto *row = new QWidget(m_rows);
    row->setAccessibleName(QStringLiteral("%1: %2").arg(partTitle(part.part), partSentence(part)));
    auto *layout = new QHBoxLayout(row);
    parts::setGaps(layout, 0);
    layout->setSpacing(kGrid + 4);
    auto *sign = new QLabel(row);
    const parts::Tone tone = isGood ? parts::Tone::Positive : isMissing ? parts::Tone::Warning : parts::Tone::Muted;
    const char *icon = isGood ? "dialog-ok" : isMissing ? "dialog-warning" : "dialog-information";
    sign->setPixmap(parts::icon(icon, tone).pixmap(QSize(16, 16), devicePixelRatioF()));
    layout->addWidget(sign, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    QLabel *title = parts::bodyLabel(partTitle(part.part), row);
    title->setFont(parts::strongFont());
    words->addWidget(title);
    QLabel *sentence = parts::mutedLabel(partSentence(part), row);
    words->addWidget(sentence);
    layout->addLayout(words, 1);
    const QString detail = parts::fromUtf8(part.detail);
    row->setToolTip(detail);
    if (!detail.isEmpty() && part.detail.find('/') == std::string::npos && isGood)
        sentence->setText(QStringLiteral("%1 · %2").arg(detail, sentence->text()));
    return row;
}

} // namespace home
