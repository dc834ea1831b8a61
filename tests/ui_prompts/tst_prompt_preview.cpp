// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/tiny_tokenizer.h"
#include "harness/test_case.h"
#include "ui/prompts/prompt_preview.h"

#include <QTemporaryDir>
#include <algorithm>

using namespace prompts;
using dialogue::Speaker;
using text::SectionKind;

namespace {

dialogue::Dialogue talk(int exchanges, const std::string &words = "I feel lost today.")
{
    dialogue::Dialogue talk;
    talk.id = "d";
    talk.profile.id = "p";
    talk.profile.fields = { { "Name", "Lin" }, { "Age", 24 } };
    for (int i = 0; i < exchanges; ++i) {
        talk.turns.push_back({ "s" + std::to_string(i), Speaker::Seeker, words, {} });
        talk.turns.push_back({ "r" + std::to_string(i), Speaker::Supporter, "I am here.", {} });
    }
    return talk;
}

text::PromptTemplate prompt()
{
    text::PromptTemplate prompt;
    prompt.section(SectionKind::RoleDefinition).text = "You are kind.";
    prompt.section(SectionKind::TaskObjective).text = "Comfort.";
    prompt.section(SectionKind::UserProfile).text = "Name: {{ profile.Name }}";
    prompt.section(SectionKind::ResponseGuidelines).text = "Be brief.";
    return prompt;
}

} // namespace

class TstPromptPreview : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;
    TokenizerCache m_cache;
    PreviewRequest m_request;

private Q_SLOTS:
    void initTestCase()
    {
        const std::filesystem::path folder = std::filesystem::path(m_dir.path().toStdString()) / "tiny";
        fakes::writeTinyTokenizer(folder);
        m_request.model = folder.string();
        m_request.prompt = prompt();
        m_request.dialogue = talk(3);
    }
    // A token is a byte here, so everything can be counted by hand.
    void sectionsAndMessagesAreCounted()
    {
        const Preview preview = makePreview(m_cache, m_request, {});
        QVERIFY(preview.problems.empty() && !preview.failure);
        QCOMPARE(preview.system.text, std::string("You are kind.\n\nComfort.\n\nName: Lin\n\nBe brief."));
        QCOMPARE(preview.section_tokens[0].value_or(-1), 13);
        // Each with the empty line before it, so that the sections add up to the system message.
        QCOMPARE(preview.section_tokens[1].value_or(-1), 2 + 8);
        QCOMPARE(preview.section_tokens[2].value_or(-1), 2 + 9);
        QCOMPARE(preview.section_tokens[3].value_or(-1), 2 + 9);
        const auto parts = chatParts(preview);
        QCOMPARE(parts.size(), size_t(7));
        QVERIFY(parts[0].turns.empty() && parts[0].loss_tokens == 0);
        QCOMPARE(parts[2].kind, text::SpanKind::Supporter);
        QCOMPARE(parts[2].loss_tokens, size_t(11)); // ten letters and the end of turn
        QCOMPARE(parts[1].loss_tokens, size_t(0));
        size_t tokens = 0;
        for (const ChatPart &part : parts)
            tokens += part.tokens;
        QCOMPARE(tokens, preview.inspection->rendered.ids.size());
        QCOMPARE(preview.chat_template, std::string("chatml"));
    }
    void aSectionThatIsOffCountsNothing()
    {
        PreviewRequest request = m_request;
        request.prompt.section(SectionKind::TaskObjective).enabled = false;
        const Preview preview = makePreview(m_cache, request, {});
        QCOMPARE(preview.section_tokens[1].value_or(-1), 0);
        QVERIFY(preview.system.text.find("Comfort") == std::string::npos);
    }
    void whatIsCutIsShown()
    {
        PreviewRequest request = m_request;
        request.options.cutoff_len = 160;
        const Preview preview = makePreview(m_cache, request, {});
        const auto parts = chatParts(preview);
        QCOMPARE(parts.size(), size_t(7));
        const auto cut = std::count_if(parts.begin(), parts.end(), [](const ChatPart &part) { return part.cut; });
        QCOMPARE(size_t(cut), preview.inspection->rendered.cut.turns);
        QVERIFY(cut > 0 && cut < 6);
        QVERIFY(!parts[0].cut && parts[1].cut && !parts.back().cut); // the oldest go first, never the system message
        QCOMPARE(parts[1].turns.front(), size_t(0));
    }
    void mistakesKeepTheirPlace()
    {
        PreviewRequest request = m_request;
        request.prompt.section(SectionKind::UserProfile).text = "Name: {{ profile.Nmae }}";
        const Preview preview = makePreview(m_cache, request, {});
        QCOMPARE(preview.problems.size(), size_t(1));
        QCOMPARE(preview.problems[0].section, SectionKind::UserProfile);
        QVERIFY(!preview.section_tokens[0] && !preview.inspection);
    }
    void noDialogueStillCountsSections()
    {
        PreviewRequest request = m_request;
        request.dialogue.reset();
        const Preview preview = makePreview(m_cache, request, {});
        QCOMPARE(preview.section_tokens[0].value_or(-1), 13);
        QCOMPARE(preview.section_tokens[2].value_or(-1), 0); // nobody has a name here
        QVERIFY(!preview.inspection);
        QVERIFY(chatParts(preview).empty());
    }
    void aMissingModelIsAFact()
    {
        PreviewRequest request = m_request;
        request.model = "/nowhere/model";
        const Preview preview = makePreview(m_cache, request, {});
        QVERIFY(preview.failure);
        QVERIFY(!preview.system.text.empty()); // the system message needs no tokenizer
        QVERIFY(!preview.section_tokens[0]);
    }
    void cancelledMeansDropped()
    {
        base::CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(makePreview(m_cache, m_request, cancel), base::Failure);
    }
    void tokenizersAreKept()
    {
        const auto first = m_cache.get(m_request.model);
        QCOMPARE(m_cache.get(m_request.model).get(), first.get());
    }
};

ATTUNE_TEST(TstPromptPreview)
#include "tst_prompt_preview.moc"
