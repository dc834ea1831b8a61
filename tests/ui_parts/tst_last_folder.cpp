// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness/test_case.h"
#include "ui/parts/last_folder.h"
#include "ui/parts/setting.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QTemporaryDir>

class TstLastFolder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsWhereAFileWasChosenLast()
    {
        const QTemporaryDir dir;
        QVERIFY(QDir(dir.path()).mkdir(QStringLiteral("other")));
        parts::Settings settings { QString() };
        {
            QFileDialog dialog;
            parts::beginInLastFolder(dialog, settings);
            dialog.setDirectory(dir.path());
            static_cast<QDialog &>(dialog).done(QDialog::Accepted);
        }
        {
            QFileDialog dialog;
            parts::beginInLastFolder(dialog, settings);
            QCOMPARE(dialog.directory().absolutePath(), dir.path());
            dialog.setDirectory(dir.filePath(QStringLiteral("other")));
            static_cast<QDialog &>(dialog).done(QDialog::Rejected); // looked around and left
        }
        QFileDialog dialog;
        parts::beginInLastFolder(dialog, settings);
        QCOMPARE(dialog.directory().absolutePath(), dir.path());
    }
    // With its whole path, as people paste it: the dialog itself has stayed where it was.
    void aFileThatWasTypedCountsToo()
    {
        const QTemporaryDir dir;
        parts::Settings settings { QString() };
        {
            QFileDialog dialog;
            dialog.setFileMode(QFileDialog::AnyFile);
            parts::beginInLastFolder(dialog, settings);
            dialog.setDirectory(QDir::root());
            dialog.findChild<QLineEdit *>(QStringLiteral("fileNameEdit"))->setText(dir.filePath(QStringLiteral("a.json")));
            static_cast<QDialog &>(dialog).done(QDialog::Accepted);
        }
        QFileDialog dialog;
        parts::beginInLastFolder(dialog, settings);
        QCOMPARE(dialog.directory().absolutePath(), dir.path());
    }
    void aFolderThatIsGoneIsNoPlaceToBegin()
    {
        parts::Settings settings { QString() };
        settings.set(parts::Setting<QString> { parts::Drawer::Preferences, "files/last_folder", {} }, QStringLiteral("/no/such/folder"));
        QFileDialog dialog;
        parts::beginInLastFolder(dialog, settings);
        QVERIFY(dialog.directory().exists());
    }
};

ATTUNE_TEST(TstLastFolder)
#include "tst_last_folder.moc"
