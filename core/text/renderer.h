// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where a dialogue, a profile and a prompt template become tokens and a loss mask. Chat, training,
// evaluation, the preview and the token counts all call it.
#pragma once

#include "base/cancel.h"
#include "dialogue/dialogue.h"
#include "text/loss_on.h"
#include "text/model_text.h"
#include "text/prompt_template.h"

#include <cstdint>
#include <string>
#include <vector>

namespace text {

struct RenderOptions
{
    int cutoff_len = 2048; // tokens; at least 1
    LossOn loss_on = LossOn::EverySupporterTurn;
    bool merge_consecutive = true; // turns of one speaker in a row become one message, joined by a newline
};

enum class SpanKind { Start, Header, System, Seeker, Supporter, EndOfTurn, Newline };
std::string_view spanName(SpanKind kind); // "start", "header", ...

// Tokens that belong together.
struct Span
{
    SpanKind kind = SpanKind::Header;
    int first_turn = -1; // index of the dialogue's turn; -1: the system message
    int last_turn = -1; // the same as first_turn unless turns were merged
    size_t begin = 0; // tokens
    size_t end = 0;
};

struct SectionTokens
{
    SectionKind section = SectionKind::RoleDefinition;
    size_t begin = 0; // tokens
    size_t end = 0;
};

// How a dialogue is brought to cutoff_len, in a sentence for people: the oldest turns go first, never the system message with the
// profile, never half a turn; a reply whose question is gone goes too.
std::string_view truncationPolicy();

// What did not fit.
struct CutReport
{
    size_t full_tokens = 0; // before the cut
    size_t turns = 0; // turns left out
    size_t supporter_turns = 0;
    bool nothing_left = false; // not even the system message and one exchange fit: ids are empty

    bool any() const { return turns > 0 || nothing_left; }
};

struct Rendered
{
    std::vector<TokenId> ids;
    std::vector<uint8_t> loss_mask; // a token; 1: the model is trained to say this token
    std::vector<Span> spans; // in order, without gaps
    std::vector<SectionTokens> sections; // of the system message
    std::string system; // the system message that was sent
    bool default_system = false; // it is the model's own, because the prompt was empty
    CutReport cut;

    size_t lossTokens() const;
};

// A place in a dialogue where the supporter speaks.
struct ReplyPoint
{
    size_t turns_before = 0; // what renderReply takes: the number of turns before the reply
    size_t last_turn = 0; // the reply is made of the turns turns_before .. last_turn
    std::string reference; // the file's own reply
};

// Cheap to copy; every method may be called from any thread.
class Renderer
{
public:
    // Throws TemplateSyntax when the prompt is not good, InvalidValue for cutoff_len < 1.
    Renderer(ModelText model, PromptTemplate prompt, RenderOptions options = {});

    const ModelText &model() const { return m_model; }
    const PromptTemplate &prompt() const { return m_prompt; }
    const RenderOptions &options() const { return m_options; }

    // The whole dialogue as one training example. Loss lies on supporter text and its end-of-turn token, never on a
    // header or a newline. Throws EmptyDialogue, UnsupportedTemplate.
    Rendered renderTraining(const dialogue::Dialogue &dialogue) const;

    // The prompt for a supporter's turn that follows the first `turnsBefore` turns, ending with the header of the
    // reply; the loss mask is all zero. At most cutoff_len - reserve tokens. Throws TooLong when the system message and
    // the last turn do not fit, EmptyDialogue, InvalidValue for turnsBefore beyond the dialogue.
    Rendered renderReply(const dialogue::Dialogue &dialogue, size_t turnsBefore, int reserve = 0) const;

    // All places where the supporter speaks, as training sees them (merged or not).
    std::vector<ReplyPoint> replyPoints(const dialogue::Dialogue &dialogue) const;

    // The system message alone.
    RenderedPrompt renderSystem(const dialogue::Dialogue &dialogue) const;

private:
    ModelText m_model;
    PromptTemplate m_prompt;
    RenderOptions m_options;
};

// Training, evaluation and chat see the same tokens: what chat and evaluation render for every reply must be exactly what
// stands before it in the training example.
struct SkewReport
{
    size_t compared = 0; // replies
    bool equal = true;
    size_t turn = 0; // the first reply that differs
    size_t token = 0; // and the position of its first differing token
    std::string detail; // one sentence
};
// Evaluation asks for a reply inside the whole dialogue, chat for one at the end of what was said so far. The cut is left out:
// it depends on the room that a reply gets. Its time grows with the square of the replies. Throws Cancelled.
SkewReport checkSkew(const Renderer &renderer, const dialogue::Dialogue &dialogue, const base::CancelToken &cancel = {});

// One comparison of it: `prompt` was rendered by `whom` for the reply in `turn`. The first difference stays in the report.
void compareWithTraining(const Rendered &training, std::string_view whom, size_t turn, const std::vector<TokenId> &prompt, SkewReport &report);

} // namespace text
