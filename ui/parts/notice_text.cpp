// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/notice_text.h"

#include "base/numbers.h"
#include "run/dataset.h"
#include "ui/parts/data_recipe.h"
#include "ui/parts/error_text.h"
#include "ui/parts/text_format.h"

#include <QCoreApplication>

namespace parts {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(parts::NoticeText)
};

QString param(const run::Notice &notice, const char *name) { return fromUtf8(notice.param(name)); }

int countOf(const run::Notice &notice) { return int(base::toInteger(notice.param("count")).value_or(0)); }

QString partOf(const run::Notice &notice)
{
    const std::string name = notice.param("part");
    for (const run::Split part : { run::Split::Train, run::Split::Validation, run::Split::Test }) {
        if (run::splitName(part) == name)
            return partTitle(part);
    }
    return fromUtf8(name);
}

} // namespace

QString noticeText(const run::Notice &notice)
{
    switch (notice.kind) {
    case run::NoticeKind::Text:
        break;
    case run::NoticeKind::UnreadableReply:
        return Words::tr("%1, line %2 cannot be read and is passed over; its reply is made again.").arg(param(notice, "file"), param(notice, "line"));
    case run::NoticeKind::PromptTooLongForCutoff:
        return Words::tr("%n replies were left empty: their prompt does not fit the cutoff length.", nullptr, countOf(notice));
    case run::NoticeKind::PromptTooLongForModel:
        return Words::tr("%n replies were left empty: their prompt does not fit the model's context of %1 tokens.", nullptr, countOf(notice))
            .arg(param(notice, "tokens"));
    case run::NoticeKind::ForeignCheckpoint:
        return Words::tr("%1 belongs to another run and is not used.").arg(param(notice, "path"));
    case run::NoticeKind::DamagedCheckpoint:
        return Words::tr("%1 An older checkpoint is used if there is one.").arg(notice.error ? errorText(*notice.error) : QString()).trimmed();
    case run::NoticeKind::NotBitForBit:
        return Words::tr("The run goes on, but not bit for bit as it would have: %1 is %2 instead of %3.")
            .arg(param(notice, "what"), param(notice, "now"), param(notice, "before"));
    case run::NoticeKind::NothingToLearn:
        return Words::tr("%n dialogue(s) of the part %1 carry no loss and were left out (the first: %2).", nullptr, countOf(notice))
            .arg(partOf(notice), param(notice, "first"));
    case run::NoticeKind::TurnsCut:
        return Words::tr("%n dialogue(s) of the part %1 lost their oldest turns to the cutoff length.", nullptr, countOf(notice)).arg(partOf(notice));
    }
    return fromUtf8(run::noticeText(notice));
}

} // namespace parts
