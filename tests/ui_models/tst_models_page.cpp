// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fake_desk.h"
#include "fakes/tiny_tokenizer.h"
#include "harness/test_case.h"
#include "ui/models/models_page.h"
#include "ui/parts/notice_bar.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>

using namespace models;

namespace {

void writeConfig(const std::filesystem::path &folder)
{
    base::writeFileAtomically(folder / "config.json",
        R"({"model_type":"qwen2","hidden_size":64,"intermediate_size":128,"num_hidden_layers":2,"num_attention_heads":4,
            "num_key_value_heads":2,"max_position_embeddings":512,"vocab_size":258,"tie_word_embeddings":true})");
}

// One tensor of 258 x 64 numbers in bf16.
void writeWeights(const std::filesystem::path &folder, size_t missing = 0)
{
    const std::string header = R"({"model.embed_tokens.weight":{"dtype":"BF16","shape":[258,64],"data_offsets":[0,33024]}})";
    std::string file;
    const uint64_t size = header.size();
    file.append(reinterpret_cast<const char *>(&size), 8);
    file += header + std::string(33024 - missing, '\0');
    base::writeFileAtomically(folder / "model.safetensors", file);
}

QString shown(const QWidget &page)
{
    QStringList texts;
    for (const QLabel *label : page.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&page))
            texts << label->text();
    }
    return texts.join(QLatin1Char('|'));
}

QPushButton *button(const QWidget &page, const char *text)
{
    for (QPushButton *button : page.findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String(text))
            return button;
    }
    return nullptr;
}

} // namespace

class TstModelsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("ATTUNE_DATA", ATTUNE_SOURCE_DIR); }

    void aModelIsAddedCheckedAndUsed()
    {
        fakes::FakeDesk desk;
        const std::filesystem::path folder = desk.dir() / "My-Qwen";
        fakes::writeTinyTokenizer(folder);
        writeConfig(folder);
        writeWeights(folder);
        ModelsPage page(desk);
        QAbstractItemModelTester tester(page.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        page.resize(1000, 700);
        page.show();
        const int before = page.rows().rowCount();
        page.addModel(QString::fromStdString((folder / "config.json").string())); // a file inside means the folder
        QVERIFY(QTest::qWaitFor([&] { return page.isReady(); }, 10'000));
        QCOMPARE(page.rows().rowCount(), before + 1);
        const QString key = QString::fromStdString(folder.string());
        const ModelRow row = page.rows().row(page.rows().findKey(key));
        QCOMPARE(stateText(row), QStringLiteral("ready"));
        QCOMPARE(row.report.dtype, std::string("BF16"));
        QCOMPARE(row.report.chat_template, std::string("chatml"));
        QCOMPARE(row.report.card.parameters, int64_t(258 * 64));
        QTRY_VERIFY2(shown(page).contains(QStringLiteral("byte-level")), qPrintable(shown(page)));
        QTest::mouseClick(button(page, "Chat with it"), Qt::LeftButton);
        QTest::mouseClick(button(page, "Train on it"), Qt::LeftButton);
        QCOMPARE(desk.visits.size(), 2);
        QCOMPARE(desk.visits[0].page, QStringLiteral("chat"));
        QCOMPARE(desk.visits[1].page, QStringLiteral("train"));
        QCOMPARE(desk.visits[0].link.value(QStringLiteral("model")).toString(), key);
        // It is still there for the next page, and gone after it was removed; its files stay.
        ModelsPage second(desk);
        QVERIFY(second.rows().findKey(key) >= 0);
        QTest::mouseClick(button(page, "Remove from the list"), Qt::LeftButton);
        QCOMPARE(page.rows().findKey(key), -1);
        QVERIFY(std::filesystem::exists(folder / "config.json"));
        QVERIFY(page.findChild<parts::NoticeBar *>()->text().contains(key));
    }
    void faultsAreSentences_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no tokenizer") << QStringLiteral("tokenizer") << QStringLiteral("no tokenizer") << QStringLiteral("has no tokenizer");
        QTest::newRow("truncated") << QStringLiteral("truncated") << QStringLiteral("incomplete") << QStringLiteral("is incomplete");
        QTest::newRow("unknown template") << QStringLiteral("template") << QStringLiteral("chat template unknown")
                                          << QStringLiteral("is not known");
        QTest::newRow("no weights") << QStringLiteral("weights") << QStringLiteral("files missing") << QStringLiteral("Broken");
        QTest::newRow("another architecture") << QStringLiteral("family") << QStringLiteral("not supported") << QStringLiteral("gemma");
        QTest::newRow("deleted since") << QStringLiteral("deleted") << QStringLiteral("files missing") << QStringLiteral("Broken");
    }
    void faultsAreSentences()
    {
        QFETCH(QString, fault);
        QFETCH(QString, state);
        QFETCH(QString, sentence);
        fakes::FakeDesk desk;
        const std::filesystem::path folder = desk.dir() / "Broken";
        fakes::writeTinyTokenizer(folder, fault == QLatin1String("template") ? "{{ strange }}" : fakes::kChatMl);
        writeConfig(folder);
        if (fault == QLatin1String("tokenizer"))
            std::filesystem::remove(folder / "tokenizer.json");
        if (fault == QLatin1String("family"))
            base::writeFileAtomically(folder / "config.json", R"({"model_type":"gemma"})");
        if (fault != QLatin1String("weights"))
            writeWeights(folder, fault == QLatin1String("truncated") ? 1000 : 0);
        ModelsPage page(desk);
        page.show();
        page.addModel(QString::fromStdString(folder.string()));
        if (fault == QLatin1String("deleted")) {
            QVERIFY(QTest::qWaitFor([&] { return page.isReady(); }, 10'000));
            std::filesystem::remove_all(folder);
            QTest::mouseClick(button(page, "Check again"), Qt::LeftButton);
        }
        QVERIFY(QTest::qWaitFor([&] { return page.isReady(); }, 10'000));
        const ModelRow row = page.rows().row(page.rows().findKey(QString::fromStdString(folder.string())));
        QCOMPARE(stateText(row), state);
        QTRY_VERIFY2(shown(page).contains(sentence), qPrintable(shown(page)));
        QVERIFY(!button(page, "Chat with it")->isEnabled());
    }
    void whatIsNoModelIsRefused()
    {
        fakes::FakeDesk desk;
        ModelsPage page(desk);
        page.show();
        const int before = page.rows().rowCount();
        page.addModel(QString::fromStdString((desk.dir() / "nothing").string()));
        QCOMPARE(page.rows().rowCount(), before);
        QVERIFY(page.findChild<parts::NoticeBar *>()->text().contains(QStringLiteral("is no model")));
    }
    void aModelCanBeDropped()
    {
        fakes::FakeDesk desk;
        const std::filesystem::path folder = desk.dir() / "Dropped";
        fakes::writeTinyTokenizer(folder);
        writeConfig(folder);
        writeWeights(folder);
        ModelsPage page(desk);
        page.show();
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(QString::fromStdString(folder.string())) });
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &drop);
        QVERIFY(page.rows().findKey(QString::fromStdString(folder.string())) >= 0);
        QVERIFY(QTest::qWaitFor([&] { return page.isReady(); }, 10'000));
    }
};

ATTUNE_TEST(TstModelsPage)
#include "tst_models_page.moc"
