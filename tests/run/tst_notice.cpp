// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "run/notice.h"

using namespace run;
using base::Json;

class TstNotice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFactSurvivesTheFile()
    {
        const Notice cut { NoticeKind::TurnsCut, { { "count", "3" }, { "part", "train" } }, {}, {} };
        const Json json = toJson(cut);
        QCOMPARE(json["kind"].get<std::string>(), std::string("turns_cut"));
        QCOMPARE(json["text"].get<std::string>(), std::string("3 dialogues of the train split lost their oldest turns to the cutoff length."));
        const Notice read = noticeFromJson(json);
        QCOMPARE(int(read.kind), int(NoticeKind::TurnsCut));
        QCOMPARE(read.param("count"), std::string("3"));
        QCOMPARE(noticeText(read), noticeText(cut));
    }
    void anErrorIsAFactToo()
    {
        const base::Error error { base::ErrorKind::CorruptFile, "step-000200/optimizer.safetensors", {}, {} };
        const Notice read = noticeFromJson(toJson(Notice { NoticeKind::DamagedCheckpoint, {}, error, {} }));
        QVERIFY(read.error.has_value());
        QCOMPARE(read.error->subject, error.subject);
        QVERIFY(noticeText(read).find("optimizer.safetensors is damaged") == 0 || noticeText(read).find("optimizer.safetensors") != std::string::npos);
        QVERIFY(noticeText(read).ends_with("An older checkpoint is used if there is one."));
    }
    void otherEventsAreShownAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("older") << QByteArray(R"({"text": "Two dialogues were left out."})") << QByteArray("Two dialogues were left out.");
        QTest::newRow("newer") << QByteArray(R"({"kind": "from_the_future", "params": {"a": 1}, "text": "Hello."})") << QByteArray("Hello.");
        QTest::newRow("empty") << QByteArray("{}") << QByteArray();
    }
    void otherEventsAreShownAsTheyAre()
    {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, text);
        const Notice notice = noticeFromJson(Json::parse(fields.toStdString()));
        QCOMPARE(int(notice.kind), int(NoticeKind::Text));
        QCOMPARE(QByteArray::fromStdString(noticeText(notice)), text);
    }
    void everyKindHasASentence()
    {
        for (int i = int(NoticeKind::UnreadableReply); i <= int(NoticeKind::TurnsCut); ++i) {
            Notice notice { NoticeKind(i), {}, {}, {} };
            for (const char *name : { "file", "line", "count", "tokens", "path", "what", "before", "now", "part", "first" })
                notice.params.emplace_back(name, "1");
            notice.error = base::Error { base::ErrorKind::Cancelled, "The work", {}, {} };
            QVERIFY(noticeText(notice).size() > 20);
            QVERIFY2(noticeText(notice).find('?') == std::string::npos, noticeText(notice).c_str());
            QCOMPARE(int(noticeFromJson(toJson(notice)).kind), i);
        }
    }
};

ATTUNE_TEST(TstNotice)
#include "tst_notice.moc"
