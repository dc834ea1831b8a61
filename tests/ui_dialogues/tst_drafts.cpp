// SPDX-License-Identifier: GPL-3.0-or-later
// What is typed is kept within a second, comes back in its place, and goes when it is saved or given up. Texts pass through the editor to the
// byte; what others save meanwhile is kept too.
#include "work_case.h"

#include "run/process_identity.h"
#include "ui/parts/search_field.h"

#include <QAbstractScrollArea>
#include <QFile>
#include <QInputMethodEvent>
#include <QPlainTextEdit>
#include <QProcess>

#include <csignal>

using dialogues::TurnEditor;

namespace {

constexpr char kTypeIn[] = "ATTUNE_TEST_TYPE_IN"; // the workspace of the child that is killed

void compose(QWidget *editor, const QString &preedit, const QString &commit = {})
{
    QInputMethodEvent event(preedit, {});
    if (!commit.isEmpty())
        event.setCommitString(commit);
    QCoreApplication::sendEvent(editor, &event);
}

} // namespace

class TstDrafts : public QObject, public WorkCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void typedIsKeptSavedIsNoDraft()
    {
        TurnEditor *editor = edit(0);
        const auto revision = stored(id(0)).revision;
        QTest::keyClicks(editor, QStringLiteral(" More"));
        QTRY_COMPARE(drafts(id(0)).size(), size_t(1));
        QCOMPARE(drafts(id(0))[0].text, std::string("I lost my job and cannot sleep. More"));
        QCOMPARE(stored(id(0)).revision, revision); // a draft makes nothing stale
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep. More"));
        QVERIFY(drafts(id(0)).empty());
        // Given up is gone too.
        editor = edit(0);
        QTest::keyClicks(editor, QStringLiteral(" and more"));
        QTRY_COMPARE(drafts(id(0)).size(), size_t(1));
        QTest::keyClick(editor, Qt::Key_Escape);
        QVERIFY(drafts(id(0)).empty());
    }

    // Who types on and on is kept too: the time runs from the first key.
    void typingOnDoesNotPutItOff()
    {
        TurnEditor *editor = edit(0);
        QElapsedTimer timer;
        timer.start();
        while (drafts(id(0)).empty() && timer.elapsed() < 10000) {
            QTest::keyClicks(editor, QStringLiteral("a"));
            QTest::qWait(50);
        }
        QVERIFY(!drafts(id(0)).empty());
    }

    // A composition is not text; what was committed before it is, however long it lasts. Writing the draft does not end it.
    void composingIsNotDisturbed()
    {
        TurnEditor *editor = edit(0);
        editor->selectAll();
        compose(editor, {}, QStringLiteral("我最近"));
        compose(editor, QStringLiteral("hen"));
        QTRY_COMPARE(drafts(id(0)).size(), size_t(1));
        QCOMPARE(drafts(id(0))[0].text, std::string("我最近"));
        QVERIFY(m_page->view().editor());
        QVERIFY(editor->textCursor().block().layout()->preeditAreaText() == QStringLiteral("hen"));
        for (const Qt::Key key : { Qt::Key_J, Qt::Key_1, Qt::Key_Return, Qt::Key_Escape }) {
            QTest::keyClick(editor, key);
            QVERIFY(m_page->view().editor() == editor);
        }
        QCOMPARE(m_page->document().dialogue().turns[0].text, std::string("I lost my job and cannot sleep."));
        compose(editor, {}, QStringLiteral("很累"));
        QTRY_VERIFY(drafts(id(0))[0].text.find("很累") != std::string::npos);
        // The focus goes in the middle of a word: what was committed is kept.
        compose(editor, QStringLiteral("shui"));
        m_page->list().setFocus();
        QVERIFY(!m_page->view().editor());
        QVERIFY(text(0).find("很累") != std::string::npos);
        QVERIFY(text(0).find("shui") == std::string::npos);
    }

    void comesBackInItsPlace()
    {
        m_page->list().setCurrentId(QString::fromStdString(id(1)));
        QTest::keyClicks(edit(1), QStringLiteral("half a thought"));
        const std::string typed = m_page->view().editor()->text().toStdString();
        QTRY_COMPARE(drafts(id(1)).size(), size_t(1));
        killed();
        QCOMPARE(m_page->document().dialogue().id, id(1));
        TurnEditor *editor = m_page->view().editor();
        QVERIFY(editor);
        QCOMPARE(editor->text().toStdString(), typed);
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("not saved")), qPrintable(m_page->notice().text()));
        // Looking elsewhere neither saves nor loses it.
        m_page->list().setCurrentId(QString::fromStdString(id(0)));
        QCOMPARE(text(1, 1), std::string("听起来你很委屈。"));
        QCOMPARE(drafts(id(1)).size(), size_t(1));
        m_page->list().setCurrentId(QString::fromStdString(id(1)));
        QVERIFY(m_page->view().messages()->message(1).note.contains(QStringLiteral("not saved")));
        QVERIFY(click("Go on with what was written"));
        QTest::keyClick(m_page->view().editor(), Qt::Key_Return);
        QCOMPARE(text(1, 1), typed);
        QVERIFY(drafts(id(1)).empty());
    }

    void canBeDiscarded()
    {
        QTest::keyClicks(edit(0), QStringLiteral("half a thought"));
        QTRY_COMPARE(drafts(id(0)).size(), size_t(1));
        killed();
        QVERIFY(click("Discard"));
        QVERIFY(!m_page->view().editor());
        QVERIFY(drafts(id(0)).empty());
        QCOMPARE(text(0), std::string("I lost my job and cannot sleep."));
    }

    // What is being typed in another window is not left behind; what a window typed that has ended is.
    void ofALivingWindowIsItsOwn_data()
    {
        QTest::addColumn<bool>("lives");
        QTest::addColumn<bool>("offered");
        QTest::newRow("lives") << true << false;
        QTest::newRow("has ended") << false << true;
    }
    void ofALivingWindowIsItsOwn()
    {
        QFETCH(bool, lives);
        QFETCH(bool, offered);
        run::ProcessIdentity other = run::thisProcess();
        if (lives) {
            other.pid = 1; // whose start time the system knows
            const QByteArray stat = [] {
                QFile file(QStringLiteral("/proc/1/stat"));
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            }();
            other.start_time = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(19).toULongLong();
        } else {
            other.start_time += 1;
        }
        const auto turn = stored(id(0)).dialogue.turns[0].id;
        m_desk->workspace()->drafts().keep({ id(0), "turn:" + turn, "dialogue", "half", 1, "them", {}, base::toLine(run::toJson(other)) });
        m_page.reset();
        show();
        QCOMPARE(m_page->view().editor() != nullptr, offered);
        QCOMPARE(m_page->notice().text().contains(QStringLiteral("not saved")), offered);
    }

    // Somebody has changed the turn since: both are shown, and only Enter decides.
    void anOldDraftShowsBoth()
    {
        QTest::keyClicks(edit(0), QStringLiteral(" mine"));
        QTRY_COMPARE(drafts(id(0)).size(), size_t(1));
        m_page->view().messages()->setEditor(0, nullptr); // as killed: nothing is saved
        m_page.reset();
        elsewhereTurn(id(0), 0, "theirs");
        show();
        QVERIFY2(m_page->notice().text().contains(QStringLiteral("changed since")), qPrintable(m_page->notice().text()));
        TurnEditor *editor = m_page->view().editor();
        QVERIFY(editor);
        QVERIFY(editor->text().endsWith(QStringLiteral(" mine")));
        QVERIFY(m_page->view().messages()->message(0).note.contains(QStringLiteral("theirs")));
        QTest::keyClicks(editor, QStringLiteral("!"));
        m_page->list().setFocus(); // leaving is no decision
        QCOMPARE(text(0), std::string("theirs"));
        QCOMPARE(drafts(id(0)).size(), size_t(1));
    }

    // What waits for a decision outlives a crash.
    void aConflictOutlivesACrash()
    {
        elsewhereTurn(id(0), 0, "theirs");
        m_page->document().setText(0, QStringLiteral("mine"));
        QVERIFY(m_page->hasUnsaved());
        QCOMPARE(drafts(id(0)).size(), size_t(1));
        killed();
        QVERIFY(m_page->view().editor());
        QCOMPARE(m_page->view().editor()->text(), QStringLiteral("mine"));
        QTest::keyClick(m_page->view().editor(), Qt::Key_Return);
        QCOMPARE(text(0), std::string("mine"));
    }

    // The program is killed while somebody types: at most a second of it is lost.
    void typesUntilKilled()
    {
        const QString folder = qEnvironmentVariable(kTypeIn);
        if (folder.isEmpty())
            return; // the child's part
        m_page.reset();
        m_desk = std::make_unique<fakes::FakeDesk>(jobs::JobOptions { .runs_jobs = false, .scores_predictions = false }, folder.toStdString());
        show();
        TurnEditor *editor = edit(1);
        editor->selectAll();
        QFile log(folder + QStringLiteral("/typed"));
        QVERIFY(log.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QElapsedTimer timer;
        timer.start();
        for (;;) { // until the parent has had enough
            QTest::keyClicks(editor, QStringLiteral("x"));
            log.write(QByteArray::number(timer.elapsed()) + '\n');
            QTest::qWait(30);
        }
    }
    void killLosesAtMostASecond()
    {
        const QString folder = QString::fromStdString(m_desk->workspace()->folder().string());
        const std::string dialogue = id(0);
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kTypeIn), folder);
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--only"), QStringLiteral("tst_drafts"), QStringLiteral("typesUntilKilled") });
        QVERIFY(child.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(typed(folder).size() > 80, 60000);
        ::kill(pid_t(child.processId()), SIGKILL);
        child.waitForFinished();
        const QList<qint64> keys = typed(folder);
        const auto kept = drafts(dialogue);
        QCOMPARE(kept.size(), size_t(1));
        const qsizetype there = qsizetype(kept[0].text.size());
        QVERIFY(there <= keys.size() + 1);
        // The first key that is lost was typed less than a second before the end.
        if (there < keys.size())
            QVERIFY2(keys.last() - keys[there] < 1000, qPrintable(QStringLiteral("%1 of %2").arg(there).arg(keys.size())));
    }

    void theEditorChangesNoByte_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("NBSP") << QStringLiteral("a\u00a0b");
        QTest::newRow("line separator") << QStringLiteral("a\u2028b\u2029c");
        QTest::newRow("CR LF") << QStringLiteral("a\r\nb\rc\nd");
        QTest::newRow("outer") << QStringLiteral("\u00a0 a \n");
        QTest::newRow("BOM") << QStringLiteral("\ufeffa");
        QTest::newRow("astral, tab") << QStringLiteral("😀\tb");
    }
    void theEditorChangesNoByte()
    {
        QFETCH(QString, words);
        auto odd = stored(id(0));
        odd.dialogue.turns[0].text = words.toStdString();
        m_desk->workspace()->dialogues().save(odd, "test");
        m_page->activate();
        const auto revision = stored(id(0)).revision;
        for (const char *leave : { "enter", "escape", "settle", "focus" }) {
            TurnEditor *editor = edit(0);
            if (leave == std::string("enter"))
                QTest::keyClick(editor, Qt::Key_Return);
            else if (leave == std::string("escape"))
                QTest::keyClick(editor, Qt::Key_Escape);
            else if (leave == std::string("settle"))
                m_page->settle();
            else
                m_page->list().setFocus();
            QCOMPARE(text(0), words.toStdString());
            QCOMPARE(stored(id(0)).revision, revision);
        }
        TurnEditor *editor = edit(0);
        editor->moveCursor(QTextCursor::Start);
        QTest::keyClick(editor, Qt::Key_Right);
        QTest::keyClicks(editor, QStringLiteral("x"));
        QTest::keyClick(editor, Qt::Key_Return);
        QString now = QString::fromStdString(text(0));
        if (words.startsWith(QChar(0xfeff)))
            now = words.left(1) + now.mid(now.startsWith(words.left(1)) ? 1 : 0); // QString::fromStdString drops it
        QCOMPARE(now.remove(QLatin1Char('x')), words);
    }

    // Only the profile was changed elsewhere: a turn's text is saved on top of it, and nobody is asked.
    void anotherProfileIsNoConflict()
    {
        TurnEditor *editor = edit(1);
        QTest::keyClicks(editor, QStringLiteral(" Mine."));
        elsewhereProfile(id(0), "Their Lena");
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(text(0, 1), std::string("That must be hard. Mine."));
        QCOMPARE(m_page->document().dialogue().profile.displayName(), std::string("Their Lena"));
    }

    void keepMineHolds_data()
    {
        QTest::addColumn<bool>("profileBefore");
        QTest::addColumn<bool>("profileAfter");
        QTest::newRow("turn") << false << false;
        QTest::newRow("turn and profile") << true << false;
        QTest::newRow("turn, then the profile while it is asked") << false << true;
    }
    void keepMineHolds()
    {
        QFETCH(bool, profileBefore);
        QFETCH(bool, profileAfter);
        elsewhereTurn(id(0), 0, "theirs");
        if (profileBefore)
            elsewhereProfile(id(0), "Their Lena");
        m_page->document().setText(0, QStringLiteral("mine"));
        if (profileAfter)
            elsewhereProfile(id(0), "Their Lena");
        // Leaving the page and coming back changes nothing of it.
        m_page->settle();
        m_page->hide();
        m_page->show();
        m_page->activate();
        QVERIFY(m_page->hasUnsaved());
        QVERIFY(click("Keep mine"));
        QVERIFY(!m_page->hasUnsaved());
        QCOMPARE(text(0), std::string("mine"));
        QCOMPARE(stored(id(0)).dialogue.profile.displayName(), std::string(profileBefore || profileAfter ? "Their Lena" : "Lena"));
        QVERIFY(drafts(id(0)).empty());
        m_page->document().setText(1, QStringLiteral("and on"));
        QCOMPARE(text(0, 1), std::string("and on"));
    }

    // Nobody's typing is ended by what others save.
    void othersDoNotEndTheTyping()
    {
        TurnEditor *editor = edit(0);
        QTest::keyClicks(editor, QStringLiteral(" Mine."));
        elsewhereTurn(id(0), 1, "theirs");
        Q_EMIT m_desk->workspace()->dialoguesChanged();
        QVERIFY(m_page->view().editor() == editor);
        QVERIFY(editor->text().endsWith(QStringLiteral(" Mine.")));
    }

    void comesBackToDialogueTurnAndSearch()
    {
        m_page->findChild<parts::SearchField *>()->setText(QStringLiteral("sorry"));
        QTRY_COMPARE(m_page->list().model().rowCount(), 1);
        QTRY_COMPARE(m_page->document().dialogue().source_key, std::string("3"));
        m_page->view().setCurrentTurn(0); // not the one that the search found
        again();
        QTRY_COMPARE(m_page->list().model().rowCount(), 1);
        QCOMPARE(m_page->findChild<parts::SearchField *>()->text(), QStringLiteral("sorry"));
        QTRY_COMPARE(m_page->document().dialogue().source_key, std::string("3"));
        QCOMPARE(m_page->view().currentTurn(), 0);
    }

    // A notice moves nothing that somebody may be about to click.
    void aNoticePushesNothing()
    {
        const auto placeOf = [this](QWidget *widget) { return widget->mapTo(m_page.get(), QPoint()); };
        auto *messages = m_page->view().messages();
        const QPoint list = placeOf(&m_page->list()), turns = placeOf(messages);
        m_page->notice().showError(QString(400, QLatin1Char('x')).replace(40, 1, QLatin1Char(' ')).replace(90, 1, QLatin1Char(' ')));
        QCoreApplication::processEvents();
        QVERIFY(m_page->notice().isVisible());
        QCOMPARE(placeOf(&m_page->list()), list);
        QCOMPARE(placeOf(messages), turns);
        QVERIFY(m_page->rect().contains(m_page->notice().geometry()));
    }

private:
    static QList<qint64> typed(const QString &folder)
    {
        QList<qint64> times;
        QFile log(folder + QStringLiteral("/typed"));
        if (log.open(QIODevice::ReadOnly)) {
            for (const QByteArray &line : log.readAll().split('\n')) {
                if (!line.isEmpty())
                    times << line.toLongLong();
            }
        }
        return times;
    }
};

ATTUNE_TEST(TstDrafts)
#include "tst_drafts.moc"
