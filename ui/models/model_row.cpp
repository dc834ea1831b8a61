// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_row.h"

#include "ui/parts/icons.h"
#include "ui/parts/text_format.h"

#include <QApplication>
#include <QLocale>
#include <QPalette>

namespace models {

namespace {

QString problemText(base::ErrorKind kind)
{
    switch (kind) {
    case base::ErrorKind::FileMissing:
        return QCoreApplication::translate("models::ModelRow", "files missing");
    case base::ErrorKind::MissingTokenizer:
        return QCoreApplication::translate("models::ModelRow", "no tokenizer");
    case base::ErrorKind::UnsupportedTokenizer:
        return QCoreApplication::translate("models::ModelRow", "tokenizer not supported");
    case base::ErrorKind::UnsupportedTemplate:
        return QCoreApplication::translate("models::ModelRow", "chat template unknown");
    case base::ErrorKind::UnsupportedModel:
        return QCoreApplication::translate("models::ModelRow", "not supported");
    case base::ErrorKind::TruncatedFile:
        return QCoreApplication::translate("models::ModelRow", "incomplete");
    default:
        return QCoreApplication::translate("models::ModelRow", "damaged");
    }
}
} // namespace

ModelRow rowOfCard(const run::ModelCard &card, Origin origin)
{
    ModelRow row;
    row.key = parts::fromUtf8(card.id);
    row.origin = origin;
    row.report.card = card;
    return row;
}

ModelRow rowOfPath(const QString &path, const std::string &chatTemplate)
{
    ModelRow row;
    row.chatTemplate = chatTemplate;
    row.key = path;
    row.report.path = parts::toUtf8(path);
    row.report.card.id = parts::toUtf8(path);
    row.report.card.name = row.report.path.filename().string();
    return row;
}

QString stateText(const ModelRow &row)
{
    if (row.origin == Origin::KnownOnly)
        return QCoreApplication::translate("models::ModelRow", "not here");
    if (!row.isChecked)
        return QCoreApplication::translate("models::ModelRow", "checking …");
    return row.report.isReady() ? QCoreApplication::translate("models::ModelRow", "ready") : problemText(row.report.problems.front().kind);
}

QString parametersText(qint64 parameters)
{
    if (parameters <= 0)
        return QStringLiteral("–");
    const QLocale locale;
    //: %1 million parameters
    if (parameters < 999'500'000)
        return QCoreApplication::translate("models::ModelRow", "%1 M").arg(locale.toString(qRound(double(parameters) / 1e6)));
    //: %1 billion parameters
    return QCoreApplication::translate("models::ModelRow", "%1 B").arg(locale.toString(double(parameters) / 1e9, 'f', 1));
}

QString templateText(const ModelRow &row)
{
    if (row.origin == Origin::KnownOnly || !row.isChecked)
        return {};
    return row.report.chat_template.empty() ? QCoreApplication::translate("models::ModelRow", "unknown")
                                            : parts::fromUtf8(row.report.chat_template);
}

QString languagesText(const run::ModelCard &card)
{
    QStringList names;
    for (const std::string &code : card.languages) {
        // Qt names languages in English or in themselves, so those of our cards are translated here.
        if (code == "en")
            names << QCoreApplication::translate("models::ModelRow", "English");
        else if (code == "zh")
            names << QCoreApplication::translate("models::ModelRow", "Chinese");
        else
            names << QLocale::languageToString(QLocale(parts::fromUtf8(code)).language());
    }
    return names.join(QStringLiteral(", "));
}

QString notesText(const run::ModelCard &card)
{
    // The notes of our own cards, in English as models/*.json has them; those of others are shown as they are.
    static const char *const known[] {
        QT_TRANSLATE_NOOP("models::Notes", "The embedded model: fetched by packaging/fetch.sh by name and hash, quantized to 4 bits (Q4_1). Small, warm, English only."),
        QT_TRANSLATE_NOOP("models::Notes", "The smallest of the family: good for trying a study out on a processor."),
        QT_TRANSLATE_NOOP("models::Notes", "LoRA fits a 16 GB machine in fp32 with short cutoffs, or a small graphics card in bf16."),
        QT_TRANSLATE_NOOP("models::Notes", "Qwen Research License: research and evaluation only, no commercial use without asking the authors."),
        QT_TRANSLATE_NOOP("models::Notes", "The size that the shared task's systems are mostly built on; LoRA wants a graphics card of 40 GB."),
        QT_TRANSLATE_NOOP("models::Notes", "LoRA wants a graphics card of 80 GB."),
        QT_TRANSLATE_NOOP("models::Notes", "Chat wants 40 GB of memory from a Q8_0 file, or a graphics card of 80 GB in bf16; LoRA wants 128 GB."),
        QT_TRANSLATE_NOOP("models::Notes", "Qwen License: commercial use above 100 million monthly users needs a separate agreement. Too large for one graphics card: chat from a Q8_0 or Q4_0 file on the processor."),
    };
    for (const char *note : known) {
        if (card.notes == note)
            return QCoreApplication::translate("models::Notes", note);
    }
    return parts::fromUtf8(card.notes);
}

std::vector<parts::Column<ModelRow>> modelColumns()
{
    parts::Column<ModelRow> name { QCoreApplication::translate("models::ModelRow", "Model"),
        [](const ModelRow &row) { return parts::fromUtf8(row.report.card.name); } };
    name.toolTip = [](const ModelRow &row) { return parts::fromUtf8(row.report.path.string()); };
    name.other = [](const ModelRow &row, int role) {
        const bool muted = role == Qt::ForegroundRole && row.origin == Origin::KnownOnly;
        return muted ? QVariant(parts::lookOf(QApplication::palette()).muted) : QVariant();
    };
    parts::Column<ModelRow> parameters { QCoreApplication::translate("models::ModelRow", "Parameters"),
        [](const ModelRow &row) { return parametersText(row.report.card.parameters); }, Qt::AlignRight,
        [](const ModelRow &row) { return QVariant(qlonglong(row.report.card.parameters)); } };
    parts::Column<ModelRow> size { QCoreApplication::translate("models::ModelRow", "Size"),
        [](const ModelRow &row) { return row.report.card.bytes > 0 ? parts::sizeText(row.report.card.bytes) : QStringLiteral("–"); },
        Qt::AlignRight, [](const ModelRow &row) { return QVariant(qlonglong(row.report.card.bytes)); } };
    parts::Column<ModelRow> state { QCoreApplication::translate("models::ModelRow", "State"), stateText };
    state.icon = [](const ModelRow &row) {
        if (row.origin == Origin::KnownOnly)
            return parts::icon("download", parts::Tone::Muted);
        if (!row.isChecked)
            return parts::icon("view-refresh", parts::Tone::Muted);
        return row.report.isReady() ? parts::icon("emblem-ok-symbolic", parts::Tone::Positive)
                                    : parts::icon("dialog-warning", parts::Tone::Warning);
    };
    return { name, parameters, size, state };
}

} // namespace models
