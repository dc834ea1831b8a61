// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/prompt_template.h"
#include "text_fixtures.h"

#include <random>
#include <set>

using namespace text;
using fixtures::bytes;

class TstPromptTemplate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rendersFields_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *source, const char *expected) {
            QTest::newRow(name) << QByteArray(source) << QByteArray(expected);
        };
        row("plain", "Be kind.", "Be kind.");
        row("a field", "Age: {{ profile.Age }}", "Age: 31");
        row("no spaces", "{{profile.Name}}!", "Ann!");
        row("a missing field takes its line", "a\nHobby: {{ profile.Hobby }}\nName: {{ profile.Name }}", "a\nName: Ann");
        row("one of two missing", "{{ profile.Name }} likes {{ profile.Hobby }}\n{{ profile.Name }}", "Ann");
        row("optional part there", "A seeker[[ called {{ profile.Name }}]].", "A seeker called Ann.");
        row("optional part missing", "A seeker[[ who likes {{ profile.Hobby }}]].", "A seeker.");
        row("line of missing parts only", "x\n[[{{ profile.Hobby }}]][[{{ profile.Sex }}]]\ny", "x\ny");
        row("literal", "{{ \"{{\" }} {{ \"]]\" }} {{\"\"}}.", "{{ ]] .");
        row("single braces and brackets", "{a} [b] } {", "{a} [b] } {");
        row("group", "{{ profile.life_experience }}", "Name: Ann\nAge: 31");
        row("condition", "x\n\n{{? profile.personality }}The person\n{{ profile.personality }}\n\n{{?profile.struggles}}Now\n{{ profile.struggles }}",
            "x\n\nNow\nSituation: She lost her job.");
        row("condition in a part", "Hello[[{{? profile.Name }} again]][[{{? profile.Sex }}, Sir]].", "Hello again.");
        row("paragraphs", "a\n\n{{ profile.Hobby }}\n\n\n{{ profile.Sex }}\n\nb\n\n{{ profile.Hobby }}\n \n", "a\n\nb");
        row("free fields", "{{ profile.other }}", "Faith: none");
        row("declared field", "Faith: {{ profile.Faith }}", "Faith: none");
        row("all", "{{ profile.all }}", "Name: Ann\nAge: 31\nSituation: She lost her job.\nFaith: none");
        row("nothing there", "{{ profile.Appearance }}", "");
        row("text stays", "Be kind.\nLooks: {{ profile.Appearance }}", "Be kind.");
        row("outer space goes", "\n\n  Be kind. \n", "Be kind.");
        row("windows line ends", "a\r\nHobby: {{ profile.Hobby }}\r\nb", "a\r\nb");
    }
    void rendersFields()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, expected);
        PromptTemplate prompt = fixtures::prompt(source.toStdString());
        prompt.extra_fields = { "Faith" };
        QCOMPARE(bytes(renderPrompt(prompt, fixtures::ann()).text), expected);
    }
    void valuesAreNeverTemplates()
    {
        dialogue::Profile profile;
        profile.fields = { { "situation", "{{ profile.Name }} [[x]] \"}}\"" }, { "Name", "N" } };
        QCOMPARE(renderPrompt(fixtures::prompt("S: {{ profile.situation }}"), profile).text, std::string("S: {{ profile.Name }} [[x]] \"}}\""));
    }
    void sectionsAreFound()
    {
        PromptTemplate prompt = fixtures::prompt("Role \u4f60.", "Age: {{ profile.Age }}");
        prompt.section(SectionKind::TaskObjective) = { "never shown", false };
        prompt.section(SectionKind::ResponseGuidelines).text = "Listen.";
        const RenderedPrompt rendered = renderPrompt(prompt, fixtures::ann());
        QCOMPARE(bytes(rendered.text), QByteArray("Role \u4f60.\n\nAge: 31\n\nListen."));
        QCOMPARE(rendered.sections.size(), size_t(3));
        QCOMPARE(rendered.text.substr(rendered.sections[1].begin, rendered.sections[1].end - rendered.sections[1].begin), std::string("Age: 31"));
        // Without a profile the section goes, and what is missing is named.
        const RenderedPrompt empty = renderPrompt(prompt, {});
        QCOMPARE(bytes(empty.text), QByteArray("Role \u4f60.\n\nListen."));
        QCOMPARE(empty.missing, std::vector<std::string> { "Age" });
    }
    void labelsFollowTheLanguage()
    {
        PromptTemplate prompt = fixtures::prompt("{{ profile.life_experience }}");
        prompt.language = "zh";
        QCOMPARE(bytes(renderPrompt(prompt, fixtures::ann()).text), QByteArray("姓名：Ann\n年龄：31"));
    }
    void mistakesAreLocated_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char *name, const QByteArray &source, int line, int column, const char *reason) {
            QTest::newRow(name) << source << line << column << QByteArray(reason);
        };
        row("unknown field", "a\nb {{ profile.Agee }}", 2, 3, "did you mean \"profile.Age\"");
        row("undeclared field", "{{ profile.Faith }}", 1, 1, "not known");
        row("unclosed", "\u4f60\u597d {{ profile.Age", 1, 4, "not closed");
        row("unclosed before a line", "{{ profile.Age\n}}", 1, 1, "not closed");
        row("closes nothing", "x }}", 1, 3, "closes nothing");
        row("nested", "{{ profile.{{ profile.Age }} }}", 1, 12, "cannot be nested");
        row("no name", "{{ }}", 1, 1, "no name");
        row("not a profile", "{{ dialogue.Age }}", 1, 1, "begin with \"profile.\"");
        row("statement", "{{ 7*7 }}", 1, 1, "not known");
        row("part unclosed", "a [[ {{ profile.Age }}\nb", 1, 3, "not closed");
        row("part closes nothing", "a ]]", 1, 3, "closes nothing");
        row("part in part", "[[ {{ profile.Age }} [[ x ]] ]]", 1, 22, "inside another");
        row("part without field", "[[ x ]]", 1, 1, "names no field");
        row("literal unclosed", "{{ \"x }}", 1, 1, "not closed");
        row("no UTF-8", "\xFF", 1, 1, "UTF-8");
        row("too long", QByteArray(70000, 'x'), 1, 65537, "64 KiB");
        row("too many fields", QByteArray("{{ profile.Age }}").repeated(257), 1, 256 * 17 + 1, "more than 256");
    }
    void mistakesAreLocated()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QByteArray, reason);
        PromptTemplate prompt = fixtures::prompt("fine");
        prompt.section(SectionKind::UserProfile) = { source.toStdString(), false }; // switched off sections are checked too
        const auto found = problems(prompt);
        QVERIFY(!found.empty());
        QCOMPARE(found[0].section, SectionKind::UserProfile);
        QCOMPARE(int(found[0].line), line);
        QCOMPARE(int(found[0].column), column);
        QVERIFY2(bytes(found[0].reason).contains(reason), found[0].reason.c_str());
        try {
            check(prompt);
            QFAIL("must throw");
        } catch (const base::Failure &failure) {
            QCOMPARE(failure.error().kind, base::ErrorKind::TemplateSyntax);
            QVERIFY(bytes(failure.what()).contains("user_profile"));
        }
    }
    // Whatever is typed ends, quickly, with a text or a sentence.
    void noiseDoesNoHarm()
    {
        const std::vector<std::string> pieces { "{{", "}}", "[[", "]]", "\"", "\n", " ", "profile.", "Age", "Name", "struggles", "all", "\\", "x",
            "\xE4\xBD\xA0", "\xFF", "{", "}", "[", "]", ".", "%}", "{%", "?", "{{? profile.Age }}" };
        std::mt19937 random(9);
        const std::clock_t start = std::clock();
        int good = 0;
        for (int round = 0; round < 5000; ++round) {
            std::string source;
            for (int n = int(random() % 24); n > 0; --n)
                source += pieces[random() % pieces.size()];
            const PromptTemplate prompt = fixtures::prompt(source, "{{ profile.Age }}");
            if (!problems(prompt).empty())
                continue;
            ++good;
            QVERIFY(renderPrompt(prompt, fixtures::ann()).text.size() < 4096);
        }
        QVERIFY(good > 50);
        for (const char *one : { "{{", "[[", "{{ profile.Age }}", "]]", "{{ \"" }) {
            std::string many;
            while (many.size() < 60000)
                many += one;
            problems(fixtures::prompt(many));
        }
        QVERIFY(fixtures::processorMs(start) < 20000);
    }
    void hugeValuesAreRefused()
    {
        dialogue::Profile profile;
        profile.fields = { { "situation", std::string(600'000, 'x') } };
        QVERIFY_EXCEPTION_THROWN(renderPrompt(fixtures::prompt("{{ profile.situation }}{{ profile.situation }}"), profile), base::Failure);
    }
    void jsonRoundTrip()
    {
        PromptTemplate prompt = fixtures::prompt("Role\nline", "Age: {{ profile.Age }}");
        prompt.id = "p";
        prompt.name = "Mine";
        prompt.extra_fields = { "Faith" };
        prompt.section(SectionKind::TaskObjective).enabled = false;
        QCOMPARE(promptFromJson(toJson(prompt), "test") == prompt, true);
        // The hash says what is rendered: not the name, but every section.
        PromptTemplate other = prompt;
        other.id = "q";
        other.name = "Yours";
        QCOMPARE(contentHash(other), contentHash(prompt));
        other.section(SectionKind::TaskObjective).enabled = true;
        QVERIFY(contentHash(other) != contentHash(prompt));
    }
    void strangeJsonIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : { "[]", "{}", R"({"sections":[]})", R"({"sections":{"other":{}}})", R"({"sections":{},"colour":1})",
                 R"({"sections":{"task_objective":{"text":5}}})", R"({"sections":{"task_objective":{"txt":""}}})",
                 R"({"sections":{"task_objective":7}})", R"({"sections":{},"language":"xx"})", R"({"sections":{},"extra_fields":["all"]})",
                 R"({"sections":{},"extra_fields":[1]})" })
            QTest::newRow(json) << QByteArray(json);
        QByteArray many;
        for (int i = 0; i < 257; ++i)
            many += (i ? ",\"f" : "\"f") + QByteArray::number(i) + '"';
        QTest::newRow("257 extra fields") << R"({"sections":{},"extra_fields":[)" + many + "]}";
    }
    void strangeJsonIsRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY_EXCEPTION_THROWN(promptFromJson(base::parseJson(json.toStdString(), "test"), "test"), base::Failure);
    }
    void presetsAreGood()
    {
        const auto presets = presetPrompts(std::filesystem::path(ATTUNE_SOURCE_DIR) / "resources" / "prompts");
        QVERIFY(presets.size() >= 3);
        std::set<std::string> ids;
        bool chinese = false;
        for (const PromptTemplate &preset : presets) {
            ids.insert(preset.id);
            chinese = chinese || preset.language == "zh";
            QVERIFY(!preset.name.empty());
            const RenderedPrompt rendered = renderPrompt(preset, fixtures::ann());
            QVERIFY(rendered.text.find("She lost her job.") != std::string::npos);
            QVERIFY(rendered.text.find("31") != std::string::npos);
            QVERIFY(rendered.text.find("{{") == std::string::npos);
            QVERIFY(!renderPrompt(preset, {}).text.empty());
        }
        QCOMPARE(ids.size(), presets.size());
        QVERIFY(chinese);
        QVERIFY_EXCEPTION_THROWN(presetPrompts("/no/such/folder"), base::Failure);
    }
};

ATTUNE_TEST(TstPromptTemplate)
#include "tst_prompt_template.moc"
