// SPDX-License-Identifier: GPL-3.0-or-later
// What a format cannot hold is named before it is written, and nothing else is.
#include "base/files.h"
#include "dialogue/export_check.h"
#include "harness/test_case.h"

#include <QTemporaryDir>

using namespace dialogue;

namespace {

std::vector<Dialogue> read(const QByteArray &content) { return importContent(content.toStdString(), "in.json").dialogues; }

QStringList said(const std::vector<Dialogue> &dialogues, const std::string &format)
{
    QStringList kinds;
    for (const ImportNote &note : exportNotes(dialogues, exportContent(dialogues, format), format)) {
        QString kind = QString::fromStdString(std::string(noteName(note.kind)));
        for (const char *name : { "count", "fields" }) {
            if (const std::string value = note.param(name); !value.empty())
                kind += QLatin1Char(' ') + QString::fromStdString(value);
        }
        kinds << kind;
    }
    return kinds;
}

constexpr char kPesc[] = R"({"1201": {"whole_dialog": ["seeker: Hello. ", "supporter:Yes."], "character": {"Name": "Ada", "Age": 30}},
    "1202": {"whole_dialog": ["seeker:Rent.", "supporter:I see."], "character": {"Name": "Bo"}}})";
constexpr char kEsconv[] = R"([{"emotion_type": "fear", "situation": "Exams.", "survey_score": {"seeker": {"empathy": "5"}}, "dialog": [
    {"speaker": "seeker", "annotation": {"feedback": "4"}, "content": "Hello.\n"},
    {"speaker": "supporter", "annotation": {"strategy": "Question"}, "content": "Why?\n"}]}])";
constexpr char kOpenAi[] = R"({"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Yes.", "weight": 0}]})";

} // namespace

class TstExportCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lossesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QStringList>("losses");
        const auto none = QStringList();
        QTest::newRow("pesc as it was") << QByteArray(kPesc) << QStringLiteral("pesc") << none;
        QTest::newRow("esconv as it was") << QByteArray(kEsconv) << QStringLiteral("esconv") << none;
        QTest::newRow("openai as it was") << QByteArray(kOpenAi) << QStringLiteral("openai") << none;
        QTest::newRow("pesc to sharegpt") << QByteArray(kPesc) << QStringLiteral("sharegpt") << QStringList { QStringLiteral("keys_not_kept 2") };
        QTest::newRow("esconv to pesc") << QByteArray(kEsconv) << QStringLiteral("pesc")
                                        << QStringList { QStringLiteral("strategies_not_kept 1"), QStringLiteral("fields_not_kept 1 annotation.feedback, survey_score") };
        QTest::newRow("openai to pesc") << QByteArray(kOpenAi) << QStringLiteral("pesc")
                                        << QStringList { QStringLiteral("marks_not_kept 1"), QStringLiteral("aside_not_kept 1") };
        QTest::newRow("openai to sharegpt") << QByteArray(kOpenAi) << QStringLiteral("sharegpt") << none;
    }
    void lossesAreNamed()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, format);
        QFETCH(QStringList, losses);
        QCOMPARE(said(read(content), format.toStdString()).join(QStringLiteral("; ")), losses.join(QStringLiteral("; ")));
    }

    // LLaMA-Factory's folder: one entry more, the others stay; role names are those that the entry states.
    void llamaFactoryFindsItsFile()
    {
        QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        base::writeFileAtomically(folder / "dataset_info.json", R"({"alpaca": {"file_name": "alpaca.json"}})");
        const auto dialogues = read(R"([{"conversations": [{"from": "user", "value": "Hello."}, {"from": "assistant", "value": "Yes."}]}])");
        exportDialogues(folder / "talks.json", dialogues, "llamafactory");
        const base::Json info = base::readJson(folder / "dataset_info.json");
        QVERIFY(info.contains("alpaca"));
        QCOMPARE(info["talks"]["file_name"].get<std::string>(), std::string("talks.json"));
        QCOMPARE(info["talks"]["tags"]["user_tag"].get<std::string>(), std::string("human"));
        const base::Json written = base::readJson(folder / "talks.json");
        QCOMPARE(written[0]["conversations"][0]["from"].get<std::string>(), std::string("human"));
        QCOMPARE(written[0]["conversations"][1]["from"].get<std::string>(), std::string("gpt"));
        QCOMPARE(importDialogues(folder / "talks.json").format, std::string("sharegpt"));
        base::writeFileAtomically(folder / "dataset_info.json", "[]");
        QVERIFY_EXCEPTION_THROWN(exportDialogues(folder / "talks.json", dialogues, "llamafactory"), base::Failure);
    }

    void clashingNumbersAreNamed()
    {
        auto dialogues = read(kPesc);
        dialogues[1].source_key = "1201";
        QCOMPARE(said(dialogues, "pesc"), QStringList { QStringLiteral("keys_not_kept 2") });
    }

    void marksAndFieldsOfPeopleAreNamed()
    {
        auto dialogues = read(kPesc);
        dialogues[0].turns[1].not_learned = true;
        dialogues[0].turns[1].strategy = Strategy { "mine", "Pause" };
        QCOMPARE(said(dialogues, "pesc"), (QStringList { QStringLiteral("strategies_not_kept 1"), QStringLiteral("marks_not_kept 1") }));
        const auto notes = exportNotes(dialogues, exportContent(dialogues, "pesc"), "pesc");
        QCOMPARE(notes.front().place.dialogue, std::string("1201")); // the first one
    }

    void canBeCancelled()
    {
        base::CancelToken cancel;
        cancel.cancel();
        const auto dialogues = read(kPesc);
        QVERIFY_EXCEPTION_THROWN(exportNotes(dialogues, exportContent(dialogues, "pesc"), "pesc", {}, cancel), base::Failure);
    }
};

ATTUNE_TEST(TstExportCheck)
#include "tst_export_check.moc"
