// SPDX-License-Identifier: GPL-3.0-or-later
// The recogniser of chat templates: any bytes as a model's Jinja text; and the layouts: any contents of messages.
#include "base/error.h"
#include "fuzz.h"
#include "text/chat_template.h"
#include "text/jinja_text.h"
#include "text/unicode.h"

#include <string>
#include <vector>

namespace {

using namespace text;

void recognise(std::string_view input)
{
    const std::string canonical = canonicalJinja(input);
    fuzz::promise(canonical.size() <= input.size() * 16 + 64, "a canonical text is not much longer than its source");
    takeDefaultSystem(canonical);
    ChatTemplate::recognise(input);
    fuzz::promise(!ChatTemplate::nearest(input).name().empty(), "there is always a nearest template");
}

// The first byte of each part says who speaks.
std::vector<Message> messagesOf(std::string_view input)
{
    std::vector<Message> messages;
    while (!input.empty() && messages.size() < 12) {
        const size_t end = std::min(input.find('\0'), input.size());
        const std::string_view part = input.substr(0, end);
        const Role role = part.empty() ? Role::User : static_cast<Role>(static_cast<unsigned char>(part[0]) % 3);
        messages.push_back({ role, repaired(part.substr(part.empty() ? 0 : 1)) });
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    return messages;
}

void layOut(const std::vector<Message> &messages)
{
    for (const ChatTemplate &chat : ChatTemplate::known()) {
        for (const History history : { History::AsModel, History::Uniform }) {
            for (const bool generation : { false, true }) {
                try {
                    const auto pieces = chat.pieces(messages, generation, history);
                    for (const Piece &piece : pieces)
                        fuzz::promise(piece.message < static_cast<int>(messages.size()), "a piece belongs to a message or to none");
                    fuzz::promise(isValidUtf8(wholeText(pieces)), "a layout of valid UTF-8 is valid UTF-8");
                } catch (const base::Failure &) {
                }
            }
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view input = fuzz::textOf(data, size);
    recognise(input);
    layOut(messagesOf(input));
    return 0;
}
