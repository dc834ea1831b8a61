// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the supporter's turns carry loss, by their place in the dialogue.
#pragma once

#include <optional>
#include <string_view>

namespace text {

// ChosenTurns: all but those that a person marked as no example (dialogue::Turn::not_learned). A message that was merged
// from several turns carries no loss when one of them is marked: it cannot be learned by halves.
enum class LossOn { EverySupporterTurn, LastSupporterTurn, ChosenTurns };

std::string_view lossOnName(LossOn lossOn); // "every_supporter_turn", "last_supporter_turn", "chosen_turns"
std::optional<LossOn> lossOnFromName(std::string_view name);

} // namespace text
