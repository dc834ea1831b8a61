// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a Jinja template without what does not change its meaning, so that a known one is recognised in whatever
// layout a model's files hold it. Nothing is interpreted.
#pragma once

#include <string>
#include <string_view>

namespace text {

// White space between blocks as Hugging Face's environment treats it (trim_blocks, lstrip_blocks) and inside blocks,
// comments, the kind of quotes, x['y'] or x.y, 'a' + 'b' or 'ab', {{ a + b }} or {{ a }}{{ b }}: all brought to one form.
std::string canonicalJinja(std::string_view source);

// A canonical ChatML template with its default system message taken out, and that message (empty: it has none).
struct WithoutDefault
{
    std::string canonical;
    std::string defaultSystem;
};
WithoutDefault takeDefaultSystem(std::string canonical);

} // namespace text
