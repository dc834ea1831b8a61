// SPDX-License-Identifier: GPL-3.0-or-later
// What all verbs of both programs have in common: help, --json, exit codes, clean stdout.
#include "base/json.h"
#include "harness/test_case.h"
#include "verbs/program.h"

#include <QFileInfo>
#include <QTemporaryDir>

namespace {

const QString kAttune = QStringLiteral("attune");
const QString kEngine = QStringLiteral("attune-engine");

QStringList words(const char *line) { return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts); }

} // namespace

class TstEveryVerb : public QObject
{
    Q_OBJECT
private:
    static bool isBuilt(const QString &program) { return QFile::exists(QStringLiteral(ATTUNE_BINARY_DIR "/bin/") + program); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!runProgram(kAttune, { QStringLiteral("--help") }).out.contains("import"))
            QSKIP("skipped: built without the workspace verbs");
    }

    void hasHelpAndJson_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("verb");
        for (const char *verb : { "import", "export", "list", "train", "evaluate", "score", "chat", "runs", "sources", "trash", "inspect", "demo", "repair", "screenshot" })
            QTest::newRow(verb) << kAttune << QString::fromLatin1(verb);
        for (const char *verb : { "run", "card", "tokenize", "logits", "bench decode", "bench prefill", "bench train", "bench machine" })
            QTest::newRow(verb) << kEngine << QString::fromLatin1(verb);
    }
    void hasHelpAndJson()
    {
        QFETCH(QString, program);
        QFETCH(QString, verb);
        if (!isBuilt(program))
            QSKIP("skipped: built without the worker");
        const Said help = runProgram(program, words(qPrintable(verb)) << QStringLiteral("--help"));
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.contains("--json"), help.out.constData());
        QVERIFY2(help.err.isEmpty(), help.err.constData());
        static QHash<QString, QByteArray> listed;
        if (!listed.contains(program))
            listed[program] = runProgram(program, { QStringLiteral("--help") }).out;
        QVERIFY(listed[program].contains(verb.section(QLatin1Char(' '), 0, 0).toLatin1()));

        const Said wrong = runProgram(program, words(qPrintable(verb)) << QStringLiteral("--no-such-option"));
        QCOMPARE(wrong.code, 2);
        QVERIFY(wrong.out.isEmpty());
        QVERIFY(!wrong.err.isEmpty());
    }

    void saysItsVersion()
    {
        for (const QString &program : { kAttune, kEngine }) {
            if (!isBuilt(program))
                continue;
            const Said said = runProgram(program, { QStringLiteral("--version") });
            QCOMPARE(said.code, 0);
            QVERIFY2(said.out.startsWith(program.toLatin1() + " "), said.out.constData());
        }
    }

    void wrongUseIsCode2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *line) { QTest::newRow(line) << words(line); };
        row("dance");
        row("--dance");
        row("import");
        row("export");
        row("score");
        row("screenshot");
        row("screenshot home");
        row("screenshot home x.png --size 1x1");
        row("screenshot home x.png --theme purple");
        row("screenshot lunch x.png");
        row("train --lora_rank many");
        row("train --lora_rank 99999999999");
        row("train --compute_type int4");
        row("evaluate --split most");
        row("evaluate --g_score 101");
        row("list --limit few");
        row("trash burn");
        row("inspect --loss_on nothing");
    }
    void wrongUseIsCode2()
    {
        QFETCH(QStringList, arguments);
        const Said said = runProgram(kAttune, arguments);
        QVERIFY2(said.code == 2, said.err.constData());
        QVERIFY(said.out.isEmpty());
    }

    // One object and nothing else, whatever the progress said.
    void jsonIsOneObject_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *line) { QTest::newRow(line) << words(line); };
        row("import SAMPLE");
        row("list");
        row("list --sources");
        row("runs");
        row("trash");
        row("trash list");
        row("export OUT.json --may-leave yes");
        row("score SAMPLE SAMPLE");
        row("inspect SAMPLE");
        row("screenshot home OUT.png --size 640x480");
    }
    void jsonIsOneObject()
    {
        QFETCH(QStringList, arguments);
        static const QTemporaryDir dir;
        const bool needsModel = arguments[0] == QLatin1String("inspect");
        const bool needsWorkspace = arguments[0] != QLatin1String("score") && !needsModel;
        arguments.replaceInStrings(QStringLiteral("SAMPLE"), QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json"));
        arguments.replaceInStrings(QStringLiteral("OUT"), dir.filePath(QStringLiteral("out")));
        if (needsWorkspace)
            arguments << QStringLiteral("--workspace") << dir.filePath(QStringLiteral("a.attune"));
        const Said said = runProgram(kAttune, arguments << QStringLiteral("--json"));
        if (needsModel && said.err.contains("is not available"))
            QSKIP("skipped: the embedded model is not there");
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.out.count('\n'), 1);
        QVERIFY(base::parseJson(said.out.toStdString(), "stdout").is_object());
        if (arguments[0] != QLatin1String("inspect"))
            QVERIFY2(said.err.isEmpty(), said.err.constData());
    }

    // What could not be printed must not look like success.
    void aFullStandardOutputIsAnError_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *line) { QTest::newRow(line) << words(line); };
        row("--help");
        row("--version");
        row("import SAMPLE");
        row("list");
        row("list --sources --json");
        row("runs");
        row("export OUT.json --may-leave yes");
        row("export /dev/stdout --may-leave yes");
        row("score SAMPLE SAMPLE");
        row("screenshot home OUT.png --size 640x480 --json");
    }
    void aFullStandardOutputIsAnError()
    {
        QFETCH(QStringList, arguments);
        static const QTemporaryDir dir;
        arguments.replaceInStrings(QStringLiteral("SAMPLE"), QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json"));
        arguments.replaceInStrings(QStringLiteral("OUT"), dir.filePath(QStringLiteral("out")));
        if (!arguments[0].startsWith(QLatin1Char('-')) && arguments[0] != QLatin1String("score"))
            arguments << QStringLiteral("--workspace") << dir.filePath(QStringLiteral("a.attune"));
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune"), arguments);
        QVERIFY(process.waitForFinished(60000));
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 1, err.constData());
        QVERIFY2(err.contains("There is no space left for"), err.constData());
    }

    // A link stays a link and a device a device.
    void resultsGoWhereTheOutputLeads_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::newRow("export") << QStringLiteral("export --may-leave yes");
        QTest::newRow("screenshot") << QStringLiteral("screenshot home");
    }
    void resultsGoWhereTheOutputLeads()
    {
        QFETCH(QString, verb);
        const QTemporaryDir dir;
        const QString workspace = dir.filePath(QStringLiteral("a.attune")), ending = verb.startsWith(QLatin1String("export")) ? QStringLiteral(".json") : QStringLiteral(".png");
        QCOMPARE(runProgram(kAttune, { QStringLiteral("import"), QStringLiteral(ATTUNE_SOURCE_DIR "/resources/samples/work.json"), QStringLiteral("--workspace"), workspace }).code, 0);
        const auto write = [&](const QString &out) {
            return runProgram(kAttune, verb.split(QLatin1Char(' ')) << out << QStringLiteral("--workspace") << workspace);
        };
        const QString link = dir.filePath(QStringLiteral("link")) + ending, real = dir.filePath(QStringLiteral("real")) + ending;
        QVERIFY(QFile::link(real, link));
        const Said said = write(link);
        QVERIFY2(said.code == 0, said.err.constData());
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(QFileInfo(real).size() > 100);
        QCOMPARE(write(QStringLiteral("/dev/null")).code, 0);
        QVERIFY(!QFileInfo(QStringLiteral("/dev/null")).isFile());
        QFile file(real);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray begin = file.read(20);
        const Said out = write(QStringLiteral("/dev/stdout"));
        QCOMPARE(out.code, 0);
        QVERIFY(out.out.startsWith(begin));
    }
};

ATTUNE_TEST(TstEveryVerb)
#include "tst_every_verb.moc"
