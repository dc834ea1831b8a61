// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers and dialogues that the tests of core/text share.
#pragma once

#include "base/json.h"
#include "dialogue/dialogue.h"
#include "harness/test_case.h"
#include "text/model_text.h"
#include "text/prompt_template.h"

#include <ctime>
#include <memory>
#include <string>

namespace fixtures {

// The folder with Qwen2.5's tokenizer files, unpacked once a test program.
std::filesystem::path qwenFolder();
// The embedded model, empty when it was not fetched.
std::filesystem::path embeddedModel();

std::shared_ptr<const text::Tokenizer> qwen();
const text::ModelText &qwenText();

base::Json goldenJson(const std::string &name);

dialogue::Dialogue conversation(std::initializer_list<std::pair<char, std::string>> turns); // 's' seeker, 'p' supporter
dialogue::Profile ann();
text::PromptTemplate prompt(const std::string &role, const std::string &profile = {});

QByteArray bytes(const std::string &text);

// Processor time of this program since `start` in milliseconds: the clock on the wall says nothing on a busy machine.
inline double processorMs(std::clock_t start) { return double(std::clock() - start) * 1000 / CLOCKS_PER_SEC; }

} // namespace fixtures
