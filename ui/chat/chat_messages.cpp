// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_messages.h"

#include "ui/parts/text_format.h"

#include <QCoreApplication>

namespace chat {

namespace {

using parts::Message; // unqualified: lupdate takes a qualified return type for the context of tr()

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(chat::ChatMessages)
};

QString noteText(const ReplyNote &note)
{
    QStringList facts;
    if (note.tokens_per_second > 0) {
        facts << Words::tr("%1 tokens/s").arg(parts::decimalText(note.tokens_per_second, 1));
        facts << Words::tr("first token after %1 s").arg(parts::decimalText(note.first_token_seconds, 2));
    }
    if (note.finish_reason == QLatin1String("length"))
        facts << Words::tr("ended at max_new_tokens");
    else if (note.finish_reason == QLatin1String("cutoff"))
        facts << Words::tr("ended at the cutoff length");
    else if (note.finish_reason == QLatin1String("cancelled"))
        facts << Words::tr("stopped");
    else if (note.finish_reason == QLatin1String("broken"))
        facts << Words::tr("broken off");
    return facts.join(QStringLiteral(" · "));
}

Message messageOf(const dialogue::Turn &turn, const ReplyNote *note)
{
    const bool seeker = turn.speaker == dialogue::Speaker::Seeker;
    Message message;
    message.id = parts::fromUtf8(turn.id);
    message.side = seeker ? Message::Side::Left : Message::Side::Right;
    message.author = seeker ? Words::tr("Seeker") : Words::tr("Supporter");
    message.text = parts::fromUtf8(turn.text);
    if (turn.strategy)
        message.chips << parts::fromUtf8(turn.strategy->label);
    if (note) {
        message.note = noteText(*note);
        message.noteTone = note->finish_reason == QLatin1String("stop") ? parts::Tone::Muted : parts::Tone::Warning;
    }
    return message;
}

} // namespace

QList<parts::Message> messagesOf(const ChatExchange &exchange)
{
    QList<parts::Message> messages;
    for (const dialogue::Turn &turn : exchange.conversation().dialogue().turns)
        messages.append(messageOf(turn, exchange.note(turn.id)));
    if (exchange.conversation().isReplying() && !messages.isEmpty())
        messages.last().isPending = true;
    return messages;
}

} // namespace chat
