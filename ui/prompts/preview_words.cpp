// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/preview_words.h"

#include "ui/parts/text_format.h"
#include "ui/prompts/token_view.h"

#include <QCoreApplication>

namespace prompts {

namespace {

using parts::Message; // unqualified: lupdate takes a qualified return type for the context of tr()

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(prompts::PreviewWords)
};

// A profile need not have free fields, so their absence is nothing to report.
QString missingFields(const text::RenderedPrompt &system)
{
    QStringList names;
    for (const std::string &name : system.missing) {
        if (name != "other")
            names << parts::fromUtf8(name);
    }
    return names.join(Words::tr(", ", "between names of fields"));
}

QString cutText(const text::CutReport &cut)
{
    if (cut.nothing_left)
        return Words::tr("Nothing fits into the cutoff length: not even the system message and one exchange.");
    //: %1 turns, %2 of them the supporter's, %3 tokens before the cut
    return Words::tr("Turns cut: %1, of the supporter: %2. Whole, it would have %3.")
        .arg(cut.turns)
        .arg(cut.supporter_turns)
        .arg(tokensText(qint64(cut.full_tokens)));
}

// Without an own system message: what the model's template does then; empty otherwise.
QString systemNote(const Preview &preview)
{
    if (!preview.system.text.empty() || preview.chat_template.empty())
        return {};
    return preview.default_system.empty() ? Words::tr("Every section is off or empty: no system message is sent.")
                                          : Words::tr("Every section is off or empty: the model's own system message applies.");
}

Message systemMessage(const Preview &preview)
{
    Message message;
    message.id = QStringLiteral("system");
    const bool own = !preview.inspection || !preview.inspection->rendered.default_system;
    message.author = own ? Words::tr("System message") : Words::tr("System message of the model");
    message.text = parts::fromUtf8(preview.inspection ? preview.inspection->rendered.system : preview.system.text);
    return message;
}

Message turnMessage(const Preview &preview, const ChatPart &part)
{
    const auto &turns = preview.dialogue.turns;
    const bool supporter = part.kind == text::SpanKind::Supporter;
    Message message;
    message.side = supporter ? Message::Side::Right : Message::Side::Left;
    message.author = supporter ? Words::tr("Supporter") : Words::tr("Seeker");
    message.id = parts::fromUtf8(turns[part.turns.front()].id);
    QStringList lines;
    for (const size_t turn : part.turns)
        lines << parts::fromUtf8(turns[turn].text);
    message.text = lines.join(QLatin1Char('\n'));
    return message;
}

} // namespace

QStringList previewFacts(const Preview &preview)
{
    QStringList facts;
    if (preview.inspection) {
        const auto tokens = qint64(preview.inspection->rendered.ids.size());
        const auto loss = double(preview.inspection->loss_tokens);
        facts << tokensText(tokens);
        facts << Words::tr("%1 % carry loss").arg(parts::decimalText(tokens ? 100.0 * loss / double(tokens) : 0, 1));
    }
    if (!preview.chat_template.empty())
        facts << Words::tr("chat template %1").arg(parts::fromUtf8(preview.chat_template));
    if (const QString missing = missingFields(preview.system); !missing.isEmpty())
        facts << Words::tr("the profile lacks: %1").arg(missing);
    return facts;
}

QStringList previewWarnings(const Preview &preview)
{
    QStringList warnings;
    if (const QString note = systemNote(preview); !note.isEmpty())
        warnings << note;
    if (!preview.inspection)
        return warnings;
    const text::DialogueInspection &inspection = *preview.inspection;
    if (inspection.rendered.cut.any())
        warnings << cutText(inspection.rendered.cut);
    if (inspection.typed_control_text)
        warnings << Words::tr("Someone typed what spells a control token; here it stays text.");
    if (inspection.unsayable_turns > 0)
        warnings << Words::tr("Turns with characters that the vocabulary cannot express: %1.").arg(inspection.unsayable_turns);
    else if (!inspection.whole_text_equal)
        warnings << Words::tr("A program that tokenizes the whole text at once sees other tokens.");
    return warnings;
}

QList<parts::Message> previewMessages(const Preview &preview)
{
    if (!preview.inspection)
        return preview.system.text.empty() ? QList<parts::Message> {} : QList<parts::Message> { systemMessage(preview) };
    QList<parts::Message> messages;
    for (const ChatPart &part : chatParts(preview)) {
        parts::Message message = part.turns.empty() ? systemMessage(preview) : turnMessage(preview, part);
        if (part.cut) {
            message.note = Words::tr("cut: does not fit");
            message.noteTone = parts::Tone::Warning;
        } else if (part.loss_tokens > 0) {
            message.note = Words::tr("%1, of them with loss: %2").arg(tokensText(qint64(part.tokens))).arg(part.loss_tokens);
            message.noteTone = parts::Tone::Accent;
        } else {
            message.note = tokensText(qint64(part.tokens));
        }
        messages.append(message);
    }
    return messages;
}

} // namespace prompts
