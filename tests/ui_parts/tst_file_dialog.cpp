// SPDX-License-Identifier: GPL-3.0-or-later
// A file dialog on the folder of an open workspace, listed and typed into, drops none of its locks.
#include "harness/test_case.h"
#include "storage/database.h"
#include "ui/parts/file_dialog.h"

#include "base/files.h"
#include "base/guarded_files.h"

#include <QAbstractItemView>
#include <QFileDialog>
#include <QLineEdit>
#include <QPointer>
#include <QTemporaryDir>

#include <filesystem>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

int locksOn(const fs::path &file)
{
    const auto id = base::fileIdOf(file);
    int count = 0;
    base::forEachLine("/proc/locks", 0, [&](std::string_view line) {
        count += id && line.find(" " + std::to_string(::getpid()) + " ") != std::string_view::npos
            && line.find(":" + std::to_string(id->inode) + " ") != std::string_view::npos;
    });
    return count;
}

} // namespace

class TstFileDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noLockIsDropped_data()
    {
        QTest::addColumn<QFileDialog::FileMode>("mode");
        QTest::addColumn<bool>("typed");
        QTest::newRow("listed, to open") << QFileDialog::ExistingFiles << false;
        QTest::newRow("listed, to save") << QFileDialog::AnyFile << false;
        QTest::newRow("typed, to open") << QFileDialog::ExistingFiles << true;
        QTest::newRow("typed, a folder") << QFileDialog::Directory << true;
    }
    void noLockIsDropped()
    {
        QFETCH(QFileDialog::FileMode, mode);
        QFETCH(bool, typed);
        const QTemporaryDir dir;
        const fs::path folder = fs::path(dir.path().toStdString()) / "W.attune";
        storage::Database database = storage::Database::create(folder);
        QVERIFY(locksOn(folder / "workspace.db") > 0 && locksOn(folder / "workspace.db-shm") > 0);
        QPointer<QFileDialog> dialog = parts::newFileDialog(nullptr, QStringLiteral("Choose"));
        QVERIFY(dialog->testOption(QFileDialog::DontUseNativeDialog));
        dialog->setFileMode(mode);
        dialog->setDirectory(typed ? dir.path() : QString::fromStdString(folder.string()));
        dialog->open();
        if (typed)
            QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("fileNameEdit")), QStringLiteral("W.attune/"));
        // The folder is read in another thread; its rows come last.
        auto *list = dialog->findChild<QAbstractItemView *>(QStringLiteral("listView"));
        QVERIFY(list);
        if (!typed && mode != QFileDialog::Directory)
            QTRY_VERIFY(list->model()->rowCount(list->rootIndex()) >= 3);
        QTest::qWait(300);
        QVERIFY(locksOn(folder / "workspace.db") > 0);
        QVERIFY(locksOn(folder / "workspace.db-shm") > 0);
        dialog->close();
        QTRY_VERIFY(!dialog);
        QVERIFY(!database.look());
    }
};

ATTUNE_TEST(TstFileDialog)
#include "tst_file_dialog.moc"
