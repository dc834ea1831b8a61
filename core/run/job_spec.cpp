// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/job_spec.h"

#include "base/excerpt.h"

#include <array>
#include <set>
#include <utility>

namespace run {

using base::ErrorKind;
using base::Failure;
using base::Json;

namespace {

constexpr size_t kLongestQuote = 80; // bytes of what a file holds instead of a setting

// Enumerators and their names in spec.json, one table an enum.
template <typename Enum> struct Names;
template <> struct Names<JobKind>
{
    static constexpr std::array table { std::pair { JobKind::Train, "train" }, std::pair { JobKind::Predict, "predict" } };
};
template <> struct Names<FinetuningType>
{
    static constexpr std::array table { std::pair { FinetuningType::Lora, "lora" }, std::pair { FinetuningType::Full, "full" } };
};
template <> struct Names<LossOn>
{
    static constexpr std::array table { std::pair { LossOn::EverySupporterTurn, "every_supporter_turn" },
        std::pair { LossOn::LastSupporterTurn, "last_supporter_turn" }, std::pair { LossOn::ChosenTurns, "chosen_turns" } };
};
template <> struct Names<History>
{
    static constexpr std::array table { std::pair { History::Gold, "gold" }, std::pair { History::Own, "own" } };
};
template <> struct Names<ComputeType>
{
    static constexpr std::array table { std::pair { ComputeType::Auto, "auto" }, std::pair { ComputeType::Fp32, "fp32" },
        std::pair { ComputeType::Bf16, "bf16" } };
};

template <typename Enum> const char *nameOf(Enum value)
{
    for (const auto &[candidate, name] : Names<Enum>::table) {
        if (candidate == value)
            return name;
    }
    return "";
}

// Visits every field of a spec once; writing, reading and refusing unknown names share the one list.
template <typename Spec, typename Visitor> void visit(Spec &s, Visitor &v)
    requires std::is_same_v<std::remove_const_t<Spec>, TrainSpec>
{
    v("base_model", s.base_model);
    v("chat_template", s.chat_template);
    v("prompt", s.prompt);
    v("finetuning_type", s.finetuning_type);
    v("lora_rank", s.lora_rank);
    v("lora_alpha", s.lora_alpha);
    v("lora_dropout", s.lora_dropout);
    v("lora_target", s.lora_target);
    v("learning_rate", s.learning_rate);
    v("num_train_epochs", s.num_train_epochs);
    v("max_steps", s.max_steps);
    v("per_device_train_batch_size", s.per_device_train_batch_size);
    v("gradient_accumulation_steps", s.gradient_accumulation_steps);
    v("cutoff_len", s.cutoff_len);
    v("packing", s.packing);
    v("lr_scheduler_type", s.lr_scheduler_type);
    v("warmup_ratio", s.warmup_ratio);
    v("weight_decay", s.weight_decay);
    v("adam_beta1", s.adam_beta1);
    v("adam_beta2", s.adam_beta2);
    v("adam_epsilon", s.adam_epsilon);
    v("max_grad_norm", s.max_grad_norm);
    v("seed", s.seed);
    v("loss_on", s.loss_on);
    v("merge_consecutive", s.merge_consecutive);
    v("eval_steps", s.eval_steps);
    v("save_steps", s.save_steps);
    v("save_total_limit", s.save_total_limit);
    v("logging_steps", s.logging_steps);
    v("device", s.device);
    v("compute_type", s.compute_type);
    v("threads", s.threads);
}

template <typename Spec, typename Visitor> void visit(Spec &s, Visitor &v)
    requires std::is_same_v<std::remove_const_t<Spec>, DecodingSettings>
{
    v("do_sample", s.do_sample);
    v("temperature", s.temperature);
    v("top_p", s.top_p);
    v("max_new_tokens", s.max_new_tokens);
    v("stop", s.stop);
    v("seed", s.seed);
}

template <typename Spec, typename Visitor> void visit(Spec &s, Visitor &v)
    requires std::is_same_v<std::remove_const_t<Spec>, PredictSpec>
{
    v("base_model", s.base_model);
    v("adapter", s.adapter);
    v("adapter_run", s.adapter_run);
    v("chat_template", s.chat_template);
    v("prompt", s.prompt);
    v("decoding", s.decoding);
    v("history", s.history);
    v("merge_consecutive", s.merge_consecutive);
    v("cutoff_len", s.cutoff_len);
    v("max_dialogues", s.max_dialogues);
    v("max_replies_per_dialogue", s.max_replies_per_dialogue);
    v("device", s.device);
    v("compute_type", s.compute_type);
    v("threads", s.threads);
}

struct Writer
{
    Json json = Json::object();

    template <typename T> void operator()(const char *name, const T &value)
    {
        if constexpr (std::is_enum_v<T>)
            json[name] = nameOf(value);
        else if constexpr (std::is_same_v<T, DecodingSettings>)
            json[name] = toJson(value);
        else
            json[name] = value;
    }
};

// A missing field keeps its default; an unknown one is refused, so that a misspelt setting is never ignored.
struct Reader
{
    const Json &json;
    const std::string &subject;
    std::set<std::string> known {};

    template <typename T> void operator()(const char *name, T &value)
    {
        known.insert(name);
        const auto found = json.find(name);
        if (found == json.end())
            return;
        if constexpr (std::is_enum_v<T>)
            readEnum(name, *found, value);
        else if constexpr (std::is_same_v<T, DecodingSettings>)
            value = decodingFromJson(*found, subject);
        else if constexpr (std::is_same_v<T, std::vector<std::string>>)
            readTexts(name, *found, value);
        else if constexpr (std::is_same_v<T, int>)
            readInt(name, value);
        else
            value = base::field<T>(json, name, subject);
    }

    template <typename Enum> void readEnum(const char *name, const Json &found, Enum &value)
    {
        const std::string text = found.is_string() ? found.get<std::string>() : base::toLine(found);
        std::string expected;
        for (const auto &[candidate, label] : Names<Enum>::table) {
            if (text == label) {
                value = candidate;
                return;
            }
            expected += (expected.empty() ? "" : ", ") + std::string(label);
        }
        throw Failure(ErrorKind::InvalidValue, name, subject, { { "value", base::excerpt(text, kLongestQuote) }, { "expected", expected } });
    }

    // A number that an int does not hold would come around to another one.
    void readInt(const char *name, int &value)
    {
        const auto whole = base::field<int64_t>(json, name, subject);
        if (!std::in_range<int>(whole)) {
            throw Failure(ErrorKind::InvalidValue, name, subject,
                { { "value", std::to_string(whole) }, { "expected", "a whole number of usual size" } });
        }
        value = static_cast<int>(whole);
    }

    void readTexts(const char *name, const Json &found, std::vector<std::string> &value)
    {
        value.clear();
        if (!found.is_array())
            base::detail::throwWrongType(subject, name, "a list of texts", found);
        for (const Json &item : found) {
            if (!item.is_string())
                base::detail::throwWrongType(subject, name, "a list of texts", item);
            value.push_back(item.get<std::string>());
        }
    }

    void refuseUnknown() const
    {
        for (const auto &[name, value] : json.items()) {
            if (!known.contains(name)) {
                throw Failure(ErrorKind::InvalidValue, base::excerpt(name, kLongestQuote), subject,
                    { { "value", base::excerpt(base::toLine(value), kLongestQuote) }, { "expected", "no such field exists; check its spelling" } });
            }
        }
    }
};

template <typename Spec> Spec readSpec(const Json &json, const std::string &subject)
{
    if (!json.is_object())
        throw Failure(ErrorKind::WrongShape, subject, {}, { { "expected", "an object" }, { "found", json.type_name() } });
    Spec spec;
    Reader reader { json, subject };
    visit(spec, reader);
    reader.refuseUnknown();
    return spec;
}

} // namespace

std::string_view jobKindName(JobKind kind) { return nameOf(kind); }

Json toJson(const DecodingSettings &settings)
{
    Writer writer;
    visit(settings, writer);
    return writer.json;
}

Json toJson(const JobSpec &spec)
{
    Writer writer;
    std::visit([&writer](const auto &job) { visit(job, writer); }, spec.job);
    return Json { { "kind", jobKindName(spec.kind()) }, { "run_id", spec.run_id }, { "name", spec.name },
        { "created", spec.created }, { "attune_version", spec.attune_version }, { "dataset_sha256", spec.dataset_sha256 },
        { "split", toJson(spec.split) }, { "job", std::move(writer.json) } };
}

DecodingSettings decodingFromJson(const Json &json, const std::string &subject)
{
    const auto settings = readSpec<DecodingSettings>(json, subject);
    check(settings);
    return settings;
}

JobSpec jobSpecFromJson(const Json &json, const std::string &subject)
{
    JobSpec spec;
    spec.run_id = base::field<std::string>(json, "run_id", subject);
    spec.name = base::fieldOr<std::string>(json, "name", "", subject);
    spec.created = base::fieldOr<std::string>(json, "created", "", subject);
    spec.attune_version = base::fieldOr<std::string>(json, "attune_version", "", subject);
    spec.dataset_sha256 = base::fieldOr<std::string>(json, "dataset_sha256", "", subject);
    if (const auto split = json.find("split"); split != json.end() && !split->is_null())
        spec.split = splitRecordFromJson(*split, subject);
    else // of a spec from before 2026-12
        spec.split = splitFromSentence(base::fieldOr<std::string>(json, "split_recipe", "", subject));
    const auto kind = base::field<std::string>(json, "kind", subject);
    const auto job = base::field<Json>(json, "job", subject);
    if (kind == jobKindName(JobKind::Train))
        spec.job = readSpec<TrainSpec>(job, subject);
    else if (kind == jobKindName(JobKind::Predict))
        spec.job = readSpec<PredictSpec>(job, subject);
    else
        throw Failure(ErrorKind::InvalidValue, "kind", subject, { { "value", base::excerpt(kind, kLongestQuote) }, { "expected", "train or predict" } });
    try {
        check(spec);
    } catch (const Failure &failure) {
        // A range knows its field alone; here it stands in a file.
        base::Error error = failure.error();
        error.place = subject;
        throw Failure(std::move(error));
    }
    return spec;
}

} // namespace run
