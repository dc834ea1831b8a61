// SPDX-License-Identifier: GPL-3.0-or-later
// A file for LLaMA-Factory's data folder: ShareGPT with its usual role names, and its entry in the dataset_info.json beside it
// (https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md, "Sharegpt Format"). Only written; it is read as ShareGPT.
#include "dialogue/formats/llama_factory.h"

#include "base/files.h"
#include "dialogue/formats/format_entry.h"

namespace dialogue {

namespace fs = std::filesystem;
using base::Json;

namespace {

// The role names that the entry states, whatever the dialogue's own file had.
std::string write(const std::vector<Dialogue> &dialogues)
{
    std::vector<Dialogue> plain = dialogues;
    for (Dialogue &dialogue : plain)
        dialogue.source_style.erase("format");
    return shareGptFormat().write(plain);
}

} // namespace

const FormatEntry &llamaFactoryFormat()
{
    static const FormatEntry entry = [] {
        FormatEntry made = shareGptFormat();
        made.info = { kLlamaFactory, "LLaMA-Factory (ShareGPT and dataset_info.json)", ".json", true };
        made.recognises = [](const FileText &) { return false; };
        made.write = write;
        made.isUnit = nullptr;
        return made;
    }();
    return entry;
}

void addToDatasetInfo(const fs::path &file)
{
    const fs::path info = file.parent_path() / "dataset_info.json";
    Json all = Json::object();
    std::error_code ec;
    if (fs::exists(info, ec))
        all = base::readJson(info);
    if (!all.is_object())
        throw base::Failure(base::ErrorKind::WrongShape, info.string(), {}, { { "expected", "an object of data sets" }, { "found", all.type_name() } });
    all[file.stem().string()] = Json { { "file_name", file.filename().string() }, { "formatting", "sharegpt" },
        { "columns", { { "messages", "conversations" } } },
        { "tags", { { "role_tag", "from" }, { "content_tag", "value" }, { "user_tag", "human" }, { "assistant_tag", "gpt" }, { "system_tag", "system" } } } };
    base::writeFileAtomically(info, all.dump(2) + "\n");
}

} // namespace dialogue
