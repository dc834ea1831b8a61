// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>

namespace text {

namespace {

const Span *supporterSpan(const Rendered &rendered, size_t turn)
{
    const auto found = std::find_if(rendered.spans.begin(), rendered.spans.end(),
        [&](const Span &span) { return span.kind == SpanKind::Supporter && span.first_turn == static_cast<int>(turn); });
    return found == rendered.spans.end() ? nullptr : &*found;
}

} // namespace

// What is compared is the layout; the cut depends on the length of the reply and is no skew.
SkewReport checkSkew(const Renderer &renderer, const dialogue::Dialogue &dialogue)
{
    RenderOptions options = renderer.options();
    options.cutoff_len = INT_MAX;
    const Renderer uncut(renderer.model(), renderer.prompt(), options);
    const Rendered training = uncut.renderTraining(dialogue);
    SkewReport report;
    for (const ReplyPoint &point : uncut.replyPoints(dialogue)) {
        const Rendered reply = uncut.renderReply(dialogue, point.turns_before);
        const Span *span = supporterSpan(training, point.turns_before);
        const size_t expected = span ? span->begin : 0;
        ++report.compared;
        const auto differs = std::mismatch(reply.ids.begin(), reply.ids.end(), training.ids.begin(),
            training.ids.begin() + static_cast<std::ptrdiff_t>(expected));
        if (span && differs.first == reply.ids.end() && reply.ids.size() == expected)
            continue;
        report.equal = false;
        report.turn = point.turns_before;
        report.token = static_cast<size_t>(differs.first - reply.ids.begin());
        report.detail = fmt::format("The prompt of the reply in turn {} differs from the training example at token {} "
                                    "({} tokens in the prompt, {} in training).",
            report.turn + 1, report.token, reply.ids.size(), expected);
        break;
    }
    return report;
}

} // namespace text
