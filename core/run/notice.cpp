// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/notice.h"

#include "base/error_text.h"
#include "run/job_event.h"

#include <array>

namespace run {

using base::Json;

namespace {

struct KindText
{
    NoticeKind kind;
    std::string_view name;
    std::string_view text; // a template as base/error_text.h fills it
};

constexpr std::array kTexts {
    KindText { NoticeKind::Text, "text", "" },
    KindText { NoticeKind::UnreadableReply, "unreadable_reply", "{file}, line {line} cannot be read and is passed over; its reply is made again." },
    KindText { NoticeKind::PromptTooLongForCutoff, "prompt_too_long_for_cutoff", "{count} replies were left empty: their prompt does not fit the cutoff length." },
    KindText { NoticeKind::PromptTooLongForModel, "prompt_too_long_for_model", "{count} replies were left empty: their prompt does not fit the model's context of {tokens} tokens." },
    KindText { NoticeKind::ForeignCheckpoint, "foreign_checkpoint", "{path} belongs to another run and is not used." },
    KindText { NoticeKind::DamagedCheckpoint, "damaged_checkpoint", "{sentence} An older checkpoint is used if there is one." },
    KindText { NoticeKind::NotBitForBit, "not_bit_for_bit", "The run goes on, but not bit for bit as it would have: {what} is {now} instead of {before}." },
    KindText { NoticeKind::NothingToLearn, "nothing_to_learn", "{count} dialogues of the {part} split carry no loss and were left out (the first: {first})." },
    KindText { NoticeKind::TurnsCut, "turns_cut", "{count} dialogues of the {part} split lost their oldest turns to the cutoff length." },
};

const KindText &textOf(NoticeKind kind)
{
    for (const KindText &text : kTexts) {
        if (text.kind == kind)
            return text;
    }
    return kTexts.front();
}

} // namespace

std::string Notice::param(const std::string &name) const { return base::Error { {}, {}, {}, params }.param(name); }

std::string_view noticeName(NoticeKind kind) { return textOf(kind).name; }

std::string noticeText(const Notice &notice)
{
    if (notice.kind == NoticeKind::Text)
        return notice.text;
    base::Error facts { {}, {}, {}, notice.params };
    if (notice.error)
        facts.params.emplace_back("sentence", base::sentence(*notice.error));
    return base::fillSentence(textOf(notice.kind).text, facts);
}

Json toJson(const Notice &notice)
{
    Json json = Json::object();
    if (notice.kind != NoticeKind::Text) {
        json["kind"] = noticeName(notice.kind);
        json["params"] = Json::object();
        for (const auto &[name, value] : notice.params)
            json["params"][name] = value;
    }
    if (notice.error)
        json["error"] = errorToJson(*notice.error);
    json["text"] = noticeText(notice);
    return json;
}

Notice noticeFromJson(const Json &fields)
{
    Notice notice;
    notice.text = base::fieldOr<std::string>(fields, "text", "", "notice");
    const auto name = base::fieldOr<std::string>(fields, "kind", "", "notice");
    for (const KindText &known : kTexts) {
        if (known.name == name)
            notice.kind = known.kind;
    }
    if (notice.kind == NoticeKind::Text)
        return notice;
    const auto params = base::fieldOr<Json>(fields, "params", Json::object(), "notice"); // items() needs it alive
    for (const auto &[param, value] : params.items())
        notice.params.emplace_back(param, value.is_string() ? value.get<std::string>() : base::toLine(value));
    if (const auto error = fields.find("error"); error != fields.end() && error->is_object())
        notice.error = errorFromJson(*error);
    return notice;
}

} // namespace run
