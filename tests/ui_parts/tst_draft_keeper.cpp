// SPDX-License-Identifier: GPL-3.0-or-later
// Whose a draft is: what another window is typing is neither seen nor touched; what a window left that has ended is taken over, the newest
// first, and none is lost.
#include "fakes/fake_desk.h"
#include "harness/test_case.h"
#include "run/process_identity.h"
#include "ui/parts/draft_keeper.h"

#include <QFile>

class TstDraftKeeper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<fakes::FakeDesk>();
        m_keeper = std::make_unique<parts::DraftKeeper>(*m_desk, "dialogue", nullptr);
    }
    void cleanup()
    {
        m_keeper.reset();
        m_desk.reset();
    }

    void anotherWindowsDraftStays()
    {
        put("turn:1", "theirs", living());
        m_keeper->typed("d", "turn:1", QStringLiteral("mine"), 1);
        m_keeper->write();
        QCOMPARE(m_desk->workspace()->drafts().of("d").size(), size_t(2));
        QCOMPARE(m_keeper->of("d").size(), size_t(1));
        QCOMPARE(m_keeper->of("d")[0].text, std::string("mine"));
        m_keeper->forget("d", "turn:1");
        m_keeper->forgetAll("d");
        QVERIFY(m_keeper->of("d").empty());
        QCOMPARE(m_desk->workspace()->drafts().of("d").size(), size_t(1));
        QCOMPARE(m_desk->workspace()->drafts().of("d")[0].text, std::string("theirs"));
    }

    // Who writes on in a conflict has not decided it, also after a crash.
    void writingOnKeepsWhatItWasBasedOn()
    {
        m_keeper->typed("d", "turn:1", QStringLiteral("mine"), 5);
        m_keeper->write();
        m_keeper->typed("d", "turn:1", QStringLiteral("mine and on"), 6);
        m_keeper->write();
        QCOMPARE(m_keeper->of("d")[0].text, std::string("mine and on"));
        QCOMPARE(m_keeper->of("d")[0].base_revision, int64_t(5));
        m_keeper->forget("d", "turn:1");
        m_keeper->typed("d", "turn:1", QStringLiteral("anew"), 7);
        m_keeper->write();
        QCOMPARE(m_keeper->of("d")[0].base_revision, int64_t(7));
    }

    // Two windows that ended in the same turn.
    void theNewestIsOfferedFirstAndNoneIsLost()
    {
        put("turn:1", "older", ended(1));
        QTest::qWait(5); // the clock counts milliseconds
        put("turn:1", "newer", ended(2));
        put("turn:2", "of an unknown window", "");
        QCOMPARE(m_keeper->of("d").size(), size_t(2));
        QCOMPARE(m_keeper->of("d")[0].text, std::string("newer"));
        QCOMPARE(m_keeper->of("d")[1].text, std::string("of an unknown window"));
        // Ours by now: another window that looks would not take it.
        QCOMPARE(m_keeper->of("d")[0].owner, parts::draftOwner());
        m_keeper->typed("d", "turn:1", QStringLiteral("newer and on"), 1);
        m_keeper->write();
        QCOMPARE(m_keeper->of("d")[0].text, std::string("newer and on"));
        m_keeper->forget("d", "turn:1");
        QCOMPARE(m_keeper->of("d")[0].text, std::string("older"));
        m_keeper->forget("d", "turn:1");
        QCOMPARE(m_keeper->of("d").size(), size_t(1));
    }

    // Of an object that another window types in, the newest that is left behind is found all the same.
    void newestPassesOverLivingWindows()
    {
        put("turn:1", "left behind", ended(1));
        QTest::qWait(5);
        put("turn:1", "theirs", living());
        QVERIFY(m_keeper->newest());
        QCOMPARE(m_keeper->newest()->text, std::string("left behind"));
    }

private:
    void put(const char *field, const char *text, const std::string &owner)
    {
        m_desk->workspace()->drafts().keep({ "d", field, "dialogue", text, 1, "them", {}, owner });
    }

    static std::string living()
    {
        run::ProcessIdentity other = run::thisProcess();
        other.pid = 1; // whose start time the system knows
        QFile file(QStringLiteral("/proc/1/stat"));
        const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        other.start_time = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(19).toULongLong();
        return base::toLine(run::toJson(other));
    }

    static std::string ended(int number)
    {
        run::ProcessIdentity other = run::thisProcess();
        other.start_time += uint64_t(number);
        return base::toLine(run::toJson(other));
    }

    std::unique_ptr<fakes::FakeDesk> m_desk;
    std::unique_ptr<parts::DraftKeeper> m_keeper;
};

ATTUNE_TEST(TstDraftKeeper)
#include "tst_draft_keeper.moc"
