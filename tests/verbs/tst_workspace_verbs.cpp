// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs around a workspace, as processes: import, list, export, inspect, runs, and what they say when something is wrong.
#include "base/files.h"
#include "base/json.h"
#include "dialogue/format.h"
#include "harness/test_case.h"
#include "verbs/program.h"

#include <QTemporaryDir>

class TstWorkspaceVerbs : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;

    QString workspace() const { return m_dir.filePath(QStringLiteral("study.attune")); }
    static QString sample(const char *name) { return QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/%1.json").arg(QLatin1String(name)); }
    Said attune(QStringList arguments) const
    {
        arguments << QStringLiteral("--workspace") << workspace();
        return runProgram(QStringLiteral("attune"), arguments);
    }
    base::Json json(QStringList arguments) const
    {
        const Said said = attune(arguments << QStringLiteral("--json"));
        if (said.code != 0)
            qWarning("%s", said.err.constData());
        return base::parseJson(said.out.toStdString(), "stdout");
    }

    // The samples grow; the file says how many dialogues it holds.
    static size_t count(const char *name) { return base::readJson(sample(name).toStdString()).size(); }

    size_t m_total = 0;

private Q_SLOTS:
    void initTestCase()
    {
        const Said help = runProgram(QStringLiteral("attune"), { QStringLiteral("--help") });
        if (!help.out.contains("import"))
            QSKIP("skipped: built without the workspace verbs");
        const base::Json added = json({ QStringLiteral("import"), sample("work"), sample("chinese") });
        m_total = count("work") + count("chinese");
        QCOMPARE(added["added"].get<size_t>(), m_total);
        QCOMPARE(added["left_out"].get<int>(), 0);
    }
    void importingTwiceAddsNothing()
    {
        const base::Json again = json({ QStringLiteral("import"), sample("work") });
        QCOMPARE(again["added"].get<int>(), 0);
        QCOMPARE(again["already_there"].get<size_t>(), count("work"));
    }
    void listsAndSearches()
    {
        QCOMPARE(json({ QStringLiteral("list") })["total"].get<size_t>(), m_total);
        const base::Json sources = json({ QStringLiteral("list"), QStringLiteral("--sources") });
        QCOMPARE(sources["sources"].size(), size_t(2));
        // Two code points are shorter than a trigram.
        const base::Json found = json({ QStringLiteral("list"), QStringLiteral("--search"), QStringLiteral("月嫂") });
        QVERIFY(found["total"].get<int>() >= 1);
    }
    void exportsWhatWasImportedByteForByte()
    {
        const QString out = m_dir.filePath(QStringLiteral("again.json"));
        const base::Json written = json({ QStringLiteral("export"), out, QStringLiteral("--source"), QStringLiteral("work.json") });
        QCOMPARE(written["dialogues"].get<size_t>(), count("work"));
        QCOMPARE(base::readFile(out.toStdString()), base::readFile(sample("work").toStdString()));
    }
    void runsAreEmptyAtFirst() { QVERIFY(json({ QStringLiteral("runs") })["runs"].empty()); }
    void refusesAndKeeps_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("not JSON") << QByteArray("{\"1\": ") << QByteArray("not valid JSON");
        QTest::newRow("another shape") << QByteArray("{\"a\": 1}") << QByteArray("");
        QTest::newRow("empty dialogue") << QByteArray(R"j({"1": {"whole_dialog": [], "character": {}}})j") << QByteArray("no turns");
        QTest::newRow("no speaker") << QByteArray(R"j({"1": {"whole_dialog": ["hello"], "character": {}}})j") << QByteArray("speaks");
    }
    void refusesAndKeeps()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, sentence);
        const QString file = m_dir.filePath(QStringLiteral("bad.json"));
        base::writeFileAtomically(file.toStdString(), content.toStdString());
        const Said said = attune({ QStringLiteral("import"), file });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("bad.json") && said.err.contains(sentence), said.err.constData());
        QCOMPARE(json({ QStringLiteral("list") })["total"].get<size_t>(), m_total);
    }
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("rank 0") << QStringList { QStringLiteral("train"), QStringLiteral("--lora_rank"), QStringLiteral("0") }
                                << QByteArray("lora_rank");
        QTest::newRow("no such model") << QStringList { QStringLiteral("train"), QStringLiteral("--base_model"), QStringLiteral("gpt-9") }
                                       << QByteArray("gpt-9");
        QTest::newRow("no such run") << QStringList { QStringLiteral("runs"), QStringLiteral("zzzz") } << QByteArray("zzzz");
        QTest::newRow("no such dialogue") << QStringList { QStringLiteral("inspect"), QStringLiteral("zzzz") } << QByteArray("zzzz");
    }
    void saysWhatIsWrong()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, sentence);
        const Said said = attune(arguments);
        QVERIFY2(said.code == 1, said.err.constData());
        QVERIFY2(said.err.contains(sentence), said.err.constData());
        QVERIFY(said.out.isEmpty());
    }
    void aFolderThatIsNoWorkspaceIsNamed()
    {
        const Said said = runProgram(QStringLiteral("attune"),
            { QStringLiteral("list"), QStringLiteral("--workspace"), m_dir.filePath(QStringLiteral("nothing")) });
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains("nothing"), said.err.constData());
    }
};

ATTUNE_TEST(TstWorkspaceVerbs)
#include "tst_workspace_verbs.moc"
