// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of dialogues and their search: the right ones in the right order, through indexes, and nothing read twice.
#include "harness/test_case.h"
#include "samples.h"
#include "storage/folded_text.h"
#include "storage/profile_repository.h"
#include "storage/search_refresh.h"
#include "storage/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>

using samples::dialogueOf;
using storage::DialogueOrder;
using storage::DialogueQuery;

namespace {

// The statements that a connection begins, as they are run.
class Trace
{
public:
    explicit Trace(const storage::Database &database)
        : m_handle(database.connection().getHandle())
    {
        sqlite3_trace_v2(
            m_handle, SQLITE_TRACE_STMT,
            [](unsigned, void *self, void *statement, void *text) {
                if (!std::string_view(static_cast<const char *>(text)).starts_with("--"))
                    static_cast<Trace *>(self)->statements << QByteArray(sqlite3_sql(static_cast<sqlite3_stmt *>(statement)));
                return 0;
            },
            this);
    }
    ~Trace() { sqlite3_trace_v2(m_handle, 0, nullptr, nullptr); }

    QByteArrayList statements;

private:
    sqlite3 *m_handle;
};

} // namespace

class TstDialogueLists : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<samples::Folder>();
        m_database = std::make_unique<storage::Database>(storage::Database::create(*m_folder / "a.attune"));
        m_dialogues = std::make_unique<storage::DialogueRepository>(*m_database);
    }

    void orders_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("keys");
        const auto row = [](const char *name, DialogueOrder order, bool descending, const char *source, const char *keys) {
            QTest::newRow(name) << int(order) << descending << QString::fromLatin1(source) << QString::fromLatin1(keys);
        };
        row("arrival", DialogueOrder::Arrival, false, "", "10 9 8 7 6 5");
        row("arrival, newest first", DialogueOrder::Arrival, true, "", "5 6 7 8 9 10");
        row("last changed", DialogueOrder::Updated, true, "", "8 5 6 7 9 10");
        row("key", DialogueOrder::Key, false, "", "6 8 10 5 7 9");
        row("key of one source", DialogueOrder::Key, false, "odd", "5 7 9");
        row("longest first", DialogueOrder::Turns, true, "", "8 5 10 7 9 6");
        row("shortest first", DialogueOrder::Turns, false, "", "9 6 10 7 8 5");
        row("situation", DialogueOrder::Situation, false, "", "5 10 8 6 9 7");
        row("situation, backwards", DialogueOrder::Situation, true, "", "9 7 10 8 6 5");
        row("situation of one source", DialogueOrder::Situation, false, "odd", "5 9 7");
    }
    void orders()
    {
        QFETCH(int, order);
        QFETCH(bool, descending);
        QFETCH(QString, source);
        QFETCH(QString, keys);
        for (int i = 10; i >= 5; --i) {
            dialogue::Dialogue d = dialogueOf(std::to_string(i), "text", i % 2 ? "zebra" : "ant");
            d.source_name = i % 2 ? "odd" : "even";
            d.turns.resize(size_t(1 + (i - 5 + 2) % 3));
            if (i == 5)
                d.profile = {};
            m_dialogues->add(d, "me");
            QTest::qWait(2);
        }
        auto stored = m_dialogues->get(idOf("8"));
        stored.dialogue.turns[0].text = "changed";
        m_dialogues->save(stored, "me");

        DialogueQuery query;
        query.order = DialogueOrder(order);
        query.descending = descending;
        query.limit = -1;
        if (!source.isEmpty())
            query.source_name = source.toStdString();
        QCOMPARE(keysOf(query), keys);
        QCOMPARE(m_dialogues->count(query), int64_t(keys.split(QLatin1Char(' ')).size()));
        // Pages are pieces of the same.
        QString pages;
        for (query.limit = 2, query.offset = 0; !m_dialogues->numbers(query).empty(); query.offset += 2)
            pages += (pages.isEmpty() ? QString() : QStringLiteral(" ")) + keysOf(query);
        QCOMPARE(pages, keys);
        // The few that were chosen keep the order.
        query.offset = 0;
        query.limit = -1;
        query.numbers = m_dialogues->numbers(query);
        QCOMPARE(keysOf(query), keys);
    }

    // No list goes through a table: only through indexes that hold all it needs.
    void plans_data()
    {
        QTest::addColumn<QByteArray>("search");
        QTest::addColumn<QString>("source");
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("descending");
        const struct
        {
            const char *name;
            DialogueOrder order;
            bool descending;
        } orders[] = { { "arrival", DialogueOrder::Arrival, false }, { "last changed", DialogueOrder::Updated, true },
            { "key", DialogueOrder::Key, false }, { "longest first", DialogueOrder::Turns, true },
            { "situation", DialogueOrder::Situation, false } };
        for (const auto &one : orders) {
            for (const char *search : { "", "anxious", "压力", "力" })
                QTest::addRow("%s, \"%s\"", one.name, search) << QByteArray(search) << QString() << int(one.order) << one.descending;
            QTest::addRow("%s of a source", one.name) << QByteArray() << QStringLiteral("a.json") << int(one.order) << one.descending;
        }
    }
    void plans()
    {
        QFETCH(QByteArray, search);
        QFETCH(QString, source);
        QFETCH(int, order);
        QFETCH(bool, descending);
        m_dialogues->add(dialogueOf("1", "I am anxious 压力"), "me");
        DialogueQuery query;
        query.search = search.toStdString();
        query.order = DialogueOrder(order);
        query.descending = descending;
        query.limit = -1;
        if (!source.isEmpty())
            query.source_name = source.toStdString();
        QByteArrayList statements;
        {
            Trace trace(*m_database);
            QCOMPARE(m_dialogues->rows(m_dialogues->numbers(query)).size(), size_t(1));
            m_dialogues->count(query);
            m_dialogues->sources();
            m_dialogues->numberOf(idOf("1"));
            statements = trace.statements;
        }
        QVERIFY(!statements.isEmpty());
        for (const QByteArray &statement : statements)
            noScanIn(statement);
    }

    void profilePlans()
    {
        m_dialogues->add(dialogueOf("1", "text"), "me");
        const storage::ProfileRepository profiles(*m_database);
        QByteArrayList statements;
        {
            Trace trace(*m_database);
            QCOMPARE(profiles.rows(profiles.numbers({ .limit = -1 })).size(), size_t(1));
            statements = trace.statements;
        }
        for (const QByteArray &statement : statements)
            noScanIn(statement);
    }

    void finds_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("search");
        QTest::newRow("an apostrophe of the keyboard") << QByteArray("I can’t stop crying") << QByteArray("can't");
        QTest::newRow("an apostrophe of the printer") << QByteArray("I can't stop crying") << QByteArray("can’t");
        QTest::newRow("an accent for an apostrophe") << QByteArray("I can't stop crying") << QByteArray("can´t");
        QTest::newRow("a modifier letter") << QByteArray("I canʼt stop crying") << QByteArray("can't");
        QTest::newRow("quotation marks") << QByteArray("she said “no” and left") << QByteArray("\"no\"");
        QTest::newRow("a dash") << QByteArray("well‑being – mine") << QByteArray("well-being");
        QTest::newRow("a dotted capital I") << QByteArray("İstanbul is far") << QByteArray("istanbul");
        QTest::newRow("the same, typed") << QByteArray("istanbul is far") << QByteArray("İSTANBUL");
        QTest::newRow("an i without a dot") << QByteArray("ıssız") << QByteArray("issiz");
        QTest::newRow("a soft hyphen") << QByteArray("won\xc2\xad" "der") << QByteArray("wonder");
        QTest::newRow("one Chinese character") << QByteArray("心理咨询师今天没有来。") << QByteArray("咨");
        QTest::newRow("two Chinese characters") << QByteArray("心理咨询师今天没有来。") << QByteArray("咨询");
        QTest::newRow("two at the end") << QByteArray("今天没有来") << QByteArray("有来");
        QTest::newRow("one at the end") << QByteArray("今天没有来") << QByteArray("来");
        QTest::newRow("one that is all") << QByteArray("好") << QByteArray("好");
        QTest::newRow("one and two and three") << QByteArray("心理咨询师今天没有来") << QByteArray("师 今天 咨询师");
        QTest::newRow("kana") << QByteArray("眠れない") << QByteArray("れな");
        QTest::newRow("hangul") << QByteArray("잠을 못 자요") << QByteArray("못");
        QTest::newRow("an emoji") << QByteArray("far away 😊 today") << QByteArray("😊");
        QTest::newRow("two signs") << QByteArray("crying :( 50% of the time_x") << QByteArray(":(");
        QTest::newRow("per cent and underscore") << QByteArray("crying :( 50% of the time_x") << QByteArray("50% e_x");
        QTest::newRow("two letters") << QByteArray("ok then") << QByteArray("ok");
        QTest::newRow("a quotation mark alone") << QByteArray("say \"x\"") << QByteArray("\"");
        QTest::newRow("two quotation marks") << QByteArray("say \"\"") << QByteArray("\"\"");
        QTest::newRow("Vietnamese") << QByteArray("Tôi nhớ chuyến thăm bà") << QByteArray("bà");
    }
    void finds()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, search);
        dialogue::Dialogue d;
        d.source_key = "0";
        d.turns = { { {}, dialogue::Speaker::Seeker, text.toStdString(), {} } };
        m_dialogues->add(d, "me");
        m_dialogues->add(dialogueOf("1", "zzz"), "me");
        QCOMPARE(keysOf({ .search = search.toStdString() }), QStringLiteral("0"));
        QCOMPARE(m_dialogues->count({ .search = search.toStdString() }), int64_t(1));
        // As for a row that was just saved, and after an edit.
        const int64_t number = *m_dialogues->numberOf(idOf("0"));
        QCOMPARE(m_dialogues->numbers({ .search = search.toStdString(), .numbers = std::vector { number } }), std::vector { number });
        auto stored = m_dialogues->get(idOf("0"));
        stored.dialogue.turns[0].text = "zzz";
        m_dialogues->save(stored, "me");
        QCOMPARE(m_dialogues->count({ .search = search.toStdString() }), int64_t(0));
    }

    // The index is any SQLite's: another program may write, and a copy is whole.
    void otherProgramsMayWrite()
    {
        m_dialogues->add(dialogueOf("1", "我和妈妈"), "me");
        const auto id = idOf("1");
        {
            SQLite::Database plain((*m_folder / "a.attune" / "workspace.db").string(), SQLite::OPEN_READWRITE, 5000);
            plain.exec("UPDATE dialogue SET search_text = '爸爸很难过 ' WHERE id = '" + id + "'");
            plain.exec("INSERT INTO dialogue_search (dialogue_search, rank) VALUES ('integrity-check', 1)");
        }
        QCOMPARE(m_dialogues->count({ .search = "妈妈" }), int64_t(0));
        QCOMPARE(m_dialogues->count({ .search = "爸爸" }), int64_t(1));
        const auto copy = m_database->backUp();
        std::filesystem::create_directories(*m_folder / "b.attune");
        std::filesystem::copy_file(copy, *m_folder / "b.attune" / "workspace.db");
        auto other = storage::Database::open(*m_folder / "b.attune");
        QCOMPARE(storage::DialogueRepository(other).count({ .search = "难过" }), int64_t(1));
    }

    // Text that an older version folded is found as soon as it was folded again; a stop in the middle loses nothing.
    void olderTextIsFoldedAgain()
    {
        QVERIFY(!storage::searchNeedsRefresh(*m_database));
        for (int i = 0; i < 120; ++i)
            m_dialogues->add(dialogueOf(std::to_string(i), "I can’t"), "me");
        const auto revision = m_dialogues->get(idOf("7")).revision;
        m_database->connection().exec("UPDATE dialogue SET search_text = replace(search_text, '''', '’');"
                                      "UPDATE profile SET search_text = 'i̇stanbul ' WHERE id = (SELECT profile_id FROM dialogue LIMIT 1);"
                                      "UPDATE workspace SET value = '1' WHERE key = 'search_text'");
        QVERIFY(storage::searchNeedsRefresh(*m_database));
        QCOMPARE(m_dialogues->count({ .search = "can't" }), int64_t(0));
        const base::CancelToken cancel;
        m_database->onCommitted([&] { cancel.cancel(); });
        QVERIFY_EXCEPTION_THROWN(storage::refreshSearch(*m_database, cancel), base::Failure);
        m_database->onCommitted({});
        const int64_t half = m_dialogues->count({ .search = "can't" });
        QVERIFY(half > 0 && half < 120);
        storage::refreshSearch(*m_database);
        QCOMPARE(m_dialogues->count({ .search = "can't" }), int64_t(120));
        QCOMPARE(storage::ProfileRepository(*m_database).count({ .search = "istanbul" }), int64_t(1));
        QCOMPARE(m_dialogues->get(idOf("7")).revision, revision);
        QVERIFY(!storage::searchNeedsRefresh(*m_database));
    }

    void sourcesAreCounted()
    {
        const auto told = [this] {
            QString text;
            for (const auto &source : m_dialogues->sources())
                text += QStringLiteral("%1=%2 ").arg(QString::fromStdString(source.source_name)).arg(source.dialogues);
            return text;
        };
        for (const char *key : { "1", "2", "3" }) {
            auto d = dialogueOf(key, "text");
            d.source_name = key[0] == '3' ? "b" : "a";
            m_dialogues->add(d, "me");
        }
        QCOMPARE(told(), QStringLiteral("a=2 b=1 "));
        auto stored = m_dialogues->get(idOf("1"));
        stored.dialogue.source_name = "b";
        m_dialogues->save(stored, "me");
        QCOMPARE(told(), QStringLiteral("a=1 b=2 "));
        m_dialogues->remove(idOf("2"), 1, "me");
        QCOMPARE(told(), QStringLiteral("b=2 "));
        QCOMPARE(m_dialogues->count(), int64_t(2));
    }

    // A list that was read before a deletion must never name another dialogue.
    void numbersAreNotLentAgain()
    {
        m_dialogues->add(dialogueOf("1", "a"), "me");
        m_dialogues->add(dialogueOf("2", "b"), "me");
        const int64_t last = *m_dialogues->numberOf(idOf("2"));
        m_dialogues->remove(idOf("2"), 1, "me");
        m_dialogues->add(dialogueOf("3", "c"), "me");
        QVERIFY(*m_dialogues->numberOf(idOf("3")) > last);
        QVERIFY(m_dialogues->rows({ last }).empty());
    }

    void ownChangesAreTold()
    {
        m_dialogues->add(dialogueOf("1", "a"), "me");
        const int64_t number = *m_dialogues->numberOf(idOf("1"));
        QCOMPARE(*m_database->takeChangedDialogues(), std::vector { number });
        QVERIFY(m_database->takeChangedDialogues()->empty());
        auto other = storage::Database::open(m_database->folder(), storage::Maintenance::None);
        auto theirs = storage::DialogueRepository(other).get(idOf("1"));
        theirs.dialogue.turns[0].text = "theirs";
        storage::DialogueRepository(other).save(theirs, "they");
        QVERIFY(m_database->takeChangedDialogues()->empty());
        auto mine = m_dialogues->get(idOf("1"));
        mine.dialogue.profile.fields[0].value = "Noa";
        m_dialogues->save(mine, "me");
        QCOMPARE(*m_database->takeChangedDialogues(), std::vector { number });
    }

    // Whoever closes the workspace waits for no long statement, and for no import to be taken back.
    void stoppedIsStopped()
    {
        std::vector<dialogue::Dialogue> many;
        for (int i = 0; i < 300; ++i)
            many.push_back(dialogueOf(std::to_string(i), "a"));
        int commits = 0;
        m_database->onCommitted([&] {
            if (++commits == 2)
                m_database->stop();
        });
        try {
            m_dialogues->addAll(many, "me");
            QFAIL("it was stopped");
        } catch (const base::Failure &failure) {
            QCOMPARE(int(failure.error().kind), int(base::ErrorKind::Cancelled));
        }
        QCOMPARE(commits, 2);
        QVERIFY_EXCEPTION_THROWN(m_dialogues->count(), base::Failure);
        m_database->onCommitted({});
    }

    void longStatementsEndWithTheirToken()
    {
        const base::CancelToken cancel;
        cancel.cancel();
        m_database->endWith(cancel);
        storage::Query endless(*m_database, "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c");
        QVERIFY_EXCEPTION_THROWN(endless.next(), base::Failure);
        m_database->endWith({});
        QCOMPARE(m_dialogues->count(), int64_t(0));
    }

private:
    QString keysOf(const DialogueQuery &query)
    {
        QStringList keys;
        for (const storage::DialogueRow &row : m_dialogues->list(query))
            keys << QString::fromStdString(row.source_key);
        return keys.join(QLatin1Char(' '));
    }

    std::string idOf(const std::string &key)
    {
        storage::Query row(*m_database, "SELECT id FROM dialogue WHERE source_key = ?");
        row.with(key);
        return row.next() ? row.text(0) : std::string();
    }

    void noScanIn(const QByteArray &statement)
    {
        if (statement.startsWith("SELECT id FROM dialogue WHERE source_key")) // idOf's own
            return;
        storage::Query plan(*m_database, "EXPLAIN QUERY PLAN " + statement.toStdString());
        while (plan.next()) {
            const QString step = QString::fromStdString(plan.text(3));
            // The whole order is asked for: by situation the profiles are read in theirs.
            const bool isIndexOnly = step.contains(QLatin1String("COVERING INDEX")) || step.contains(QLatin1String("USING INDEX profile_by_situation")) || step.contains(QLatin1String("VIRTUAL TABLE"))
                || step.contains(QLatin1String("CONSTANT ROW")) || step.contains(QLatin1String("source_count")) || step.contains(QLatin1String("SUBQUERY"));
            QVERIFY2(!step.startsWith(QLatin1String("SCAN")) || isIndexOnly, qPrintable(step + QLatin1String(" in ") + QString::fromUtf8(statement)));
        }
    }

    std::unique_ptr<samples::Folder> m_folder;
    std::unique_ptr<storage::Database> m_database;
    std::unique_ptr<storage::DialogueRepository> m_dialogues;
};

ATTUNE_TEST(TstDialogueLists)
#include "tst_dialogue_lists.moc"
