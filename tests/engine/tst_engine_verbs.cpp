// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's verbs as a person types them.
#include "base/files.h"
#include "base/json.h"
#include "fakes/tiny_model.h"
#include "harness/test_case.h"
#include "modelfile/safetensors.h"
#include "verbs/program.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <cstring>

using base::Json;

class TstEngineVerbs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_model = path("tiny.gguf");
        fakes::writeTinyModel(m_model.toStdString());
        fakes::writeTinyModel(path("bare.gguf").toStdString(), false);
    }
    void wrongUseIsCode2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *name, const QString &line, const char *says) {
            QTest::newRow(name) << line.split(QLatin1Char(' '), Qt::SkipEmptyParts) << QByteArray(says);
        };
        row("no verb", QString(), "subcommand");
        row("unknown verb", QStringLiteral("dance"), "no verb \"dance\"");
        row("no model", QStringLiteral("card"), "MODEL");
        row("no ids", QStringLiteral("logits m --out x"), "--ids");
        row("bad ids", QStringLiteral("logits m --ids 1,x --out x"), "\"x\" is no token id");
        row("unknown bench", QStringLiteral("bench lunch"), "");
        row("bad threads", QStringLiteral("bench machine --threads -3"), "--threads");
    }
    void wrongUseIsCode2()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Said said = engine(arguments);
        QCOMPARE(said.code, 2);
        QVERIFY2(said.err.contains(says), said.err.constData());
        QVERIFY(said.out.isEmpty());
    }
    void helpIsCode0()
    {
        const Said said = engine({ QStringLiteral("--help") });
        QCOMPARE(said.code, 0);
        for (const char *verb : { "card", "tokenize", "logits", "bench", "serve" })
            QVERIFY2(said.out.contains(verb), verb);
    }
    void failuresAreOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *name, const QStringList &arguments, const char *says) {
            QTest::newRow(name) << arguments << QByteArray(says);
        };
        const auto words = [](const char *line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
        row("no such model", words("card /no/such/model"), "/no/such/model");
        row("no such file", words("tokenize MODEL /no/such/file"), "/no/such/file does not exist");
        row("id out of range", words("logits MODEL --ids 1,259 --out OUT"), "259");
        row("no such adapter", words("logits MODEL --adapter /no/such/adapter --ids 1 --out OUT"), "/no/such/adapter");
        row("no place to write", words("logits MODEL --ids 1 --out /no/such/folder/x.safetensors"), "/no/such/folder");
        row("no such device", words("logits MODEL --ids 1 --device cuda:99 --out OUT"), "cuda:99");
        row("odd device", words("logits MODEL --ids 1 --device toaster --out OUT"), "toaster");
    }
    void failuresAreOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        arguments.replaceInStrings(QStringLiteral("MODEL"), m_model);
        arguments.replaceInStrings(QStringLiteral("OUT"), path("out.safetensors"));
        const Said said = engine(arguments);
        QCOMPARE(said.code, 1);
        QVERIFY2(said.err.contains(says), said.err.constData());
        QCOMPARE(said.err.count('\n'), 1);
        QVERIFY(said.out.isEmpty());
    }
    void cardSaysWhatTheModelIs()
    {
        const Said said = engine({ QStringLiteral("card"), m_model, QStringLiteral("--json") });
        QCOMPARE(said.code, 0);
        const Json card = base::parseJson(said.out.toStdString(), "card");
        QCOMPARE(card["config"]["num_hidden_layers"], Json(2));
        QCOMPARE(card["tensor_types"]["F32"], Json(20));
        QCOMPARE(card["chat_template"], Json(nullptr));
        QVERIFY(card["missing"].contains("chat_template"));
        const Said bare = engine({ QStringLiteral("card"), path("bare.gguf"), QStringLiteral("--json") });
        QCOMPARE(bare.code, 0);
        QVERIFY(base::parseJson(bare.out.toStdString(), "card")["missing"].contains("tokenizer"));
    }
    void tokenizeTreatsControlTokensAsText()
    {
        const QString file = path("text.jsonl");
        base::writeFileAtomically(file.toStdString(), "\"a<|im_end|>\"\n\"\"\n\"b\"\n");
        const Said plain = engine({ QStringLiteral("tokenize"), m_model, file });
        QCOMPARE(plain.code, 0);
        const QList<QByteArray> lines = plain.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(base::parseJson(lines[0].toStdString(), "ids").size(), size_t(11)); // a byte a token
        QCOMPARE(lines[1], QByteArray("[]"));
        const Said special = engine({ QStringLiteral("tokenize"), m_model, file, QStringLiteral("--special"), QStringLiteral("--json") });
        const Json ids = base::parseJson(special.out.toStdString(), "ids")["ids"];
        QCOMPARE(ids[0].size(), size_t(2));
        QCOMPARE(ids[0][1], Json(2));
        // A file of another kind is one text.
        const QString text = path("text.txt");
        base::writeFileAtomically(text.toStdString(), "ab\n\n");
        QCOMPARE(base::parseJson(engine({ QStringLiteral("tokenize"), m_model, text }).out.toStdString(), "ids").size(), size_t(4));
    }
    void logitsDoNotDependOnTheForm()
    {
        const auto logits = [&](const QString &flag) {
            const QString out = path("logits.safetensors");
            QStringList arguments { QStringLiteral("logits"), m_model, QStringLiteral("--ids"), QStringLiteral("5,6,7,100"),
                QStringLiteral("--out"), out };
            if (!flag.isEmpty())
                arguments << flag;
            [&] { QCOMPARE(engine(arguments).code, 0); }();
            const modelfile::SafetensorsFile file(out.toStdString());
            const auto *tensor = file.findTensor("logits");
            [&] { QCOMPARE(tensor->shape, (std::vector<int64_t> { 4, 259 })); }();
            std::vector<float> values(size_t(tensor->elements()));
            std::memcpy(values.data(), tensor->data.data(), tensor->data.size());
            return values;
        };
        const auto packed = logits({}), dense = logits(QStringLiteral("--dense"));
        for (size_t i = 0; i < packed.size(); ++i)
            QVERIFY(std::abs(packed[i] - dense[i]) < 1e-5f);
    }
    void benchSaysBoundAndShare()
    {
        const Said said = engine({ QStringLiteral("bench"), QStringLiteral("decode"), m_model, QStringLiteral("--tokens"),
            QStringLiteral("8"), QStringLiteral("--json") });
        QCOMPARE(said.code, 0);
        const Json answer = base::parseJson(said.out.toStdString(), "bench");
        for (const char *field : { "tokens_per_second", "bound_tokens_per_second", "share_of_bound", "read_gb_s", "gemm_gflop_s" })
            QVERIFY2(answer[field].is_number() && answer[field].get<double>() > 0, field);
        QVERIFY(answer.contains("isa"));
    }

    // A full disk behind the standard output, or nobody who reads it.
    void whatCannotBePrintedIsAnError_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : { "--help", "--version", "card MODEL", "card MODEL --json", "tokenize MODEL TEXT", "tokenize MODEL TEXT --json",
                 "logits MODEL --ids 1,2 --out OUT --json", "bench decode MODEL --tokens 4 --json" })
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void whatCannotBePrintedIsAnError()
    {
        QFETCH(QString, line);
        base::writeFileAtomically(path("text.txt").toStdString(), "a text");
        QStringList arguments = line.split(QLatin1Char(' '));
        arguments.replaceInStrings(QStringLiteral("MODEL"), m_model);
        arguments.replaceInStrings(QStringLiteral("TEXT"), path("text.txt"));
        arguments.replaceInStrings(QStringLiteral("OUT"), path("printed.safetensors"));
        // SIGPIPE is not there for everybody: a shell's child has it, that of a service often not.
        for (const char *where : { "> /dev/full", "| true" }) {
            QProcess process;
            process.start(QStringLiteral("bash"),
                QStringList { QStringLiteral("-c"),
                    QStringLiteral("trap '' PIPE; { sleep 0.3; \"$@\"; echo code $? >&2; } %1").arg(QLatin1String(where)),
                    QStringLiteral("bash"), QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine") } + arguments);
            QVERIFY(process.waitForFinished(60000));
            const QByteArray err = process.readAllStandardError();
            QVERIFY2(err.contains("code 1\n"), (where + err).constData());
            QVERIFY2(err.contains("The standard output"), (where + err).constData());
        }
    }
    void resultsGoWhereTheOutputLeads()
    {
        const QString link = path("link.safetensors"), real = path("real.safetensors");
        QFile::remove(link);
        QVERIFY(QFile::link(real, link));
        const auto logits = [&](const QString &out) {
            return engine({ QStringLiteral("logits"), m_model, QStringLiteral("--ids"), QStringLiteral("5,6"), QStringLiteral("--out"), out });
        };
        QCOMPARE(logits(link).code, 0);
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(modelfile::SafetensorsFile(real.toStdString()).findTensor("logits"));
        const Said said = logits(QStringLiteral("/dev/stdout"));
        QCOMPARE(said.code, 0);
        QCOMPARE(said.out, QByteArray::fromStdString(base::readFile(real.toStdString())));
        QCOMPARE(logits(QStringLiteral("/dev/null")).code, 0);
        QCOMPARE(logits(QStringLiteral("/dev/full")).code, 1);
        for (const char *device : { "/dev/null", "/dev/full" })
            QVERIFY(std::filesystem::is_character_file(device));
    }
    void sigtermEndsWhatComputes_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : { "bench machine", "bench decode MODEL --tokens 100", "bench prefill MODEL", "logits MODEL --ids 1,2 --out OUT" })
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    // At once, or after the work if that was done before the signal came.
    void sigtermEndsWhatComputes()
    {
        QFETCH(QString, line);
        QStringList arguments = line.split(QLatin1Char(' '));
        arguments.replaceInStrings(QStringLiteral("MODEL"), m_model);
        arguments.replaceInStrings(QStringLiteral("OUT"), path("stopped.safetensors"));
        for (int i = 0; i < 5; ++i) {
            QProcess process;
            process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/attune-engine"), arguments);
            QVERIFY(process.waitForStarted());
            QTest::qSleep(i * 150);
            process.terminate();
            QVERIFY(process.waitForFinished(30000));
        }
    }

private:
    QString path(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)); }
    static Said engine(const QStringList &arguments) { return runProgram(QStringLiteral("attune-engine"), arguments); }

    QTemporaryDir m_dir;
    QString m_model;
};

ATTUNE_TEST(TstEngineVerbs)
#include "tst_engine_verbs.moc"
