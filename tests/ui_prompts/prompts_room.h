// SPDX-License-Identifier: GPL-3.0-or-later
// The Prompts page with one dialogue and a tiny tokenizer.
#pragma once

#include "base/files.h"
#include "fakes/fake_desk.h"
#include "fakes/tiny_tokenizer.h"
#include "ui/prompts/preview_pane.h"
#include "ui/prompts/prompt_edit.h"
#include "ui/prompts/prompts_page.h"
#include "ui/prompts/section_editor.h"

#include <QPushButton>
#include <QtTest>

namespace fakes {

inline constexpr int kPatience = 10'000;

struct PromptsRoom
{
    PromptsRoom()
    {
        const std::filesystem::path model = desk.dir() / "tiny";
        writeTinyTokenizer(model);
        base::writeFileAtomically(model / "config.json", "{}");
        desk.workspace()->models().add(model.string());
        dialogue::Dialogue talk;
        talk.source_key = "17";
        talk.profile.fields = { { "Name", "Lin" } };
        talk.turns = { { "", dialogue::Speaker::Seeker, "I feel lost.", {} }, { "", dialogue::Speaker::Supporter, "I am here.", {} } };
        dialogueId = desk.workspace()->dialogues().add(talk, "me").dialogue.id;
        page = std::make_unique<prompts::PromptsPage>(desk);
        page->preview().chooseModel(QString::fromStdString(model.string()));
        page->resize(1100, 740);
        page->show();
    }
    prompts::PromptEdit *editor(text::SectionKind kind) const
    {
        for (prompts::SectionEditor *section : page->findChildren<prompts::SectionEditor *>()) {
            if (section->section() == kind)
                return section->editor();
        }
        return nullptr;
    }
    QPushButton *button(const char *text) const
    {
        for (QPushButton *button : page->findChildren<QPushButton *>()) {
            if (button->text() == QLatin1String(text))
                return button;
        }
        return nullptr;
    }
    // Types at the end of a section and waits for the preview of exactly that.
    bool type(text::SectionKind kind, const char *text)
    {
        prompts::PromptEdit *edit = editor(kind);
        edit->moveCursor(QTextCursor::End);
        edit->insertPlainText(QString::fromUtf8(text));
        return previewed();
    }
    bool previewed()
    {
        const auto &prompt = page->document().prompt();
        return QTest::qWaitFor([&] {
            const prompts::Preview &preview = page->preview().preview();
            const bool good = text::problems(prompt).empty();
            if (preview.dialogue.id != dialogueId)
                return false;
            return good ? preview.problems.empty() && preview.system.text == text::renderPrompt(prompt, preview.dialogue.profile).text
                        : !preview.problems.empty();
        }, kPatience);
    }

    FakeDesk desk;
    std::string dialogueId;
    std::unique_ptr<prompts::PromptsPage> page;
};

} // namespace fakes
